"""The rows of a town's lists as values: divisions, offices, hours, figures of the plan."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from enum import Enum
from types import MappingProxyType

from forms.wording import Wording
from portal.pack import lists
from portal.pack.lists import CHECKED, EASY, ENGLISH, NOTE, Row, in_force

# Tells a fault of the row at hand: column and message.
Tell = Callable[[str, str], None]

WEEKDAYS = "月火水木金土日"
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_MONTH_DAY = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
_ID = re.compile(r"[a-z][a-z0-9_]*")
_FISCAL = re.compile(r"([HR])(\d{1,2})")
_ERA_BASE = MappingProxyType({"H": 1988, "R": 2018})


class HoursKind(Enum):
    """Why an office is open, or is not, at some hours."""

    REGULAR = "通常"
    LATE = "延長"
    EXTRA = "臨時開庁"
    SHUT = "臨時閉庁"


@dataclass(frozen=True)
class Dated:
    """Something that holds from one day to another, both included; an absent day is open."""

    valid_from: date | None
    valid_to: date | None

    def in_force(self, on: date) -> bool:
        """Whether it holds on a day."""
        return in_force(self.valid_from, self.valid_to, on)


@dataclass(frozen=True)
class Division(Dated):
    """A 課 for a time, under an id that outlives its name; after its last day the successor answers for it."""

    id: str
    name: Wording
    office: str
    place: Wording
    phone: str = ""
    extension: str = ""
    mail: str = ""
    postcode: str = ""
    post_to: str = ""
    letter_mark: str = ""
    successor: str = ""
    # When somebody last looked whether its name, place and telephone still hold.
    checked_on: date | None = None


@dataclass(frozen=True)
class Hours(Dated):
    """Hours of one office on some weekdays; `words` say what is done in them when that is not everything."""

    office: str
    kind: HoursKind
    weekdays: frozenset[int]
    start: time | None
    end: time | None
    words: Wording

    def on(self, day: date) -> bool:
        """Whether the row speaks about a day."""
        return self.in_force(day) and day.weekday() in self.weekdays


@dataclass(frozen=True)
class Office(Dated):
    """A building people go to, with every row of hours it has; no row at all means that the hours are not known."""

    id: str
    name: Wording
    address: Wording
    postcode: str = ""
    phone: str = ""
    hours: tuple[Hours, ...] = ()
    checked_on: date | None = None

    def hours_on(self, day: date) -> tuple[Hours, ...]:
        """The rows that speak about one day."""
        return tuple(row for row in self.hours if row.on(day))

    def announced(self, on: date) -> tuple[Hours, ...]:
        """The rows to print on a guide: what holds now, and extra openings and closures still to come."""
        extra = (HoursKind.EXTRA, HoursKind.SHUT)
        return tuple(
            row
            for row in self.hours
            if row.in_force(on) or (row.kind in extra and row.valid_from and row.valid_from > on)
        )


@dataclass(frozen=True)
class Holiday(Dated):
    """Days the ordinance closes the offices: each year between two dates, or once, on the days the row is in force."""

    name: Wording
    first: tuple[int, int] | None = None
    last: tuple[int, int] | None = None

    def covers(self, day: date) -> bool:
        """Whether a day is such a day; a span like 12/29 to 1/3 runs over New Year."""
        if not self.in_force(day):
            return False
        if self.first is None or self.last is None:
            return True
        place = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= place <= self.last
        return place >= self.first or place <= self.last


@dataclass(frozen=True)
class Offer(Dated):
    """How a town offers a procedure for a time: at all, by which division, under which printed number."""

    procedure: str
    offered: bool
    division: str
    number: str
    # When the division last looked whether what is told of it still holds.
    checked_on: date | None = None


@dataclass(frozen=True)
class Kpi(Dated):
    """One figure of a city's plan as the plan prints it; `value` may be words such as 「3以上」."""

    city_code: str
    kpi: str
    unit: str
    kind: str
    fiscal_year: str
    value: str
    note: str
    source: str
    # How it is worked out (portal.pack.formulas); empty where somebody enters it.
    formula: str = ""

    @property
    def year(self) -> int | None:
        """The fiscal year in the Western count, when the plan prints one."""
        found = _FISCAL.fullmatch(self.fiscal_year)
        return _ERA_BASE[found.group(1)] + int(found.group(2)) if found else None

    @property
    def number(self) -> Decimal | None:
        """The figure, where the value is one or begins with one (3以上, 10以下)."""
        try:
            return Decimal(self.value.removesuffix("以上").removesuffix("以下"))
        except InvalidOperation:
            return None


def words(row: Row, column: str) -> Wording:
    """A column in the three languages a town must write."""
    texts = {"ja": row[column], "easy": row[column + EASY], "en": row[column + ENGLISH]}
    return Wording({lang: text for lang, text in texts.items() if text})


