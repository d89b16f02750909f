"""A request that nobody allowed ends when its day is over: told, counted against nobody, and shown to who did not answer."""

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import inbox, tasks
from portal.db import Database
from portal.inbox import Actor, Case
from portal.outbox import Outbox
from portal.slots.tables import QuotaCount, SlotClaim
from services.reservations import workers
from services.reservations.actions import deciding
from services.reservations.rules.states import State
from tests.portal.cases import hinata
from tests.services.reservations.builders import HALL, at, booked, found, furnished, wish

CLERK = Actor("staff", uuid4())
OPERATOR = hinata().buildings[HALL].operator


@pytest.fixture
def room(database: Database) -> Iterator[Session]:
    with furnished(database).session() as session:
        yield session


def sent(room: Session, template: str) -> int:
    return room.scalar(select(func.count()).select_from(Outbox).where(Outbox.template == template)) or 0


def undecided(room: Session) -> int:
    return tasks.kinds(room, frozenset({OPERATOR})).get("use_undecided", 0)


def test_a_request_nobody_allowed_stays_open_until_its_day_is_over_and_then_ends_and_is_told(
    room: Session, now: datetime
) -> None:
    row, case = booked(room, wish(building=HALL, unit="hall"), now)

    workers.close_uses(room, at(8, 23, 59))
    assert (found(room, row.id).state, undecided(room)) == (State.PENDING, 0)
    workers.close_uses(room, at(9, 0))

    assert found(room, row.id).state == State.CANCELLED
    assert room.get_one(Case, case.id, populate_existing=True).state == inbox.State.WITHDRAWN
    assert (sent(room, "use_undecided"), sent(room, "use_taken_back")) == (1, 0)
    assert undecided(room) == 1
    # Nothing of it is kept: neither the time nor a place in the quota.
    assert room.scalar(select(func.count()).select_from(SlotClaim).where(SlotClaim.owner == row.id)) == 0
    assert room.scalars(select(QuotaCount.used)).all() in ([], [0])
    # The next night tells nobody twice.
    workers.close_uses(room, at(10, 0))
    assert (sent(room, "use_undecided"), undecided(room)) == (1, 1)


def test_who_was_told_no_in_a_proposal_that_nobody_decided_is_ended_as_well(
    room: Session, now: datetime
) -> None:
    row, _ = booked(room, wish(building=HALL, unit="hall"), now)
    deciding.decide(room, row.id, allowed=False, actor=CLERK, now=at(7, 10), reason="見本の理由")

    workers.close_uses(room, at(9, 0))

    assert found(room, row.id).state == State.CANCELLED
    assert sent(room, "use_undecided") == 1


def test_what_was_allowed_in_time_is_a_use_like_any_other(room: Session, now: datetime) -> None:
    row, _ = booked(room, wish(building=HALL, unit="hall"), now)
    deciding.decide(room, row.id, allowed=True, actor=CLERK, now=at(8, 9))

    workers.close_uses(room, at(9, 0))

    assert found(room, row.id).state == State.USED
    assert (sent(room, "use_undecided"), undecided(room)) == (0, 0)
