"""おくやみ: which periods begin with a death, and the calendar day on which each of them ends."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from forms.conditions import Condition
from forms.field import Value

_DAY = timedelta(days=1)


class Starts(StrEnum):
    """What a period is counted from; the death is taken to have been known on its day."""

    DEATH = "death"
    FUNERAL = "funeral"
    # The first day of the month after the last treatment.
    NEXT_MONTH = "next_month"


class Moves(StrEnum):
    """What becomes of a period whose last day is closed; only a law moves it, so that nobody is told a day too late."""

    # 地方自治法第4条の2第4項: what is handed to the town moves past the closed days of its ordinance.
    TOWN = "town"
    # 行政機関の休日に関する法律第2条: what is handed to an office of the state moves past the state's closed days.
    STATE = "state"
    # 国税通則法第10条第2項 and 地方税法第20条の5第2項: taxes move past Saturdays, Sundays, holidays and the year's end.
    TAX = "tax"
    # Periods of the Civil Code and those after which a right is lost: 民法第142条 moves them only where nobody
    # trades on the day by custom, and no family should have to argue about that.
    STAYS = "stays"


@dataclass(frozen=True)
class Length:
    """How long a period lasts."""

    days: int = 0
    months: int = 0
    years: int = 0


@dataclass(frozen=True)
class Term:
    """One period of the law: where it is counted from, how long, whether its first day counts, and whom it concerns."""

    key: str
    length: Length
    moves: Moves = Moves.STAYS
    starts: Starts = Starts.DEATH
    # 民法第140条 leaves the first day out unless a law says otherwise.
    first_day_counts: bool = False
    # The procedure of the town that answers it; empty where another office does.
    procedure: str = ""
    ours: bool = False
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Due:
    """A period with its last day."""

    term: Term
    last: date
    # The day counted out, where a closed day moved it.
    counted: date

    @property
    def moved(self) -> bool:
        """Whether the office is closed on the day that was counted out."""
        return self.last != self.counted


@dataclass(frozen=True)
class Closed:
    """The days on which nothing can be handed in: the town's, and those of the whole country without them."""

    town: Container[date]
    national: Container[date]


def _if(key: str, *among: str) -> tuple[Condition, ...]:
    return (Condition(key, among=among),)


_NHI, _LATE, _WORK = (_if("farewell_insurance", kind, "unknown") for kind in ("kokuho", "koki", "work"))
_OLD = _if("farewell_age", "from_75", "from_65")
_HOUSE, _CAR, _LIGHT, _DOG = (_if("farewell_things", kind) for kind in ("house", "car", "light", "dog"))

