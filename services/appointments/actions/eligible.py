"""Whether the people of a party may come: their ages on the day that counts, and where they live."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from forms import wareki
from portal.opening import today
from portal.pack.appointments import Bookable
from services.appointments.actions import party, standing
from services.appointments.models import Appointment
from services.appointments.rules import ages

Faults = tuple[tuple[int, str], ...]


def faults(session: Session, row: Appointment, found: Bookable, answers: Mapping[str, Any]) -> Faults:
    """Whose age does not fit what they come for, by their place in the party, with the matter's key."""
    people = party.named(answers)
    made = []
    for one in standing.visitors(session, [row.id])[row.id]:
        told = people[one.place][1] if one.place < len(people) else ""
        born = wareki.read(told) if told else None
        made += [
            (one.place, matter.key)
            for matter in standing.matters_of(found, one)
            # Of a birth whose day is unknown the last possible one counts: from then on the age is certain.
            if born is not None and not ages.fits(found, matter, born.last, today(one.starts_at))
        ]
    return tuple(made)
