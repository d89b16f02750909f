"""The ledger's sums: whatever came, in whatever order it was stored, they say what a recount says."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import ledger
from portal.db import Database, new_id, writing
from portal.ledger import Entry, Kind
from portal.sums import DaySum, MonthSum
from services.dashboard.actions import reading, summing
from services.dashboard.rules.asking import MEASURED, SPLITS, Sum, Want
from tests.services.dashboard import raw

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
KINDS = (Kind.FILED, Kind.STEP, Kind.COMPLETED, Kind.WAITED, Kind.PAID, Kind.COUNTED)
KEYS = ("juminhyo", "suido_kaishi", "juminhyo/who", "honcho.A/10")
CHANNELS = ("online", "window", "konbini", "paper")


def happen(session: Session, chance: Random, count: int) -> None:
    """So many events of three years, some of them taken back."""
    with writing(session):
        for _ in range(count):
            kind, day = chance.choice(KINDS), TODAY - timedelta(days=chance.randrange(900))
            n = chance.choice((1, 1, 1, 2, -1))
            # Halves add up to the same in every order.
            value = n * chance.randrange(60) / 2 if kind in MEASURED or kind is Kind.PAID else None
            division = chance.choice(("shimin", "suido"))
            ledger.event(session, kind, chance.choice(KEYS), chance.choice(CHANNELS), division, day, n, value)


def any_want(chance: Random) -> Want:
    """A question nobody thought of."""
    daily = chance.random() < 0.4
    first = TODAY - timedelta(days=chance.randrange(900))
    return Want(
        tuple(chance.sample(KINDS, chance.randrange(1, 4))),
        first if daily else first.replace(day=1),
        TODAY - timedelta(days=chance.randrange(100)),
        tuple(chance.sample(SPLITS, chance.randrange(1, 5))),
        keys=tuple(chance.sample(KEYS, 2)) if chance.random() < 0.3 else (),
        under=chance.choice(("", "", "juminhyo", "honcho.A")),
        channels=tuple(chance.sample(CHANNELS, 2)) if chance.random() < 0.3 else (),
        division=chance.choice(("", "shimin")),
        daily=daily,
    )


def told(found: list[Sum]) -> list[Sum]:
    """In one order, without lines that cancelled each other out: a sum that is nothing may be there or not."""
    return sorted(one for one in found if one.n or one.value)


@pytest.mark.parametrize("seed", range(3))
def test_every_sum_is_what_a_recount_of_the_raw_lines_says(database: Database, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 (the same events each time)
    with database.session() as session:
        for _ in range(3):
            happen(session, chance, 120)
            summing.sum_all(session, NOW)
            truth = raw.source(session)

            for _ in range(40):
                want = any_want(chance)
                assert told(list(reading.sums(session, want))) == told(list(truth(want))), want


def test_the_last_days_are_summed_without_waiting_for_the_night(database: Database) -> None:
    with database.session() as session:
        happen(session, Random(1), 50)  # noqa: S311 (the same events each time)
        summing.sum_all(session, NOW)
        with writing(session):
            ledger.event(session, "filed", "juminhyo", "online", "shimin", TODAY)
            ledger.event(session, "filed", "juminhyo", "online", "shimin", TODAY - timedelta(days=40))

        found = summing.sum_lately(session, NOW)

        assert found == 1
        assert summing.stale(session, date.min) == [("filed", TODAY - timedelta(days=40))]
        assert summing.sum_all(session, NOW) == 1
        assert summing.stale(session, date.min) == []


def test_nothing_new_leaves_every_sum_untouched(database: Database) -> None:
    with database.session() as session:
        happen(session, Random(2), 50)  # noqa: S311 (the same events each time)
        summing.sum_all(session, NOW)

        assert summing.sum_all(session, NOW) == 0


def test_a_transaction_that_ends_late_is_counted_although_later_ones_were_summed(
    database: Database, database_url: str
) -> None:
    if database_url.startswith("sqlite"):
        # Its writers stand in one queue; the same is shown there by storing an older line after a newer one.
        with database.session() as session:
            late = Entry(id=new_id(), kind="filed", key="juminhyo", channel="online", division="shimin", day=TODAY, n=1)  # fmt: skip
            with writing(session):
                ledger.event(session, "filed", "juminhyo", "window", "shimin", TODAY)
            summing.sum_all(session, NOW)
            with writing(session):
                session.add(late)
            summing.sum_all(session, NOW)
            assert counted(session) == 2
        return
    with database.session() as slow, database.session() as session:
        with writing(slow):
            ledger.event(slow, "filed", "juminhyo", "online", "shimin", TODAY)
            with writing(session):
                ledger.event(session, "filed", "juminhyo", "window", "shimin", TODAY)
            summing.sum_all(session, NOW)
            assert counted(session) == 1

        summing.sum_all(session, NOW)

        assert counted(session) == 2


def counted(session: Session) -> int:
    want = Want(("filed",), TODAY.replace(day=1), TODAY, ("kind",))
    return sum(one.n for one in reading.sums(session, want))


def test_what_was_taken_back_leaves_the_months_but_not_the_days(database: Database) -> None:
    with database.session() as session:
        with writing(session):
            ledger.event(session, "counted", "juminhyo", "konbini", "shimin", TODAY, 30)
            ledger.event(session, "counted", "juminhyo", "konbini", "shimin", TODAY, -30)
        summing.sum_all(session, NOW)

        assert session.scalars(select(MonthSum)).all() == []
        (day,) = session.scalars(select(DaySum)).all()
        assert (day.n, day.lines) == (0, 2)
