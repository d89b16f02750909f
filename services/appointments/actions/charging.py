"""自己負担金: owed by each person once they are booked, paid at the desk or online, not owed by whoever does not come."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import wareki
from portal import payments
from portal.inbox import Case
from portal.opening import today
from portal.pack.appointments import Bookable
from portal.payments import Due, reducing, waivers
from services.appointments.actions import party, standing
from services.appointments.models import Appointment, Visitor
from services.appointments.rules import charges

SHARE, ACCOUNT = "share", "諸収入"


def what(row: Appointment, place: int) -> str:
    """What one person's share is called among all that is owed for a case: it ends alone, if they do not come."""
    return f"{SHARE}:{row.dose}:{place}"


def bill(
    session: Session, found: Bookable, row: Appointment, answers: Mapping[str, Any]
) -> list[tuple[int, int]]:
    """The place and the yen of everybody who comes."""
    if not found.costs:
        return []
    named = party.named(answers)
    day = today(row.starts_at)
    return [
        (one.place, charges.person(found, standing.matters_of(found, one), _born(named, one), day))
        for one in party.there(session, row)
    ]


def owe(
    session: Session,
    found: Bookable,
    row: Appointment,
    case: Case,
    answers: Mapping[str, Any],
    now: datetime,
    relief: str = "",
) -> None:
    """Note what everybody owes, with the 減免 that is claimed, in the caller's writing block."""
    for place, yen in bill(session, found, row, answers):
        if not yen:
            continue
        due = payments.owe(
            session, "case", case.id, what(row, place), yen, now, key=case.procedure, division=found.division,
            account=found.account or ACCOUNT, payable=found.payable,
        )  # fmt: skip
        spared = charges.relieved(found, yen, relief, today(row.starts_at))
        waivers.claim(session, due, f"{found.name}/{relief}", spared, now)


def forgo(
    session: Session, row: Appointment, case: Case | None, now: datetime, place: int | None = None
) -> None:
    """Whoever does not come owes nothing; what they paid is to be given back. Without a place that is everybody."""
    if case is None:
        return
    dues = payments.dues(session, "case", case.id)
    prefix = f"{SHARE}:{row.dose}:"
    wanted = [one.what for one in dues if one.what.startswith(prefix)]
    for name in wanted:
        if place is None or name == what(row, place):
            reducing.leave(session, case, 0, now, only=name)


def still_owed(session: Session, rows: Sequence[Appointment]) -> dict[tuple[UUID, int], int]:
    """What each person of these appointments still has to pay, by appointment and place; a 減免 that is looked at is not asked for."""
    of = {(one.case_id, one.dose): one.id for one in rows if one.case_id}
    cases = {case_id for case_id, _ in of}
    mine = select(Due).where(
        Due.subject_kind == "case", Due.subject_id.in_(cases), Due.what.startswith(f"{SHARE}:")
    )
    found = {}
    for due in session.scalars(mine).all():
        _, dose, place = due.what.split(":")
        if (due.subject_id, int(dose)) in of:
            found[of[due.subject_id, int(dose)], int(place)] = waivers.payable(session, due)
    return found


def _born(named: list[tuple[str, str]], one: Visitor) -> date | None:
    told = named[one.place][1] if one.place < len(named) else ""
    found = wareki.read(told) if told else None
    return found.last if found is not None else None
