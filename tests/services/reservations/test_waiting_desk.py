"""The line at the desk: somebody is added, one time's line is seen, an offer is passed on with its reason, numbers are found."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import Database, new_id
from portal.inbox import RESIDENT, Case
from portal.outbox import Outbox
from portal.people import StaffSeat
from portal.refused import Refused
from services.reservations.actions import booking, numbers, series, waiting, waiting_desk
from services.reservations.actions.booking import Terms
from services.reservations.actions.counter import Told
from services.reservations.actions.numbers import Numbered
from services.reservations.actions.series_plan import Plan
from services.reservations.actions.waiting import Contact
from services.reservations.models.waiting import MovedOn, Wait
from services.reservations.rules.series import Every, Rhythm
from services.reservations.rules.waiting import Why
from tests.services.reservations.builders import (
    ANSWERS,
    GYM,
    HOLDER,
    at,
    band,
    booked,
    found,
    furnished,
    ruled,
    wish,
)
from tests.services.reservations.staffed import CULTURE, SPORTS, seat

HOUR = timedelta(hours=1)
CALLER = Contact("見本 次郎", "090-1111-2222", "")


@pytest.fixture
def room(database: Database) -> Iterator[Session]:
    with furnished(database).session() as session:
        yield session


def clerk(division: str = SPORTS) -> StaffSeat:
    """Whoever takes bookings for a building."""
    return seat("counter", division=division)


def added(session: Session, now: datetime) -> Wait:
    """Somebody on the telephone is added to the line of the meeting room."""
    return waiting_desk.join(session, clerk(), wish(channel="telephone"), CALLER, now)


def test_somebody_on_the_telephone_is_added_to_the_end_of_the_line(room: Session, now: datetime) -> None:
    booked(room, wish(), now)
    waiting.join(room, wish(), Contact("見本 一郎", "", "ichiro@example.jp"), now)

    made = added(room, now + HOUR)

    assert (made.channel, waiting.before(room, made)) == ("telephone", 1)
    lines = waiting_desk.listed(room, clerk(), now + HOUR)
    assert [one.contact.name for one in lines if one.contact] == ["見本 一郎", "見本 次郎"]


def test_only_who_books_for_the_building_adds_to_its_line(room: Session, now: datetime) -> None:
    booked(room, wish(), now)

    with pytest.raises(Refused, match="facility_unknown"):
        waiting_desk.join(room, clerk(CULTURE), wish(channel="telephone"), CALLER, now)


def test_the_line_of_a_time_has_whoever_waits_for_a_part_of_it(room: Session, now: datetime) -> None:
    half, _ = booked(room, band("am", unit="arena_a"), now)
    booked(room, wish(), now)
    for unit in ("arena_a", "arena"):
        asked = band("am", unit=unit, channel="telephone")
        waiting_desk.join(room, clerk(), asked, Contact(unit, "", f"{unit}@example.jp"), now)
    added(room, now)

    slot = waiting_desk.slot(room, clerk(), use=half.id)

    # Whoever waits for the whole hall waits for its half too; the meeting room is another line.
    assert waiting_desk.count(room, slot) == 2
    assert {one.wait.unit for one in waiting_desk.listed(room, clerk(), now, slot)} == {"arena_a", "arena"}
    with pytest.raises(Refused, match="facility_unknown"):
        waiting_desk.slot(room, clerk(CULTURE), use=half.id)


def test_an_offer_is_passed_on_with_its_reason_and_whoever_had_it_is_told(
    room: Session, now: datetime
) -> None:
    row, _ = booked(room, wish(), now)
    first = waiting.join(room, wish(), Contact("見本 一郎", "", "ichiro@example.jp"), now)
    added(room, now + HOUR)
    with pytest.raises(Refused, match="wait_not_offered"):
        waiting_desk.move_on(room, clerk(), first.id, Why.UNREACHED, now)
    booking.cancel(room, row.id, RESIDENT, now + 2 * HOUR)
    kept = room.get_one(Wait, first.id, populate_existing=True).booking_id
    assert kept is not None

    waiting_desk.move_on(room, clerk(), first.id, Why.UNREACHED, now + 3 * HOUR)

    (left,) = room.scalars(select(Wait).execution_options(populate_existing=True))
    assert waiting.contact(room, left).name == "見本 次郎"
    assert waiting.offer(room, left) is not None
    assert room.get_one(MovedOn, kept).reason == "unreached"
    slot = waiting_desk.slot(room, clerk(), wait=left.id)
    assert [one.moved.reason for one in waiting_desk.past(room, slot) if one.moved] == ["unreached"]
    # The mail outlives the place in the line, whose key is destroyed.
    (mail,) = room.scalars(select(Outbox).where(Outbox.template == "wait_moved_on"))
    assert mail.own_key


def test_one_box_finds_a_booking_a_series_and_a_place_in_the_line(room: Session, now: datetime) -> None:
    row, case = booked(room, wish(), now)
    wait = added(room, now)
    rhythm = Rhythm((2,), Every.WEEK, (), at(9, 10).time(), at(9, 12).time())
    plan = Plan(GYM, "kaigi", rhythm, at(9, 0).date(), at(16, 0).date(), "meeting", 8, wish().who)
    weekly = series.make(room, seat(division=SPORTS), plan, Told(ANSWERS), {}, now, new_id())
    number = room.get_one(Case, weekly.case_id).receipt_no

    assert numbers.by_number(room, clerk(), case.receipt_no, now) == Numbered("booking", row.id)
    assert numbers.by_number(room, clerk(), number.lower(), now) == Numbered("booking_series", weekly.id)
    assert numbers.by_number(room, clerk(), wait.number, now) == Numbered("booking_wait", wait.id)
    for one in (case.receipt_no, number, wait.number):
        assert numbers.by_number(room, clerk(CULTURE), one, now) is None


def test_whoever_telephoned_is_offered_what_can_be_booked_by_telephone_only(
    database: Database, now: datetime
) -> None:
    with furnished(database, ruled(days_before=30)).session() as session:
        row = booking.book(session, wish(channel="telephone"), Terms(HOLDER), now)
        made = added(session, now)

        booking.cancel(session, row.id, RESIDENT, now)

        kept = session.get_one(Wait, made.id, populate_existing=True).booking_id
        assert kept is not None
        case = waiting_desk.take(session, clerk(), made.id, "見本の会", now)
        assert found(session, kept).case_id == case.id
