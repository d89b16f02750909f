"""The end of a day: everybody is accounted for, counters are free, old numbers are forgotten."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import Database
from portal.refused import Refused
from services.queue.actions import calling, closing, days
from services.queue.models import Call, CounterDay, Ticket
from tests.services.queue import hall
from tests.services.queue.hall import MORNING, call, clerk, queue, seen, take, take_from_home

NIGHT = MORNING + timedelta(hours=16)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session on a hall with three counters for bands A and B."""
    with hall.equip(database).session() as opened:
        yield opened


def test_at_night_whoever_still_waits_has_left_and_whoever_stood_at_a_counter_was_served(
    session: Session,
) -> None:
    for _ in range(3):
        take(session)
    take_from_home(session)
    seat = clerk(session)
    call(session, seat)
    calling.absent(session, seat, queue(session), seen(session, seat), MORNING)
    call(session, seat)

    closing.nightly(session, NIGHT)

    assert hall.states(session) == {"A001": "left", "A002": "served", "A003": "left", "A004": "left"}
    assert hall.counted(session, "left") == [("honcho.A", "kiosk", 2, None), ("honcho.A", "online", 1, None)]
    assert set(session.scalars(select(CounterDay.staff_id))) == {None}


def test_a_second_night_changes_nothing(session: Session) -> None:
    take(session)
    closing.nightly(session, NIGHT)

    closing.nightly(session, NIGHT + timedelta(days=1))

    assert hall.counted(session, "left") == [("honcho.A", "kiosk", 1, None)]


def test_today_is_not_closed_by_the_night_before(session: Session) -> None:
    take(session)

    closing.nightly(session, MORNING)

    assert hall.states(session) == {"A001": "waiting"}


def test_staff_close_a_day_early_when_no_counter_serves_anybody(session: Session) -> None:
    take(session)
    seat = clerk(session)
    call(session, seat)
    with pytest.raises(Refused) as refused:
        closing.close(session, seat, queue(session), MORNING)
    calling.finish(session, seat, queue(session), seen(session, seat), MORNING)

    closing.close(session, seat, queue(session), MORNING)

    assert refused.value.code == "counter_busy"
    with pytest.raises(Refused):
        take(session)


def test_after_a_month_only_the_ledger_remembers(session: Session) -> None:
    take(session)
    seat = clerk(session)
    call(session, seat)

    closing.nightly(session, MORNING + timedelta(days=40))

    assert [session.scalar(select(func.count()).select_from(one)) for one in (Ticket, Call, CounterDay)] == [
        0
    ] * 3
    assert days.of(session, queue(session), MORNING) is None
    assert hall.counted(session, "ticket") == [("honcho.A", "kiosk", 1, None)]
