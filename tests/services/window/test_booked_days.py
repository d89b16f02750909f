"""Which times are free, who comes on a day, and what staff note about it."""

from datetime import date, datetime

import pytest

from portal import audit
from portal.db import Database
from portal.refused import Refused
from services.window.actions import booked_days, bookings
from services.window.actions.booked_days import Day
from services.window.rules.booking import State
from tests.services.window.booked import DAY, SLOT, furnished, seat, wish


def on(days: tuple[Day, ...], day: date) -> dict[str, int]:
    """The free seats of a day by time."""
    return {time.slot.starts: time.free for one in days if one.day == day for time in one.times}


def test_a_booked_seat_is_no_longer_free(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        bookings.book(session, wish(), now)

        days = booked_days.free(session, session.info["pack"], "honcho", now)

        assert on(days, DAY) == {"09:00": 2, "10:30": 1, "13:00": 2, "14:30": 2}


def test_staff_see_the_near_days_too_and_no_time_that_has_begun(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        days = booked_days.free_for_staff(session, session.info["pack"], "honcho", now)

        assert on(days, date(2026, 11, 20)) == {"10:30": 2, "13:00": 2, "14:30": 2}


def test_an_office_that_receives_nobody_has_no_times(database: Database, now: datetime) -> None:
    with furnished(database).session() as session, pytest.raises(Refused, match="slot_unknown"):
        booked_days.free(session, session.info["pack"], "minami", now)


def test_who_comes_on_a_day_is_read_in_order_and_written_down(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        late = bookings.book(session, wish(), now)
        clerk = seat()

        found = booked_days.of_day(session, clerk, DAY, now)

        assert [one.answers["name"] for one in found] == ["見本 次郎"]
        assert "listed" in {row.verb for row in audit.of(session, "window_booking", late.booking.id)}


def test_another_division_sees_nobody(database: Database, now: datetime) -> None:
    other = seat(division="kita_shisho")
    with furnished(database).session() as session:
        made = bookings.book(session, wish(), now)

        assert booked_days.of_day(session, other, DAY, now) == ()
        with pytest.raises(Refused, match="booking_unknown"):
            booked_days.looked(session, other, made.booking.id, now)
        with pytest.raises(Refused, match="booking_unknown"):
            booked_days.become(session, other, made.booking.id, State.CAME, now)


def test_coming_and_a_slip_of_the_hand_are_noted(database: Database, now: datetime) -> None:
    clerk = seat()
    with furnished(database).session() as session:
        made = bookings.book(session, wish(), now)

        booked_days.become(session, clerk, made.booking.id, State.CAME, SLOT.moment)
        assert booked_days.looked(session, clerk, made.booking.id, now).booking.came_at == SLOT.moment
        booked_days.become(session, clerk, made.booking.id, State.BOOKED, SLOT.moment)

        assert booked_days.looked(session, clerk, made.booking.id, now).booking.came_at is None


def test_what_was_called_off_does_not_come_any_more(database: Database, now: datetime) -> None:
    clerk = seat()
    with furnished(database).session() as session:
        made = bookings.book(session, wish(), now)
        booked_days.become(session, clerk, made.booking.id, State.CANCELLED, now)

        with pytest.raises(Refused, match="booking_over"):
            booked_days.become(session, clerk, made.booking.id, State.CAME, now)
