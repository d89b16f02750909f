"""The national sets: their columns in their order, what each may hold, and a sample town that keeps to them."""

from datetime import date

import pytest

from portal.pack import read, standard
from portal.pack.check import PACKS
from portal.pack.standard import Kind, Known, fits

GOOD = {
    Kind.CODE: ["011002", "990019", "131016"],
    Kind.KANA: ["チュウオウ トショカン", "ヒナタ（キタ）"],
    Kind.LATITUDE: ["20.425", "45.557200"],
    Kind.LONGITUDE: ["122.933", "153.986"],
    Kind.NUMBER: ["0", "-1.5", "120"],
    Kind.PHONE: ["0000-00-4001", "(011)211-2111", "0120-000-000"],
    Kind.MAIL: ["a@city.example.jp"],
    Kind.LINK: ["https://www.city.example.jp/a.html"],
    Kind.POSTCODE: ["0600001", "060-0001"],
    Kind.CORPORATE: ["8000020130001"],
    Kind.DAYS: ["月火水木金土日", "土日"],
    Kind.TIME: ["09:30", "24:00"],
    Kind.DATE: ["2026-04-01"],
    Kind.YES_NO: ["有", "無"],
    Kind.MARK: ["1"],
    Kind.TEXT: ["どんな文字でも\n二行でも", "-5度から"],
}
BAD = {
    Kind.CODE: ["092011 ", "11002", "011001", "０１１００２"],
    Kind.KANA: ["ひなた", "hinata", "ﾋﾅﾀ"],
    Kind.LATITUDE: ["139.883", "19.9", "46.1", "36", "３６.５", "36度"],
    Kind.LONGITUDE: ["36.5638", "121.9", "154.9"],
    Kind.NUMBER: ["約50", "1,200", "+1"],
    Kind.PHONE: ["028-635", "０２８-635-3043", "=1+1"],
    Kind.MAIL: ["city.example.jp"],
    Kind.LINK: ["www.city.example.jp", "javascript:alert(1)"],
    Kind.POSTCODE: ["060-001"],
    Kind.CORPORATE: ["123"],
    Kind.DAYS: ["月・水", "火月", ""],
    Kind.TIME: ["9時", "25:00", "09:60"],
    Kind.DATE: ["2026/4/1", "令和8年4月1日", "2026-13-01"],
    Kind.YES_NO: ["あり", "○"],
    Kind.MARK: ["0", "○"],
    Kind.TEXT: ["=HYPERLINK(1)", "+1", "@SUM(A1)", "-x"],
}


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.ID], ids=lambda kind: kind.name)
def test_each_kind_knows_its_own(kind: Kind) -> None:
    assert [value for value in GOOD[kind] if not fits(kind, value)] == []
    assert [value for value in BAD[kind] if fits(kind, value)] == []


@pytest.mark.parametrize(
    ("sheet", "count", "first", "last"),
    [
        (standard.FACILITIES, 38, "全国地方公共団体コード", "備考"),
        (standard.SHELTERS, 39, "全国地方公共団体コード", "備考"),
        (standard.AED, 36, "全国地方公共団体コード", "備考"),
        (standard.CHILDCARE, 53, "全国地方公共団体コード", "備考"),
        (standard.EVENTS, 46, "全国地方公共団体コード", "備考"),
    ],
    ids=lambda value: getattr(value, "key", ""),
)
def test_the_columns_stand_in_the_order_of_the_standard(
    sheet: standard.Sheet, count: int, first: str, last: str
) -> None:
    assert len(sheet.names) == len(set(sheet.names)) == count
    assert (sheet.names[0], sheet.names[1], sheet.names[-1]) == (first, "ID", last)
    assert sheet.names.index("経度") == sheet.names.index("緯度") + 1


def test_shelters_say_of_each_danger_whether_they_are_for_it() -> None:
    at = standard.SHELTERS.names.index("災害種別_洪水")

    assert standard.SHELTERS.names[at : at + 8] == standard.DANGERS
    assert standard.SHELTERS.names[at + 8 :][:3] == (
        "指定避難所との重複",
        "想定収容人数",
        "対象となる町会・自治会",
    )


@pytest.mark.parametrize(
    ("sheet", "before", "alone", "after"),
    [
        (
            standard.CHILDCARE,
            "一時預かりの有無",
            "子供預かり料金種別 子供預かり料金 子供預かり料金備考",
            "子供預かり開所時間",
        ),
        (standard.CHILDCARE, "おむつ替えコーナー", "飲食可否 ベビーカー貸出 ベビーカー利用", "URL"),
        (standard.EVENTS, "イベント名_英字", "カテゴリー", "開始日"),
        (standard.EVENTS, "連絡先内線番号", "郵便番号", "主催者"),
        (standard.EVENTS, "主催者", "共催協力", "場所名称"),
        (standard.EVENTS, "アクセス方法", "駐車場_有無", "駐車場情報"),
        (standard.EVENTS, "駐車場情報", "託児所_有無 託児所_詳細", "定員"),
        (standard.EVENTS, "定員", "参加条件_詳細", "参加申込終了日"),
        (standard.EVENTS, "URL", "画像 画像_ライセンス", "備考"),
    ],
    ids=lambda value: value.partition(" ")[0] if isinstance(value, str) else "",
)
def test_columns_of_one_publisher_stand_where_they_belong_and_say_so(
    sheet: standard.Sheet, before: str, alone: str, after: str
) -> None:
    names = tuple(alone.split())
    at = sheet.names.index(names[0])

    assert sheet.names[at - 1 : at + len(names) + 1] == (before, *names, after)
    assert {one.known for one in sheet.columns if one.name in names} == {Known.ALONE}


def test_a_list_may_leave_out_what_one_publisher_has_and_nothing_else() -> None:
    alone = {one.name for sheet in standard.SHEETS for one in sheet.columns if one.known is Known.ALONE}
    sure = [name for name in standard.EVENTS.names if name not in alone]

    assert standard.EVENTS.expected(sure) == tuple(sure)
    assert standard.EVENTS.expected(sure[:-1]) == tuple(sure)
    assert "画像" in standard.EVENTS.expected([*sure, "画像"])
    assert len(alone) == 15
    # The other sets have columns of these names that were compared.
    assert "画像" in standard.AED.expected([])


def test_what_is_missing_or_stands_alone_is_told() -> None:
    faults = list(standard.AED.faults({"全国地方公共団体コード": "990019", "名称": "a", "緯度": "36.5"}))

    assert faults == [
        ("ID", "空です"),
        ("設置位置", "空です"),
        ("緯度", "緯度と経度は、両方を書くか、両方を空にしてください"),
    ]


@pytest.mark.parametrize("sheet", standard.SHEETS, ids=lambda sheet: sheet.key)
def test_what_the_sample_town_publishes_keeps_to_the_standard(sheet: standard.Sheet) -> None:
    rows = read(PACKS / "hinata").listing(sheet.key, date(2026, 11, 22))

    published = [sheet.written(row) for row in rows]

    assert len(published) >= 6
    assert [list(sheet.faults(row)) for row in published if list(sheet.faults(row))] == []
    assert all(set(row) == set(sheet.names) for row in published)
    assert all("見本" in row["備考"] for row in published)
    alone = {one.name for one in sheet.columns if one.known is Known.ALONE} - {"画像", "画像_ライセンス"}
    assert {name for name in alone if not any(row[name] for row in published)} == set()
