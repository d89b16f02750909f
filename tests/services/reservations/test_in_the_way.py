"""What a new edition may not take from those who have booked, and from those who wait for a draw."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from portal import facilities
from portal.db import Database
from portal.refused import Refused
from services.reservations.actions import booking, editing, in_the_way
from tests.services.reservations import lottery
from tests.services.reservations.builders import GYM, at, booked, wish
from tests.services.reservations.edited import (
    ACTOR,
    NOW,
    Sit,
    drafted,
    house,
    manager,
    sitting,
    unit,
)


@pytest.fixture
def sit(database: Database) -> Iterator[Sit]:
    """Sessions that carry the editions in force."""
    with sitting(database) as found:
        yield found


def shorter(body: dict[str, Any]) -> None:
    body["open"][0]["to"] = "12:00"


def withdrawn(body: dict[str, Any]) -> None:
    unit(body, "kaigi")["valid_to"] = date(2026, 12, 7)


def elsewhere(body: dict[str, Any]) -> None:
    unit(body, "kaigi")["spaces"] = ["budo"]


def finer(body: dict[str, Any]) -> None:
    body["raster"] = 15


def closed(body: dict[str, Any]) -> None:
    body["closed"].append({"from": date(2026, 12, 8)})


def gone(body: dict[str, Any]) -> None:
    body["unit"] = [one for one in body["unit"] if one["key"] != "kaigi"]


@pytest.mark.parametrize("change", [shorter, withdrawn, elsewhere, finer, closed, gone])
def test_what_would_leave_a_booking_without_its_room_is_refused(
    sit: Sit, change: Callable[[dict[str, Any]], None]
) -> None:
    session = sit()
    booked(session, wish(at(8, 13)), NOW)
    revision = drafted(session, change)

    with pytest.raises(Refused, match="edition_in_the_way"):
        editing.publish(session, manager(), GYM, revision, NOW)

    assert house(sit()).edition == 0


@pytest.mark.parametrize("change", [shorter, withdrawn, elsewhere, finer, closed, gone])
def test_where_nothing_stands_the_same_is_published(
    sit: Sit, change: Callable[[dict[str, Any]], None]
) -> None:
    session = sit()
    booked(session, wish(at(1, 9, 30)), NOW)
    booking.cancel(session, booked(session, wish(at(8, 13)), NOW)[0].id, ACTOR, NOW)
    revision = drafted(session, change)

    if change in (elsewhere, finer, gone):
        with pytest.raises(Refused, match="edition_in_the_way"):
            editing.publish(session, manager(), GYM, revision, NOW)
        later = NOW + timedelta(days=20)
        editing.publish(session, manager(), GYM, revision, later)
    else:
        editing.publish(session, manager(), GYM, revision, NOW)

    assert house(sit()).edition == 1


def test_a_room_that_is_being_drawn_for_keeps_its_times(sit: Sit) -> None:
    session = sit()
    lottery.a_round(session, NOW)
    day = lottery.FIRST
    revision = drafted(session, lambda body: body["closed"].append({"from": day}))

    with pytest.raises(Refused, match="edition_in_the_way"):
        editing.publish(session, manager(), GYM, revision, NOW)

    after, _ = facilities.understood(GYM, editing.drafted(session, GYM)[0])
    assert [one.units for one in in_the_way.found(session, after, NOW).rounds] == ["arena arena_a arena_b"]
