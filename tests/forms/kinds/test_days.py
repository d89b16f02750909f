"""Dates and births from three inputs or one."""

from datetime import timedelta

import pytest

from forms.kinds import KINDS
from tests.forms.builders import TODAY, fault, field, read, when


@pytest.mark.parametrize(
    "typed",
    [
        when("showa", "30", "4", "1"),
        when("showa", "３０", "０４", "０１"),
        when("showa", "30年", "4月", "1日"),
        when("west", "1955", "4", "1"),
        when("", "1955", "4", "1"),
        when("heisei", "1955", "4", "1"),
        when("", "昭和30", "4", "1"),
        when("showa", "昭和30", "4", "1"),
        when("", "S30", "4", "1"),
        when("", "昭和30年4月1日"),
        when("", "S30.4.1"),
        when("", "3300401"),
        when("", "19550401"),
        when("showa", "300401"),
        when("", "昭和30年4月1日", "4", "1"),
    ],
)
def test_a_date_is_read_from_whatever_was_typed(typed: dict[str, str]) -> None:
    assert read("date", typed) == "1955-04-01"
    assert read("birth", typed) == "1955-04-01"


def test_the_first_year_may_be_typed_as_gan() -> None:
    assert read("date", when("reiwa", "元", "5", "1")) == "2019-05-01"


def test_a_birth_may_lack_its_day_or_its_month() -> None:
    assert read("birth", when("showa", "30", "4")) == "1955-04"
    assert read("birth", when("showa", "30")) == "1955"


def test_a_birth_may_say_what_is_unknown_as_a_register_does() -> None:
    assert read("birth", when("showa", "30", "4", "不明")) == "1955-04"
    assert read("birth", when("showa", "30", "不詳", "？")) == "1955"
    assert read("birth", when("", "昭和30年4月日不詳")) == "1955-04"
    assert read("birth", when("", "昭和30年月日不詳")) == "1955"
    assert fault("date", when("showa", "30", "4", "不明")).part == "day"


def test_a_date_may_lack_neither() -> None:
    assert (fault("date", when("showa", "30", "4")).code, fault("date", when("showa", "30", "4")).part) == (
        "date_day",
        "day",
    )
    assert fault("date", when("showa", "30")).part == "month"


@pytest.mark.parametrize(
    ("typed", "code", "part"),
    [
        (when("showa", "", "4", "1"), "date_year", "year"),
        (when("", "30", "4", "1"), "era_needed", "era"),
        (when("west", "55", "4", "1"), "era_needed", "era"),
        (when("heisei", "32", "4", "1"), "era_ended", "year"),
        (when("reiwa", "1", "4", "30"), "era_not_begun", "year"),
        (when("showa", "平成5", "4", "1"), "era_mismatch", "era"),
        (when("showa", "30", "13", "1"), "date_month", "month"),
        (when("showa", "30", "四", "1"), "date_month", "month"),
        (when("showa", "30", "4", "31"), "date_missing", "day"),
        (when("showa", "30", "", "1"), "date_month", "month"),
        (when("showa", "さんじゅう", "4", "1"), "date_unreadable", "year"),
        (when("", "1955-04-01", "5", "1"), "date_unreadable", "year"),
    ],
)
def test_a_fault_names_its_input(typed: dict[str, str], code: str, part: str) -> None:
    found = fault("birth", typed)

    assert (found.code, found.part) == (code, part)


def test_nothing_typed_is_nothing_even_beside_a_chosen_era() -> None:
    assert read("date", when("showa")) is None


def test_a_birth_in_the_future_is_refused_and_today_is_taken() -> None:
    assert read("birth", when("west", "2026", "11", "21")) == TODAY.isoformat()
    assert fault("birth", when("west", "2026", "11", "22")).code == "date_future"
    assert fault("birth", when("reiwa", "9")).code == "date_future"
    assert read("birth", when("reiwa", "8")) == "2026"


def test_a_date_keeps_to_the_days_around_today() -> None:
    bounds = (-1, 30)

    assert read("date", when("", "2026-11-20"), from_today=bounds) == "2026-11-20"
    assert fault("date", when("", "2026-11-19"), from_today=bounds).values == {
        "limit": TODAY - timedelta(days=1)
    }
    assert fault("date", when("", "2026-12-22"), from_today=bounds).values == {
        "limit": TODAY + timedelta(days=30)
    }


@pytest.mark.parametrize(
    "stored",
    [
        "1955-04-01",
        "1955-04",
        "1955",
        "1989",
        "1989-01",
        "1989-01-07",
        "1989-01-08",
        "2019-05",
        "1868",
        "1868-01",
    ],
)
def test_a_stored_date_is_laid_out_so_that_it_reads_as_itself(stored: str) -> None:
    assert read("birth", KINDS["birth"].split(stored)) == stored


def test_a_year_that_was_taken_against_the_chosen_era_is_told() -> None:
    notes = KINDS["birth"].notes

    (note,) = notes(when("heisei", "1955", "4", "1"), field("birth"))

    assert (note.code, note.values) == ("era_overridden", {"era": "heisei", "year": 1955})
    assert notes(when("showa", "1955", "4", "1"), field("birth")) == ()
    assert notes(when("showa", "1989"), field("birth")) == ()
    assert notes(when("showa", "x"), field("birth")) == ()
