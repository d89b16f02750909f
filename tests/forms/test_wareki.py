"""Eras, their borders, and dates as people write them."""

from datetime import date

import pytest

from forms import wareki
from forms.faults import Unfit
from forms.wareki import PartDate


def iso(typed: str, chosen: str = "") -> str | None:
    written = wareki.scan(typed, chosen)
    return wareki.resolve(written).iso if written else None


def fault(typed: str, chosen: str = "") -> str:
    with pytest.raises(Unfit) as caught:
        iso(typed, chosen)
    return caught.value.fault.code


@pytest.mark.parametrize(
    ("last", "first", "before", "after"),
    [
        (date(2019, 4, 30), date(2019, 5, 1), "平成31年4月30日", "令和元年5月1日"),
        (date(1989, 1, 7), date(1989, 1, 8), "昭和64年1月7日", "平成元年1月8日"),
        (date(1926, 12, 24), date(1926, 12, 25), "大正15年12月24日", "昭和元年12月25日"),
        (date(1912, 7, 29), date(1912, 7, 30), "明治45年7月29日", "大正元年7月30日"),
    ],
)
def test_an_era_ends_on_the_day_before_the_next(last: date, first: date, before: str, after: str) -> None:
    assert (wareki.text(last), wareki.text(first)) == (before, after)
    assert (iso(before), iso(after)) == (last.isoformat(), first.isoformat())


@pytest.mark.parametrize(
    "typed",
    [
        "昭和30年4月1日", "昭和３０年４月１日".translate(str.maketrans("０１２３４", "01234")), "昭和 30年 4月 1日", "S30.4.1", "s30/4/1",
        "S.30.4.1", "昭30.4.1", "昭和30-4-1", "昭和30・4・1", "3300401", "S300401", "19550401", "1955-04-01", "1955/4/1", "1955年4月1日",
        "西暦1955年4月1日", "1955. 4. 1", "昭和30年4月1日生まれ", "昭和1955年4月1日",
    ],
)  # fmt: skip
def test_a_date_in_one_string_is_read(typed: str) -> None:
    assert iso(typed) == "1955-04-01"


def test_the_first_year_of_an_era_may_be_called_gannen() -> None:
    assert iso("令和元年5月1日") == "2019-05-01"
    assert iso("元", "heisei") == "1989"


def test_six_digits_need_the_era_beside_them() -> None:
    assert iso("300401", "showa") == "1955-04-01"
    assert iso("300401") is None


@pytest.mark.parametrize("digit", ["0", "6", "9"])
def test_a_seven_digit_date_of_no_era_is_unreadable(digit: str) -> None:
    assert iso(f"{digit}300401") is None


@pytest.mark.parametrize(
    "typed", ["", "昨日", "4月1日", "S30.4.1.5", "30-4-1-", "1" * 41, "昭和", "1955年13", "13 April 1955"]
)
def test_what_is_no_date_is_unreadable_or_refused(typed: str) -> None:
    try:
        assert iso(typed) is None
    except Unfit as unfit:
        assert unfit.fault.code in {"date_month", "era_needed"}  # noqa: PT017


def test_a_month_or_a_day_may_be_missing() -> None:
    assert (iso("昭和30年4月"), iso("昭和30年"), iso("1955-04"), iso("1955")) == (
        "1955-04",
        "1955",
        "1955-04",
        "1955",
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("平成32年1月1日", "era_ended"),
        ("平成31年5月1日", "era_ended"),
        ("昭和64年1月8日", "era_ended"),
        ("昭和65年", "era_ended"),
        ("昭和64年2月", "era_ended"),
        ("令和元年4月30日", "era_not_begun"),
        ("平成元年1月7日", "era_not_begun"),
        ("昭和元年11月", "era_not_begun"),
        ("30年4月1日", "era_needed"),
        ("55", "era_needed"),
        ("昭和30年13月1日", "date_month"),
        ("昭和30年4月32日", "date_day"),
        ("昭和30年2月29日", "date_missing"),
        ("昭和0年4月1日", "date_year"),
        ("1800-01-01", "date_too_old"),
        ("9999-01-01", "date_year"),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_its_reason(typed: str, code: str) -> None:
    assert fault(typed) == code


def test_a_year_beyond_its_era_says_which_date_is_meant() -> None:
    with pytest.raises(Unfit) as caught:
        iso("平成32年4月1日")

    values = caught.value.fault.values
    assert values == {"era": "heisei", "year": 32, "last": date(2019, 4, 30), "means": "2020-04-01"}


def test_a_year_that_two_eras_share_is_taken_in_both() -> None:
    assert iso("昭和64年") == iso("平成元年") == "1989"
    assert iso("昭和64年1月") == iso("平成1年1月") == "1989-01"


def test_two_different_eras_are_refused() -> None:
    assert fault("平成5年1月1日", "showa") == "era_mismatch"


def test_four_digits_override_the_chosen_era() -> None:
    assert iso("1955", "heisei") == "1955"


def test_leap_days_follow_the_western_calendar() -> None:
    assert iso("令和6年2月29日") == "2024-02-29"
    assert fault("明治33年2月29日") == "date_missing"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("2026-11-21", "令和8年（2026年）11月21日"),
        ("2019-05-01", "令和元年（2019年）5月1日"),
        ("2019-04-30", "平成31年（2019年）4月30日"),
        ("1955-04", "昭和30年（1955年）4月（日は不明）"),
        ("1955", "昭和30年（1955年）（月日は不明）"),
        ("1989", "昭和64年・平成元年（1989年）（月日は不明）"),
        ("1989-01", "昭和64年・平成元年（1989年）1月（日は不明）"),
        ("1989-02", "平成元年（1989年）2月（日は不明）"),
    ],
)
def test_a_stored_date_is_shown_by_both_counts(stored: str, shown: str) -> None:
    found = wareki.read(stored)

    assert found is not None
    assert wareki.both(found) == shown


@pytest.mark.parametrize(
    "stored", ["", "x", "2026-13", "2026-02-30", "2026-2-3", "26-11-21", "2026-11-21T00:00", "1700"]
)
def test_what_is_no_stored_date_reads_as_none(stored: str) -> None:
    assert wareki.read(stored) is None


def test_a_part_date_covers_the_days_it_can_mean() -> None:
    assert (PartDate(1955).first, PartDate(1955).last) == (date(1955, 1, 1), date(1955, 12, 31))
    assert PartDate(1955, 2).last == date(1955, 2, 28)
    assert PartDate(1955, 12).last == date(1955, 12, 31)


def test_every_day_since_meiji_goes_round_through_its_era() -> None:
    for number in range(date(1868, 1, 25).toordinal(), date(2030, 1, 1).toordinal()):
        day = date.fromordinal(number)
        assert iso(wareki.text(day)) == day.isoformat()
