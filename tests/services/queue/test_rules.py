"""A ticket's number and codes, however they are typed; and until when numbers are given."""

from datetime import UTC, datetime, timedelta

import pytest

from services.queue.rules import tickets
from services.queue.rules.hours import Door, hours
from tests.portal import cases

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["A012", "a12", "Ａ０１２", "A-12", " a 0 1 2 "])
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert tickets.read_label(typed) == ("A", 12)


@pytest.mark.parametrize("typed", ["", "12", "AB1", "A12345", "A1x"])
def test_what_is_no_number_is_not_guessed(typed: str) -> None:
    assert tickets.read_label(typed) is None


@pytest.mark.parametrize(
    ("typed", "code"), [("0123", "0123"), ("０１ ２３", "0123"), ("123", ""), ("12x4", "")]
)
def test_a_code_has_four_digits_in_any_width(typed: str, code: str) -> None:
    assert tickets.read_code(typed) == code


def test_a_token_is_read_with_its_letters_mistaken() -> None:
    assert tickets.read_token("o1il00000000") == "011100000000"
    assert tickets.read_token("U" * 12) == ""


def test_tokens_do_not_repeat() -> None:
    assert len({tickets.new_token() for _ in range(1000)}) == 1000


def test_what_is_asked_for_is_kept_in_one_order_without_what_nobody_knows() -> None:
    assert tickets.kept(["wheelchair", "x", "writing"]) == "writing,wheelchair"


@pytest.mark.parametrize(
    ("later", "door"),
    [
        (timedelta(hours=-2), Door.BEFORE),
        (timedelta(), Door.OPEN),
        (timedelta(hours=6, minutes=59), Door.OPEN),
        (timedelta(hours=7), Door.STOPPED),
        (timedelta(hours=7, minutes=15), Door.CLOSED),
    ],
)
def test_numbers_stop_a_quarter_of_an_hour_before_the_office_closes(later: timedelta, door: Door) -> None:
    town = cases.hinata()

    assert hours(town, town.queues[0], MORNING).door(MORNING + later) is door


def test_staff_may_not_keep_the_office_open() -> None:
    town = cases.hinata()

    found = hours(town, town.queues[0], MORNING, MORNING + timedelta(hours=12))

    assert found.stops == found.closes


def test_on_a_holiday_the_door_stays_closed() -> None:
    town, sunday = cases.hinata(), MORNING + timedelta(days=2)

    assert hours(town, town.queues[0], sunday).door(sunday) is Door.CLOSED
