"""What of a day is free, told as people ask: parts of the day, beginnings and endings."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from portal import pack
from portal.opening import midnight
from portal.pack.buildings import Building, Unit
from portal.pack.calendar import ClosedDays
from services.reservations.rules import openings, spans
from services.reservations.rules.spans import Offered, Room

DAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def building() -> Building:
    return pack.read(Path(pack.__file__).parents[1] / "packs" / "hinata").buildings["sogo_taiikukan"]


def offered(building: Building, unit: Unit, *taken: tuple[int, int]) -> list[Offered]:
    """A unit's day with some hours taken."""
    hours = [(openings.at(DAY, time(a)), openings.at(DAY, time(b))) for a, b in taken]
    return [
        Offered(
            one.starts,
            one.ends,
            one.band,
            not any(one.starts < b and a < one.ends for a, b in hours),
            past=False,
        )
        for one in openings.pieces(building, unit, DAY, ClosedDays((), {}))
    ]


def clock(moments: tuple[datetime, ...]) -> list[str]:
    return [f"{one:%H:%M}" for one in moments]


def room_of(building: Building, key: str) -> Unit:
    found = building.unit(key)
    assert found is not None
    return found


def test_a_room_by_the_hour_can_begin_wherever_its_least_time_still_fits(building: Building) -> None:
    kaigi = room_of(building, "kaigi")

    begins = spans.beginnings(building, kaigi, offered(building, kaigi, (11, 20)))

    assert clock(begins) == ["09:00", "09:30", "10:00", "20:00", "20:30"]


def test_it_can_end_step_by_step_until_the_next_booking_or_its_longest_time(building: Building) -> None:
    kaigi = room_of(building, "kaigi")
    day = offered(building, kaigi, (11, 12))

    short = spans.endings(building, kaigi, day, openings.at(DAY, time(9)))
    long = spans.endings(building, kaigi, day, openings.at(DAY, time(12)))

    assert clock(short) == ["10:00", "10:30", "11:00"]
    assert clock(long)[-1] == "20:00"


def test_bands_are_taken_whole_and_one_after_another(building: Building) -> None:
    arena = room_of(building, "arena")
    day = offered(building, arena, (18, 19))

    assert clock(spans.beginnings(building, arena, day)) == ["09:00", "13:00"]
    assert clock(spans.endings(building, arena, day, openings.at(DAY, time(9)))) == ["12:00", "17:00"]
    assert spans.endings(building, arena, day, openings.at(DAY, time(18))) == ()


def test_each_part_of_the_day_has_a_word(building: Building) -> None:
    kaigi = room_of(building, "kaigi")
    day = offered(building, kaigi, (9, 12), (13, 15))

    words = [one.room for one in spans.cells(building, kaigi, day, Room.FREE)]

    assert words == [Room.NONE, Room.SOME, Room.FREE]


def test_a_gap_that_is_too_short_is_no_room(building: Building) -> None:
    training = room_of(building, "training")
    day = [one for one in offered(building, training) if one.starts.hour == 9 and one.starts.minute == 0]

    assert spans.whole_day([(training, day)], Room.FREE) is Room.NONE


@pytest.mark.parametrize(
    ("ahead", "word"), [(0, Room.FREE), (90, Room.FREE), (91, Room.EARLY), (-1, Room.PAST)]
)
def test_a_day_can_be_booked_from_its_first_day_to_its_last(
    building: Building, ahead: int, word: Room
) -> None:
    assert spans.reach(building.rules, DAY + timedelta(days=ahead), midnight(DAY)) is word
