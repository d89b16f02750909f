"""Booking: places are counted, a family stands together or not at all, and a form sent twice is one appointment."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from portal import inbox
from portal.db import Database
from portal.outbox import Outbox
from portal.refused import Refused
from portal.slots.tables import SeatCount
from services.appointments import workers
from services.appointments.actions import booking, ending, looking, moving, own, samples, standing
from services.appointments.models import Appointment, Visitor
from services.appointments.rules.states import State
from tests.services.appointments.builders import (
    CANCER,
    CARD,
    PHONES,
    SHINGLES,
    again,
    at,
    booked,
    told,
    wish,
)
from tests.services.reservations.builders import furnished


@pytest.fixture
def room(database: Database) -> Database:
    return furnished(database)


def used(room: Database, what: str) -> dict[str, int]:
    """How many places are taken, by what they are of."""
    with room.session() as session:
        rows = session.execute(select(SeatCount.what, SeatCount.used).where(SeatCount.what.like(f"%{what}%")))
        found: dict[str, int] = {}
        for name, count in rows:
            found[name] = found.get(name, 0) + count
        return found


def test_a_booking_is_a_case_that_waits_for_nobody(room: Database, now: datetime) -> None:
    with room.session() as session:
        row, case = booked(session, wish(at(11, 26, 10)), now)

        assert row.state == State.BOOKED
        assert case.state == inbox.State.DONE
        assert case.division == "shimin"
        assert session.scalars(select(Outbox.template)).all() == ["appointment_news"]
    assert used(room, CARD) == {f"appointments/{CARD}": 1}


def test_the_same_form_sent_twice_is_one_appointment(room: Database, now: datetime) -> None:
    asked = wish(at(11, 26, 10))

    with room.session() as session:
        first, second = booking.hold(session, asked, now), booking.hold(session, asked, now)
        cases = {booking.confirm(session, first.id, told(session, CARD, 1, now), now).id for _ in range(2)}

        assert first.id == second.id
        assert len(cases) == 1
    assert used(room, CARD) == {f"appointments/{CARD}": 1}


def test_side_by_side_there_are_as_many_as_counters(room: Database, now: datetime) -> None:
    with room.session() as session:
        for _ in range(3):
            booking.hold(session, wish(at(11, 26, 10)), now)
        with pytest.raises(Refused, match="seats_taken"):
            booking.hold(session, wish(at(11, 26, 10)), now)
        # Half an hour needs both of its quarters.
        with pytest.raises(Refused, match="seats_taken"):
            booking.hold(session, wish(at(11, 26, 9, 45), "apply"), now)

        assert booking.hold(session, wish(at(11, 26, 10, 15), "apply"), now).state == State.HELD


def test_a_family_stands_at_one_time_or_the_very_next(room: Database, now: datetime) -> None:
    with room.session() as session:
        row, _ = booked(session, wish(at(12, 5, 9), "lung", "breast lung", "breast", what=CANCER), now)
        people = session.scalars(
            select(Visitor).where(Visitor.appointment_id == row.id).order_by(Visitor.place)
        ).all()

        # There is one mammography at a time, so that the second who wants one comes a quarter of an hour later.
        assert [one.starts_at for one in people] == [at(12, 5, 9), at(12, 5, 9), at(12, 5, 9, 15)]


def test_a_family_that_does_not_fit_takes_nothing(room: Database, now: datetime) -> None:
    with room.session() as session:
        for minute in (0, 15):
            booking.hold(session, wish(at(12, 5, 9, minute), "breast", what=CANCER), now)
        before = used(room, CANCER)
        with pytest.raises(Refused, match="seats_taken"):
            booking.hold(session, wish(at(12, 5, 9), "lung", "breast", what=CANCER), now)

    assert used(room, CANCER) == before


def test_a_session_of_some_matters_takes_no_other(room: Database, now: datetime) -> None:
    with room.session() as session, pytest.raises(Refused, match="seats_taken"):
        booking.hold(session, wish(at(12, 16, 13, 30), "breast", what=CANCER), now)


def test_a_hold_that_nobody_came_back_to_gives_its_places_back(room: Database, now: datetime) -> None:
    later = now + timedelta(minutes=16)
    with room.session() as session:
        row = booking.hold(session, wish(at(11, 26, 10)), now)

        workers.lapse(session, later)

        assert again(session, row).state == State.LAPSED
        assert used(room, CARD) == {f"appointments/{CARD}": 0}
        # Whoever typed for so long gets it all the same where nobody has taken it since.
        booking.confirm(session, row.id, told(session, CARD, 1, later), later)
        assert again(session, row).state == State.BOOKED
    assert used(room, CARD) == {f"appointments/{CARD}": 1}


def test_giving_back_frees_the_places_once(room: Database, now: datetime) -> None:
    with room.session() as session:
        row, _ = booked(session, wish(at(12, 5, 9), "stomach", "lung", what=CANCER), now)

        for _ in range(2):
            ending.cancel(session, row.id, inbox.RESIDENT, now)

        assert again(session, row).state == State.CANCELLED
    assert set(used(room, CANCER).values()) == {0}


def test_a_move_takes_the_new_time_before_it_lets_go_of_the_old(room: Database, now: datetime) -> None:
    with room.session() as session:
        row, _ = booked(session, wish(at(11, 26, 10)), now)
        for _ in range(3):
            booking.hold(session, wish(at(11, 27, 10)), now)
        with pytest.raises(Refused, match="seats_taken"):
            moving.move(session, row.id, at(11, 27, 10), inbox.RESIDENT, now)
        assert again(session, row).starts_at == at(11, 26, 10)

        moving.move(session, row.id, at(11, 27, 11), inbox.RESIDENT, now)

        assert again(session, row).starts_at == at(11, 27, 11)
    assert used(room, CARD) == {f"appointments/{CARD}": 4}


def test_two_doses_are_booked_in_one_case_and_end_together(room: Database, now: datetime) -> None:
    with room.session() as session:
        first = booking.hold(session, wish(at(12, 5, 9), "shingles", what=SHINGLES), now)
        second = moving.second(session, first.id, at(2, 6, 9, year=2027), first.id, inbox.RESIDENT, now)
        case = booking.confirm(session, first.id, told(session, SHINGLES, 1, now), now)

        owns = own.of_case(session, case, now)
        assert [(one.row.dose, one.row.state) for one in owns] == [(1, State.BOOKED), (2, State.BOOKED)]
        ending.cancel(session, first.id, inbox.RESIDENT, now)

        assert again(session, second).state == State.CANCELLED
    assert set(used(room, SHINGLES).values()) == {0}


@pytest.mark.parametrize(("day", "fits"), [((1, 30), False), ((2, 6), True)])
def test_a_second_dose_keeps_its_interval(
    room: Database, now: datetime, day: tuple[int, int], fits: bool
) -> None:
    with room.session() as session:
        row, case = booked(session, wish(at(12, 5, 9), "shingles", what=SHINGLES), now)
        starts = at(*day, 9, year=2027)
        if fits:
            made = moving.second(session, row.id, starts, case.id, inbox.RESIDENT, now)
            assert made.case_id == case.id
            # Nor does a move of the first break it.
            with pytest.raises(Refused, match="interval_broken"):
                moving.move(session, row.id, at(12, 12, 9), inbox.RESIDENT, now)
        else:
            with pytest.raises(Refused, match="interval_broken"):
                moving.second(session, row.id, starts, case.id, inbox.RESIDENT, now)


def test_a_full_course_has_a_line_and_who_stands_first_moves_up(room: Database, now: datetime) -> None:
    with room.session() as session:
        full = [booked(session, wish(at(12, 8, 10), "", "", what=PHONES), now)[0] for _ in range(6)]
        with pytest.raises(Refused, match="seats_taken"):
            booking.hold(session, wish(at(12, 8, 10), "", what=PHONES), now)
        waiting = [
            booked(session, wish(at(12, 8, 10), "", what=PHONES, waits=True), now)[0] for _ in range(3)
        ]
        assert {one.state for one in waiting} == {State.WAITING}

        ending.cancel(session, full[0].id, inbox.RESIDENT, now)

        assert [again(session, one).state for one in waiting] == [State.BOOKED, State.BOOKED, State.WAITING]
        # What comes free belongs to whoever waits.
        with pytest.raises(Refused, match="seats_taken"):
            booking.hold(session, wish(at(12, 8, 10), "", what=PHONES), now)
    assert used(room, PHONES) == {f"appointments/{PHONES}": 12, f"appointments/{PHONES}/waiting": 1}


def test_whoever_comes_tomorrow_is_reminded_once(room: Database, now: datetime) -> None:
    eve = at(11, 25, 10)
    with room.session() as session:
        row, _ = booked(session, wish(at(11, 26, 10)), now)
        workers.remind(session, eve)
        workers.remind(session, eve)

        told = session.scalars(select(Outbox.template)).all()
        assert sorted(map(str, told)) == ["appointment_changed", "appointment_news"]
        assert again(session, row).reminded_at == eve


def test_nobody_is_offered_a_time_that_is_taken(room: Database, now: datetime) -> None:
    with room.session() as session:
        found = looking.find(session, CARD)
        for _ in range(3):
            booking.hold(session, wish(at(11, 26, 10)), now)
        day = at(11, 26, 10).date()
        (whole,) = looking.days(session, found, day, day, [(found.matters[0],)], now)
        first = next(one for one in whole.offers if one.time.starts == at(11, 26, 10))

        assert (first.left, first.fits) == (0, False)
        assert standing.visitors(session, []) == {}
        assert session.scalar(select(Appointment.people)) == 1


def test_the_sample_town_has_a_few_from_the_beginning_and_once(room: Database, now: datetime) -> None:
    with room.session() as session:
        assert samples.load(session, now) == ("日時の予約 21件（見本）",)
        assert samples.load(session, now) == ()
