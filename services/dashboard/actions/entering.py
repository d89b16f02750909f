"""What is counted elsewhere, and figures nothing here counts: entered by people, and put right with a trace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import audit, ledger
from portal.db import new_id, put, writing
from portal.ledger import Entry, Kind
from portal.opening import today
from portal.pack import Pack
from portal.people import StaffSeat
from services.dashboard.models import Entered
from services.dashboard.rules.tallies import Slot


@dataclass(frozen=True)
class Change:
    """A count as it stood and as it is to stand."""

    slot: Slot
    before: int
    after: int


def changes(session: Session, counts: Mapping[Slot, int]) -> Sequence[Change]:
    """What a list changes: bringing the same list twice changes nothing."""
    days = {day for day, _, _ in counts}
    there = {
        (day, key, channel): int(n)
        for day, key, channel, n in session.execute(
            select(Entry.day, Entry.key, Entry.channel, func.sum(Entry.n))
            .where(Entry.kind == Kind.COUNTED, Entry.day.in_(days))
            .group_by(Entry.day, Entry.key, Entry.channel)
        )
    }
    found = [Change(slot, there.get(slot, 0), after) for slot, after in sorted(counts.items())]
    return [one for one in found if one.before != one.after]


def count(session: Session, seat: StaffSeat, pack: Pack, counts: Mapping[Slot, int], now: datetime) -> int:
    """Make the ledger say what the list says: a difference is a line of its own, and the audit tells who brought it."""
    day = today(now)
    with writing(session):
        found = changes(session, counts)
        for one in found:
            when, key, channel = one.slot
            division = pack.owner(key, day).id
            ledger.event(session, Kind.COUNTED, key, channel, division, when, one.after - one.before)
            verb = "corrected" if one.before else "counted"
            audit.did(session, "staff", seat.id, verb, "tally", f"{when}:{key}:{channel}", now)
    return len(found)


def enter(session: Session, seat: StaffSeat, kpi: str, year: int, value: float, now: datetime) -> None:
    """手入力: a figure of a 年度; what stood there before stays beneath it."""
    row = {"id": new_id(), "kpi": kpi, "fiscal_year": year, "value": value, "by": seat.id, "at": now}
    with writing(session):
        put(session, Entered, row)
        audit.did(session, "staff", seat.id, "entered", "kpi", f"{kpi}:{year}", now)
