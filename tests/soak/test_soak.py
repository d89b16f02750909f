"""Half an hour of everything at once, while processes and the database fall at random: nothing acknowledged is lost or doubled.

`KURASHI_SOAK_SECONDS` makes it shorter, `KURASHI_SEED` repeats it.
"""

import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from itertools import islice
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks import claims
from benchmarks.parts.serving import ROOT
from benchmarks.parts.town import Town, at_the_desk
from portal import pack, utc_now
from portal.db import Database
from portal.inbox import Case
from portal.outbox import DONE, Outbox
from portal.slots.tables import SeatCount, SlotClaim
from portal.slots.values import Taking
from portal.states import State
from services.chat.actions import line_inbox, line_sending
from services.reservations.actions.wishes import placed
from services.reservations.models.bookings import Booking
from services.reservations.rules.states import CLAIMING
from tests.soak.people import Crowd, Promised
from tests.soak.place import Place, place

pytestmark = [pytest.mark.long, pytest.mark.soak]

SECONDS = {"postgresql": 1800.0, "sqlite": 240.0}
# How long things stand between two falls, so that most of the time nothing has an excuse; in a short run less; and how
# often what is held is looked at.
BETWEEN, BETWEEN_IN_SHORT, SHORT, LOOK = (20.0, 50.0), (8.0, 20.0), 400.0, 5.0
# How many of each come, so that the machine has some time left.
APPLICANTS, READERS, PAUSE = 3, 2, 3.0
# What may be held is the business of `./bench start`; here it must not grow.
# A short run has not warmed up after its first third.
MOST_GROWTH, MOST_IN_SHORT = 1.10, 1.25
TIMES = 900
# What a killed worker had taken is given to the other after five minutes.
DRAINED = 400.0


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_nothing_acknowledged_is_lost_or_doubled_and_memory_stays(kind: str) -> None:
    seconds = min(SECONDS[kind], float(os.environ.get("KURASHI_SOAK_SECONDS", SECONDS[kind])))
    seed = int(os.environ.get("KURASHI_SEED", random.randrange(10**6)))  # noqa: S311 (it is printed to be repeated)
    print(f"seed {seed}: KURASHI_SEED={seed} repeats it")
    chance = random.Random(seed)  # noqa: S311 (as above)

    with ExitStack() as ends:
        here = ends.enter_context(place(kind, chance))
        database = Database(here.url, {"pack": pack.read(ROOT / "portal" / "packs" / "hinata")})
        ends.callback(database.dispose)
        before = _filed(database)
        crowd = gathered(here, seed)
        held = storm(here, chance, seconds)
        crowd.goes()
        promised = crowd.promised
        print(_summary(here, promised, held))
        assert promised.faults == []
        assert _unexplained(here, promised) == []
        _drained(database)
        with database.session() as session:
            every_receipt_is_one_case(session, promised, before)
            every_booking_has_its_time(session, promised)
            every_event_was_answered_once(session, promised)
            every_acceptance_stands(session, promised)
        assert max(Counter(one.first for one in here.line.arrived()).values()) == 1
        assert here.line.refused() == []

    memory_stays(held, MOST_IN_SHORT if seconds < SHORT else MOST_GROWTH)


def gathered(here: Place, seed: int) -> Crowd:
    """Residents, readers, friends on LINE, people who book, and a clerk."""
    ports = tuple(here.web.values())
    town = Town(ports[0], here.url, here.env)
    with closing(claims.times(town)) as free:
        times = iter(list(islice(free, TIMES)))
    cookie = at_the_desk(town, "2001").cookies["kmado_staff"]
    crowd = Crowd(ports, seed, PAUSE)
    for does in (
        *[crowd.apply] * APPLICANTS, *[crowd.look] * READERS, crowd.talk, crowd.booking(times),
        crowd.telling(here.line.give), crowd.serving(cookie),
    ):  # fmt: skip
        crowd.comes(does)
    return crowd


def storm(here: Place, chance: random.Random, seconds: float) -> list[dict[int, float]]:
    """Let one thing after the other fall; what the processes that never fall held, again and again."""
    held, begun, between = [], time.monotonic(), BETWEEN_IN_SHORT if seconds < SHORT else BETWEEN
    falls_at = begun + chance.uniform(*between)
    while time.monotonic() < begun + seconds:
        time.sleep(LOOK)
        if time.monotonic() >= falls_at:
            here.fall()
            falls_at = time.monotonic() + chance.uniform(*between)
        held.append(here.memory())
    return held


def _summary(here: Place, promised: Promised, held: Sequence[Mapping[int, float]]) -> str:
    slowest = max((fall.ended - fall.begun for fall in here.falls), default=0.0)
    return (
        f"{dict(Counter(fall.what for fall in here.falls))} fell, the slowest was back after {slowest:.1f} s; "
        f"{len(promised.receipts)} receipts, {len(promised.bookings)} bookings, {len(promised.events)} events, "
        f"{len(promised.accepted)} accepted, {promised.looks} pages, {len(promised.outages)} requests failed; "
        f"megabytes {[round(max(one.values())) for one in held]}"
    )


