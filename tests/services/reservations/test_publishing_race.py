"""An edition is published while real processes book: no booking stands where the new edition is closed, unless staff were told of it.

The gate does eight rounds with four processes, `--scale all` two hundred with twelve.
"""

import random
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import facilities
from portal.db import Database, writing
from portal.facilities import FacilityEdition
from portal.slots.tables import Version
from services.reservations.actions import booking, editing, in_the_way
from services.reservations.models.bookings import Booking
from services.reservations.rules.states import CLAIMING
from tests.services.reservations import edited
from tests.services.reservations.builders import GYM, at, furnished, wish
from tests.services.reservations.crowding import DO, Crowd, Job, Outcome, another, do, two_a_month
from tests.services.reservations.test_battery import swept

# Rounds, and clients.
SCALE = {"fast": (2, 4), "normal": (8, 4), "all": (100, 12)}
CLOSED = wish(at(8, 10))


def publish(session: Session, job: Job, now: datetime) -> None:
    """Whatever draft there is."""
    row = editing.opened(session, GYM)
    assert row is not None
    editing.publish(session, edited.manager(), GYM, row.revision, now)


def late(what: str) -> Callable[[Session, Job, datetime], UUID | None]:
    """The same at some moment while the edition is being checked and published."""

    def do(session: Session, job: Job, now: datetime) -> UUID | None:
        time.sleep(random.uniform(0, 0.12))  # noqa: S311 (chance here is for moments, not for secrets)
        return DO[what](session, job, now)

    return do


# Before the clients are made, which are copies of this process.
DO.update({"publish": publish, **{f"late_{one}": late(one) for one in ("move", "whole", "hold")}})


def let_until_the_seventh(body: dict[str, Any]) -> None:
    """The meeting room is given up after the seventh of December."""
    edited.unit(body, "kaigi")["valid_to"] = date(2026, 12, 7)


def fresh(session: Session) -> None:
    """A round begins with the town's own file and a draft beside it."""
    swept(session)
    with writing(session):
        session.execute(delete(FacilityEdition))
        session.execute(delete(Version))
    session.expunge_all()
    edited.drafted(session, let_until_the_seventh)


def jobs(session: Session, now: datetime, size: int) -> list[Job]:
    """One publishes; the others book, hold, or move there what they have on an earlier day."""
    earlier = booking.hold(session, wish(at(4, 10)), now)
    wanted = [
        Job("late_move", wish=CLOSED, booking=earlier), Job("late_whole", wish=CLOSED), Job("late_hold", wish=CLOSED),
    ]  # fmt: skip
    others = [wanted[n % 3] if n == 0 else wanted[1 + n % 2] for n in range(size - 1)]
    return [
        Job("publish"),
        *(
            one if one.what == "late_move" or one.wish is None else Job(one.what, wish=another(one.wish))
            for one in others
        ),
    ]


def wrong(session: Session, found: Sequence[Outcome], now: datetime) -> list[str]:
    """What no order of events allows."""
    said = [one.code for one in found if one.said == "error"]
    row = editing.opened(session, GYM)
    live = select(Booking).where(
        Booking.unit == "kaigi", Booking.starts_at >= at(8, 0), Booking.state.in_(CLAIMING)
    )
    standing = session.scalars(live).all()
    told = found[0]
    if told.done and standing:
        said.append(f"{len(standing)} stand where the edition in force is closed")
    if not told.done and told.code != "edition_in_the_way":
        said.append(f"not published: {told.code}")
    if not told.done and row is not None:
        after = facilities.read(GYM, row.body)[0]
        listed = {one.id for one in in_the_way.found(session, after, now).bookings}
        if not standing or listed != {one.id for one in standing}:
            said.append(f"{len(standing)} stand in the way, {len(listed)} are listed")
    return said


def test_nothing_is_booked_into_what_is_being_closed_without_being_listed(
    database: Database, database_url: str, now: datetime, scale: str
) -> None:
    rounds, size = SCALE[scale]
    ground = furnished(database, two_a_month())
    crowd = Crowd(database_url, now, size, lambda ready: do(ready, Job("whole", wish()), now))
    faults, published = [], 0
    try:
        for turn in range(rounds):
            with ground.session() as session:
                fresh(session)
                found = crowd.all_do(jobs(session, now, crowd.size))
                session.expunge_all()
                faults += [f"round {turn}: {one}" for one in wrong(session, found, now)]
                published += found[0].done
    finally:
        crowd.leave()

    print(f"published in {published} of {rounds} rounds")
    assert faults == []
