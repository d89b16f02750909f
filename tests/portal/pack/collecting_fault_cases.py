"""Planted faults of the collection days and of the town's own numbers for dangers, and exactly what must be told: file, line, key and words."""

Case = tuple[dict[str, str], tuple[str, int, str, str]]
DISTRICTS = """地区ID,名称,名称_やさしい,名称_英語,郵便番号,適用開始日,適用終了日
kita,北,北,North,000-0002,,
"""
KINDS = """区分ID,区分,区分_やさしい,区分_英語,出し方,出し方_やさしい,出し方_英語,手続ID,適用開始日,適用終了日
moyasu,a,a,a,a,a,a,,,
"""
DAYS = """地区ID,区分ID,収集日,祝日,開始月日,終了月日,注意,注意_やさしい,注意_英語,適用開始日,適用終了日
kita,moyasu,月 木,,,,,,,,
"""
LINE = """[[line]]
danger = "gas"
number = "0000-00-2400"
hours = "17:15-8:30"
days = "平日"
name = { ja = "a", easy = "a", en = "a" }
"""
STOPS = """開始日,終了日,扱い,振替日,地区ID,区分ID,理由,理由_やさしい,理由_英語,適用開始日,適用終了日
2026-12-31,2026-12-31,振替,2026-12-30,kita,moyasu,,,,,
12-31,1-3,休み,,,,,,,,
"""


def _with(**changed: str) -> dict[str, str]:
    return {
        "districts_csv": DISTRICTS,
        "garbage_kinds_csv": KINDS,
        "collections_csv": DAYS,
        "collection_stops_csv": STOPS,
        **changed,
    }


CASES: dict[str, Case] = {
    "a district nobody knows": (
        _with(collections_csv=DAYS.replace("kita", "nishi")),
        ("collections.csv", 2, "地区ID", "districts.csv にない地区です: nishi"),
    ),
    "days of a kind nobody knows": (
        _with(collections_csv=DAYS.replace("moyasu", "stone")),
        ("collections.csv", 2, "区分ID", "garbage_kinds.csv にない区分です: stone"),
    ),
    "a day off of a district nobody knows": (
        _with(collection_stops_csv=STOPS.replace("kita", "kita;nishi")),
        ("collection_stops.csv", 2, "地区ID", "districts.csv にない地区です: nishi"),
    ),
    "a kind asked for by a procedure that is not there": (
        _with(garbage_kinds_csv=KINDS.replace("a,,,", "a,sodai_none,,")),
        ("garbage_kinds.csv", 2, "手続ID", "その手続のファイルがありません: sodai_none"),
    ),
    "a collection day that is none": (
        _with(collections_csv=DAYS.replace("月 木", "月 もく")),
        ("collections.csv", 2, "収集日", "収集日として読めません: もく"),
    ),
    "every other week counted from another weekday": (
        _with(collections_csv=DAYS.replace("月 木", "隔水20260406")),
        ("collections.csv", 2, "収集日", "収集日として読めません: 隔水20260406"),
    ),
    "a month that is none": (
        _with(collections_csv=DAYS.replace("月 木", "月:13")),
        ("collections.csv", 2, "収集日", "収集日として読めません: 13"),
    ),
    "a holiday treated as nobody knows": (
        _with(collections_csv=DAYS.replace("木,,", "木,たぶん,")),
        ("collections.csv", 2, "祝日", "のどれでもありません"),
    ),
    "a season without its end": (
        _with(collections_csv=DAYS.replace("木,,,", "木,,7-1,")),
        ("collections.csv", 2, "終了月日", "開始と終了の月日を、両方書くか、両方空にしてください"),
    ),
    "a postcode that is none": (
        _with(districts_csv=DISTRICTS.replace("000-0002", "2番")),
        ("districts.csv", 2, "郵便番号", "000-0000 の形で書いてください: 2番"),
    ),
    "days off from once to every year": (
        _with(collection_stops_csv=STOPS.replace("12-31,1-3", "2026-12-31,1-3")),
        ("collection_stops.csv", 3, "終了日", "開始日と同じ形（12-31 か 2026-12-31）で書いてください"),
    ),
    "a moved day that says not where to": (
        _with(collection_stops_csv=STOPS.replace("振替,2026-12-30", "振替,")),
        ("collection_stops.csv", 2, "振替日", "扱いが「振替」のときだけ、2026-12-30 の形で書いてください"),
    ),
    "a day moved every year": (
        _with(collection_stops_csv=STOPS.replace("12-31,1-3,休み,", "12-31,1-3,振替,2026-12-30")),
        ("collection_stops.csv", 3, "開始日", "振替は一回だけのことです。2026-12-31 の形で書いてください"),
    ),
    "days off of a kind of handling nobody knows": (
        _with(collection_stops_csv=STOPS.replace("休み", "中止")),
        ("collection_stops.csv", 3, "扱い", "のどれでもありません"),
    ),
    "a danger nobody knows": (
        {"emergencies_toml": LINE.replace('"gas"', '"bears"')},
        ("emergencies.toml", 2, "line[1].danger", "のどれでもありません"),
    ),
    "a number nobody can dial": (
        {"emergencies_toml": LINE.replace("0000-00-2400", "ガス会社")},
        ("emergencies.toml", 3, "line[1].number", "電話番号ではありません: ガス会社"),
    ),
    "hours that are none": (
        {"emergencies_toml": LINE.replace("17:15-8:30", "夜")},
        ("emergencies.toml", 4, "line[1].hours", "9:00-17:00 の形ではありません: 夜"),
    ),
    "days that nobody knows": (
        {"emergencies_toml": LINE.replace("平日", "たまに")},
        ("emergencies.toml", 5, "line[1].days", "のどれでもありません"),
    ),
}
