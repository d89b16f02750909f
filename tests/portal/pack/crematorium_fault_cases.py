"""One planted fault of each kind in crematorium.toml, and what must be told about it."""

HALL = """title = { ja = "見本斎場", easy = "見本斎場", en = "Mihon Hall" }
operator = "sogo"

[[closed_yearly]]
from = "01-01"
to = "01-03"

[[closed]]
from = 2027-02-15
to = 2027-02-19
furnaces = ["ro_1"]
reason = { ja = "点検", easy = "てんけん", en = "Inspection" }

[[sort]]
key = "adult"
title = { ja = "12歳以上", easy = "12さい いじょう", en = "Aged 12 or over" }

[[furnace]]
key = "ro_1"
title = { ja = "1号炉", easy = "1ばん", en = "Chamber 1" }
sorts = ["adult"]
times = ["9:30", "11:30"]
minutes = 90

[[extra]]
key = "shikijo"
title = { ja = "式場", easy = "そうぎの へや", en = "Hall" }
kind = "hall"

[[extra.use]]
key = "tsuya"
title = { ja = "通夜", easy = "つや", en = "Wake" }
days_before = 1
from = "15:00"
"""
Case = tuple[dict[str, str], tuple[str, int, str, str]]


def changed(old: str, new: str, line: int, key: str, words: str) -> Case:
    """The file with one thing changed, and the fault that is told of it."""
    assert old in HALL
    return {"crematorium_toml": HALL.replace(old, new, 1)}, ("crematorium.toml", line, key, words)


CASES: dict[str, Case] = {
    "a crematorium run by a division nobody knows": changed(
        '"sogo"', '"nobody"', 2, "operator", "divisions.csv にない部署です: nobody"
    ),
    "a crematorium that no list of facilities has": changed(
        'operator = "sogo"',
        'operator = "sogo"\nlisted = "X"',
        3,
        "listed",
        "facilities.csv にない ID です: X",
    ),
    "a yearly pause that is no day": changed(
        '"01-03"', '"1-3"', 6, "closed_yearly[1].to", "月と日を二けたずつ"
    ),
    "a yearly pause across the year's end": changed(
        '"01-01"', '"12-29"', 6, "closed_yearly[1].to", "終わりが始まりより前"
    ),
    "a closure of a furnace nobody knows": changed(
        '["ro_1"]', '["ro_9"]', 11, "closed[1].furnaces", "この斎場にない炉です: ro_9"
    ),
    "a furnace for what nobody knows": changed(
        '["adult"]', '["giant"]', 21, "furnace[1].sorts", "この斎場にない区分です: giant"
    ),
    "a furnace that takes nobody in": changed(
        'times = ["9:30", "11:30"]', "times = []", 22, "furnace[1].times", "入炉の時刻を一つ以上"
    ),
    "an admission off the raster": changed('"11:30"', '"11:32"', 22, "furnace[1].times", "5分きざみの時刻"),
    "minutes off the raster": changed(
        "minutes = 90", "minutes = 91", 23, "furnace[1].minutes", "5分きざみの数"
    ),
    "a thing along that can be used in no way": changed(
        HALL[HALL.index("\n[[extra.use]]") :], "\n", 25, "extra[1].use", "使い方（[[extra.use]]）を一つ以上"
    ),
    "a use that begins nowhere": changed(
        'from = "15:00"\n', "", 30, "extra[1].use[1].minutes_before", "どれかを書いてください"
    ),
    "a fixed time on the day itself": changed(
        "days_before = 1\n", "", 30, "extra[1].use[1].days_before", "何日前かも書いて"
    ),
    "a room named like a furnace": changed(
        'key = "shikijo"', 'key = "ro_1"', 26, "extra[1].key", "同じ key が二つあります: ro_1"
    ),
}
