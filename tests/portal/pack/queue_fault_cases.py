"""One planted fault of each kind in queue.toml and pointing.toml, and what must be told about it."""

QUEUE = """[[queue]]
office = "honcho"

[[queue.band]]
letter = "A"
title = { ja = "証明書", easy = "しょうめいしょ", en = "Certificates" }
division = "sogo"
minutes = 6

[[queue.counter]]
number = 1
bands = ["A"]
"""
BAND = """
[[queue.band]]
letter = "B"
title = { ja = "届", easy = "とどけ", en = "Notices" }
division = "sogo"
"""


def changed(before: str, after: str) -> dict[str, str]:
    """The file with one thing in it changed."""
    assert before in QUEUE
    return {"queue_toml": QUEUE.replace(before, after, 1)}


# Which files are replaced, and the file, line, key and words of the fault that must come of it.
CASES: dict[str, tuple[dict[str, str], tuple[str, int, str, str]]] = {
    "a queue in an office nobody knows": (
        changed('"honcho"', '"nowhere"'),
        ("queue.toml", 2, "queue[1].office", "offices.csv にない"),
    ),
    "a topic of pointing cards without a card": (
        {"pointing_toml": '[[topic]]\ntitle = { ja = "はじめに", easy = "はじめに", en = "First" }\n'},
        ("pointing.toml", 1, "topic[1].card", "カードがありません"),
    ),
    "two queues in one office": (
        {"queue_toml": QUEUE + QUEUE},
        ("queue.toml", 14, "queue[2].office", "二つあります: honcho"),
    ),
    "a band of a division nobody knows": (
        changed('"sogo"', '"nobody"'),
        ("queue.toml", 7, "queue[1].band[1].division", "divisions.csv にない"),
    ),
    "two bands with one letter": (
        {"queue_toml": QUEUE + BAND.replace('"B"', '"A"')},
        ("queue.toml", 15, "queue[1].band[2].letter", "同じ文字の区分"),
    ),
    "a band that no counter calls": (
        {"queue_toml": QUEUE + BAND},
        ("queue.toml", 15, "queue[1].band[2].letter", "呼ばない区分です: B"),
    ),
    "a band with a letter that is none": (
        changed('letter = "A"', 'letter = "a"'),
        ("queue.toml", 5, "queue[1].band[1].letter", "1文字"),
    ),
    "a band that takes no time": (
        changed("minutes = 6", "minutes = 0"),
        ("queue.toml", 8, "queue[1].band[1].minutes", "1から120"),
    ),
    "numbers that stop a day before": (
        changed('"honcho"', '"honcho"\nstop_before = 1440'),
        ("queue.toml", 3, "queue[1].stop_before", "0から120"),
    ),
    "two counters with one number": (
        {"queue_toml": QUEUE + QUEUE[QUEUE.index("\n[[queue.counter]]") :]},
        ("queue.toml", 15, "queue[1].counter[2].number", "同じ番号の窓口"),
    ),
    "a counter without a number": (
        changed("number = 1", "number = 0"),
        ("queue.toml", 11, "queue[1].counter[1].number", "1から99"),
    ),
    "a counter for a band that is not there": (
        changed('bands = ["A"]', 'bands = ["A", "Z"]'),
        ("queue.toml", 12, "queue[1].counter[1].bands", "ない区分です: Z"),
    ),
}
