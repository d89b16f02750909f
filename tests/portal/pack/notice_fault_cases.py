"""One planted fault of each kind in notices.toml, and what must be told about it."""

TOLD = """[[category]]
key = "bosai"
title = { ja = "防災", easy = "ぼうさい", en = "Safety" }

[[alert]]
address = "bosai@city.example"
domain = "city.example"
selector = "s1"
record = "v=DKIM1; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA"
category = "bosai"
division = "sogo"
"""
Case = tuple[dict[str, str], tuple[str, int, str, str]]


def changed(old: str, new: str, line: int, key: str, words: str) -> Case:
    """The file with one thing changed, and the fault that is told of it."""
    assert old in TOLD
    return {"notices_toml": TOLD.replace(old, new, 1)}, ("notices.toml", line, key, words)


CASES: dict[str, Case] = {
    "the same matter twice": (
        {"notices_toml": TOLD.partition("[[alert]]")[0] * 2},
        ("notices.toml", 1, "category", "分野は、名前のちがうものを11個まで"),
    ),
    "a matter whose key is Japanese": changed(
        'key = "bosai"', 'key = "防災"', 2, "category[1].key", "英小文字で始め"
    ),
    "alerts from no address": changed(
        "bosai@city.example", "bosai", 6, "alert[1].address", "メールアドレスを一つ書いてください"
    ),
    "alerts signed by another domain": changed(
        'domain = "city.example"', 'domain = "other.example"', 7, "alert[1].domain", "address と同じか"
    ),
    "alerts without a key": changed("p=MII", "x=MII", 9, "alert[1].record", "DKIM の TXT レコード"),
    "alerts of a matter that is not listed": changed(
        'category = "bosai"', 'category = "kosodate"', 10, "alert[1].category", "[[category]] にない分野です: kosodate"
    ),
    "alerts that a division nobody knows answers for": changed(
        '"sogo"', '"nobody"', 11, "alert[1].division", "divisions.csv にない部署です: nobody"
    ),
}  # fmt: skip