def division(row: Row, tell: Tell) -> Division:
    """A row of divisions.csv."""
    return Division(
        row.valid_from,
        row.valid_to,
        _id(row, "部署ID", tell),
        words(row, "名称"),
        row["事務所ID"],
        words(row, "場所"),
        row["電話番号"],
        row["内線"],
        _mail(row, "メール", tell),
        row["郵便番号"],
        row["郵送先"],
        row["文書記号"],
        row["後継"],
        lists.day(row[CHECKED]),
    )


def office(row: Row, tell: Tell) -> Office:
    """A row of offices.csv; the hours are joined to it afterwards."""
    identity = _id(row, "事務所ID", tell)
    name, address = words(row, "名称"), words(row, "所在地")
    return Office(
        row.valid_from, row.valid_to, identity, name, address, row["郵便番号"], row["電話番号"],
        checked_on=lists.day(row[CHECKED]),
    )  # fmt: skip


def hours(row: Row, tell: Tell) -> Hours:
    """A row of hours.csv; without weekdays it speaks about every day it is in force."""
    try:
        kind = HoursKind(row["種別"])
    except ValueError:
        kind = HoursKind.REGULAR
        tell("種別", f"{'・'.join(member.value for member in HoursKind)} のどれでもありません")
    days = row["曜日"].replace("・", "").replace(" ", "")
    if set(days) - set(WEEKDAYS):
        tell("曜日", "月火水木金土日 の字で書いてください")
    weekdays = frozenset(WEEKDAYS.index(letter) for letter in days if letter in WEEKDAYS)
    start, end = _clock(row, "開始", tell), _clock(row, "終了", tell)
    if kind is HoursKind.SHUT and (start or end):
        tell("開始", "臨時閉庁は一日です。時刻を空にしてください")
    elif kind is not HoursKind.SHUT and not (start and end and start < end):
        tell("終了", "開始と終了の時刻がそろっていないか、順が逆です")
    every = frozenset(range(7))
    return Hours(
        row.valid_from, row.valid_to, row["事務所ID"], kind, weekdays or every, start, end, words(row, "案内")
    )


def holiday(row: Row, tell: Tell) -> Holiday:
    """A row of holidays.csv: yearly with 開始月日, or once on the days it is in force."""
    first, last = month_day(row, "開始月日", tell), month_day(row, "終了月日", tell)
    if first is None and not (row.valid_from and row.valid_to):
        tell("開始月日", "毎年の休みは月日を、1回だけの休みは適用開始日と適用終了日を書いてください")
    return Holiday(row.valid_from, row.valid_to, words(row, "名称"), first, last or first)


def offer(row: Row, tell: Tell) -> Offer:
    """A row of procedures.csv; an empty 公開 means that the procedure is offered."""
    if row["公開"] not in ("", "する", "しない"):
        tell("公開", "する か しない を書いてください")
    if row["広報番号"] and not re.fullmatch(r"\d{4}", row["広報番号"]):
        tell("広報番号", "4けたの数字ではありません（先頭の0が Excel で消えていないか確かめてください）")
    offered, checked_on = row["公開"] != "しない", lists.day(row[CHECKED])
    return Offer(
        row.valid_from, row.valid_to, row["手続ID"], offered, row["部署ID"], row["広報番号"], checked_on
    )


def kpi(row: Row, tell: Tell) -> Kpi:
    """A row of kpi.csv."""
    if row["種別"] not in ("目標", "実績", "想定値", "現状"):
        tell("種別", "目標・実績・想定値・現状 のどれかを書いてください")
    if row["年度"] and not _FISCAL.fullmatch(row["年度"]):
        tell("年度", "R8 の形で書いてください")
    names = ("団体コード", "指標", "単位", "種別", "年度", "値", NOTE, "出典", "算出")
    return Kpi(row.valid_from, row.valid_to, *(row[name] for name in names))


def _id(row: Row, column: str, tell: Tell) -> str:
    """An id is typed in addresses and other lists, so it is plain ASCII."""
    if row[column] and not _ID.fullmatch(row[column]):
        tell(column, "英小文字・数字・_ で書いてください")
    return row[column]


def _mail(row: Row, column: str, tell: Tell) -> str:
    if row[column] and not re.fullmatch(r"[^@\s]+@[^@\s]+", row[column]):
        tell(column, "メールアドレスではありません")
    return row[column]


def _clock(row: Row, column: str, tell: Tell) -> time | None:
    if not row[column]:
        return None
    found = _CLOCK.fullmatch(row[column])
    if found and int(found.group(1)) < 24 and int(found.group(2)) < 60:
        return time(int(found.group(1)), int(found.group(2)))
    tell(column, "時刻は 8:30 の形で書いてください")
    return None


def month_day(row: Row, column: str, tell: Tell) -> tuple[int, int] | None:
    """A day of the year in a cell; None where it is empty or says none, which is told."""
    if not row[column]:
        return None
    if found := _MONTH_DAY.fullmatch(row[column]):
        month, number = int(found.group(1)), int(found.group(2))
        # 2024 is a leap year, so that 29 February may be named.
        try:
            return date(2024, month, number).month, number
        except ValueError:
            pass
    tell(column, "月日は 12-29 の形で書いてください")
    return None
