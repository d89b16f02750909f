"""What a use takes, table by table: its spaces step by step, the turnaround, the quiet beside it, places that are counted."""

from datetime import datetime

import pytest

from services.reservations.rules import claims
from tests.portal.cases import hinata
from tests.services.reservations.builders import GYM, HALL, at

HOUSES = hinata().buildings


def spaces(house: str, unit: str, purpose: str, starts: datetime, ends: datetime) -> dict[str, int]:
    """How many steps of which names a use takes."""
    building = HOUSES[house]
    found = building.unit(unit)
    assert found is not None
    counted: dict[str, int] = {}
    for name, _ in claims.claimed(building, found, building.purpose(purpose), starts, ends):
        counted[name.partition("/")[2]] = counted.get(name.partition("/")[2], 0) + 1
    return counted


@pytest.mark.parametrize(
    ("house", "unit", "purpose", "hours", "taken"),
    [
        # Half an hour is a step; rooms of the centre are put in order for one step more.
        (HALL, "hall_1", "meeting", (10, 12), {"hall_1": 5}),
        (HALL, "hall", "meeting", (10, 12), {"hall_1": 5, "hall_2": 5}),
        (HALL, "chori", "cooking", (10, 12), {"chori": 6}),
        # A loud use takes the sound of its own side, a quiet one that of the room it would be heard in.
        (HALL, "ongaku", "music", (10, 12), {"ongaku": 5, "ongaku>washitsu": 4}),
        (HALL, "washitsu", "craft", (10, 12), {"washitsu": 5, "ongaku>washitsu": 4, "hall_2>washitsu": 4}),
        (GYM, "arena", "ball", (9, 12), {"arena_a": 6, "arena_b": 6, "arena_b>kaigi": 6}),
        (GYM, "arena_a", "ball", (9, 12), {"arena_a": 6}),
    ],
)
def test_a_use_takes_these_steps(
    house: str, unit: str, purpose: str, hours: tuple[int, int], taken: dict[str, int]
) -> None:
    assert spaces(house, unit, purpose, at(8, hours[0]), at(8, hours[1])) == taken


@pytest.mark.parametrize(
    ("starts", "ends", "steps"),
    [
        (at(8, 10), at(8, 10, 30), 1),
        # A step begun is a step taken.
        (at(8, 10), at(8, 10, 31), 2),
        (at(31, 23), at(1, 1, month=1, year=2027), 4),
        (at(28, 23, 30, month=2, year=2028), at(29, 0, 30, month=2, year=2028), 2),
    ],
)
def test_steps_run_on_over_midnight_month_ends_and_leap_days(
    starts: datetime, ends: datetime, steps: int
) -> None:
    assert len(claims.slots(HOUSES[HALL], starts, ends)) == steps


def test_a_step_begins_when_it_says() -> None:
    house = HOUSES[HALL]

    assert claims.moment(house, claims.slot(house, at(8, 10, 29))) == at(8, 10)


def test_who_has_a_shared_place_takes_a_seat_and_no_row() -> None:
    house = HOUSES[GYM]
    unit = house.unit("training")
    assert unit is not None

    taking = claims.taking(house, unit, None, at(8, 10), at(8, 12), 3)

    assert taking.claims == ()
    assert [(one.what, one.people, one.total, len(one.steps)) for one in taking.seats] == [
        (f"{GYM}/training", 3, 20, 4)
    ]