TERMS: tuple[Term, ...] = (
    # 戸籍法第86条第1項: seven days from the day the death was known; 第43条第1項 counts that day itself.
    Term("death_notice", Length(days=7), Moves.TOWN, first_day_counts=True, ours=True),
    # 厚生年金保険法第98条第4項, 同法施行規則第41条: ten days, where the pension office has not learnt of it by itself.
    Term(
        "employees_pension",
        Length(days=10),
        Moves.STATE,
        when=_if("farewell_pension", "employees", "both", "unknown"),
    ),
    # 住民基本台帳法第25条: fourteen days from the change, where two or more stay behind who could head the household.
    Term(
        "household_head",
        Length(days=14),
        Moves.TOWN,
        ours=True,
        procedure="shibo_setai",
        when=_if("farewell_head", "several"),
    ),
    # 国民健康保険法第9条第1項, 同法施行規則第13条: the head of the household, within fourteen days.
    Term("kokuho_card", Length(days=14), Moves.TOWN, ours=True, procedure="kokuho_soshitsu", when=_NHI),
    # 高齢者の医療の確保に関する法律第54条第1項, 同法施行規則第26条.
    Term("koki_card", Length(days=14), Moves.TOWN, ours=True, procedure="koki_soshitsu", when=_LATE),
    # 介護保険法第12条第1項, 同法施行規則第32条.
    Term("kaigo_card", Length(days=14), Moves.TOWN, ours=True, procedure="kaigo_soshitsu", when=_OLD),
    # 国民年金法第105条第4項, 同法施行規則第24条: fourteen days.
    Term(
        "national_pension",
        Length(days=14),
        Moves.TOWN,
        ours=True,
        procedure="nenkin_todoke",
        when=_if("farewell_pension", "national", "both", "paying", "unknown"),
    ),
    # 出入国管理及び難民認定法第19条の15第3項: the card goes back within fourteen days of the death.
    Term("residence_card", Length(days=14), Moves.STATE, when=_if("farewell_things", "residence_card")),
    # 児童手当法第8条第3項: whoever claims within fifteen days loses no month.
    Term(
        "child_allowance",
        Length(days=15),
        Moves.TOWN,
        ours=True,
        procedure="jidou_teate_nintei",
        when=_if("farewell_children", "yes"),
    ),
    # 道路運送車両法第13条第1項: a new owner registers within fifteen days.
    Term("car", Length(days=15), Moves.STATE, when=_CAR),
    # 狂犬病予防法第4条第5項: the new owner tells the town within thirty days.
    Term("dog", Length(days=30), Moves.TOWN, ours=True, when=_DOG),
    # 民法第915条第1項: three months to renounce or to accept within limits, at the family court.
    Term("renounce", Length(months=3)),
    # 地方税法第384条の3: whoever now owns land or a house says so, on the day the ordinance names, three months at most.
    Term("land_tax", Length(months=3), Moves.TAX, ours=True, when=_HOUSE),
    # 所得税法第124条・第125条: the late person's income tax, within four months.
    Term("income_tax", Length(months=4), Moves.TAX),
    # 相続税法第27条第1項: ten months.
    Term("inheritance_tax", Length(months=10), Moves.TAX),
    # 民法第1048条: a reserved share is claimed within a year of knowing.
    Term("reserved_share", Length(years=1)),
    # 国民健康保険法第110条第1項: two years from the day after the funeral.
    Term(
        "kokuho_funeral",
        Length(years=2),
        starts=Starts.FUNERAL,
        ours=True,
        procedure="sosaisai",
        when=_NHI,
    ),
    # 高齢者の医療の確保に関する法律第160条第1項: the same for 後期高齢者医療.
    Term("koki_funeral", Length(years=2), starts=Starts.FUNERAL, ours=True, procedure="sosaisai", when=_LATE),
    # 健康保険法第193条第1項: 埋葬料 of an employee's insurance, two years from the day after the death.
    Term("work_funeral", Length(years=2), when=_WORK),
    # 国民健康保険法第110条第1項, 高齢者の医療の確保に関する法律第160条第1項: from the month after the treatment.
    Term(
        "medical_refund",
        Length(years=2),
        starts=Starts.NEXT_MONTH,
        ours=True,
        when=_if("farewell_insurance", "kokuho", "koki", "unknown"),
    ),
    # 国民年金法第102条第4項: 死亡一時金, two years.
    Term("lump_sum", Length(years=2), when=_if("farewell_pension", "paying", "unknown")),
    # 不動産登記法第76条の2第1項: three years, at the 法務局.
    Term("land_registry", Length(years=3), Moves.STATE, when=_HOUSE),
    # 保険法第95条第1項: a life insurance is claimed within three years.
    Term("life_insurance", Length(years=3)),
    # 国民年金法第102条第1項, 厚生年金保険法第92条第1項: survivors' and unpaid pensions, five years.
    Term("survivors_pension", Length(years=5)),
)


def last_day(start: date, length: Length, *, first_day_counts: bool = False) -> date:
    """The last day of a period (民法第140条・第141条・第143条)."""
    first = start if first_day_counts else start + _DAY
    if length.days:
        return first + (length.days - 1) * _DAY
    months = first.month - 1 + length.months + 12 * length.years
    year, month = first.year + months // 12, months % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    try:
        # 第143条第2項: the day before the one that corresponds to the first.
        return date(year, month, first.day) - _DAY
    except ValueError:
        # The same, its proviso: where no day corresponds, the last day of the month.
        return following - _DAY


def dues(
    died_on: date, answers: Mapping[str, Value], closed: Closed, funeral_on: date | None = None
) -> tuple[Due, ...]:
    """Every period that concerns this family, the nearest first; what is not known concerns everybody."""
    found = [_due(term, died_on, funeral_on or died_on, closed) for term in TERMS if concerns(term, answers)]
    return tuple(sorted(found, key=lambda due: due.last))


def concerns(term: Term, answers: Mapping[str, Value]) -> bool:
    """Whether a period is this family's matter; a question left open leaves it on the list."""
    return all(one.key not in answers or one.holds(answers) for one in term.when)


def _due(term: Term, died_on: date, funeral_on: date, closed: Closed) -> Due:
    if term.starts is Starts.NEXT_MONTH:
        start = date(died_on.year + died_on.month // 12, died_on.month % 12 + 1, 1)
        counted = last_day(start, term.length, first_day_counts=True)
    else:
        start = funeral_on if term.starts is Starts.FUNERAL else died_on
        counted = last_day(start, term.length, first_day_counts=term.first_day_counts)
    return Due(term, _moved(counted, term.moves, closed), counted)


def _moved(last: date, moves: Moves, closed: Closed) -> date:
    if moves is Moves.STAYS:
        return last
    while last in closed.town if moves is Moves.TOWN else _state_closed(last, closed):
        last += _DAY
    return last


def _state_closed(day: date, closed: Closed) -> bool:
    """行政機関の休日に関する法律第1条; 国税通則法施行令第2条 and 地方税法施行令 name the same days for taxes."""
    return day in closed.national or (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
