"""What somebody has booked: found by whoever may open the case, told with what can still be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal import inbox
from portal.inbox import Case
from portal.opening import today
from portal.pack import Pack
from portal.pack.buildings import Building, Unit
from portal.pack.reliefs import PROCEDURE
from portal.refused import Refused
from services.reservations.actions import cancelling, looking, standing
from services.reservations.models.bookings import Booking
from services.reservations.models.groups import Group
from services.reservations.rules import spans
from services.reservations.rules.states import State

_OPEN = (State.PENDING, State.CONFIRMED)
_MOST = 100


@dataclass(frozen=True)
class Own:
    """One booking with its place; `fee` is what giving it back costs at this moment."""

    row: Booking
    building: Building
    unit: Unit
    fee: int
    changes: bool
    # The name of the group that booked it.
    group: str = ""


def of_case(session: Session, case: Case, now: datetime) -> Own | None:
    """The booking of a case."""
    if case.procedure != PROCEDURE:
        return None
    row = session.scalar(select(Booking).where(Booking.case_id == case.id))
    return None if row is None else _told(session, row, now)


def mine(
    session: Session,
    holders: Sequence[bytes],
    tokens: Sequence[bytes],
    now: datetime,
    theirs: Sequence[UUID] = (),
) -> tuple[tuple[Own, ...], tuple[Own, ...]]:
    """わたしの予約: those still to come, the next one first, and those that are over, the last one first.

    `theirs` are the groups that this is a member of; what any member booked for them is among it.
    """
    cases = [one.id for one in inbox.all_held_by(session, holders, tokens)]
    of_groups = and_(Booking.group_id.in_(theirs), Booking.case_id.is_not(None))
    which = or_(Booking.case_id.in_(cases), of_groups)
    query = select(Booking).where(which).order_by(Booking.starts_at).limit(_MOST)
    found = [own for row in session.scalars(query) if (own := _told(session, row, now)) is not None]
    coming = tuple(one for one in found if one.row.state in _OPEN and one.row.ends_at > now)
    over = tuple(one for one in reversed(found) if one not in coming)
    return coming, over


def held(
    session: Session,
    booking_id: UUID,
    holders: Sequence[bytes],
    tokens: Sequence[bytes],
    now: datetime,
    theirs: Sequence[UUID] = (),
) -> Own:
    """A booking of somebody who may open its case, or whose group it is; to everybody else there is none."""
    row = session.get(Booking, booking_id)
    # A date of a series belongs to whoever the series does.
    case_id = standing.cases_of(session, [booking_id]).get(booking_id)
    may = case_id is not None and (
        (row is not None and row.group_id in theirs)
        or inbox.held_by(session, case_id, holders, tokens) is not None
    )
    own = _told(session, row, now) if row is not None and may else None
    if own is None:
        raise Refused("use_unknown", 404)
    return own


def times(session: Session, own: Own, day: datetime, now: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """Where on a day the same room can be had for as long."""
    offered = looking.days_of(session, own.building, today(day), 1, now, (own.unit,))[today(day)]
    pieces = offered[own.unit.key]
    length = own.row.ends_at - own.row.starts_at
    found = []
    for starts in spans.beginnings(own.building, own.unit, pieces):
        ends = spans.endings(own.building, own.unit, pieces, starts)
        if own.unit.bands:
            # A band is as long as it is: the first that begins then.
            found += [(starts, ends[0])] if ends else []
        elif starts + length in ends:
            found.append((starts, starts + length))
    return tuple(found)


def _told(session: Session, row: Booking, now: datetime) -> Own | None:
    pack: Pack = session.info["pack"]
    building = pack.buildings.get(row.building)
    unit = building.unit(row.unit) if building else None
    if building is None or unit is None:
        return None
    ahead = row.state in _OPEN and row.starts_at > now + timedelta(0)
    group = session.get(Group, row.group_id) if row.group_id else None
    fee = cancelling.fee(session, row, now) if ahead else 0
    return Own(row, building, unit, fee, ahead, group.name if group else "")
