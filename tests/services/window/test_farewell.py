"""Every period after a death ends on the day the Civil Code counts out, and moves only where a law moves it."""

from datetime import date

import pytest

from forms.field import Value
from forms.wording import Wording
from portal.pack.calendar import ClosedDays
from portal.pack.rows import Holiday
from services.window.rules import farewell
from services.window.rules.farewell import TERMS, Closed, Due, Length, Moves, Starts

NATIONAL = ClosedDays((), {})
YEAR_END = Holiday(None, None, Wording({"ja": "年末年始"}), (12, 29), (1, 3))
TOWN = ClosedDays((YEAR_END,), {})
CLOSED = Closed(TOWN, NATIONAL)


def ends(start: str, *, days: int = 0, months: int = 0, years: int = 0, counts: bool = False) -> str:
    """The last day of a period, as text."""
    found = farewell.last_day(date.fromisoformat(start), Length(days, months, years), first_day_counts=counts)
    return found.isoformat()


def due(key: str, died: str, *, funeral: str = "") -> Due:
    """One period after a death on a day, nothing else being known."""
    held = date.fromisoformat(funeral) if funeral else None
    return next(
        one for one in farewell.dues(date.fromisoformat(died), {}, CLOSED, held) if one.term.key == key
    )


# ---------------------------------------------------------------- days


def test_the_first_day_is_left_out() -> None:
    assert ends("2026-11-01", days=14) == "2026-11-15"


def test_the_family_register_counts_the_first_day() -> None:
    assert ends("2026-11-01", days=7, counts=True) == "2026-11-07"


def test_days_run_over_the_end_of_a_month() -> None:
    assert ends("2026-02-20", days=14) == "2026-03-06"


def test_days_run_over_the_leap_day() -> None:
    assert ends("2028-02-20", days=14) == "2028-03-05"


def test_days_run_over_new_year() -> None:
    assert ends("2026-12-25", days=10) == "2027-01-04"


# ---------------------------------------------------------------- months, as 民法第143条 counts them


@pytest.mark.parametrize(
    ("died", "months", "last"),
    [
        ("2026-01-10", 3, "2026-04-10"),
        ("2026-11-20", 4, "2027-03-20"),
        ("2026-11-20", 10, "2027-09-20"),
        # No 31st or 30th in the last month: the month's end.
        ("2026-11-29", 3, "2027-02-28"),
        ("2026-10-30", 4, "2027-02-28"),
        ("2026-08-30", 3, "2026-11-30"),
        # The day before a corresponding 29 February is the 28th, in a leap year too.
        ("2027-11-28", 3, "2028-02-28"),
        ("2027-11-29", 3, "2028-02-29"),
        # Counting begins on the first of a month, so that whole months are counted.
        ("2026-01-31", 3, "2026-04-30"),
        ("2026-02-28", 3, "2026-05-31"),
        ("2028-02-29", 3, "2028-05-31"),
        ("2028-02-28", 3, "2028-05-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-04-30", 10, "2027-02-28"),
        ("2026-12-31", 10, "2027-10-31"),
        ("2026-09-15", 3, "2026-12-15"),
    ],
)
def test_months_end_on_the_day_before_the_corresponding_one(died: str, months: int, last: str) -> None:
    assert ends(died, months=months) == last


# ---------------------------------------------------------------- years


@pytest.mark.parametrize(
    ("died", "years", "last"),
    [
        ("2026-11-20", 1, "2027-11-20"),
        ("2026-11-20", 5, "2031-11-20"),
        ("2028-02-29", 1, "2029-02-28"),
        ("2028-02-28", 1, "2029-02-28"),
        ("2028-02-28", 4, "2032-02-28"),
        ("2027-02-28", 1, "2028-02-29"),
        ("2026-12-31", 2, "2028-12-31"),
    ],
)
def test_years_end_on_the_day_before_the_corresponding_one(died: str, years: int, last: str) -> None:
    assert ends(died, years=years) == last


# ---------------------------------------------------------------- closed days


def test_a_notice_to_the_town_moves_past_its_closed_days() -> None:
    found = due("household_head", "2026-12-17")

    assert (found.counted.isoformat(), found.last.isoformat()) == ("2026-12-31", "2027-01-04")
    assert found.moved


