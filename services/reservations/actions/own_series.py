"""定期利用 as whoever has it sees it: the dates to come, what is in the way of some, and single ones given back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.inbox import Case
from portal.opening import today
from portal.pack import Pack
from portal.pack.buildings import Building, Unit
from portal.pack.reliefs import PROCEDURE
from portal.refused import Refused
from services.reservations.actions import series
from services.reservations.actions.owner import Owner
from services.reservations.models.bookings import Booking
from services.reservations.models.groups import Group
from services.reservations.models.series import Series, SeriesDate
from services.reservations.rules import series as rules
from services.reservations.rules.series import Rhythm
from services.reservations.rules.states import State

_STANDING = (State.PENDING, State.CONFIRMED)
# A series that is over is shown for so long.
_SHOWN = timedelta(days=31)


@dataclass(frozen=True)
class OneDate:
    """A date of a series, with its booking where there is one."""

    date: SeriesDate
    row: Booking | None


@dataclass(frozen=True)
class OwnSeries:
    """A series with what is still to come of it."""

    row: Series
    building: Building
    unit: Unit
    rhythm: Rhythm
    # Days that are booked, and days that were asked for and are not.
    coming: Sequence[OneDate]
    exceptions: Sequence[OneDate]
    group: str = ""


def of_case(session: Session, case: Case, now: datetime) -> OwnSeries | None:
    """The series of a case."""
    if case.procedure != PROCEDURE:
        return None
    row = session.scalar(select(Series).where(Series.case_id == case.id))
    return None if row is None else _told(session, row, now)


def mine(session: Session, owner: Owner, now: datetime) -> tuple[OwnSeries, ...]:
    """Every series that is not long over, of these holders or of a group that one belongs to."""
    theirs = or_(Series.case_id.in_(owner.cases(session)), Series.group_id.in_(owner.groups))
    query = select(Series).where(theirs, Series.last_day >= today(now) - _SHOWN)
    rows = session.scalars(query.order_by(Series.first_day, Series.id)).all()
    return tuple(found for row in rows if (found := _told(session, row, now)) is not None)


def held(session: Session, id: UUID, owner: Owner, now: datetime) -> OwnSeries:
    """A series of somebody who may open its case, or whose group it is; to everybody else there is none."""
    row = session.get(Series, id)
    seen = row is not None and owner.may_see(session, row.case_id, row.group_id)
    found = _told(session, row, now) if row is not None and seen else None
    if found is None:
        raise Refused("use_unknown", 404)
    return found


def _told(session: Session, row: Series, now: datetime) -> OwnSeries | None:
    pack: Pack = session.info["pack"]
    building = pack.buildings.get(row.building)
    unit = building.unit(row.unit) if building else None
    if building is None or unit is None:
        return None
    ahead = [OneDate(one, use) for one, use in series.dates(session, row.id) if _is_ahead(one, use, now)]
    stands = [one for one in ahead if one.row is not None and one.row.state in _STANDING]
    group = session.get(Group, row.group_id) if row.group_id else None
    return OwnSeries(
        row, building, unit, rules.thawed(row.rhythm), sorted(stands, key=_when),
        [one for one in ahead if one not in stands], group.name if group else "",
    )  # fmt: skip


def _is_ahead(one: SeriesDate, use: Booking | None, now: datetime) -> bool:
    return use.ends_at > now if use else one.day >= today(now)


def _when(one: OneDate) -> datetime:
    if one.row is None:
        raise ValueError("a date without a booking has no time")
    return one.row.starts_at
