"""今日の仕事: what waits for this seat today, block by block, the first rows of each and how many there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal import tasks
from portal.inbox import Case
from portal.people import StaffSeat
from services.desk.actions import bounded, works
from services.desk.actions.bounded import Top
from services.desk.actions.chores import TASKS
from services.desk.actions.listing import Line, lines
from services.desk.rules import Work

ROWS = 5


@dataclass(frozen=True)
class Block:
    """One part of the day's work."""

    work: Work
    lines: tuple[Line, ...]
    count: int


@dataclass(frozen=True)
class Day:
    """The whole page: the blocks, the work by hand by its kind, and since when a case counts as new."""

    blocks: tuple[Block, ...]
    chores: Mapping[str, int]
    since: datetime | None


def day(session: Session, seat: StaffSeat, now: datetime) -> Day:
    """Everything that waits; one statement a block, however many cases the town has."""
    found = {work: _top(session, seat, work, now) for work in Work if works.divisions(seat, work)}
    told = {line.id: line for line in lines(session, _once(found.values()), now)}
    blocks = tuple(
        Block(work, tuple(told[case.id] for case in top.cases), top.count) for work, top in found.items()
    )
    return Day(blocks, _chores(session, seat), _since(session, seat, now))


def _top(session: Session, seat: StaffSeat, work: Work, now: datetime) -> Top:
    return bounded.top(session, works.arms(session, seat, work, now), ROWS)


def _once(found: Iterable[Top]) -> list[Case]:
    """A case may stand in several blocks; it is opened once."""
    cases = (case for top in found for case in top.cases)
    return list({case.id: case for case in cases}.values())


def _chores(session: Session, seat: StaffSeat) -> Mapping[str, int]:
    if not seat.may(TASKS):
        return {}
    return tasks.kinds(session, seat.divisions_for(TASKS), nobodys=seat.may("staff.manage"))


def _since(session: Session, seat: StaffSeat, now: datetime) -> datetime | None:
    closings = (works.day_of(session, one, now).closed_at for one in works.divisions(seat, None))
    return min(closings, default=None)
