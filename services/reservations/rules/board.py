"""The staff's calendar of a day: every unit a row, every step of time told by who has it, like steps joined."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from portal.opening import TOKYO
from portal.pack.buildings import Building, Unit
from services.reservations.rules import claims
from services.reservations.rules.openings import Piece, Span
from services.reservations.rules.states import State


class Mark(StrEnum):
    """What a step of time is for staff who look at one unit."""

    FREE = "free"
    HELD = "held"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    USED = "used"
    NO_SHOW = "no_show"
    BLOCK = "block"
    # Kept for a draw.
    ROUND = "round"
    # Another unit that shares a space has it.
    OTHER = "other"
    # Put in order after a use; nobody may come in yet.
    CLEARING = "clearing"
    # Not to be booked at this time of day.
    SHUT = "shut"


@dataclass(frozen=True)
class Owner:
    """Who has a time: a booking of a unit, or a block (which has no unit where it closes the whole building)."""

    id: UUID
    unit: str
    mark: Mark
    starts: datetime
    ends: datetime
    people: int = 0


@dataclass(frozen=True)
class Cell:
    """Some steps of one unit that are one thing; `owner` has them, `used` counts people where many share the unit."""

    mark: Mark
    starts: datetime
    ends: datetime
    steps: int
    owner: Owner | None = None
    used: int | None = None


@dataclass(frozen=True)
class Tick:
    """A column's heading over so many steps."""

    hour: datetime
    steps: int


MARKS: Mapping[State, Mark] = {
    State.HELD: Mark.HELD,
    State.PENDING: Mark.PENDING,
    State.CONFIRMED: Mark.CONFIRMED,
    State.USED: Mark.USED,
    State.NO_SHOW: Mark.NO_SHOW,
}


def ticks(building: Building, span: Span) -> tuple[Tick, ...]:
    """The hours of a day from the first opening to the last closing."""
    steps = [claims.moment(building, step).astimezone(TOKYO) for step in claims.slots(building, *span)]
    hours = groupby(steps, key=lambda one: one.replace(minute=0))
    return tuple(Tick(hour, len(list(those))) for hour, those in hours)


def cells(
    building: Building,
    unit: Unit,
    span: Span,
    pieces: tuple[Piece, ...],
    held: Mapping[str, Mapping[int, UUID]],
    owners: Mapping[UUID, Owner],
) -> tuple[Cell, ...]:
    """A unit's row: what each step is, with neighbours that are the same joined."""
    steps = list(claims.slots(building, *span))
    told = [(step, *_step(building, unit, step, pieces, held, owners)) for step in steps]
    if unit.seats:
        told = list(_seats(building, unit, told, owners))
    return tuple(_joined(building, told))


def _step(
    building: Building,
    unit: Unit,
    step: int,
    pieces: tuple[Piece, ...],
    held: Mapping[str, Mapping[int, UUID]],
    owners: Mapping[UUID, Owner],
) -> tuple[Mark, Owner | None, object]:
    """What a step is, who has it, and a key that parts it from its neighbours."""
    having = [
        found for key in unit.spaces if (found := held[claims.space(building, key)].get(step)) is not None
    ]
    if having:
        owner = owners.get(having[0])
        return _taken(unit, claims.moment(building, step), owner, having[0])
    moment = claims.moment(building, step)
    piece = next((one for one in pieces if one.starts <= moment < one.ends), None)
    if piece is None:
        return Mark.SHUT, None, ""
    return Mark.FREE, None, piece.band.key if piece.band else ""


def _taken(
    unit: Unit, moment: datetime, owner: Owner | None, having: UUID
) -> tuple[Mark, Owner | None, object]:
    if owner is None:
        return Mark.ROUND, None, having
    if owner.mark is not Mark.BLOCK and moment >= owner.ends:
        return Mark.CLEARING, None, having
    if owner.mark is not Mark.BLOCK and owner.unit != unit.key:
        return Mark.OTHER, owner, having
    return owner.mark, owner, having


_Told = tuple[int, Mark, Owner | None, object]


def _seats(
    building: Building, unit: Unit, told: list[_Told], owners: Mapping[UUID, Owner]
) -> Iterator[_Told]:
    """Where many use a unit side by side, a step is told by how many are in it."""
    mine = [one for one in owners.values() if one.unit == unit.key and one.mark is not Mark.BLOCK]
    for step, mark, owner, key in told:
        if mark is not Mark.FREE:
            yield step, mark, owner, key
            continue
        at = claims.moment(building, step)
        used = sum(one.people for one in mine if one.starts <= at < one.ends)
        yield step, mark, None, (key, used)


def _joined(building: Building, told: list[_Told]) -> Iterator[Cell]:
    for (mark, key), those in groupby(told, key=lambda one: (one[1], one[3])):
        run = list(those)
        yield Cell(
            mark,
            claims.moment(building, run[0][0]),
            claims.moment(building, run[-1][0] + 1),
            len(run),
            run[0][2],
            key[1] if isinstance(key, tuple) else None,
        )
