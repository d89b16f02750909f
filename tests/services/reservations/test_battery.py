"""Many clients in real processes want the same: one legal outcome, nobody refused who wanted something else, no error.

The gate does twenty rounds with a few processes, `--scale all` two hundred with fifty.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import cycle, islice

import pytest
from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from portal.db import Database, writing
from portal.slots.tables import QuotaCount, SeatCount, SlotClaim
from services.reservations.actions import booking, offering
from services.reservations.actions.booking import Terms
from services.reservations.actions.wishes import placed
from services.reservations.models.bookings import Block, Booking
from services.reservations.models.given_back import Reopening
from tests.portal.cases import hinata
from tests.services.reservations import judging
from tests.services.reservations.builders import HALL, HOLDER, at, band, furnished, wish
from tests.services.reservations.crowding import Crowd, Job, Outcome, another, two_a_month

# Rounds of each scene, and clients.
SCALE = {"fast": (2, 4), "normal": (20, 4), "all": (200, 50)}
TABLES = (Booking, Block, Reopening, SlotClaim, SeatCount, QuotaCount)
Judge = Callable[[Sequence[Outcome]], list[str]]


@dataclass(frozen=True)
class Scene:
    """What happens at once, and what of it may have come true."""

    jobs: list[Job]
    judge: Judge


def winners(most: int, least: int | None = None) -> Judge:
    """So many of those who want the same have it, and no fewer than there is room for."""

    def judge(found: Sequence[Outcome]) -> list[str]:
        n = sum(one.done for one in found if not one.job.stands)
        return [] if (most if least is None else least) <= n <= most else [f"{n} have it"]

    return judge


def crowded(wants: Sequence[Job], size: int, judge: Judge) -> Scene:
    """The jobs over and over, and one client more who wants something else in the same building."""
    other = Job(
        "hold",
        another(wish(at(17, 10), unit="budo", hours=2, purpose="budo"), starts=at(17, 9), ends=at(17, 12)),
        stands=True,
    )
    jobs = [
        replace(job, wish=another(job.wish)) if job.wish and job.what in ("hold", "whole") else job
        for job in islice(cycle(wants), size - 1)
    ]
    return Scene([*jobs, other], judge)


def same_slot(session: Session, now: datetime, size: int) -> Scene:
    return crowded([Job("hold", wish())], size, winners(1))


def hall_and_halves(session: Session, now: datetime, size: int) -> Scene:
    jobs = [Job("hold", band("am", unit=unit)) for unit in ("arena", "arena_a", "arena_b")]

    def judge(found: Sequence[Outcome]) -> list[str]:
        won = sorted(one.job.wish.unit for one in found if one.done and one.job.wish and not one.job.stands)
        return [] if won in (["arena"], ["arena_a", "arena_b"]) else [f"given: {won}"]

    return crowded(jobs, size, judge)


def last_seat(session: Session, now: datetime, size: int) -> Scene:
    shared = wish(unit="training", purpose="exercise", people=1)
    booking.hold(session, another(shared, people=18), now)
    return crowded(
        [Job("hold", shared), Job("hold", replace(shared, starts=at(8, 11), ends=at(8, 13)))],
        size,
        winners(4, 2),
    )


def quota_edge(session: Session, now: datetime, size: int) -> Scene:
    """One of two is used; everybody confirms another time with the same holder."""
    booking.book(session, wish(at(1, 18), 1), Terms(HOLDER), now)
    times = (at(day, hour) for day in range(8, 28) for hour in (9, 12, 15) if at(day, hour).weekday())
    held = [booking.hold(session, wish(moment), now) for moment in islice(times, size - 1)]
    jobs = [Job("confirm", booking=one.id, holder=HOLDER) for one in held]
    return Scene([*jobs, crowded([], size, winners(0)).jobs[-1]], winners(1))


def double_submit(session: Session, now: datetime, size: int) -> Scene:
    """One form, sent by everybody: all are told the same booking."""
    one = Job("hold", wish())

    def judge(found: Sequence[Outcome]) -> list[str]:
        ids = {each.id for each in found if each.done and not each.job.stands}
        return (
            [] if len(ids) == 1 and all(each.done for each in found) else [f"{len(ids)} bookings of one form"]
        )

    return Scene([*[one] * (size - 1), crowded([], size, winners(0)).jobs[-1]], judge)


def cancelled_meanwhile(session: Session, now: datetime, size: int) -> Scene:
    """Somebody gives it back while the others want it: one of them or none has it, and it is free in the end or theirs."""
    held = booking.hold(session, wish(), now)
    jobs = [Job("cancel", booking=held.id), *[Job("hold", another(wish())) for _ in range(size - 2)]]

    def judge(found: Sequence[Outcome]) -> list[str]:
        n = sum(one.done for one in found if one.job.what == "hold" and not one.job.stands)
        return [] if n <= 1 and found[0].done else [f"{n} have it, cancelling {found[0].said}"]

    return Scene([*jobs, crowded([], size, winners(0)).jobs[-1]], judge)


def series_and_single(session: Session, now: datetime, size: int) -> Scene:
    weeks = [wish(at(8, 10) + timedelta(weeks=n)) for n in range(4)]
    single = [Job("hold", one) for one in (weeks[2], weeks[1])]

    def judge(found: Sequence[Outcome]) -> list[str]:
        series = sum(one.done for one in found if one.job.what == "series")
        alone = sum(one.done for one in found if one.job.what == "hold" and not one.job.stands)
        return [] if (series, alone) in ((1, 0), (0, 2), (0, 1)) else [f"{series} series and {alone} alone"]

    jobs = [
        Job("series", wishes=tuple(another(one) for one in weeks)) if n % 3 == 0 else single[n % 3 - 1]
        for n in range(size - 1)
    ]
    return crowded(jobs, size, judge)


def confirm_and_confirm(session: Session, now: datetime, size: int) -> Scene:
    """Two pages of one hold sent by several at once: one case, told to all."""
    held = booking.hold(session, wish(), now)

    def judge(found: Sequence[Outcome]) -> list[str]:
        ids = {each.id for each in found if not each.job.stands}
        return [] if len(ids) == 1 and all(each.done for each in found) else [f"{len(ids)} cases of one hold"]

    jobs = [Job("confirm", booking=held.id, holder=HOLDER)] * (size - 1)
    return Scene([*jobs, crowded([], size, winners(0)).jobs[-1]], judge)


def block_and_booking(session: Session, now: datetime, size: int) -> Scene:
    closing = Job("block", wish(at(8, 9), 12))

    def judge(found: Sequence[Outcome]) -> list[str]:
        blocked = sum(one.done for one in found if one.job.what == "block")
        booked = sum(one.done for one in found if one.job.what == "hold" and not one.job.stands)
        return (
            []
            if (blocked > 0) != (booked > 0) and booked <= 1
            else [f"{blocked} blocks and {booked} bookings"]
        )

    return crowded([closing, Job("hold", wish())], size, judge)


def loud_and_quiet(session: Session, now: datetime, size: int) -> Scene:
    """A choir beside a tea ceremony: one of them; two quiet rooms beside one another are both given."""
    choir = wish(building=HALL, unit="ongaku", purpose="music")
    tea = wish(building=HALL, unit="washitsu", purpose="craft")
    return crowded([Job("hold", choir), Job("hold", tea)], size, winners(1))


def changing_places(session: Session, now: datetime, size: int) -> Scene:
    """Two who would change places keep their own, and one who moves beside himself succeeds."""
    first = booking.book(session, wish(at(8, 9, 0), 2), Terms(b"\x01" * 16), now)
    second = booking.book(session, wish(at(8, 13), 2), Terms(b"\x02" * 16), now)
    jobs = [
        Job("move", wish(at(8, 13), 2), booking=first.id),
        Job("move", wish(at(8, 9), 2), booking=second.id),
        Job("move", wish(at(8, 15), 2), booking=second.id),
        Job("hold", wish(at(8, 11, 30), 4)),
    ]
    return crowded(jobs, size, lambda _: [])


SCENES = {
    scene.__name__: scene
    for scene in (
        same_slot, hall_and_halves, last_seat, quota_edge, double_submit, cancelled_meanwhile, series_and_single,
        confirm_and_confirm, block_and_booking, loud_and_quiet, changing_places,
    )
}  # fmt: skip


@pytest.fixture
def ground(database: Database) -> Database:
    return furnished(database, two_a_month())


def swept(session: Session) -> None:
    """A round begins with nothing booked."""
    with writing(session):
        for table in TABLES:
            session.execute(delete(table))
    session.expunge_all()


def verdict(session: Session, found: Sequence[Outcome], scene: Scene, now: datetime) -> list[str]:
    """Everything that is wrong with a round."""
    said = [f"{one.job.what}: {one.code}" for one in found if one.said == "error"]
    said += [
        f"refused though nobody else wanted it: {one.code}"
        for one in found
        if one.job.stands and not one.done
    ]
    said += [
        f"{one.code} without anything that can be booked instead"
        for one in found
        if one.said == "refused"
        and one.job.wish
        and one.job.what in ("hold", "whole")
        and not _offered(session, one)
    ]
    return [*said, *scene.judge(found), *judging.faults(session)]


def _offered(session: Session, outcome: Outcome) -> bool:
    assert outcome.job.wish is not None
    for offer in outcome.offers:
        house = hinata().buildings[offer.building]
        made = replace(
            outcome.job.wish, building=offer.building, unit=offer.unit, starts=offer.starts, ends=offer.ends
        )
        place = placed(session, made.building, made.unit, made.purpose)
        seen = offering.taken(session, house, offer.starts, offer.ends + timedelta(hours=4))
        if seen.has_room(place.taking(made.starts, made.ends, made.people)):
            return True
    return False


def play(database: Database, crowd: Crowd, names: Sequence[str], rounds: int, now: datetime) -> Iterator[str]:
    """Each scene so many times; what was wrong with each round."""
    for name in names:
        for turn in range(rounds):
            with database.session() as session:
                swept(session)
                scene = SCENES[name](session, now, crowd.size)
                found = crowd.all_do(scene.jobs)
                session.expunge_all()
                for fault in verdict(session, found, scene, now):
                    yield f"{name}, round {turn}: {fault}"


def test_one_legal_outcome_no_error_and_nobody_else_is_refused(
    ground: Database, database_url: str, now: datetime, scale: str
) -> None:
    rounds, size = SCALE[scale]
    crowd = Crowd(database_url, now, size)
    try:
        found = list(play(ground, crowd, list(SCENES), rounds, now))
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
    crowd = Crowd(database_url, now, 4)
    try:
        found = list(play(ground, crowd, ["same_slot", "hall_and_halves"], 1, now))
    finally:
        crowd.leave()

    assert any("given" in fault and "times" in fault for fault in found)
