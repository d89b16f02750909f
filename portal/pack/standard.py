"""自治体標準オープンデータセット: the columns of the national sets that towns publish, in their order, and what each may hold."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from portal.pack.town import lgcode_fits

# From 沖ノ鳥島 to 択捉島, from 与那国島 to 南鳥島.
_NORTH, _EAST = (20.0, 46.0), (122.0, 154.5)
# What a spreadsheet runs; a number may begin with a sign, words may not.
_FORMULA = re.compile(r"[=+@\t\r]|-(?!\d)")


class Kind(Enum):
    """What a column holds: how the standard writes it, in words and as a pattern."""

    TEXT = "文字", r"(?s).*"
    CODE = "検査数字の合う6けたの全国地方公共団体コード", r"\d{6}"
    ID = "半角の英数字と記号", r"[!-~]{1,60}"
    KANA = "全角カタカナ", r"[ァ-ヺー・ 　0-9A-Z０-９Ａ-Ｚ（）()]+"
    LATITUDE = "日本の緯度。例 36.563800", r"\d{2}\.\d+"
    LONGITUDE = "日本の経度。例 139.883000", r"\d{3}\.\d+"
    NUMBER = "半角の数。例 120", r"-?\d+(\.\d+)?"
    PHONE = "市外局番からの電話番号。例 0000-00-0000", r"\(?0\d{1,4}[-)]\d{1,4}-\d{3,4}"
    MAIL = "メールアドレス", r"[^@\s]+@[^@\s]+"
    LINK = "https:// か http:// から始まるアドレス", r"https?://[^\s]+"
    POSTCODE = "7けたの郵便番号", r"\d{7}|\d{3}-\d{4}"
    CORPORATE = "13けたの法人番号", r"\d{13}"
    DAYS = "曜日を並べたもの。例 月火水木金", r"(?=.)月?火?水?木?金?土?日?"
    TIME = "時刻。例 09:30", r"([01]?\d|2[0-4]):[0-5]\d"
    DATE = "日付。例 2026-04-01", r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
    YES_NO = "有 か 無", r"有|無"
    MARK = "当てはまれば 1、そうでなければ空", r"1"

    def __init__(self, words: str, pattern: str) -> None:
        self.words = words
        self.pattern = re.compile(pattern, re.ASCII)

    @property
    def counts(self) -> bool:
        """Whether programs are given a number."""
        return self in (Kind.LATITUDE, Kind.LONGITUDE, Kind.NUMBER)


class Known(Enum):
    """How sure a column's name is."""

    COMPARED = "compared"
    # One publisher alone was seen to use it, so that no second source says whether the name is spelt right.
    ALONE = "one publisher"


@dataclass(frozen=True)
class Column:
    """A column under the name the standard gives it."""

    name: str
    kind: Kind = Kind.TEXT
    needed: bool = False
    # The name under which our own lists keep it, where that is another.
    ours: str = ""
    known: Known = Known.COMPARED


