"""One of a family does not come: their places are free, the others keep one case and one receipt, and both doses go along."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from portal import inbox
from portal.db import Database
from portal.inbox import Actor
from portal.outbox import Outbox
from portal.refused import Refused
from portal.slots.tables import SeatCount
from services.appointments.actions import booking, figures, leaving, looking, moving, own
from services.appointments.rules.states import State
from tests.services.appointments.builders import CANCER, PHONES, SHINGLES, again, at, booked, told, wish
from tests.services.reservations.builders import furnished

WHEN = at(12, 5, 9)


@pytest.fixture
def room(database: Database) -> Database:
    return furnished(database)


def used(room: Database, what: str) -> int:
    """How many places are taken of something."""
    with room.session() as session:
        return sum(session.scalars(select(SeatCount.used).where(SeatCount.what == f"appointments/{what}")))


def test_the_others_keep_their_time_their_case_and_their_places_among_the_names(
    room: Database, now: datetime
) -> None:
    with room.session() as session:
        row, case = booked(session, wish(WHEN, "lung", "stomach", "lung", what=CANCER), now)

        leaving.leave(session, row.id, 1, inbox.RESIDENT, now)
        leaving.leave(session, row.id, 1, inbox.RESIDENT, now)

        row = again(session, row)
        assert (row.state, row.people, row.case_id) == (State.BOOKED, 2, case.id)
        (mine,) = own.of_case(session, case, now)
        assert [one.place for one in mine.party] == [0, 2]
        assert session.scalars(select(Outbox.template)).all() == ["appointment_news", "appointment_news"]
    assert used(room, CANCER) == 2
    assert used(room, f"{CANCER}/stomach") == 0


def test_who_stayed_at_home_is_counted_as_given_back(room: Database, now: datetime) -> None:
    with room.session() as session:
        row, _ = booked(session, wish(WHEN, "lung", "lung", what=CANCER), now)
        leaving.leave(session, row.id, 0, inbox.RESIDENT, now)

        ((day, numbers),) = figures.year(session, looking.find(session, CANCER), date(2026, 4, 1))

        assert (day, numbers) == (WHEN.date(), (1, 0, 0, 1, 0, 0))


def test_whoever_stays_is_moved_without_the_one_who_left(room: Database, now: datetime) -> None:
    with room.session() as session:
        row, case = booked(session, wish(WHEN, "lung", "lung", what=CANCER), now)
        leaving.leave(session, row.id, 0, inbox.RESIDENT, now)

        moving.move(session, row.id, at(12, 5, 11), inbox.RESIDENT, now)

        (mine,) = own.of_case(session, case, now)
        assert [(one.place, one.starts) for one in mine.party] == [(1, at(12, 5, 11))]
    assert used(room, CANCER) == 1


def test_the_last_one_ends_it(room: Database, now: datetime) -> None:
    with room.session() as session:
        row, _ = booked(session, wish(WHEN, "lung", "lung", what=CANCER), now)

        leaving.leave(session, row.id, 0, inbox.RESIDENT, now)
        leaving.leave(session, row.id, 1, inbox.RESIDENT, now)

        assert again(session, row).state == State.CANCELLED
        with pytest.raises(Refused, match="use_over"):
            leaving.leave(session, row.id, 1, inbox.RESIDENT, now)
    assert used(room, CANCER) == 0


def test_their_second_dose_goes_along(room: Database, now: datetime) -> None:
    with room.session() as session:
        first = booking.hold(session, wish(WHEN, "shingles", "shingles", what=SHINGLES), now)
        second = moving.second(session, first.id, at(2, 6, 9, year=2027), first.id, inbox.RESIDENT, now)
        booking.confirm(session, first.id, told(session, SHINGLES, 2, now), now)

        leaving.leave(session, first.id, 1, inbox.RESIDENT, now)

        assert (again(session, first).people, again(session, second).people) == (1, 1)
    assert used(room, SHINGLES) == 2


def test_a_seat_that_one_leaves_in_a_course_is_the_next_ones(room: Database, now: datetime) -> None:
    with room.session() as session:
        starts = at(12, 8, 10)
        pairs = [booked(session, wish(starts, "", "", what=PHONES), now)[0] for _ in range(6)]
        waits, _ = booked(session, wish(starts, "", what=PHONES, waits=True), now)
        assert waits.state == State.WAITING

        leaving.leave(session, pairs[0].id, 1, Actor("staff"), now)

        assert again(session, waits).state == State.BOOKED
    assert used(room, PHONES) == 12


def test_nobody_leaves_a_party_they_are_not_in(room: Database, now: datetime) -> None:
    with room.session() as session:
        row, _ = booked(session, wish(WHEN, "lung", "lung", what=CANCER), now)

        with pytest.raises(Refused, match="use_unknown"):
            leaving.leave(session, row.id, 7, inbox.RESIDENT, now)
