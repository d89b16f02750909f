"""The sample town's counter: a slip to try, visits that go on and families who have booked, so that no page opens empty."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import new_id, writing
from portal.opening import today
from portal.pack import Pack
from portal.people import StaffSeat, staff_for, staff_seat
from services.window.actions import bookings, slips, visits
from services.window.actions.bookings import Wish
from services.window.actions.slips import Payload
from services.window.actions.visits import Nothing
from services.window.models.bookings import Booking
from services.window.models.visits import Visit
from services.window.rules import booking as rules
from services.window.rules.booking import Slot
from services.window.rules.serving import SERVE

FILE = "samples_window.toml"
_DAY = "today"
# Long before: families book days ahead, and then every time of today is still to come.
_BOOKED = timedelta(days=7)
# A real visit ends at closing time; whoever loads a sample in the evening wants to see it in the morning.
_LASTS = timedelta(days=7)


def load(session: Session, pack: Pack, now: datetime) -> Sequence[str]:
    """Fill the counter, once; a town without made-up people is left alone."""
    path = pack.folder / FILE
    if not path.exists() or _has_any(session):
        return []
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    family = _dated(told["family"], today(now))
    token = _slip(session, told["slip"][0], family, now)
    for one in told["booking"]:
        _book(session, pack, one, now)
    if seat := _seat(session, pack, now):
        for one in told["visit"]:
            _visit(session, seat, one, family, now)
    return [f"書かない窓口 /staff/window ・ 試しのQRコードの記号 {token}"]


def _has_any(session: Session) -> bool:
    return any(session.scalar(select(table.id).limit(1)) is not None for table in (Visit, Booking))


def _slip(session: Session, one: Mapping[str, Any], family: Mapping[str, Any], now: datetime) -> str:
    return slips.make(session, Payload(one["event"], {**family, **one["answers"]}, "ja", now), now)


def _visit(
    session: Session, seat: StaffSeat, one: Mapping[str, Any], family: Mapping[str, Any], now: datetime
) -> None:
    then, event = now - timedelta(minutes=one["minutes_ago"]), one.get("event", "")
    answers = {**(family if event else {}), **one["answers"]}
    begins = (
        Payload(event, answers, "ja", then) if event else Nothing("", tuple(one["procedures"]), "ja", answers)
    )
    visit_id = visits.begin(session, seat, begins, then)
    if papers := one.get("papers"):
        found = visits.find(session, seat, visit_id, then)
        visits.papers_seen(session, seat, found, papers, then)
    with writing(session):
        visits.held(session, visit_id, then).ends_at = now + _LASTS


def _book(session: Session, pack: Pack, one: Mapping[str, Any], now: datetime) -> None:
    then = now - _BOOKED
    answers = _dated(one["answers"], today(now))
    for slot in _times(pack, today(now)):
        wish = Wish(slot, answers, one.get("locale", "ja"), one.get("shielded", False))
        if session.scalar(select(Booking.id).where(Booking.day == slot.day, Booking.starts == slot.starts)):
            continue
        bookings.book(session, wish, then)
        return


def _times(pack: Pack, on: date) -> Iterator[Slot]:
    """Two times of each of the next days, today's first."""
    office = next(iter(pack.farewell.offices), None)
    for count in range(pack.farewell.days_ahead - _BOOKED.days if office else 0):
        if office:
            yield from islice(rules.on_day(pack, office, on + timedelta(days=count)), 1, 3)


def _seat(session: Session, pack: Pack, now: datetime) -> StaffSeat | None:
    """Whoever serves at the counter where families are received, else at the reception."""
    divisions = {one.division for one in pack.farewell.offices} | {pack.town.reception}
    found = (one for one in staff_for(session, SERVE, frozenset(divisions), today(now)) if one.sample)
    staff = next(found, None)
    return staff_seat(session, staff, today(now), new_id(), lambda _: frozenset()) if staff else None


def _dated(told: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Days are counted from the day of loading: today-5 is five days before it."""
    return {key: _day(value, on) for key, value in told.items()}


def _day(value: Any, on: date) -> Any:
    if value == "":
        # TOML has no word for a question that was left empty.
        return None
    if not isinstance(value, str) or not value.startswith(_DAY):
        return value
    return (on + timedelta(days=int(value.removeprefix(_DAY) or 0))).isoformat()
