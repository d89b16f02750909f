"""A booking as whoever made it reads it: what it is, what is still missing, what can be done about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import inbox
from portal.inbox import Case
from portal.pack.crematorium import Extra, Furnace, Sort, Use
from portal.pack.reliefs import CREMATION
from portal.vault import Unreadable
from services.crematorium.actions import standing
from services.crematorium.actions.looking import Day
from services.crematorium.actions.wishes import hall_of
from services.crematorium.models.cremations import Cremation
from services.crematorium.models.firms import Undertaker
from services.crematorium.rules import law, terms
from services.crematorium.rules.states import OPEN


@dataclass(frozen=True)
class Along:
    """Something taken along."""

    extra: Extra
    use: Use
    starts: datetime
    ends: datetime
    yen: int


@dataclass(frozen=True)
class Own:
    """One booking with what the town's data say of it."""

    row: Cremation
    furnace: Furnace
    sort: Sort
    along: tuple[Along, ...]
    # Whether it can still be changed and given back by whoever made it, and whether giving back now counts.
    changes: bool
    late: bool
    needs_permit: bool

    @property
    def yen(self) -> int:
        """Everything together, the 減免 confirmed."""
        return self.full - self.row.relieved

    @property
    def full(self) -> int:
        """Everything together without 減免."""
        return self.row.yen + sum(one.yen for one in self.along)

    @property
    def first(self) -> datetime:
        """When the first part of it begins."""
        return min((self.row.starts_at, *(one.starts for one in self.along)))


def told(session: Session, row: Cremation, now: datetime) -> Own | None:
    """A booking in the town's words; None where its furnace is in the data no longer."""
    return told_all(session, [row], now).get(row.id)


def told_all(session: Session, rows: list[Cremation], now: datetime) -> dict[UUID, Own]:
    """The same for many."""
    hall = hall_of(session)
    extras = standing.extras(session, [one.id for one in rows])
    found = {}
    for row in rows:
        furnace, sort = hall.furnace(row.furnace), hall.sort(row.sort)
        if furnace is None or sort is None:
            continue
        along = tuple(
            Along(extra, use, one.starts_at, one.ends_at, one.yen)
            for one in extras[row.id]
            if (extra := hall.thing(one.extra)) and (use := extra.use(one.use))
        )
        first = min((row.starts_at, *(one.starts for one in along)))
        found[row.id] = Own(
            row, furnace, sort, along, row.state in OPEN and first > now,
            terms.is_late(hall.rules, row.starts_at, now), law.needs_permit(sort.kind),
        )  # fmt: skip
    return found


def of_case(session: Session, case: Case, now: datetime) -> Own | None:
    """The booking of a case."""
    if case.procedure != CREMATION:
        return None
    row = session.scalar(select(Cremation).where(Cremation.case_id == case.id))
    return None if row is None else told(session, row, now)


def name_of(session: Session, case: Case) -> str:
    """Who is cremated, or who asks where nobody has a name."""
    try:
        answers = inbox.answers(session, case)
    except Unreadable:
        return ""
    return str(answers.get("deceased_name") or answers.get("name") or "")


def names_of_firm(session: Session, firm: Undertaker, day: Day) -> dict[UUID, str]:
    """An undertaker's own bookings of a day, by the name of whom they are for."""
    owners = {one.owner for one in day.admissions if one.owner is not None}
    query = select(Cremation.id, Case).join(Case, Case.id == Cremation.case_id)
    rows = session.execute(query.where(Cremation.id.in_(owners), Cremation.firm_id == firm.id))
    return {found: name_of(session, case) for found, case in rows}
