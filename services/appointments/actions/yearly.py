"""年度に1回: what somebody has or had this year is counted by a conditional update, so that two at once cannot both be the first."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from forms import wareki
from portal.opening import fiscal_year, today
from portal.pack.appointments import Bookable, Matter
from portal.refused import Refused
from portal.search_forms import plain
from portal.slots import claiming
from portal.vault import vault_of
from services.appointments.actions import party
from services.appointments.models import Appointment, Visitor
from services.appointments.rules import laying

PERSON = "appointment.person"


def enter(session: Session, found: Bookable, row: Appointment, answers: Mapping[str, Any]) -> None:
    """Count everybody of an appointment for the year of its day, or refuse; a second dose belongs to its first."""
    if row.dose != 1 or not any(one.per_year for one in found.matters):
        return
    named = party.named(answers)
    people = party.there(session, row)
    for one in people:
        one.person = _token(session, named[one.place]) if one.place < len(named) else None
    session.flush()
    # In one order for all, so that two families with the same people do not wait for one another.
    for one in sorted(people, key=lambda each: each.person or b""):
        _count(session, found, one, row.starts_at)


def leave(session: Session, found: Bookable, row: Appointment) -> None:
    """They may have it again this year."""
    for one in party.there(session, row) if row.dose == 1 else ():
        leave_one(session, found, one, row.starts_at)


def leave_one(session: Session, found: Bookable, one: Visitor, starts: datetime) -> None:
    """The same for one of a party."""
    for matter in _limited(found, one):
        claiming.uncount(session, one.person or b"", laying.name_of(found, matter), _year(starts))


def again(session: Session, found: Bookable, row: Appointment) -> None:
    """What was given back by mistake counts anew."""
    for one in party.there(session, row) if row.dose == 1 else ():
        _count(session, found, one, row.starts_at)


def move(session: Session, found: Bookable, row: Appointment, starts: datetime) -> None:
    """Another day may lie in another 年度."""
    if row.dose == 1 and _year(starts) != _year(row.starts_at):
        for one in party.there(session, row):
            _count(session, found, one, starts)
            leave_one(session, found, one, row.starts_at)


def _count(session: Session, found: Bookable, one: Visitor, starts: datetime) -> None:
    for matter in _limited(found, one):
        name = laying.name_of(found, matter)
        try:
            claiming.count(session, one.person or b"", name, _year(starts), matter.per_year)
        except Refused:
            values = {"place": one.place + 1, "matter": matter.key, "most": matter.per_year}
            raise Refused("yearly_used_up", 409, **values) from None


def _limited(found: Bookable, one: Visitor) -> Iterator[Matter]:
    """What of it may be had so many times a year; whoever has no token was never counted."""
    if one.person is not None:
        for key in sorted(one.matters.split()):
            matter = found.matter(key)
            if matter is not None and matter.per_year:
                yield matter


def _token(session: Session, person: tuple[str, str]) -> bytes | None:
    """Who it is: the name without spaces and the date of birth, as a token that cannot be read back."""
    name, birth = person
    born = wareki.read(birth) if birth else None
    if not name or born is None:
        return None
    return vault_of(session).token(PERSON, f"{plain(name).replace(' ', '')} {born.last.isoformat()}")


def _year(starts: datetime) -> str:
    return str(fiscal_year(today(starts)))
