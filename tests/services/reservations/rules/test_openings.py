"""When a building is open and what can be asked for, day by day: weekdays, holidays, closures, bands and lengths."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from portal.opening import TOKYO
from services.reservations.rules import openings
from tests.portal.cases import hinata
from tests.services.reservations.builders import GYM, HALL, at

TOWN = hinata()


@pytest.mark.parametrize(
    ("house", "day", "opens"),
    [
        # The gymnasium rests on Mondays and keeps no holidays, the centre keeps them.
        (GYM, date(2026, 12, 7), False),
        (GYM, date(2026, 12, 8), True),
        (GYM, date(2026, 12, 31), True),
        (HALL, date(2026, 12, 7), True),
        (HALL, date(2026, 12, 31), False),
        (HALL, date(2027, 1, 1), False),
        (HALL, date(2027, 4, 29), False),
        (HALL, date(2028, 2, 29), True),
        # Its closed days, from the first to the last.
        (GYM, date(2027, 2, 14), True),
        (GYM, date(2027, 2, 16), False),
        (GYM, date(2027, 2, 19), False),
        (GYM, date(2027, 2, 20), True),
    ],
)
def test_a_day_is_open_or_not(house: str, day: date, opens: bool) -> None:
    assert bool(openings.openings(TOWN.buildings[house], day, TOWN.closed_days)) is opens


@pytest.mark.parametrize(
    ("house", "unit", "starts", "ends", "fits"),
    [
        (HALL, "washitsu", at(8, 10), at(8, 12), True),
        (HALL, "washitsu", at(8, 9), at(8, 10), True),
        # Shorter than the least, longer than the most, beside the steps, before it opens, after it closes.
        (HALL, "washitsu", at(8, 10), at(8, 10, 30), False),
        (HALL, "washitsu", at(8, 9), at(8, 20), False),
        (HALL, "washitsu", at(8, 10, 10), at(8, 12, 10), False),
        (HALL, "washitsu", at(8, 8), at(8, 10), False),
        (HALL, "washitsu", at(8, 20), at(8, 22), False),
        (HALL, "hall", at(8, 10), at(8, 11), False),
        # Bands are booked whole, one or several that follow one another.
        (GYM, "arena", at(8, 9), at(8, 12), True),
        (GYM, "arena", at(8, 9), at(8, 17), True),
        (GYM, "arena", at(8, 9), at(8, 21, 30), True),
        (GYM, "arena", at(8, 9), at(8, 11), False),
        (GYM, "arena", at(8, 12), at(8, 17), False),
        (GYM, "arena", at(7, 9), at(7, 12), False),
    ],
)
def test_a_time_can_be_asked_for_or_not(
    house: str, unit: str, starts: datetime, ends: datetime, fits: bool
) -> None:
    building = TOWN.buildings[house]
    found = building.unit(unit)
    assert found is not None

    assert openings.fits(building, found, starts, ends, TOWN.closed_days) is fits


@pytest.mark.parametrize(
    ("house", "unit", "day", "count"),
    [(GYM, "arena", 8, 3), (GYM, "arena", 7, 0), (HALL, "washitsu", 8, 24), (GYM, "kaigi", 8, 25)],
)
def test_a_day_is_made_of_so_many_pieces(house: str, unit: str, day: int, count: int) -> None:
    building = TOWN.buildings[house]
    found = building.unit(unit)
    assert found is not None

    assert len(openings.pieces(building, found, date(2026, 12, day), TOWN.closed_days)) == count


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        # A Sunday before and after it closes at 21:30; it rests on Mondays.
        (at(6, 21), date(2026, 12, 6)),
        (at(6, 21, 30), date(2026, 12, 8)),
        (at(7, 12), date(2026, 12, 8)),
        (at(8, 0), date(2026, 12, 8)),
        # Its closed days, from the first to the last, and the Monday after them.
        (datetime(2027, 2, 15, 22, 0, tzinfo=TOKYO), date(2027, 2, 20)),
    ],
)
def test_a_page_begins_with_the_next_open_day(moment: datetime, day: date) -> None:
    assert openings.next_open(TOWN.buildings[GYM], moment, TOWN.closed_days) == day


def test_a_house_that_stays_shut_begins_with_today() -> None:
    shut = replace(TOWN.buildings[GYM], openings=())

    assert openings.next_open(shut, at(7, 12), TOWN.closed_days) == date(2026, 12, 7)


@pytest.mark.parametrize("minutes", [30, 45, 60, 120, 180, 240, 720])
def test_what_lasts_so_long_is_exactly_what_can_be_asked_for(minutes: int) -> None:
    length, step = timedelta(minutes=minutes), timedelta(minutes=15)
    for building in TOWN.buildings.values():
        for unit in building.units:
            for day in (date(2026, 12, 6), date(2026, 12, 8), date(2027, 1, 1)):
                begins = [openings.at(day, time()) + n * step for n in range(96)]
                pieces = openings.pieces(building, unit, day, TOWN.closed_days)
                ends = {one.starts: one.ends for one in pieces} if unit.bands else {}
                times = [(one, ends.get(one, one + length)) for one in begins]
                wanted = [one for one in times if openings.fits(building, unit, *one, TOWN.closed_days)]

                assert list(openings.lasting(building, unit, day, TOWN.closed_days, length, 1)) == wanted


def test_bands_that_follow_one_another_last_together() -> None:
    arena = TOWN.buildings[GYM].unit("arena")
    assert arena is not None

    found = openings.lasting(TOWN.buildings[GYM], arena, date(2026, 12, 8), TOWN.closed_days, timedelta(), 2)

    assert list(found) == [(at(8, 9), at(8, 17)), (at(8, 13), at(8, 21, 30))]
