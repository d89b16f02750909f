"""One planted fault of each kind in reports.toml, and what must be told about it."""

STREET = """[division]
road = "sogo"

[map]
lat = 30.0
lon = 150.0
zoom = 15
"""
Case = tuple[dict[str, str], tuple[str, int, str, str]]


def changed(old: str, new: str, line: int, key: str, words: str) -> Case:
    """The file with one thing changed, and the fault that is told of it."""
    assert old in STREET
    return {"reports_toml": STREET.replace(old, new, 1)}, ("reports.toml", line, key, words)


CASES: dict[str, Case] = {
    "reports that a division nobody knows answers for": changed(
        '"sogo"', '"nobody"', 2, "division.road", "divisions.csv にない部署です: nobody"
    ),
    "reports of a kind that nobody can choose": changed(
        "road =", "moon =", 2, "division.moon", "report_kind の choices にない種類です: moon"
    ),
    "reports whose division is no text": changed('"sogo"', "3", 2, "division.road", "文字列ではありません"),
    "a map that begins nowhere on earth": changed("30.0", "130.0", 5, "map.lat", "緯度は -90 から 90"),
    "a map that begins too near": changed("= 15", "= 30", 7, "map.zoom", "5から18までの数"),
    "a map with a word nobody knows": changed("zoom = 15", "zooom = 15", 7, "map.zooom", "知らない項目です"),
}
