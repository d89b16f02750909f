"""Who booked and came is served with what they answered: the visit knows it, and the booking says that they came."""

from datetime import datetime

import pytest

from portal import audit
from portal.db import Database
from portal.refused import Refused
from services.window.actions import booked_days, bookings, ending, receiving, visits
from services.window.rules.booking import State
from tests.services.window.booked import ANSWERS, furnished, seat, wish


def test_the_answers_of_a_booking_stand_in_the_visit(database: Database, now: datetime) -> None:
    clerk = seat()
    with furnished(database).session() as session:
        made = bookings.book(session, wish(), now)

        visit_id = receiving.start(session, clerk, made.booking.id, now)

        opened = visits.find(session, clerk, visit_id, now)
        assert opened.content.answers["deceased_name"] == ANSWERS["deceased_name"]
        assert opened.row.event == "shibou"
        assert booked_days.standing(session, clerk, made.booking.id).booking.state == State.CAME
        assert "visit_begun" in {row.verb for row in audit.of(session, "window_booking", made.booking.id)}


def test_pressed_twice_the_same_visit_goes_on(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        made = bookings.book(session, wish(), now)

        first = receiving.start(session, seat(), made.booking.id, now)
        second = receiving.start(session, seat(), made.booking.id, now)

        assert second == first


def test_called_off_by_mistake_a_visit_begins_anew_with_the_same_answers(
    database: Database, now: datetime
) -> None:
    clerk = seat()
    with furnished(database).session() as session:
        made = bookings.book(session, wish(), now)
        first = receiving.start(session, clerk, made.booking.id, now)
        ending.cancel(session, clerk, visits.find(session, clerk, first, now), now)

        second = receiving.start(session, clerk, made.booking.id, now)

        assert second != first
        assert (
            visits.find(session, clerk, second, now).content.answers["deceased_name"]
            == ANSWERS["deceased_name"]
        )


@pytest.mark.parametrize(("shielded", "safe_way"), [(True, "counter"), (False, "")])
def test_the_visit_knows_who_must_not_be_found(
    database: Database, now: datetime, shielded: bool, safe_way: str
) -> None:
    clerk = seat()
    with furnished(database).session() as session:
        made = bookings.book(session, wish(shielded=shielded), now)

        visit_id = receiving.start(session, clerk, made.booking.id, now)

        assert visits.find(session, clerk, visit_id, now).content.safe_way == safe_way


def test_a_booking_that_was_called_off_begins_no_visit(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        made = bookings.book(session, wish(), now)
        bookings.cancel(session, made, now)

        with pytest.raises(Refused, match="booking_over"):
            receiving.start(session, seat(), made.booking.id, now)


def test_another_division_begins_no_visit(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        made = bookings.book(session, wish(), now)

        with pytest.raises(Refused, match="booking_unknown"):
            receiving.start(session, seat(division="kita_shisho"), made.booking.id, now)