def test_a_notice_that_ends_on_a_saturday_moves_to_monday() -> None:
    assert due("death_notice", "2026-11-08").last == date(2026, 11, 16)


def test_a_notice_that_ends_on_an_open_day_stays() -> None:
    assert not due("death_notice", "2026-11-07").moved


def test_a_tax_moves_past_new_year_even_without_an_ordinance() -> None:
    bare = Closed(NATIONAL, NATIONAL)

    moved = {one.term.key: one for one in farewell.dues(date(2026, 8, 31), {}, bare)}

    assert moved["income_tax"].counted == date(2026, 12, 31)
    assert moved["income_tax"].last == date(2027, 1, 4)


def test_the_court_period_stays_on_a_sunday() -> None:
    found = due("renounce", "2026-11-21")

    assert found.last == date(2027, 2, 21)
    assert found.last.weekday() == 6


def test_a_right_that_lapses_is_never_told_later_than_counted() -> None:
    staying = [one for one in TERMS if one.moves is Moves.STAYS]

    assert {"renounce", "kokuho_funeral", "survivors_pension", "life_insurance"} <= {
        one.key for one in staying
    }
    assert all(not due(one.key, "2026-12-31").moved for one in staying)


def test_the_registry_moves_past_the_days_the_state_is_closed() -> None:
    assert due("land_registry", "2026-12-30").last == date(2030, 1, 4)
    assert due("land_registry", "2026-01-02").counted == date(2029, 1, 2)
    assert due("land_registry", "2026-01-02").last == date(2029, 1, 4)


# ---------------------------------------------------------------- where it is counted from


def test_the_funeral_money_counts_from_the_funeral() -> None:
    assert due("kokuho_funeral", "2026-11-20", funeral="2026-11-24").last == date(2028, 11, 24)


def test_without_a_funeral_day_the_death_is_the_safe_one() -> None:
    assert due("koki_funeral", "2026-11-20").last == date(2028, 11, 20)


def test_a_refund_counts_from_the_month_after_the_treatment() -> None:
    assert due("medical_refund", "2026-11-20").last == date(2028, 11, 30)
    assert due("medical_refund", "2026-12-20").last == date(2028, 12, 31)


# ---------------------------------------------------------------- whom it concerns


def test_everything_is_listed_while_nothing_is_known() -> None:
    assert len(farewell.dues(date(2026, 11, 20), {}, CLOSED)) == len(TERMS)


def test_what_does_not_concern_the_family_is_left_out() -> None:
    answers: dict[str, Value] = {
        "farewell_things": ["dog"],
        "farewell_insurance": "koki",
        "farewell_head": "alone",
    }

    keys = {one.term.key for one in farewell.dues(date(2026, 11, 20), answers, CLOSED)}

    assert {"dog", "koki_card", "koki_funeral"} <= keys
    assert not keys & {"car", "land_tax", "land_registry", "kokuho_card", "work_funeral", "household_head"}


def test_the_nearest_day_comes_first() -> None:
    days = [one.last for one in farewell.dues(date(2026, 11, 20), {}, CLOSED)]

    assert days == sorted(days)
    assert due("death_notice", "2026-11-20").last == days[0]


def test_the_periods_the_law_names_are_all_there() -> None:
    lengths = {one.key: one.length for one in TERMS}

    assert lengths["death_notice"] == Length(days=7)
    assert lengths["employees_pension"] == Length(days=10)
    assert lengths["household_head"] == Length(days=14)
    assert lengths["renounce"] == Length(months=3)
    assert lengths["income_tax"] == Length(months=4)
    assert lengths["inheritance_tax"] == Length(months=10)
    assert lengths["reserved_share"] == Length(years=1)
    assert lengths["kokuho_funeral"] == Length(years=2)
    assert lengths["land_registry"] == Length(years=3)
    assert lengths["survivors_pension"] == Length(years=5)


def test_keys_are_unique_and_what_counts_from_the_funeral_is_ours() -> None:
    assert len({one.key for one in TERMS}) == len(TERMS)
    assert all(one.ours for one in TERMS if one.starts is not Starts.DEATH)
