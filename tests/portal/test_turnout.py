"""Everybody who comes to a rush at once is counted once, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from portal.db import Database, writing
from portal.opening import TOKYO
from portal.rush import Rush, Ticket
from portal.turnout import early_ones, join

NINE = datetime(2026, 12, 1, 9, tzinfo=TOKYO)
RUSH = Rush("reservations/kawabe/2027-02", NINE)


def come(database: Database, now: datetime) -> Ticket:
    """One more at the door."""
    with database.session() as session, writing(session):
        return join(session, RUSH, now)


def test_many_at_once_have_a_number_each(database: Database) -> None:
    moments = [NINE + timedelta(seconds=step % 2 - 0.5) for step in range(40)]

    with ThreadPoolExecutor(8) as crowd:
        found = list(crowd.map(lambda moment: come(database, moment), moments))

    assert sorted(one.number for one in found if one.early) == list(range(20))
    assert sorted(one.number for one in found if not one.early) == list(range(20))
    with database.session() as session:
        assert early_ones(session, RUSH) == 20


def test_a_rush_nobody_came_to_early_has_nobody(database: Database) -> None:
    come(database, NINE)

    with database.session() as session:
        assert early_ones(session, RUSH) == 0
