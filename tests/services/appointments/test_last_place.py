"""The last place under several real processes: one has it, nobody else does, and no family is parted."""

import os
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.db import Database
from portal.refused import Refused
from portal.slots.tables import SeatCount
from services.appointments.actions import booking
from services.appointments.actions.wishes import Wish
from services.appointments.models import Visitor
from tests.services.appointments.builders import CANCER, at, wish
from tests.services.reservations.builders import furnished

FORK = get_context("fork")
CLIENTS = 6
PATIENCE = 60


def client(url: str, asked: Wish, now: datetime, together: Any, pipe: Connection) -> None:
    """A process of its own that asks the moment all the others are ready too."""
    database = furnished(Database(url))
    with database.session() as session:
        together.wait(PATIENCE)
        try:
            booking.hold(session, asked, now)
            said = "held"
        except Refused as refused:
            said = refused.code
    database.dispose()
    pipe.send(said)
    # Nothing of the test's own process is swept up here.
    os._exit(0)


def all_ask(url: str, asked: Wish, now: datetime) -> list[str]:
    """What each of them is told."""
    together, ends = FORK.Barrier(CLIENTS), []
    for number in range(CLIENTS):
        mine, theirs = FORK.Pipe()
        one = Wish(**{**asked.__dict__, "once_key": wish(asked.starts).once_key})
        process = FORK.Process(target=client, args=(url, one, now, together, theirs), name=str(number))
        process.start()
        theirs.close()
        ends.append((process, mine))
    said = []
    for process, mine in ends:
        assert mine.poll(PATIENCE), "a client does not answer"
        said.append(mine.recv())
        process.join(PATIENCE)
    return sorted(said)


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        # Three counters side by side.
        (wish(at(11, 26, 10)), 3),
        # Two want a mammography, of which there is one at a time: one family fills two times, the next one the next two.
        (wish(at(12, 5, 9), "breast", "breast", what=CANCER), 1),
    ],
    ids=["counters", "families"],
)
def test_places_are_given_as_often_as_there_are_and_never_more(
    database: Database, database_url: str, now: datetime, asked: Wish, held: int
) -> None:
    ground = furnished(database)

    said = all_ask(database_url, asked, now)

    assert said == ["held"] * held + ["seats_taken"] * (CLIENTS - held)
    with ground.session() as session:
        over = session.scalars(select(SeatCount.what).where(SeatCount.used > SeatCount.total)).all()
        people = session.scalar(select(func.count()).select_from(Visitor))
    assert over == []
    assert people == held * len(asked.people)
