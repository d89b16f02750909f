"""What somebody has booked: found by whoever may open the case, told with what can still be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, not_, or_, select
from sqlalchemy.orm import Session

from portal.inbox import Case
from portal.opening import today
from portal.pack import Pack
from portal.pack.buildings import Building, Unit
from portal.pack.reliefs import PROCEDURE
from portal.refused import Refused
from services.reservations.actions import cancelling, looking, standing
from services.reservations.actions.owner import Owner
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


def mine(session: Session, owner: Owner, now: datetime) -> tuple[tuple[Own, ...], tuple[Own, ...]]:
    """わたしの予約: those still to come, the next one first, and those that are over, the last one first."""
    of_groups = and_(Booking.group_id.in_(owner.groups), Booking.case_id.is_not(None))
    theirs = select(Booking).where(or_(Booking.case_id.in_(owner.cases(session)), of_groups)).limit(_MOST)
    to_come = and_(Booking.state.in_(_OPEN), Booking.ends_at > now)
    # Asked for apart: years of what is over must not crowd out what is to come.
    coming = session.scalars(theirs.where(to_come).order_by(Booking.starts_at, Booking.id)).all()
    over = session.scalars(theirs.where(not_(to_come)).order_by(Booking.starts_at.desc(), Booking.id)).all()
    return _all_told(session, coming, now), _all_told(session, over, now)


def held(session: Session, booking_id: UUID, owner: Owner, now: datetime) -> Own:
    """A booking of somebody who may open its case, or whose group it is; to everybody else there is none."""
    row = session.get(Booking, booking_id)
    # A date of a series belongs to whoever the series does.
    case_id = standing.cases_of(session, [booking_id]).get(booking_id)
    seen = row is not None and case_id is not None and owner.may_see(session, case_id, row.group_id)
    own = _told(session, row, now) if row is not None and seen else None
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


def _all_told(session: Session, rows: Sequence[Booking], now: datetime) -> tuple[Own, ...]:
    return tuple(own for row in rows if (own := _told(session, row, now)) is not None)


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
