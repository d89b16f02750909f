"""Reminding: some days before, while people are awake, once for each day, and nobody whose booking no longer stands."""

from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import Database
from portal.inbox import RESIDENT, Actor
from portal.outbox import Outbox
from portal.pack import Pack
from services.reservations import workers
from services.reservations.actions import booking
from tests.portal.cases import hinata
from tests.services.reservations.builders import GYM, at, booked, found, furnished, wish

# Two days before the eighth, as the gymnasium says.
MORNING = at(6, 9)


def reminded(session: Session) -> list[str]:
    """To which cases a reminder was sent, oldest first."""
    query = select(Outbox.refs).where(Outbox.template == "use_reminder").order_by(Outbox.no)
    return [refs["case"] for refs in session.scalars(query)]


def without_reminders() -> Pack:
    """The sample town, whose gymnasium reminds nobody."""
    gym = hinata().buildings[GYM]
    gym = replace(gym, rules=replace(gym.rules, remind_days=0))
    return replace(hinata(), buildings=MappingProxyType({**hinata().buildings, GYM: gym}))


def test_everybody_is_told_once_two_days_before(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        _, case = booked(session, wish(), now)
        booked(session, wish(at(9, 10)), now)

        workers.remind(session, MORNING - timedelta(days=1))
        assert reminded(session) == []
        for hours in (0, 2, 4):
            workers.remind(session, MORNING + timedelta(hours=hours))

        assert reminded(session) == [str(case.id)]


def test_nobody_is_woken_at_night(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        booked(session, wish(), now)

        workers.remind(session, at(6, 8, 59))
        workers.remind(session, at(6, 19))
        assert reminded(session) == []
        workers.remind(session, at(6, 18, 59))

        assert len(reminded(session)) == 1


def test_whoever_gave_it_back_or_booked_it_that_day_is_not_told(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row, _ = booked(session, wish(), now)
        booking.cancel(session, row.id, RESIDENT, now)
        booked(session, wish(at(8, 14)), MORNING - timedelta(minutes=30))

        workers.remind(session, MORNING)

        assert reminded(session) == []


def test_a_booking_that_was_moved_is_told_of_its_new_day_too(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row, case = booked(session, wish(), now)
        workers.remind(session, MORNING)

        clerk = Actor("staff", uuid4())
        booking.move(session, row.id, at(11, 10), at(11, 12), "kaigi", clerk, MORNING)
        workers.remind(session, at(9, 9))

        assert found(session, row.id).starts_at == at(11, 10)
        assert reminded(session) == [str(case.id)] * 2


def test_a_building_may_remind_nobody(database: Database, now: datetime) -> None:
    with furnished(database, without_reminders()).session() as session:
        booked(session, wish(), now)

        workers.remind(session, MORNING)
        # Two days before is no special day here, and the day itself neither.
        workers.remind(session, at(8, 9))

        assert reminded(session) == []
