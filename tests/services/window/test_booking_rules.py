"""Which times are offered, what a booking can become, and how its code is read."""

from datetime import UTC, date, datetime

import pytest

from portal import pack as packs
from portal.pack import Pack
from services.window.rules import booking
from services.window.rules.booking import LETTERS, Slot, State
from tests.services.window.booked import HINATA

FRIDAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def hinata() -> Pack:
    """The sample town."""
    return packs.read(HINATA)


def offered(town: Pack, office: str = "honcho", today: date = FRIDAY) -> list[Slot]:
    """Every time an office offers from a day on."""
    found = town.farewell.at(office)
    assert found is not None
    return list(booking.offered(town, town.farewell, found, today))


def test_the_first_time_leaves_the_divisions_two_open_days(hinata: Pack) -> None:
    # Monday 23 November is 勤労感謝の日.
    assert offered(hinata)[0] == Slot("honcho", date(2026, 11, 25), "09:00")


def test_no_time_lies_on_a_closed_day(hinata: Pack) -> None:
    days = {one.day for one in offered(hinata, today=date(2026, 12, 15))}

    assert date(2026, 12, 23) in days
    assert date(2026, 12, 28) in days
    assert date(2026, 12, 29) not in days
    assert date(2027, 1, 2) not in days
    assert date(2027, 1, 4) in days


def test_the_branch_receives_on_its_own_days_only(hinata: Pack) -> None:
    assert {one.day.weekday() for one in offered(hinata, "kita")} == {1, 3}


def test_the_last_day_is_as_far_ahead_as_the_town_says(hinata: Pack) -> None:
    assert offered(hinata)[-1].day == date(2026, 12, 18)


def test_a_time_stands_whole_within_the_hours(hinata: Pack) -> None:
    assert {one.starts for one in offered(hinata)} == {"09:00", "10:30", "13:00", "14:30"}


@pytest.mark.parametrize(
    "key", ["", "honcho", "honcho.2026-13-01.09:00", "honcho.2026-11-25", "../x.2026-11-25.09:00"]
)
def test_what_names_no_time_is_none(key: str) -> None:
    assert booking.slot(key) is None


def test_a_time_is_read_back_from_its_name() -> None:
    one = Slot("honcho", date(2026, 11, 25), "09:00")

    assert booking.slot(one.key) == one
    assert one.moment == datetime(2026, 11, 25, 0, 0, tzinfo=UTC)


def test_a_family_changes_until_the_hour_itself() -> None:
    one = Slot("honcho", date(2026, 11, 25), "09:00")

    assert booking.may_change("booked", one, datetime(2026, 11, 24, 23, 59, tzinfo=UTC))
    assert not booking.may_change("booked", one, datetime(2026, 11, 25, 0, 0, tzinfo=UTC))
    assert not booking.may_change("came", one, datetime(2026, 11, 24, 0, 0, tzinfo=UTC))


def test_a_slip_of_the_hand_is_put_right_and_a_cancelled_one_stays_so() -> None:
    assert booking.may_become("came", State.BOOKED)
    assert booking.may_become("missed", State.CAME)
    assert not booking.may_become("cancelled", State.CAME)


def test_codes_are_long_and_read_however_they_are_typed() -> None:
    code = booking.new_code()

    assert len({booking.new_code() for _ in range(50)}) == 50
    assert set(code.replace("-", "")) <= set(LETTERS)
    assert booking.read_code(f" {code.lower().replace('-', '　')} ") == code
    assert booking.read_code(f"https://kurashi.example/window/shibou/booking/{code}") == code


@pytest.mark.parametrize("typed", ["", "AB2C-DE3F", "AB2C-DE3F-GH4I", "AB2C-DE3F-GH4J-K", "..", "０" * 400])
def test_anything_else_is_no_code(typed: str) -> None:
    assert booking.read_code(typed) == ""
