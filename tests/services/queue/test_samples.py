"""The sample town's waiting room: a busy hour is there on the day it is loaded, once, and no colleague is kept from a counter."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import Database, writing
from services.queue.actions import days, looking, samples
from services.queue.models import Ticket
from tests.portal import cases
from tests.services.desk.builders import hire
from tests.services.queue.hall import MORNING


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session on a town with eight made-up members of staff."""
    with cases.equip(database, cases.hinata()).session() as opened:
        with writing(opened):
            for _ in range(8):
                hire(opened).sample = True
        yield opened


def test_people_wait_and_are_called_at_the_counters(session: Session) -> None:
    told = samples.load(session, cases.hinata(), MORNING)

    board = looking.board(session, days.find(session, "honcho"), MORNING)
    assert "/queue/display/honcho" in told[0]
    assert len(board.calls) >= 4
    assert sum(one.waiting for one in board.bands) >= 8
    assert all(one.wait is not None for one in board.bands)


def test_it_is_loaded_once(session: Session) -> None:
    samples.load(session, cases.hinata(), MORNING)
    count = session.scalar(select(func.count()).select_from(Ticket))

    assert samples.load(session, cases.hinata(), MORNING) == []
    assert session.scalar(select(func.count()).select_from(Ticket)) == count
