"""Clients of the battery: real processes, each with its own connection, who all begin at the same moment."""

import gc
import os
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal import turns
from portal.db import Database, new_id
from portal.inbox import RESIDENT
from portal.opening import TOKYO
from portal.pack import Pack
from portal.refused import Refused
from services.reservations.actions import blocking, booking, drawing, instead, offering, series
from services.reservations.actions.blocking import Closing
from services.reservations.actions.booking import Terms, Wish
from services.reservations.actions.counter import Told
from services.reservations.actions.offering import Offer
from services.reservations.actions.series_plan import Plan
from services.reservations.models.bookings import Booking
from services.reservations.rules.series import WEEK, Every, Rhythm
from services.reservations.rules.states import BlockKind
from tests.portal.cases import hinata
from tests.services.reservations import lottery, staffed
from tests.services.reservations.builders import ANSWERS, GYM, form, furnished

FORK = get_context("fork")
# Longer than anybody waits for a turn (portal.turns): who is not answered by then was forgotten.
PATIENCE = 4 * turns.PATIENCE


@dataclass(frozen=True)
class Job:
    """What one client does in a round; `stands`: it wants what nobody else wants, so that nothing may refuse it."""

    what: str
    wish: Wish | None = None
    booking: UUID | None = None
    holder: bytes | None = None
    stands: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of it: done, refused with a code and what was offered instead, or an error that nobody meant."""

    job: Job
    said: str
    code: str = ""
    offers: tuple[Offer, ...] = ()
    id: UUID | None = None
    # What was wanted and not had, by whoever it is offered something else instead.
    lost: Wish | None = None

    @property
    def done(self) -> bool:
        """Whether it has what it wanted."""
        return self.said == "done"


def two_a_month() -> Pack:
    """The sample town, whose gymnasium gives two times a month to anybody."""
    gym = hinata().buildings[GYM]
    gym = replace(gym, rules=replace(gym.rules, most_a_month=2))
    return replace(hinata(), buildings=MappingProxyType({**hinata().buildings, GYM: gym}))


def hold(session: Session, job: Job, now: datetime) -> UUID | None:
    assert job.wish is not None
    return booking.hold(session, job.wish, now)


def whole(session: Session, job: Job, now: datetime) -> UUID | None:
    assert job.wish is not None
    held = booking.hold(session, job.wish, now)
    booking.confirm(session, held, form(session, now), Terms(job.holder), now)
    return held


def confirm(session: Session, job: Job, now: datetime) -> UUID | None:
    assert job.booking is not None
    return booking.confirm(session, job.booking, form(session, now), Terms(job.holder), now).id


def cancel(session: Session, job: Job, now: datetime) -> UUID | None:
    assert job.booking is not None
    return booking.cancel(session, job.booking, RESIDENT, now).booking.id


def move(session: Session, job: Job, now: datetime) -> UUID | None:
    assert job.booking is not None
    assert job.wish is not None
    wish = job.wish
    return booking.move(session, job.booking, wish.starts, wish.ends, wish.unit, RESIDENT, now).id


def give_series(session: Session, job: Job, now: datetime) -> UUID | None:
    """Four weeks for a fixed user, as staff give them: date by date, and what is taken waits."""
    assert job.wish is not None
    wish = job.wish
    day, until = wish.starts.astimezone(TOKYO).date(), wish.ends.astimezone(TOKYO)
    rhythm = Rhythm((day.weekday(),), Every.WEEK, (), wish.starts.astimezone(TOKYO).time(), until.time())
    plan = Plan(wish.building, wish.unit, rhythm, day, day + 3 * WEEK, wish.purpose, wish.people, wish.who)
    seat = staffed.seat(division=hinata().buildings[wish.building].operator)
    return series.make(session, seat, plan, Told(ANSWERS), {}, now, new_id()).id


def draw(session: Session, job: Job, now: datetime) -> UUID | None:
    """The draw of whatever round is closed."""
    drawing.draw_due(session, lottery.CLOSES + timedelta(days=1, minutes=5))
    return None


def open_round(session: Session, job: Job, now: datetime) -> UUID | None:
    """A day of the halls is kept for a draw."""
    return lottery.a_round(session, first_day=lottery.FIRST, last_day=lottery.FIRST).id


def pass_on(session: Session, job: Job, now: datetime) -> UUID | None:
    """What nobody confirmed in time falls to the next."""
    drawing.pass_on_due(session, lottery.CONFIRM)
    return None


def block(session: Session, job: Job, now: datetime) -> UUID | None:
    assert job.wish is not None
    house = hinata().buildings[job.wish.building]
    closing = Closing(
        house, house.unit(job.wish.unit), job.wish.starts, job.wish.ends, BlockKind.REPAIR, "見本の点検"
    )
    return blocking.block(session, closing, staffed.seat("approver", division=house.operator), now).id


DO: dict[str, Callable[[Session, Job, datetime], UUID | None]] = {
    "hold": hold, "whole": whole, "confirm": confirm, "cancel": cancel, "move": move, "series": give_series,
    "block": block, "open_round": open_round, "draw": draw, "pass_on": pass_on,
}  # fmt: skip


def do(database: Database, job: Job, now: datetime) -> Outcome:
    """One job, and what a page would say to whoever asked for it."""
    with database.session() as session:
        try:
            return Outcome(job, "done", id=DO[job.what](session, job, now))
        except Refused as refused:
            session.rollback()
            lost, offers = offered(session, job, now)
            return Outcome(job, "refused", refused.code, offers, lost=lost)
        except Exception:  # noqa: BLE001 (whatever it is, it is the round's fault and is told)
            return Outcome(job, "error", traceback.format_exc()[-1500:])


def offered(session: Session, job: Job, now: datetime) -> tuple[Wish | None, tuple[Offer, ...]]:
    """What the pages would offer whoever was refused, beside what they had asked for."""
    row = session.get(Booking, job.booking, populate_existing=True) if job.booking else None
    if job.what == "confirm" and row is not None:
        lost = replace(instead.wish_of(row), holder=job.holder)
        return lost, instead.of_hold(session, row, Terms(job.holder), now)
    if job.what == "move" and row is not None and job.wish is not None:
        lost = replace(instead.wish_of(row), starts=job.wish.starts, ends=job.wish.ends, holder=row.holder)
        return lost, instead.of_move(session, row, lost, now)
    if job.what in ("hold", "whole") and job.wish is not None:
        return job.wish, offering.alternatives(session, job.wish, now)
    return None, ()


def client(database: Database, now: datetime, pipe: Connection, together: Any) -> None:
    """A process that does what it is told, the moment all the others are ready too."""
    # Every connection is of the process that opened it.
    database.engine.dispose(close=False)
    try:
        while (job := pipe.recv()) is not None:
            together.wait(PATIENCE)
            pipe.send(do(database, job, now))
    finally:
        database.dispose()
        pipe.close()
        # Nothing of the test's own process is swept up here.
        os._exit(0)


class Crowd:
    """So many clients on one database, for as long as a test needs them."""

    def __init__(self, url: str, now: datetime, size: int, warm: Callable[[Database], object]) -> None:
        self.size = size
        database = furnished(Database(url), two_a_month())
        # A web worker has long put its statements together when a crowd comes; fifty clients would each do so in their turn.
        warm(database)
        database.dispose()
        # Nor does each of the fifty sweep, and copy, what all of them share.
        gc.collect()
        gc.freeze()
        together = FORK.Barrier(size)
        self._ends = []
        for _ in range(size):
            mine, theirs = FORK.Pipe()
            process = FORK.Process(target=client, args=(database, now, theirs, together), daemon=True)
            process.start()
            theirs.close()
            self._ends.append((process, mine))
        # What died meanwhile goes; what lives is passed over again, as in every test (tests/harness/garbage.py).
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def all_do(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Everybody begins at once; there are as many jobs as clients."""
        assert len(jobs) == self.size
        for (_, pipe), job in zip(self._ends, jobs, strict=True):
            pipe.send(job)
        found = []
        for _, pipe in self._ends:
            assert pipe.poll(PATIENCE), "a client does not answer"
            found.append(pipe.recv())
        return found

    def leave(self) -> None:
        """Everybody goes home."""
        for process, pipe in self._ends:
            pipe.send(None)
            process.join(PATIENCE)


def another(wish: Wish, **changes: Any) -> Wish:
    """The same wish by somebody else."""
    return replace(wish, once_key=new_id(), **changes)
