"""One planted fault of each kind in buildings/*.toml, and what must be told about it."""

HALL = """title = { ja = "見本会館", easy = "見本会館", en = "Mihon Hall" }
operator = "sogo"
raster = 30

[[open]]
weekdays = "火水"
from = "9:00"
to = "21:00"

[[closed]]
from = 2027-02-15
to = 2027-02-19

[[band]]
key = "am"
title = { ja = "午前", easy = "あさ", en = "Morning" }
from = "9:00"
to = "12:00"

[[space]]
key = "front"
title = { ja = "前", easy = "前", en = "Front" }

[[purpose]]
key = "meeting"
title = { ja = "会議", easy = "話し合い", en = "Meetings" }

[[heard]]
space = "front"
inside = "front"

[[unit]]
key = "hall"
title = { ja = "ホール", easy = "ホール", en = "Hall" }
spaces = ["front"]
purposes = ["meeting"]
bands = ["am"]

[[unit.price]]
yen = 300
band = "am"
"""
FILE = "buildings/hall.toml"
Case = tuple[dict[str, str], tuple[str, int, str, str]]


def changed(before: str, after: str, line: int, key: str, words: str) -> Case:
    """The file with one thing in it changed, and what is told of it."""
    assert before in HALL
    return {"buildings__hall_toml": HALL.replace(before, after, 1)}, (FILE, line, key, words)


PHOTO = """
[[photo]]
key = "00000000000000000000000000000000"
alt = { ja = "a", easy = "a", en = "a" }
width = 10
height = 10
"""


def pictured(line: str, at: int, key: str, words: str) -> Case:
    """The file with a photograph, one line of which is another."""
    name = line.partition(" ")[0]
    rows = [line if line and row.startswith(f"{name} =") else row for row in PHOTO.splitlines()]
    if line and line not in rows:
        rows.append(line)
    return {"buildings__hall_toml": HALL + "\n".join(rows) + "\n"}, (FILE, at, key, words)


# Which files are replaced, and the file, line, key and words of the fault that must come of it.
CASES: dict[str, Case] = {
    "a building whose file has no plain name": (
        {"buildings__Hall_toml": HALL},
        ("buildings/Hall.toml", 1, "", "ファイルの名前は"),
    ),
    "a building named like a page": (
        {"buildings__mine_toml": HALL},
        ("buildings/mine.toml", 1, "", "ほかのページの住所に使っている名前です: mine"),
    ),
    "a building in steps of seven minutes": changed("raster = 30", "raster = 7", 3, "raster", "どれかの分"),
    "two spaces of one key": changed(
        "[[purpose]]",
        '[[space]]\nkey = "front"\ntitle = { ja = "後", easy = "後", en = "Back" }\n\n[[purpose]]',
        25,
        "space[2].key",
        "同じ key が二つあります: front",
    ),
    "an hour that is none of its steps": changed('"21:00"', '"21:10"', 8, "open[1].to", "区切りの時刻"),
    "weekdays that are none": changed('"火水"', '"火・水"', 6, "open[1].weekdays", "曜日を続けて"),
    "a closure that begins nowhere": changed(
        "from = 2027-02-15\n", "", 10, "closed[1].from", "必要な項目がありません"
    ),
    "a closure that ends before it begins": changed(
        "to = 2027-02-19", "to = 2027-02-14", 12, "closed[1].to", "終わりが始まりより前"
    ),
    "a sound from a space nobody knows": changed(
        'inside = "front"', 'inside = "attic"', 30, "heard[1].inside", "この施設にない space です: attic"
    ),
    "a unit of a purpose nobody knows": changed(
        '["meeting"]', '["flying"]', 36, "unit[1].purposes", "この施設にない key です: flying"
    ),
    "a unit without a space": changed('["front"]', "[]", 35, "unit[1].spaces", "一つ以上"),
    "a unit in bands nobody knows": changed(
        'bands = ["am"]', 'bands = ["am", "pm"]', 37, "unit[1].bands", "この施設にない区分です: pm"
    ),
    "a thing for a room nobody knows": changed(
        '[[unit.price]]\nyen = 300\nband = "am"',
        '[[equipment]]\nkey = "piano"\ntitle = { ja = "ピアノ", easy = "ピアノ", en = "Piano" }\nunits = ["attic"]',
        42,
        "equipment[1].units",
        "この施設にない部屋です: attic",
    ),
    "a key that is no plain name": changed('key = "hall"', 'key = "Hall!"', 33, "unit[1].key", "英小文字で始まる"),
    "a price beyond all measure": changed(
        "yen = 300", "yen = 3000000", 40, "unit[1].price[1].yen", "0から1000000までの数"
    ),
    "a band that ends before it begins": changed(
        '"12:00"', '"8:00"', 18, "band[1].to", "始まりより後"
    ),
    "a time that is none": changed('"12:00"', '"25:00"', 18, "band[1].to", "時刻を書いて"),
    "a building run by a division nobody knows": changed(
        '"sogo"', '"nobody"', 2, "operator", "divisions.csv にない部署です: nobody"
    ),
    "prices that a division decides which nobody knows": changed(
        "raster = 30", 'prices_by = "nobody"\nraster = 30', 3, "prices_by", "divisions.csv にない部署です: nobody"
    ),
    "a room that is let until before it is let": changed(
        'key = "hall"\n',
        'key = "hall"\nvalid_from = 2027-04-01\nvalid_to = 2027-03-31\n',
        35,
        "unit[1].valid_to",
        "終わりが始まりより前です",
    ),
    "a building on no list": changed(
        "raster = 30", 'listed = "990019F9999"\nraster = 30', 3, "listed", "facilities.csv にない ID です"
    ),
    "a photograph whose key is no picture's": pictured('key = "front"', 44, "photo[1].key", "画面で入れると付きます"),
    "a photograph that lies nowhere": pictured("", 44, "photo[1].key", "buildings/photos にない写真です"),
    "a photograph of a room nobody knows": pictured(
        'unit = "attic"', 48, "photo[1].unit", "この施設にない部屋です: attic"
    ),
    "a photograph without a width": pictured("width = 0", 46, "photo[1].width", "1から1600までの数"),
    "more photographs than anybody looks at": (
        {"buildings__hall_toml": HALL + PHOTO * 13},
        (FILE, 1, "photo", "写真は12枚までです"),
    ),
}  # fmt: skip