@dataclass(frozen=True)
class Sheet:
    """One set of the standard, kept in a list of the town's folder."""

    key: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The header, in the order of the standard."""
        return tuple(column.name for column in self.columns)

    def expected(self, header: Iterable[str]) -> tuple[str, ...]:
        """The header a list should have: columns of one publisher may be missing, as in earlier editions."""
        there = set(header)
        return tuple(one.name for one in self.columns if one.known is Known.COMPARED or one.name in there)

    def written(self, cells: Mapping[str, str]) -> dict[str, str]:
        """A line of the town's list as it is published: under the standard's names, times in full."""
        return {
            column.name: _written(column, cells.get(column.ours) or cells.get(column.name, ""))
            for column in self.columns
        }

    def faults(self, cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """What the standard would refuse in a line, as column and message."""
        for column in self.columns:
            name = column.ours if column.ours in cells else column.name
            value = cells.get(name, "")
            if not value and column.needed:
                yield tell(name, "空です")
            elif value and not fits(column.kind, value):
                yield tell(name, f"国の標準の書き方（{column.kind.words}）ではありません: {value}")
        if bool(cells.get("緯度")) != bool(cells.get("経度")):
            yield tell("緯度", "緯度と経度は、両方を書くか、両方を空にしてください")


def tell(column: str, said: str) -> tuple[str, str]:
    """What is wrong with a cell."""
    return column, said


def fits(kind: Kind, value: str) -> bool:
    """Whether a value is written as the standard writes it, and no spreadsheet would run it."""
    if not kind.pattern.fullmatch(value) or _FORMULA.match(value):
        return False
    if kind is Kind.CODE:
        return lgcode_fits(value)
    low, high = {Kind.LATITUDE: _NORTH, Kind.LONGITUDE: _EAST}.get(kind, (0.0, 0.0))
    return not high or low <= float(value) <= high


def _written(column: Column, value: str) -> str:
    return value.rjust(5, "0") if column.kind is Kind.TIME and value else value


def _texts(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


def _alone(kind: Kind, *names: str) -> tuple[Column, ...]:
    return tuple(Column(name, kind, known=Known.ALONE) for name in names)


_OWNER = (Column("全国地方公共団体コード", Kind.CODE, needed=True), Column("ID", Kind.ID, needed=True))
_TOWN = (Column("地方公共団体名"),)
_NAMES = (
    Column("名称", needed=True),
    Column("名称_カナ", Kind.KANA),
    Column("名称_英字", ours="名称_英語"),
)
_PLACE = (
    Column("所在地_全国地方公共団体コード", Kind.CODE),
    Column("町字ID", Kind.ID),
    Column("所在地_連結表記"),
    *_texts("所在地_都道府県", "所在地_市区町村", "所在地_町字", "所在地_番地以下", "建物名等(方書)"),
    Column("緯度", Kind.LATITUDE),
    Column("経度", Kind.LONGITUDE),
)
_HEIGHT = (Column("高度の種別"), Column("高度の値", Kind.NUMBER))
_PHONE = (Column("電話番号", Kind.PHONE), Column("内線番号", Kind.ID))
_CONTACT = (
    Column("連絡先メールアドレス", Kind.MAIL),
    Column("連絡先FormURL", Kind.LINK),
    Column("連絡先備考（その他、SNSなど）"),
    Column("郵便番号", Kind.POSTCODE),
)
_BODY = (Column("法人番号", Kind.CORPORATE), Column("団体名"))
_HOURS = (
    Column("利用可能曜日", Kind.DAYS),
    Column("開始時間", Kind.TIME),
    Column("終了時間", Kind.TIME),
    Column("利用可能日時特記事項"),
)
_END = (
    Column("URL", Kind.LINK),
    Column("画像", Kind.LINK),
    Column("画像_ライセンス"),
    Column("備考"),
)
DANGERS = (
    "災害種別_洪水", "災害種別_崖崩れ、土石流及び地滑り", "災害種別_高潮", "災害種別_地震",
    "災害種別_津波", "災害種別_大規模な火事", "災害種別_内水氾濫", "災害種別_火山現象",
)  # fmt: skip

FACILITIES = Sheet(
    "facilities",
    (
        *(*_OWNER, *_TOWN, *_NAMES, Column("名称_通称"), Column("POIコード", Kind.ID), *_PLACE, *_HEIGHT),
        *(*_PHONE, *_CONTACT, *_BODY, *_HOURS, Column("説明"), Column("バリアフリー情報"), *_END),
    ),
)
SHELTERS = Sheet(
    "shelters",
    (
        *(*_OWNER, *_NAMES, *_PLACE, Column("標高", Kind.NUMBER), *_PHONE, *_CONTACT),
        *(Column("市区町村コード", Kind.CODE), *_TOWN, *(Column(name, Kind.MARK) for name in DANGERS)),
        *(Column("指定避難所との重複", Kind.MARK), Column("想定収容人数"), Column("対象となる町会・自治会")),
        *_END,
    ),
)
AED = Sheet(
    "aed",
    (
        *(*_OWNER, *_TOWN, *_NAMES, *_PLACE, *_HEIGHT, Column("設置位置", needed=True), *_PHONE, *_CONTACT),
        *(*_BODY, *_HOURS, Column("小児対応設備の有無", Kind.YES_NO), *_END),
    ),
)
CHILDCARE = Sheet(
    "childcare",
    (
        *(*_OWNER, *_TOWN, *_NAMES, Column("種別", needed=True), *_PLACE, *_HEIGHT),
        *(*_texts("アクセス方法", "駐車場情報"), *_PHONE, Column("FAX番号", Kind.PHONE), *_CONTACT, *_BODY),
        *(Column("認可等年月日", Kind.DATE), Column("収容定員", Kind.NUMBER), Column("受入年齢"), *_HOURS),
        Column("一時預かりの有無", Kind.YES_NO),
        *_alone(Kind.TEXT, "子供預かり料金種別", "子供預かり料金", "子供預かり料金備考"),
        *(Column("子供預かり開所時間", Kind.TIME), Column("子供預かり閉所時間", Kind.TIME)),
        *(Column("病児保育の有無", Kind.YES_NO), Column("授乳室", Kind.YES_NO)),
        *(Column("おむつ替えコーナー", Kind.YES_NO), *_alone(Kind.TEXT, "飲食可否")),
        *(*_alone(Kind.YES_NO, "ベビーカー貸出"), *_alone(Kind.TEXT, "ベビーカー利用"), *_END),
    ),
)
EVENTS = Sheet(
    "events",
    (
        *(*_OWNER, *_TOWN, Column("イベント名", needed=True), Column("イベント名_カナ", Kind.KANA)),
        *(
            Column("イベント名_英字"),
            *_alone(Kind.TEXT, "カテゴリー"),
            Column("開始日", Kind.DATE, needed=True),
        ),
        *(Column("終了日", Kind.DATE, needed=True), Column("開始時間", Kind.TIME)),
        *(Column("終了時間", Kind.TIME), *_texts("開始日時特記事項", "説明"), Column("料金(基本)")),
        *_texts("料金(詳細)", "連絡先名称"),
        *(Column("連絡先電話番号", Kind.PHONE), Column("連絡先内線番号", Kind.ID)),
        *(*_alone(Kind.POSTCODE, "郵便番号"), Column("主催者"), *_alone(Kind.TEXT, "共催協力")),
        *(Column("場所名称"), *_PLACE, Column("アクセス方法"), *_alone(Kind.YES_NO, "駐車場_有無")),
        *(Column("駐車場情報"), *_alone(Kind.YES_NO, "託児所_有無"), *_alone(Kind.TEXT, "託児所_詳細")),
        *(Column("定員", Kind.NUMBER), *_alone(Kind.TEXT, "参加条件_詳細")),
        *(Column("参加申込終了日", Kind.DATE), Column("参加申込終了時間", Kind.TIME)),
        *(Column("参加申込方法"), Column("URL", Kind.LINK), *_alone(Kind.LINK, "画像")),
        *(*_alone(Kind.TEXT, "画像_ライセンス"), Column("備考")),
    ),
)
SHEETS = (FACILITIES, SHELTERS, AED, CHILDCARE, EVENTS)
