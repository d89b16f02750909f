"""What a use costs and what giving it back costs, line by line."""

from datetime import datetime, timedelta

import pytest

from portal.pack.buildings import Who
from portal.refused import Refused
from services.reservations.rules import prices
from tests.portal.cases import hinata
from tests.services.reservations.builders import GYM, HALL, at

HOUSES = hinata().buildings


def bill(
    house: str, unit: str, starts: datetime, ends: datetime, who: Who, relief: str = "", **lent: int
) -> prices.Bill:
    found = HOUSES[house].unit(unit)
    assert found is not None
    return prices.price(HOUSES[house], found, starts, ends, who, relief, lent)


@pytest.mark.parametrize(
    ("house", "unit", "hours", "who", "yen"),
    [
        # By the hour, the minutes of half an hour counted.
        (HALL, "washitsu", (10, 12), Who.RESIDENT, 400),
        (HALL, "washitsu", (10, 12), Who.OUTSIDE, 800),
        (HALL, "chori", (10, 12.5), Who.RESIDENT, 750),
        # By the band, the evening's own price before the general one.
        (GYM, "budo", (9, 12), Who.RESIDENT, 900),
        (GYM, "budo", (18, 21.5), Who.RESIDENT, 1200),
        (GYM, "budo", (13, 21.5), Who.RESIDENT, 2100),
        (GYM, "budo", (18, 21.5), Who.OUTSIDE, 1800),
        (GYM, "arena", (9, 17), Who.COMMERCIAL, 30000),
    ],
)
def test_a_use_costs_this(house: str, unit: str, hours: tuple[float, float], who: Who, yen: int) -> None:
    day = at(8, 0)
    starts, ends = (day + timedelta(hours=hour) for hour in hours)

    assert bill(house, unit, starts, ends, who).yen == yen


def test_a_relief_is_of_the_room_and_what_is_lent_is_paid_by_everybody() -> None:
    found = bill(GYM, "kaigi", at(8, 10), at(8, 12), Who.RESIDENT, "registered", projector=2)

    assert (found.full, found.relieved, found.yen) == (1600, 300, 1300)
    assert prices.thawed(found.json()) == found


@pytest.mark.parametrize(
    ("unit", "who", "relief", "lent", "code"),
    [
        ("budo", Who.COMMERCIAL, "", {}, "not_let_to_them"),
        ("budo", Who.RESIDENT, "nobody", {}, "relief_unknown"),
        ("budo", Who.RESIDENT, "", {"rocket": 1}, "equipment_unknown"),
        ("budo", Who.RESIDENT, "", {"projector": 3}, "equipment_unknown"),
    ],
)
def test_what_has_no_price_is_refused(
    unit: str, who: Who, relief: str, lent: dict[str, int], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        bill(GYM, unit, at(8, 9), at(8, 12), who, relief, **lent)


@pytest.mark.parametrize(("days", "fee"), [(8, 0), (7, 0), (6, 1000), (0, 1000)])
def test_giving_back_is_free_until_seven_days_before_and_costs_the_price_after(days: int, fee: int) -> None:
    starts = at(20, 10)

    # Days count, not hours: late in the evening is still that day.
    assert prices.fee(HOUSES[GYM], 1000, starts, starts.replace(hour=23) - timedelta(days=days)) == fee
