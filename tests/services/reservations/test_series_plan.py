"""A series before it is booked: what each date meets, where else it could be, and what can be no series at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import Database
from portal.pack.buildings import Who
from portal.refused import Refused
from services.reservations.actions import (
    blocking,
    booking,
    rounds,
    series_plan,
)
from services.reservations.actions.blocking import Closing
from services.reservations.actions.series_plan import Plan
from services.reservations.models.series import Series
from services.reservations.rules.series import Every, Met, Rhythm
from services.reservations.rules.states import BlockKind
from tests.portal.cases import hinata
from tests.services.reservations import lottery
from tests.services.reservations.builders import HALL, wish
from tests.services.reservations.staffed import at, ready, seat

# Tuesdays until the end of January: 23 December is no Tuesday, 29 December and 5 January may be holidays of the town.
TUESDAYS = Rhythm((1,), Every.WEEK, (), time(10), time(12))
PLAN = Plan(HALL, "washitsu", TUESDAYS, date(2026, 11, 24), date(2027, 1, 26), "meeting", 12, Who.RESIDENT)


@pytest.fixture
def room(database: Database) -> Iterator[Session]:
    """A session of the sample town."""
    with ready(database).session() as session:
        yield session


def in_the_way(room: Session, now: datetime) -> None:
    """A booking on 8 December, a block on the 15th."""
    booking.hold(
        room, wish(at(24, 9) + timedelta(days=14), building=HALL, unit="washitsu", channel="counter"), now
    )
    start = at(24, 9) + timedelta(days=21)
    house = hinata().buildings[HALL]
    closing = Closing(
        house, house.unit("washitsu"), start, start + timedelta(hours=6), BlockKind.REPAIR, "見本の点検"
    )
    blocking.block(room, closing, seat(), now)


def test_a_preview_says_what_each_date_meets_and_where_else_it_could_be(room: Session, now: datetime) -> None:
    in_the_way(room, now)

    found = {one.day: one for one in series_plan.seen(room, PLAN, now)}

    assert len(found) == 10
    assert found[date(2026, 12, 1)].met == Met.NOTHING
    assert found[date(2026, 12, 8)].met == Met.BOOKING
    assert {unit.key for unit in found[date(2026, 12, 8)].others} == {"hall_1", "hall_2"}
    assert found[date(2026, 12, 15)].met == Met.BLOCK
    assert found[date(2026, 12, 29)].met == Met.HOLIDAY
    assert not found[date(2026, 12, 29)].others
    assert room.scalars(select(Series)).all() == []


def test_a_draw_that_keeps_the_time_is_told(room: Session, now: datetime) -> None:
    plan = Plan(
        lottery.GYM, "arena_a", Rhythm((1,), Every.WEEK, (), time(9), time(12)), date(2026, 12, 22), date(2027, 1, 12),
        "ball", 20, Who.RESIDENT,
    )  # fmt: skip
    rounds.open_round(room, lottery.operator(), lottery.PLAN, now)

    met = {one.day.isoformat(): one.met for one in series_plan.seen(room, plan, now)}

    assert met["2026-12-22"] == Met.NOTHING
    assert met["2027-01-12"] == Met.DRAW


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"last": date(2027, 4, 30)}, "series_days"),
        ({"last": date(2026, 11, 1)}, "series_days"),
        ({"rhythm": replace(TUESDAYS, weekdays=())}, "series_weekdays"),
        ({"rhythm": replace(TUESDAYS, every=Every.MONTH)}, "series_weekdays"),
        ({"rhythm": replace(TUESDAYS, starts=time(13))}, "series_time"),
        ({"first": date(2026, 11, 25), "last": date(2026, 11, 28)}, "series_empty"),
        ({"purpose": "music"}, "purpose_not_here"),
        ({"people": 500}, "too_many_people"),
        ({"who": Who.COMMERCIAL}, "not_let_to_them"),
        ({"relief": "nobody"}, "relief_unknown"),
    ],
)
def test_what_can_be_no_series_is_refused(
    room: Session, now: datetime, change: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        series_plan.seen(room, replace(PLAN, **change), now)
