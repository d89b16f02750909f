"""The sample town's calendar has something of everything, once, and says that it is made up."""

from datetime import datetime

import pytest
from sqlalchemy import func, select

from portal.db import Database
from services.accounts.actions import sample as people
from services.reservations.actions import rounds, samples, standing
from services.reservations.models.bookings import Block, Booking
from services.reservations.models.groups import Group
from services.reservations.models.rounds import Entry, Round
from tests.portal.cases import hinata
from tests.services.reservations.staffed import ready


@pytest.mark.parametrize("day", [20, 30])
def test_the_sample_town_shows_a_lively_calendar_and_is_filled_once(database: Database, day: int) -> None:
    now = datetime.fromisoformat(f"2026-11-{day}T10:00:00+09:00")
    with ready(database).session() as session:
        people.load(session, hinata(), now)

        told = samples.load(session, hinata(), now)

        assert told == [
            "見本の施設予約 14件 /reservations ・ 抽選 2回 /reservations/lottery ・ 登録団体「見本コーラスひなた」"
        ]
        assert samples.load(session, hinata(), now) == []
        states = dict(session.execute(select(Booking.state, func.count()).group_by(Booking.state)).all())
        assert states["pending"] == 1
        assert states["confirmed"] >= 13
        group = session.scalars(select(Group)).one()
        theirs = session.scalars(select(Booking).where(Booking.group_id == group.id)).all()
        assert [standing.relief_of(one) for one in theirs] == ["registered", "registered"]
        assert session.scalar(select(func.count()).select_from(Block)) == 1
        assert sorted(session.scalars(select(Round.state))) == ["drawn", "open"]
        assert session.scalar(select(func.count()).select_from(Entry)) == 12
        drawn = session.scalars(select(Round).where(Round.state == "drawn")).one()
        record = rounds.record(session, drawn.id)
        assert record is not None
        assert "見本" in drawn.title
