"""自己負担金: by age, owed once it is booked, spared by 減免, and not owed by whoever does not come."""

from datetime import datetime

import pytest
from sqlalchemy import select

from portal import inbox, payments
from portal.db import Database, writing
from portal.inbox import Actor, Case
from portal.payments import CASH, Told, waivers
from portal.tasks import Task
from services.appointments.actions import booking, ending, leaving
from services.appointments.models import Appointment
from tests.services.appointments.builders import CANCER, COOKING, at, booked, told, wish
from tests.services.reservations.builders import furnished

WHEN = at(12, 5, 9)
CLERK = Actor("staff")


@pytest.fixture
def room(database: Database) -> Database:
    return furnished(database)


def family(room: Database, now: datetime, relief: str = "") -> tuple[Appointment, Case]:
    """One of 71, who pays nothing, and one of 51, who comes for two examinations."""
    with room.session() as session:
        row = booking.hold(session, wish(WHEN, "lung", "lung stomach", what=CANCER), now)
        younger = [
            {"visitor_name": "見本 太郎", "visitor_name_kana": None, "visitor_birth_date": "1975-06-01"}
        ]
        handed = told(session, CANCER, 2, now, appointment_family=younger)
        case = booking.confirm(session, row.id, handed, now, relief)
        return session.get_one(Appointment, row.id), case


def owed(room: Database, case: Case) -> dict[str, int]:
    with room.session() as session:
        return {one.what: payments.owing(session, one) for one in payments.dues(session, "case", case.id)}


def test_each_pays_by_age_for_what_they_come_for(room: Database, now: datetime) -> None:
    _, case = family(room, now)

    assert owed(room, case) == {"share:1:1": 1200}


def test_a_relief_is_claimed_and_decided_by_its_name_among_all_rules(room: Database, now: datetime) -> None:
    _, case = family(room, now, "seiho")

    with room.session() as session:
        (due,) = payments.dues(session, "case", case.id)
        claimed = waivers.of(session, due)
        assert claimed is not None
        rule = session.info["pack"].waiver(claimed.rule)
        assert (claimed.yen, rule.procedure, rule.off) == (1200, "kenshin_yoyaku", "100%")
        assert waivers.payable(session, due) == 0


def test_whoever_does_not_come_owes_nothing_and_gets_back_what_they_paid(
    room: Database, now: datetime
) -> None:
    row, case = family(room, now)
    with room.session() as session, writing(session):
        (due,) = payments.dues(session, "case", case.id)
        payments.paid(session, due, Told(1200, CASH, "cash:1"), now)

    with room.session() as session:
        leaving.leave(session, row.id, 1, inbox.RESIDENT, now)

        assert session.scalars(select(Task.kind)).all() == ["refund_wanted"]


def test_what_is_called_off_is_not_owed(room: Database, now: datetime) -> None:
    row, case = family(room, now)

    with room.session() as session:
        ending.cancel(session, row.id, CLERK, now, "見本", by_town=True)

    assert owed(room, case) == {"share:1:1": 0}


def test_in_a_course_everybody_pays_the_same_and_whoever_waits_pays_once_they_have_a_seat(
    room: Database, now: datetime
) -> None:
    starts = at(1, 16, 10, year=2027)
    with room.session() as session:
        first, case = booked(session, wish(starts, "", "", "", "", what=COOKING), now)
        for _ in range(3):
            booked(session, wish(starts, "", "", "", "", what=COOKING), now)
        _, waits = booked(session, wish(starts, "", what=COOKING, waits=True), now)
    assert sum(owed(room, case).values()) == 2000
    assert owed(room, waits) == {}

    with room.session() as session:
        ending.cancel(session, first.id, inbox.RESIDENT, now)

    assert owed(room, waits) == {"share:1:0": 500}
