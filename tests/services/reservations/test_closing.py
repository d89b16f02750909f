"""After the use: who came is put right within the town's days, and the night ends what nobody noted anything about."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import inbox, ledger
from portal.audit import Audit
from portal.db import Database
from portal.inbox import Actor, Case
from portal.ledger import Kind
from portal.outbox import Outbox
from portal.pack.building_rules import Unnoted
from portal.refused import Refused
from services.reservations import workers
from services.reservations.actions import attending, figures, standing
from services.reservations.models.bookings import Booking
from services.reservations.rules.states import State
from tests.portal.cases import hinata
from tests.services.reservations.builders import GYM, HALL, HOLDER, at, booked, found, furnished, ruled, wish

CLERK = Actor("staff", uuid4())
NIGHT = at(9, 2, 30)


def sent(session: Session, template: str) -> int:
    return session.scalar(select(func.count()).select_from(Outbox).where(Outbox.template == template)) or 0


def verbs(session: Session, row: Booking) -> Sequence[str]:
    """What was done to a booking, as the audit has it."""
    query = select(Audit.verb).where(Audit.subject_id == str(row.id)).order_by(Audit.id)
    return session.scalars(query).all()


def checked_in(session: Session) -> dict[Any, int]:
    """Check-ins of the gymnasium by the day they belong to."""
    counts = ledger.counts(session, Kind.CHECKED_IN, at(1, 0).date(), at(31, 0).date())
    return {one.day: one.n for one in counts if one.key == GYM}


def test_a_check_in_entered_late_takes_the_points_back_and_says_so(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row, _ = booked(session, wish(), now)
        attending.missed(session, row.id, CLERK, at(8, 12))
        assert standing.points(session, HOLDER, GYM, at(8, 12)) == 1

        attending.came(session, row.id, CLERK, at(15, 9))

        assert found(session, row.id).state == State.USED
        assert standing.points(session, HOLDER, GYM, at(15, 9)) == 0
        assert sent(session, "use_put_right") == 1
        assert verbs(session, row)[-2:] == ["point_taken_back", "used"]
        # It counts on the day on which they came.
        assert checked_in(session) == {at(8, 0).date(): 1}


def test_after_the_towns_days_only_a_reason_takes_them_back(database: Database, now: datetime) -> None:
    with furnished(database, ruled(correct_days=3)).session() as session:
        row, _ = booked(session, wish(), now)
        attending.missed(session, row.id, CLERK, at(8, 12))

        with pytest.raises(Refused, match="correct_late"):
            attending.came(session, row.id, CLERK, at(12, 0))
        attending.waive(session, row.id, CLERK, at(12, 0), "警報が出ていた。")

        assert found(session, row.id).state == State.NO_SHOW
        assert standing.points(session, HOLDER, GYM, at(12, 0)) == 0
        assert sent(session, "use_put_right") == 1
        # Nothing is left to take back, and nobody is told twice.
        attending.waive(session, row.id, CLERK, at(12, 1), "もう一度。")
        assert sent(session, "use_put_right") == 1


def test_a_use_nobody_noted_ends_in_the_night_as_the_building_says(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row, case = booked(session, wish(), now)
        later, _ = booked(session, wish(at(9, 10)), now)
        waiting, _ = booked(session, wish(building=HALL, unit="hall"), now)

        workers.close_uses(session, at(8, 23))
        assert found(session, row.id).state == State.CONFIRMED
        workers.close_uses(session, NIGHT)

        ended = found(session, row.id)
        assert (ended.state, ended.came_at) == (State.USED, None)
        assert session.get_one(Case, case.id, populate_existing=True).state == inbox.State.DONE
        assert standing.points(session, HOLDER, GYM, NIGHT) == 0
        # Nobody stood at the desk, so no check-in is counted; the use is.
        assert checked_in(session) == {}
        counted = figures.year(session, hinata().buildings[GYM], at(1, 0, month=4).date())
        assert sum(one.used for one in counted) == 1
        # What is still to come is not ended; what nobody has allowed did not count as a use.
        assert found(session, later.id).state == State.CONFIRMED
        assert found(session, waiting.id).state == State.CANCELLED


def test_where_the_building_says_so_it_counts_as_not_come_until_it_is_put_right(
    database: Database, now: datetime
) -> None:
    with furnished(database, ruled(unnoted=Unnoted.MISSED)).session() as session:
        row, _ = booked(session, wish(), now)

        workers.close_uses(session, NIGHT)
        workers.close_uses(session, NIGHT + timedelta(hours=1))

        assert found(session, row.id).state == State.NO_SHOW
        assert standing.points(session, HOLDER, GYM, NIGHT) == 1
        assert sent(session, "use_missed") == 1
        attending.came(session, row.id, CLERK, at(9, 9))
        assert (found(session, row.id).state, sent(session, "use_put_right")) == (State.USED, 1)


def test_a_paper_typed_in_the_next_day_says_who_did_not_come(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row, _ = booked(session, wish(), now)
        pressed, _ = booked(session, wish(at(8, 14)), now)
        attending.came(session, pressed.id, CLERK, at(8, 14))
        workers.close_uses(session, NIGHT)

        for one in (row, pressed):
            attending.missed(session, one.id, CLERK, at(9, 9))

        assert standing.points(session, HOLDER, GYM, at(9, 9)) == 2
        assert sum(checked_in(session).values()) == 0