def _filed(database: Database) -> int:
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(Case)) or 0


def _unexplained(here: Place, promised: Promised) -> list[str]:
    """What failed though nothing had fallen for longer than is promised."""
    return [
        f"{one.what} ({one.ended - one.begun:.1f} s)"
        for one in promised.outages
        if not any(fall.explains(one.begun, one.ended, one.port) for fall in here.falls)
    ]


def _drained(database: Database) -> None:
    """Until the workers have done what was asked of them, as long as the lease of one that was killed."""
    kinds, deadline = ("mail", line_inbox.KIND, line_sending.REPLY), time.monotonic() + DRAINED
    waiting = select(func.count(Outbox.no)).where(
        Outbox.done_at.is_(None), Outbox.kind.in_(kinds), Outbox.not_before <= utc_now()
    )
    while time.monotonic() < deadline:
        with database.session() as session:
            if not session.scalar(waiting):
                return
        time.sleep(1)


def every_receipt_is_one_case(session: Session, promised: Promised, before: int) -> None:
    """Each with the number that was shown, and no more cases than receipts and bookings."""
    shown = {row.id: row.receipt_no for row in session.execute(select(Case.id, Case.receipt_no))}
    assert promised.receipts
    assert {id: shown.get(id) for id in promised.receipts} == promised.receipts
    assert len(shown) - before == len(promised.receipts) + len(set(promised.bookings))
    mails = session.scalars(select(Outbox.refs).where(Outbox.template == "receipt", Outbox.state == DONE))
    told = Counter(UUID(refs["case"]) for refs in mails)
    assert {id: told[id] for id in promised.receipts} == dict.fromkeys(promised.receipts, 1)


def every_booking_has_its_time(session: Session, promised: Promised) -> None:
    """One booking for each case, and what it takes is taken by nobody else."""
    assert promised.bookings
    found = session.scalars(select(Booking).where(Booking.case_id.in_(promised.bookings))).all()
    assert sorted(one.case_id for one in found if one.case_id) == sorted(promised.bookings)
    live = session.scalars(select(Booking).where(Booking.state.in_(sorted(CLAIMING)))).all()
    takes = {
        one.id: placed(session, one.building, one.unit, one.purpose).taking(
            one.starts_at, one.ends_at, one.people, {}
        )
        for one in live
    }
    owners = {
        (row.space, row.slot): row.owner
        for row in session.execute(select(SlotClaim.space, SlotClaim.slot, SlotClaim.owner))
    }
    lost = [one.id for one in found if any(owners.get(step) != one.id for step in takes[one.id].claims)]
    assert lost == []
    every_place_is_counted_once(session, takes, [one.id for one in found])


def every_place_is_counted_once(
    session: Session, takes: Mapping[UUID, Taking], found: Sequence[UUID]
) -> None:
    """Where several use a room side by side, it is as full as the bookings say."""
    used = Counter(
        {
            (row.what, row.slot): row.used
            for row in session.execute(select(SeatCount.what, SeatCount.slot, SeatCount.used))
        }
    )
    wanted: Counter[tuple[str, int]] = Counter()
    for one in takes.values():
        for seats in one.seats:
            wanted.update(dict.fromkeys(((seats.what, step) for step in seats.steps), seats.people))
    theirs = {(seats.what, step) for id in found for seats in takes[id].seats for step in seats.steps}
    assert [(key, used[key], wanted[key]) for key in theirs if used[key] != wanted[key]] == []


def every_event_was_answered_once(session: Session, promised: Promised) -> None:
    """What LINE has a 200 for is kept once and done."""
    keys = [f"{line_inbox.KIND}:{one}" for one in promised.events]
    wanted = select(Outbox.dedupe_key, Outbox.state).where(Outbox.dedupe_key.in_(keys))
    assert promised.events
    assert sorted(map(tuple, session.execute(wanted))) == sorted((key, DONE) for key in keys)


def every_acceptance_stands(session: Session, promised: Promised) -> None:
    """What a clerk was told is accepted is."""
    assert promised.accepted
    states = session.scalars(select(Case.state).where(Case.id.in_(promised.accepted))).all()
    assert len(states) == len(set(promised.accepted))
    assert State.ARRIVED not in states


def memory_stays(held: Sequence[Mapping[int, float]], most: float) -> None:
    """Fitted over the time after the first third, no process grows by more than so much, whatever single looks say."""
    warm, grown = held[len(held) // 3 :], {}
    for pid in warm[0]:
        looks = [one[pid] for one in warm]
        slope, begun = statistics.linear_regression(range(len(looks)), looks)
        grown[pid] = (begun + slope * (len(looks) - 1)) / begun
    print(f"memory grew by {[round(one, 3) for one in grown.values()]}")

    assert len(grown) > 1
    assert max(grown.values()) < most, f"{grown}: {warm}"
