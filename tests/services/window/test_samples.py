"""The sample town's counter: a slip that a newcomer can scan, visits that go on, families who have booked; loaded once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import Database, writing
from portal.opening import today
from services.window.actions import booked_days, redeeming, samples, visits
from services.window.models.bookings import Booking
from services.window.models.visits import Visit
from tests.portal import cases
from tests.services.desk.builders import employ, hire
from tests.services.queue.hall import MORNING
from tests.services.window.visiting import plan, seat


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session on a town with somebody at the counter."""
    with cases.equip(database, cases.hinata()).session() as opened:
        with writing(opened):
            clerk = hire(opened)
            clerk.sample = True
            employ(opened, clerk.id, "shimin", "counter")
        yield opened


def test_the_counter_and_the_bookings_do_not_open_empty(session: Session) -> None:
    samples.load(session, cases.hinata(), MORNING)

    by = seat()
    listed = visits.mine(session, by, MORNING)
    coming = booked_days.of_day(session, by, today(MORNING), MORNING)
    assert [one.from_slip for one in listed] == [False, True]
    assert [one.slot.starts for one in coming] == ["10:30", "13:00"]
    assert visits.mine(session, by, MORNING + timedelta(days=1))
    assert booked_days.next_day(session, by, today(MORNING)) == today(MORNING) + timedelta(days=4)
    assert booked_days.next_day(session, by, today(MORNING) + timedelta(days=4)) is None
    assert booked_days.next_day(session, seat(division="kaigo"), today(MORNING)) is None


def test_its_slip_is_a_whole_familys(session: Session) -> None:
    (line,) = samples.load(session, cases.hinata(), MORNING)

    by = seat()
    found = visits.find(session, by, redeeming.redeem(session, by, line.rpartition(" ")[2], MORNING), MORNING)

    made = plan(found, MORNING)
    assert made.is_whole, made.together.check() or made.together.first_unanswered
    assert len(made.procedures) == 6


def test_it_is_loaded_once(session: Session) -> None:
    samples.load(session, cases.hinata(), MORNING)

    assert samples.load(session, cases.hinata(), MORNING) == []
    counts = [session.scalar(select(func.count()).select_from(table)) for table in (Visit, Booking)]
    assert counts == [2, 3]
