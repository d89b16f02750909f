"""What somebody asks for, and whether it can be asked for at all: worked out before any block is opened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.opening import today
from portal.pack import Pack
from portal.pack.crematorium import Crematorium, Furnace, Kind, Sort, Who
from portal.refused import Refused
from services.crematorium.rules import days, law, prices, takings
from services.crematorium.rules.prices import Bill
from services.crematorium.rules.takings import Part

BY_STAFF = frozenset({"window", "telephone"})
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Wish:
    """One admission with what is taken along (`along` names the use of each thing)."""

    furnace: str
    starts: datetime
    sort: str
    who: Who
    once_key: UUID
    along: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    relief: str = ""
    channel: str = "online"
    firm: UUID | None = None
    holder: bytes | None = None
    made_by: UUID | None = None


@dataclass(frozen=True)
class Place:
    """A wish with what the town's data say of it."""

    hall: Crematorium
    furnace: Furnace
    sort: Sort
    parts: tuple[Part, ...]
    bill: Bill


def hall_of(session: Session) -> Crematorium:
    """The town's 斎場, or a refusal where it has none."""
    pack: Pack = session.info["pack"]
    if pack.crematorium is None:
        raise Refused("facility_unknown", 404)
    return pack.crematorium


def asked(session: Session, wish: Wish, now: datetime) -> Place:
    """The place of a wish that can be asked for; refused with the reason where it cannot."""
    hall = hall_of(session)
    furnace, sort = hall.furnace(wish.furnace), hall.sort(wish.sort)
    if furnace is None or sort is None:
        raise Refused("facility_unknown", 404)
    if sort.key not in furnace.sorts:
        raise Refused("furnace_not_for_this", 422)
    _in_time(hall, wish, now)
    if wish.starts not in days.admissions(hall, furnace, today(wish.starts)):
        raise Refused("no_admission_then", 422)
    along = known(hall, wish.along)
    bill = prices.bill(hall, sort, wish.who, along, today(wish.starts), wish.relief)
    return Place(hall, furnace, sort, takings.parts(hall, furnace, wish.starts, along), bill)


def known(hall: Crematorium, along: Mapping[str, str]) -> dict[str, str]:
    """Of what somebody wants along only what there is."""
    return {one.key: along[one.key] for one in hall.extras if one.use(along.get(one.key, ""))}


def lawful(sort: Sort, starts: datetime, answers: Mapping[str, Any]) -> None:
    """Refuse what comes within 24 hours of a death, and a person whose age belongs to another 区分."""
    death = told_death(answers)
    if sort.kind in law.DIED and death is None:
        raise Refused("answers_incomplete")
    earliest = law.earliest(sort.kind, death)
    if earliest is not None and starts < earliest:
        raise Refused("within_24_hours", 422, earliest=earliest.isoformat())
    born = answers.get("deceased_birth_date")
    if sort.kind is not Kind.PERSON or not born or death is None:
        return
    if not prices.fits_age(sort, date.fromisoformat(str(born)), death.on):
        raise Refused("age_of_another_sort", 422)


def told_death(answers: Mapping[str, Any]) -> law.Death | None:
    """The moment of death as it was answered."""
    on, at = answers.get("deceased_on"), answers.get("cremation_time")
    if not on:
        return None
    return law.Death(
        date.fromisoformat(str(on)),
        time.fromisoformat(str(at)) if at else None,
        early_stillbirth=answers.get("cremation_weeks") == "under_24",
        infection=answers.get("cremation_infection") == "yes",
    )


def permit_told(answers: Mapping[str, Any]) -> bool:
    """Whether the permit's number and the city that issued it are both there."""
    return bool(answers.get("cremation_permit_no")) and bool(answers.get("cremation_permit_city"))


def _in_time(hall: Crematorium, wish: Wish, now: datetime) -> None:
    first, last = days.span(hall.rules, now, by_staff=wish.channel in BY_STAFF)
    if wish.starts < first:
        raise Refused("admission_too_near", 409, hours=hall.rules.hours_before)
    if wish.starts >= last:
        raise Refused("admission_too_far", 409, days=hall.rules.days_ahead)
