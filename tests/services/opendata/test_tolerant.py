"""Lists as towns publish them: other names, encodings and spellings are read, repairs are told, nothing is made up."""

from portal.pack import standard
from services.opendata.rules.tolerant import Remark, read

# An earlier edition of the standard, saved by Excel, with a title above the header.
OLD = """AED設置箇所一覧（見本）,,,,,,,,,,
都道府県コード又は市区町村コード,NO,市区町村名,名称,名称_カナ,住所,緯度,経度,設置場所,利用可能曜日,小児対応設備の有無
99001,1,ひなた市,中央図書館,ﾁｭｳｵｳ としょかん,見本県ひなた市本町,140.1,36.5,１階ロビー,月〜金,○
990019,2,ひなた市,体育館,タイイクカン,見本県ひなた市中央台,36.51,140.2,入口,毎日,不明
,,,,,,,,,,
"""
DAYS = """全国地方公共団体コード,ID,イベント名,開始日,終了日,開始時間,終了時間,連絡先電話番号,定員,URL,色
990019,e1,まつり,令和8年4月1日,2026/4/2,9時30分,9:30:00,(011)211-2111,"1,200人",www.city.example.jp,赤
"""


def test_an_earlier_edition_is_read_under_the_names_of_today() -> None:
    found = read(OLD.encode("cp932"), standard.AED)

    first, second = found.rows
    assert (first["ID"], first["名称"], first["所在地_連結表記"]) == ("1", "中央図書館", "見本県ひなた市本町")
    assert (first["設置位置"], second["緯度"], second["経度"]) == ("１階ロビー", "36.51", "140.2")
    assert found.strange == ()


def test_what_says_the_same_in_another_spelling_is_repaired_and_told() -> None:
    found = read(OLD.encode(), standard.AED)

    first = found.rows[0]
    assert first["全国地方公共団体コード"] == "990019"
    assert first["名称_カナ"] == "チュウオウ トショカン"
    assert (first["緯度"], first["経度"]) == ("36.5", "140.1")
    assert (first["利用可能曜日"], first["小児対応設備の有無"]) == ("月火水木金", "有")
    assert found.rows[1]["利用可能曜日"] == "月火水木金土日"
    assert Remark(3, "利用可能曜日", "月〜金", "月火水木金") in found.repaired


def test_what_cannot_be_understood_is_left_empty_and_told() -> None:
    found = read(OLD.encode(), standard.AED)

    assert found.lost == (Remark(4, "小児対応設備の有無", "不明", ""),)
    assert found.rows[1]["小児対応設備の有無"] == ""


def test_days_times_numbers_and_addresses_are_written_as_the_standard_has_them() -> None:
    found = read(DAYS.encode("utf-8-sig"), standard.EVENTS)

    row = found.rows[0]
    assert (row["開始日"], row["終了日"]) == ("2026-04-01", "2026-04-02")
    assert (row["開始時間"], row["終了時間"]) == ("09:30", "09:30")
    assert (row["定員"], row["URL"]) == ("1200", "https://www.city.example.jp")
    assert (found.strange, found.lost) == (("色",), ())


def test_what_is_read_keeps_to_the_standard() -> None:
    for raw, sheet in ((OLD, standard.AED), (DAYS, standard.EVENTS)):
        for row in read(raw.encode(), sheet).rows:
            assert list(sheet.faults(row)) == []


def test_a_list_that_keeps_to_the_standard_is_read_as_it_stands() -> None:
    line = dict.fromkeys(standard.AED.names, "") | {
        "全国地方公共団体コード": "990019", "ID": "a1", "名称": "a", "設置位置": "玄関", "開始時間": "09:30",
    }  # fmt: skip
    raw = f"{','.join(line)}\r\n{','.join(line.values())}\r\n"

    found = read(raw.encode(), standard.AED)

    assert (found.rows, found.remarks) == ((line,), ())


def test_columns_of_one_publisher_may_be_missing_and_are_read_where_they_are() -> None:
    names = "全国地方公共団体コード,ID,名称,種別"
    old = read(f"{names}\r\n990019,c1,a,児童館\r\n".encode(), standard.CHILDCARE)
    new = read(
        f"{names},ベビーカー貸出,飲食可否,画像ライセンス\r\n990019,c1,a,児童館,あり,可,CC BY\r\n".encode(),
        standard.CHILDCARE,
    )

    assert old.rows[0] == {**dict.fromkeys(standard.CHILDCARE.names, ""), **old.rows[0]}
    assert (old.rows[0]["ベビーカー貸出"], old.remarks, old.strange) == ("", (), ())
    assert [new.rows[0][name] for name in ("ベビーカー貸出", "飲食可否", "画像_ライセンス")] == [
        "有",
        "可",
        "CC BY",
    ]
    assert new.strange == ()


def test_bytes_that_are_no_list_give_no_rows() -> None:
    for raw in (b"", b"\x00\xff\xfe", b"hello", b"PK\x03\x04"):
        assert read(raw, standard.AED).rows == ()
