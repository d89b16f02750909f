"""年度に1回: the same examination is had once from April to March by one person, whoever books it and however often."""

from datetime import datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from portal import inbox
from portal.db import Database
from portal.inbox import Actor
from portal.outbox import Outbox
from portal.refused import Refused
from services.appointments.actions import attending, ending, leaving, moving
from services.appointments.models import Appointment
from tests.services.appointments.builders import CANCER, again, at, booked, wish
from tests.services.reservations.builders import furnished

WHEN, LATER = at(12, 5, 9), at(1, 23, 9, year=2027)
CLERK = Actor("staff")


@pytest.fixture
def room(database: Database) -> Database:
    return furnished(database)


def test_the_same_again_in_the_year_is_refused_and_leaves_nothing(room: Database, now: datetime) -> None:
    with room.session() as session:
        booked(session, wish(WHEN, "lung", what=CANCER), now)
        held = wish(LATER, "lung", what=CANCER)

        with pytest.raises(Refused, match="yearly_used_up") as refused:
            booked(session, held, now, name="見本花子")

        assert refused.value.values["place"] == 1
        assert not [
            one for one in session.scalars(select(Appointment)) if one.case_id and one.starts_at == LATER
        ]


def test_another_examination_another_person_and_another_birthday_are_not_the_same(
    room: Database, now: datetime
) -> None:
    with room.session() as session:
        booked(session, wish(WHEN, "lung", what=CANCER), now)

        booked(session, wish(LATER, "stomach", what=CANCER), now)
        booked(session, wish(LATER, "lung", what=CANCER), now, name="見本 月子")
        booked(session, wish(LATER, "lung", what=CANCER), now, birth_date="1956-04-01")

        assert len(session.scalars(select(Appointment)).all()) == 4


def test_what_is_given_back_or_was_missed_may_be_booked_again(room: Database, now: datetime) -> None:
    with room.session() as session:
        first, _ = booked(session, wish(WHEN, "lung", what=CANCER), now)
        ending.cancel(session, first.id, inbox.RESIDENT, now)
        second, _ = booked(session, wish(WHEN, "lung", "lung", what=CANCER), now)
        leaving.leave(session, second.id, 0, inbox.RESIDENT, now)
        third, _ = booked(session, wish(WHEN, "lung", what=CANCER), now)
        attending.missed(session, third.id, CLERK, WHEN)

        fourth, _ = booked(session, wish(LATER, "lung", what=CANCER), now)

        # The one who is said to have come after all has had it: there is another booking in the way.
        with pytest.raises(Refused, match="yearly_used_up"):
            attending.came(session, third.id, 0, CLERK, WHEN)
        assert again(session, fourth).state == "booked"


def test_a_move_within_the_year_counts_once(room: Database, now: datetime) -> None:
    with room.session() as session:
        row, _ = booked(session, wish(WHEN, "lung", what=CANCER), now)

        moving.move(session, row.id, LATER, inbox.RESIDENT, now)

        with pytest.raises(Refused, match="yearly_used_up"):
            booked(session, wish(WHEN, "lung", what=CANCER), now)
        ending.cancel(session, row.id, inbox.RESIDENT, now)
        booked(session, wish(WHEN, "lung", what=CANCER), now)


def test_of_two_at_once_one_has_it(room: Database, now: datetime) -> None:
    barrier, outcomes = Barrier(2), []

    def come(starts: datetime) -> None:
        with room.session() as session:
            barrier.wait()
            try:
                booked(session, wish(starts, "lung", what=CANCER), now)
                outcomes.append("booked")
            except Refused as refused:
                outcomes.append(refused.code)

    threads = [Thread(target=come, args=(starts,)) for starts in (WHEN, LATER)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(outcomes) == ["booked", "yearly_used_up"]


def test_whoever_is_moved_by_the_town_is_told_why(room: Database, now: datetime) -> None:
    with room.session() as session:
        row, _ = booked(session, wish(WHEN, "lung", what=CANCER), now)

        moving.move(session, row.id, LATER, CLERK, now, "見本の検診車の点検")

        assert session.scalars(select(Outbox.template).order_by(Outbox.no)).all()[-1] == "appointment_changed"
