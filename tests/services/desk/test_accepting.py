"""到達 is stored at any hour; 受付 happens when the office opens, by itself where the procedure leaves it to that."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from forms.procedure import Acceptance
from forms.procedure import Decision as Deciding
from portal.db import Database
from portal.inbox import Case
from portal.ledger import Entry
from portal.outbox import Outbox
from portal.states import State
from services.desk.actions import accepting, steps
from tests.portal.cases import equip, town
from tests.services.desk.seats import case_in, held, seat

AUTOMATIC = town(Deciding.NONE, Acceptance.AUTOMATIC)
# Friday 20 November 2026, 22:00 in Japan; Monday 23 is 勤労感謝の日, so the office opens on Tuesday at 8:30.
NIGHT = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "moment",
    [
        NIGHT,
        NIGHT + timedelta(hours=11),
        datetime(2026, 11, 23, 1, 0, tzinfo=UTC),
        TUESDAY - timedelta(minutes=1),
    ],
)
def test_nothing_is_accepted_while_the_office_is_closed(database: Database, moment: datetime) -> None:
    with equip(database, AUTOMATIC).session() as session:
        case_in(session, State.ARRIVED, NIGHT)

        assert accepting.accept_arrived(session, moment) == 0


def test_what_arrived_at_night_is_accepted_when_the_office_opens(database: Database) -> None:
    with equip(database, AUTOMATIC).session() as session:
        case = case_in(session, State.ARRIVED, NIGHT)

        assert accepting.accept_arrived(session, TUESDAY) == 1

        assert (case.state, case.arrived_at, case.accepted_at) == (State.ACCEPTED, NIGHT, TUESDAY)
        assert list(session.scalars(select(Entry.kind))) == ["accepted"]
        assert list(session.scalars(select(Outbox.template))) == ["accepted"]


def test_what_arrives_in_open_hours_is_accepted_without_a_second_mail(
    database: Database, now: datetime
) -> None:
    with equip(database, AUTOMATIC).session() as session:
        case = case_in(session, State.ARRIVED, now)

        accepting.accept_arrived(session, now + timedelta(minutes=1))

        assert case.state == State.ACCEPTED
        assert list(session.scalars(select(Outbox.template))) == []


def test_a_clerks_procedure_waits_for_a_clerk(database: Database, now: datetime) -> None:
    with equip(database, town(Deciding.NONE, Acceptance.CLERK)).session() as session:
        case = case_in(session, State.ARRIVED, now)

        assert (accepting.accept_arrived(session, now), case.state) == (0, State.ARRIVED)


def test_a_second_round_does_nothing(database: Database, now: datetime) -> None:
    with equip(database, AUTOMATIC).session() as session:
        case_in(session, State.ARRIVED, now)
        accepting.accept_arrived(session, now)

        assert accepting.accept_arrived(session, now) == 0


def test_a_withdrawn_request_is_left_alone(database: Database, now: datetime) -> None:
    with equip(database, AUTOMATIC).session() as session:
        case = case_in(session, State.ARRIVED, now)
        with database.session() as other:
            steps.withdraw(other, seat(), held(case), "電話で本人から", now)

        assert accepting.accept_arrived(session, now) == 0
        assert session.get_one(Case, case.id, populate_existing=True).state == State.WITHDRAWN
