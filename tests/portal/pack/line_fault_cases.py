"""One planted fault of each kind in line.toml, and what must be told about it."""

LINE = """bar = { ja = "メニュー", easy = "メニュー", en = "Menu" }

[[menu]]
key = "usual"
tab = { ja = "くらし", easy = "くらし", en = "Life" }

[[menu.area]]
title = { ja = "ごみの日", easy = "ごみの 日", en = "Garbage" }
icon = "bin"
press = "days:week:"

[[menu.area]]
title = { ja = "位置", easy = "どこ", en = "Place" }
icon = "place"
share = "place"
"""


def changed(before: str, after: str) -> dict[str, str]:
    """The file with one thing in it changed."""
    assert before in LINE
    return {"line_toml": LINE.replace(before, after, 1)}


# Which files are replaced, and the file, line, key and words of the fault that must come of it.
CASES: dict[str, tuple[dict[str, str], tuple[str, int, str, str]]] = {
    "a bar with more letters than LINE shows": (
        changed('en = "Menu"', f'en = "{"x" * 15}"'),
        ("line.toml", 1, "bar.en", "14文字までに"),
    ),
    "two menus of one name": (
        {"line_toml": LINE + LINE.partition("\n\n")[2]},
        ("line.toml", 1, "menu", "一つか二つ書いてください"),
    ),
    "a menu whose name is no name": (
        changed('"usual"', '"ふだん"'),
        ("line.toml", 4, "menu[1].key", "英小文字"),
    ),
    "a menu with one thing to press": (
        {"line_toml": LINE.rpartition("\n\n")[0]},
        ("line.toml", 3, "menu[1].area", "2・3・4・6個"),
    ),
    "a drawing that nobody has made": (
        changed('"bin"', '"dustbin"'),
        ("line.toml", 9, "menu[1].area[1].icon", "知らない絵です: dustbin"),
    ),
    "an area that does two things": (
        changed('press = "days:week:"', 'press = "days:week:"\ncall = "119"'),
        ("line.toml", 7, "menu[1].area[1]", "どれか一つ"),
    ),
    "something no phone sends": (
        changed('share = "place"', 'share = "money"'),
        ("line.toml", 15, "menu[1].area[2].share", "place・photo のどれでもありません"),
    ),
    "a reminder at no time of day": (
        changed("[[menu]]", '[garbage]\nevening = "7 pm"\n\n[[menu]]'),
        ("line.toml", 4, "garbage.evening", "19:00 のように"),
    ),
    "a reminder after the garbage is out": (
        changed("[[menu]]", '[garbage]\nmorning = "9:00"\nout_by = "8:30"\n\n[[menu]]'),
        ("line.toml", 4, "garbage.morning", "より前の時刻"),
    ),
    "words too long to be read out": (
        changed('en = "Garbage"', f'en = "{"x" * 21}"'),
        ("line.toml", 8, "menu[1].area[1].title.en", "20文字までに"),
    ),
}
