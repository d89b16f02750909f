"""Many clients in real processes want the same: one legal outcome, nobody refused who wanted something else, no error.

The gate does twenty rounds with a few processes, `--scale all` two hundred with fifty.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from time import monotonic

import pytest
from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from portal.db import Database, writing
from portal.slots.tables import QuotaCount, SeatCount, SlotClaim, Version
from services.reservations.actions import instead
from services.reservations.actions.offering import Offer
from services.reservations.actions.wishes import Wish
from services.reservations.models.bookings import Block, Booking
from services.reservations.models.given_back import Reopening
from services.reservations.models.rounds import Carry, Entry, Record, Round, Win
from services.reservations.models.series import Series, SeriesDate
from tests.services.reservations import judging
from tests.services.reservations.builders import furnished
from tests.services.reservations.crowding import Crowd, Outcome, do, two_a_month
from tests.services.reservations.scenes import SCENES, SELDOM
from tests.services.reservations.scening import Scene

# Rounds of each scene, and clients.
SCALE = {"fast": (2, 4), "normal": (20, 4), "all": (200, 50)}
# After so many rounds what is dead in the tables costs more than clearing it away.
TIDY = 20
TABLES = (
    SeriesDate, Series, Win, Entry, Record, Round, Carry, Booking, Block, Reopening, SlotClaim, SeatCount, QuotaCount,
)  # fmt: skip


@pytest.fixture
def ground(database: Database) -> Database:
    return furnished(database, two_a_month())


def swept(session: Session) -> None:
    """A round begins with nothing booked."""
    with writing(session):
        for table in TABLES:
            session.execute(delete(table))
    session.expunge_all()


def tidied(database: Database) -> None:
    """What the rounds before have left behind goes: the tests' server does not tidy up by itself, as a town's does."""
    if not database.is_sqlite:
        with database.engine.connect() as connection:
            names = ", ".join(table.__tablename__ for table in (*TABLES, Version))
            connection.execute(text(f"VACUUM (ANALYZE) {names}"))


def verdict(session: Session, found: Sequence[Outcome], scene: Scene, now: datetime) -> list[str]:
    """Everything that is wrong with a round."""
    said = [f"{one.job.what}: {one.code}" for one in found if one.said == "error"]
    said += [
        f"refused though nobody else wanted it: {one.code}"
        for one in found
        if one.job.stands and not one.done
    ]
    seen: dict[tuple[object, ...], bool] = {}
    said += [
        f"{one.job.what}: {one.code} without anything that can be booked instead"
        for one in found
        if one.said == "refused" and one.lost and not _any(session, one.lost, one.offers, seen)
    ]
    return [*said, *scene.judge(found), *judging.faults(session)]


def _any(session: Session, lost: Wish, offers: Sequence[Offer], seen: dict[tuple[object, ...], bool]) -> bool:
    """Whether one of these can be had now that everything is over; many were offered the same, which is looked at once."""
    full = instead.spent(session, lost.holder)
    for offer in offers:
        key = offer, lost.purpose, lost.people, lost.holder
        if key not in seen:
            seen[key] = judging.can_be_had(session, lost, offer, full)
        if seen[key]:
            return True
    return False


def play(database: Database, crowd: Crowd, names: Sequence[str], rounds: int, now: datetime) -> Iterator[str]:
    """Each scene so many times; what was wrong with each round."""
    for name in names:
        for turn in range(rounds):
            if not turn % TIDY:
                tidied(database)
            with database.session() as session:
                swept(session)
                scene = SCENES[name](session, now, crowd.size)
                found = crowd.all_do(scene.jobs)
                session.expunge_all()
                for fault in verdict(session, found, scene, now):
                    yield f"{name}, round {turn}: {fault}"


def crowd_of(url: str, now: datetime, size: int, names: Sequence[str]) -> Crowd:
    """A crowd in which everybody has seen these scenes before."""

    def seen(database: Database) -> None:
        for name in names:
            with database.session() as session:
                swept(session)
                for job in SCENES[name](session, now, 5).jobs:
                    do(database, job, now)
        with database.session() as session:
            swept(session)

    return Crowd(url, now, size, seen)


def test_one_legal_outcome_no_error_and_nobody_else_is_refused(
    ground: Database, database_url: str, now: datetime, scale: str
) -> None:
    most, size = SCALE[scale]
    crowd = crowd_of(database_url, now, size, list(SCENES))
    found: list[str] = []
    try:
        for name in SCENES:
            rounds, began = most // 4 if scale == "all" and name in SELDOM else most, monotonic()
            found += play(ground, crowd, [name], rounds, now)
            # A long run shows how far it has come (-s).
            print(
                f"{name}: {rounds} rounds of {size} in {monotonic() - began:.0f} s, faults: {len(found)}",
                flush=True,
            )
    finally:
        crowd.leave()

    assert found == []


def test_without_the_key_the_judge_finds_times_given_twice(
    ground: Database, database_url: str, now: datetime
) -> None:
    """The battery can fail: on a throw-away schema whose claims have no key several have the same."""
    with ground.session() as session, writing(session):
        if ground.is_sqlite:
            session.execute(text("CREATE TABLE bare AS SELECT * FROM slot_claim"))
            session.execute(text("DROP TABLE slot_claim"))
            session.execute(text("ALTER TABLE bare RENAME TO slot_claim"))
        else:
            session.execute(text("ALTER TABLE slot_claim DROP CONSTRAINT pk_slot_claim"))
    scenes = ["same_slot", "hall_and_halves"]
    crowd = crowd_of(database_url, now, 4, scenes)
    try:
        found = list(play(ground, crowd, scenes, 1, now))
    finally:
        crowd.leave()

    assert any("given" in fault and "times" in fault for fault in found)
