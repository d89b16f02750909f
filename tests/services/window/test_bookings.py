"""A time is promised to one family a seat, however many ask at once, and is moved, called off and found by its code."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from portal import audit, outbox
from portal.db import Database
from portal.outbox import Outbox
from portal.refused import Refused
from portal.vault import DataKey, Unreadable
from services.window.actions import booked_days, bookings
from services.window.models.bookings import Booking, SlotClaim
from services.window.rules.booking import Slot
from tests.services.window.booked import ANSWERS, DAY, SECRET, SLOT, furnished, seat, wish

OTHER = Slot("honcho", DAY, "13:00")


def test_a_booked_time_is_found_by_its_code_with_the_answers(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        made = bookings.book(session, wish(), now)

        found = bookings.find(session, made.code.lower(), now, "net")

        assert found.answers == ANSWERS
        assert found.slot == SLOT
        assert (found.booking.state, found.booking.channel) == ("booked", "online")


def test_what_was_answered_lies_sealed_and_the_code_nowhere(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        made = bookings.book(session, wish(), now)

        row = session.scalars(select(Booking)).one()

        assert row.sealed is not None
        assert SECRET.encode() not in row.sealed
        assert made.code.encode() not in row.sealed + row.code


def test_sixteen_racers_get_one_seat_each_and_no_seat_twice(database: Database, now: datetime) -> None:
    furnished(database)
    start = Barrier(16)

    def ask() -> str:
        with database.session() as session:
            start.wait()
            try:
                bookings.book(session, wish(email=""), now)
            except Refused as refused:
                return refused.code
            return "booked"

    with ThreadPoolExecutor(16) as racers:
        ended = [one.result() for one in [racers.submit(ask) for _ in range(16)]]

    with database.session() as session:
        assert ended.count("booked") == 2
        assert ended.count("slot_taken") == 14
        assert sorted(session.scalars(select(SlotClaim.seat))) == [1, 2]
        assert session.scalar(select(func.count()).select_from(Booking)) == 2


def test_a_refused_racer_leaves_no_key_behind(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        for _ in range(2):
            bookings.book(session, wish(email=""), now)
        before = session.scalar(select(func.count()).select_from(DataKey))

        with pytest.raises(Refused, match="slot_taken"):
            bookings.book(session, wish(), now)

        assert session.scalar(select(func.count()).select_from(DataKey)) == before


@pytest.mark.parametrize(
    "slot",
    [
        replace(SLOT, day=date(2026, 11, 24)),
        replace(SLOT, day=date(2026, 11, 28)),
        replace(SLOT, day=date(2027, 3, 1)),
        replace(SLOT, starts="10:31"),
        replace(SLOT, office="kita"),
    ],
)
def test_a_time_that_is_not_offered_is_refused(database: Database, now: datetime, slot: Slot) -> None:
    with furnished(database).session() as session, pytest.raises(Refused, match="slot_unknown"):
        bookings.book(session, wish(slot), now)


def test_staff_may_promise_a_nearer_day(database: Database, now: datetime) -> None:
    near = replace(SLOT, day=date(2026, 11, 24))
    clerk = seat()
    with furnished(database).session() as session:
        made = bookings.book(session, wish(near), now, seat=clerk)

        assert made.booking.channel == "telephone"
        assert made.booking.made_by == clerk.id
        assert audit.of(session, "window_booking", made.booking.id)[0].actor_id == str(clerk.id)


def test_moving_frees_the_old_seat_and_keeps_the_code(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        made = bookings.book(session, wish(), now)

        bookings.move(session, made, OTHER, now)

        found = bookings.find(session, made.code, now, "net")
        assert found.slot == OTHER
        assert [row.starts for row in session.scalars(select(SlotClaim))] == ["13:00"]


def test_moving_to_a_taken_time_leaves_everything_as_it_was(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        for _ in range(2):
            bookings.book(session, wish(OTHER, email=""), now)
        made = bookings.book(session, wish(), now)

        with pytest.raises(Refused, match="slot_taken"):
            bookings.move(session, made, OTHER, now)

        assert bookings.find(session, made.code, now, "net").slot == SLOT
        assert session.scalar(select(func.count()).select_from(SlotClaim)) == 3


def test_calling_off_frees_the_seat_and_erases_the_answers(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        made = bookings.book(session, wish(), now)
        key_id, sealed = made.booking.key_id, made.booking.sealed
        assert key_id is not None
        assert sealed is not None

        bookings.cancel(session, made, now)

        assert session.scalar(select(func.count()).select_from(SlotClaim)) == 0
        with pytest.raises(Unreadable):
            session.info["vault"].open(session, key_id, sealed, bookings.SEALED)
        with pytest.raises(Refused, match="booking_unknown"):
            bookings.find(session, made.code, now, "net")


def test_a_family_cannot_move_after_the_hour_and_staff_can(database: Database, now: datetime) -> None:
    late = SLOT.moment + timedelta(minutes=1)
    with furnished(database).session() as session:
        made = bookings.book(session, wish(), now)

        with pytest.raises(Refused, match="booking_over"):
            bookings.cancel(session, made, late)

        assert bookings.move(session, made, OTHER, late, seat=seat()).slot == OTHER


def test_a_mail_confirms_and_one_of_somebody_hidden_is_not_sent(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        bookings.book(session, wish(), now)
        bookings.book(session, wish(OTHER, shielded=True), now)

        rows = session.scalars(select(Outbox)).all()

        assert [row.template for row in rows] == ["booking_made"]
        assert all(SECRET.encode() not in (row.sealed or b"") for row in rows)
        assert outbox.due(session, ["mail"], now)


def test_somebody_hidden_is_written_to_where_they_said_it_is_safe(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        bookings.book(session, replace(wish(shielded=True), mail_is_safe=True), now)

        assert session.scalars(select(Outbox.template)).all() == ["booking_made"]


def test_wrong_codes_are_counted_until_nobody_guesses_on(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        made = bookings.book(session, wish(), now)
        for _ in range(10):
            with pytest.raises(Refused, match="booking_unknown"):
                bookings.find(session, "2222-3333-4444", now, "net")

        with pytest.raises(Refused, match="too_many_tries"):
            bookings.find(session, "2222-3333-4444", now, "net")
        with pytest.raises(Refused, match="too_many_tries"):
            bookings.find(session, made.code, now, "net")

        assert bookings.find(session, made.code, now, "elsewhere").slot == SLOT


def test_after_the_day_only_a_bare_line_is_left_and_later_nothing(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        made = bookings.book(session, wish(), now)
        booked_days.sweep(session, SLOT.moment)
        assert bookings.find(session, made.code, now, "net").answers

        booked_days.sweep(session, SLOT.moment + timedelta(days=1))

        row = session.scalars(select(Booking).execution_options(populate_existing=True)).one()
        assert (row.key_id, row.sealed, row.state) == (None, None, "missed")
        assert session.scalar(select(func.count()).select_from(SlotClaim)) == 0

        booked_days.sweep(session, SLOT.moment + timedelta(days=92))
        assert session.scalar(select(func.count()).select_from(Booking)) == 0
