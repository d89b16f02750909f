"""The ledger summed by day and month: a day is summed anew when it holds more lines than were summed.

Transactions that overlap come to an end in another order than their ids, so that no mark such as "everything up to this
id" is safe. Lines are only ever added: a day whose number of lines is unchanged is unchanged, however late they came.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, cast, delete, func, insert, literal, select
from sqlalchemy.orm import Session

from portal.db import dialect, must_write, writing
from portal.ledger import Entry, Kind
from portal.opening import today
from portal.sums import NOTHING, DaySum, MonthSum
from services.dashboard.rules.asking import DEEPEST, MEASURED, month

KINDS = tuple(Kind)
# What somebody looks at now: the rest is looked through every night.
LATELY = timedelta(days=3)
# So many lines are summed while nobody else waits for long.
_FEW = 2_000
_SLOT = ("kind", "day", "key", "channel", "division", "measure")

Day = tuple[str, date]


def sum_lately(session: Session, now: datetime) -> int:
    """Bring the last days up to now; says how many days of a kind were summed anew."""
    return _sum(session, today(now) - LATELY)


def sum_all(session: Session, now: datetime) -> int:
    """Look through every day there is, for what came in late and for corrections of the past."""
    del now
    return _sum(session, date.min)


def stale(session: Session, since: date) -> list[Day]:
    """The days, kind by kind, of which the ledger holds more than was summed."""
    return sorted(_stale(session, since))


def _stale(session: Session, since: date) -> Mapping[Day, int]:
    held = select(Entry.kind, Entry.day, func.count()).where(Entry.kind.in_(KINDS), Entry.day >= since)
    done = select(DaySum.kind, DaySum.day, func.sum(DaySum.lines)).where(
        DaySum.kind.in_(KINDS), DaySum.day >= since
    )
    known = _counted(session, done.group_by(DaySum.kind, DaySum.day))
    found = _counted(session, held.group_by(Entry.kind, Entry.day))
    return {day: lines for day, lines in found.items() if known.get(day) != lines}


def _counted(session: Session, query: Any) -> Mapping[Day, int]:
    return {(kind, day): int(lines) for kind, day, lines in session.execute(query)}


def _sum(session: Session, since: date) -> int:
    days = _stale(session, since)
    # A block for whole months of a kind, so that its days and their sum are never seen at odds.
    for kind, those in _blocks(days):
        with writing(session):
            _sum_days(session, kind, those)
            for first in sorted(set(map(month, those))):
                _sum_month(session, kind, first)
    return len(days)


def _blocks(days: Mapping[Day, int]) -> Iterator[tuple[str, list[date]]]:
    """Months of a kind together as long as they are few lines: a block each would cost more than the summing."""
    for kind, of_kind in groupby(sorted(days), key=lambda one: one[0]):
        held: list[date] = []
        for _, of_month in groupby((day for _, day in of_kind), key=month):
            held += of_month
            if sum(days[kind, day] for day in held) >= _FEW:
                yield kind, held
                held = []
        if held:
            yield kind, held


def _sum_days(session: Session, kind: str, days: list[date]) -> None:
    connection = must_write(session)
    connection.execute(delete(DaySum).where(DaySum.kind == kind, DaySum.day.in_(days)))
    measure = _measure(session, kind).label("measure")
    split = (Entry.kind, Entry.day, Entry.key, Entry.channel, Entry.division)
    lines = (
        select(*split, measure, func.sum(Entry.n), func.sum(Entry.value), func.count())
        .where(Entry.kind == kind, Entry.day.in_(days))
        .group_by(*split, measure)
    )
    connection.execute(insert(DaySum).from_select([*_SLOT, "n", "value", "lines"], lines))


def _sum_month(session: Session, kind: str, first: date) -> None:
    connection = must_write(session)
    connection.execute(delete(MonthSum).where(MonthSum.kind == kind, MonthSum.day == first))
    split = (DaySum.key, DaySum.channel, DaySum.division, DaySum.measure)
    n, value = func.sum(DaySum.n), func.sum(DaySum.value)
    end = (first + timedelta(days=31)).replace(day=1)
    lines = (
        select(literal(kind), literal(first), *split, n, value)
        .where(DaySum.kind == kind, DaySum.day >= first, DaySum.day < end)
        .group_by(*split)
        # Counted and taken back again: there is nothing to tell.
        .having((n != 0) | (func.coalesce(value, 0.0) != 0.0))
    )
    connection.execute(insert(MonthSum).from_select([*_SLOT, "n", "value"], lines))


def _measure(session: Session, kind: str) -> ColumnElement[int]:
    """The whole day or minute of a line, as `rules.asking.measure` tells it."""
    if kind not in MEASURED:
        return literal(NOTHING)
    each = Entry.value / Entry.n
    # SQLite cuts off what PostgreSQL would round.
    whole = cast(each if dialect(session) == "sqlite" else func.floor(each), Integer)
    told = and_(Entry.value.is_not(None), Entry.n != 0)
    return case((~told, NOTHING), (each < 0, 0), (each >= DEEPEST, DEEPEST), else_=whole)
