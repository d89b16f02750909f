"""Days and hours of offices in Japan, with made-up clocks around weekends, New Year and the turn of the fiscal year."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.opening import (
    TOKYO,
    add_open_days,
    count_open_days,
    fiscal_year,
    is_open,
    is_working_day,
    last_closing,
    last_open_day,
    midnight,
    next_open_day,
    next_opening,
    spans,
    today,
)
from portal.pack import Pack, read
from tests.portal.pack.builder import HOURS, PACKS, built

HINATA = read(PACKS / "hinata")
UBE = read(PACKS / "ube")


def at(day: date | str, clock: str = "00:00") -> datetime:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=TOKYO)


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_today_is_the_day_in_japan_and_not_on_the_servers_clock() -> None:
    assert today(datetime(2027, 3, 31, 14, 59, 59, tzinfo=UTC)) == day("2027-03-31")
    assert today(datetime(2027, 3, 31, 15, 0, tzinfo=UTC)) == day("2027-04-01")


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        today(datetime(2027, 3, 31))  # noqa: DTZ001 (the mistake the test is about)


def test_a_day_begins_at_midnight_in_japan() -> None:
    assert midnight(day("2027-04-01")) == datetime(2027, 3, 31, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(("text", "year"), [("2027-03-31", 2026), ("2027-04-01", 2027), ("2027-12-31", 2027)])
def test_the_fiscal_year_turns_on_1_april(text: str, year: int) -> None:
    assert fiscal_year(day(text)) == year


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21",  # Saturday
        "2026-11-22",  # Sunday
        "2026-11-23",  # 勤労感謝の日
        "2027-03-22",  # 振替休日: the equinox of 2027 falls on a Sunday
        "2026-09-22",  # 国民の休日 between two holidays
        "2026-12-29",
        "2026-12-31",
        "2027-01-01",
        "2027-01-03",
    ],
)
def test_weekends_holidays_and_new_year_are_closed(text: str) -> None:
    assert day(text) in HINATA.closed_days
    assert not is_working_day(HINATA, "honcho", day(text))


@pytest.mark.parametrize("text", ["2026-11-20", "2026-12-28", "2027-01-04", "2027-04-01"])
def test_other_days_are_working_days(text: str) -> None:
    assert day(text) not in HINATA.closed_days
    assert is_working_day(HINATA, "honcho", day(text))


@pytest.mark.parametrize(
    ("text", "ja", "en"),
    [
        ("2026-11-23", "勤労感謝の日", "Labor Thanksgiving Day"),
        ("2027-03-22", "振替休日", "Substitute holiday"),
        ("2026-09-22", "国民の休日", "National day of rest"),
        ("2026-12-30", "年末年始の休み", "Year-end and New Year holidays"),
        ("2026-11-21", "土曜日", "Saturday"),
    ],
)
def test_a_closed_day_says_why_in_every_language(text: str, ja: str, en: str) -> None:
    reason = HINATA.closed_days.reason(day(text))

    assert reason is not None
    assert (reason.say("ja").text, reason.say("en").text) == (ja, en)
    assert reason.missing() == ()


def test_every_national_holiday_of_ten_years_has_its_words() -> None:
    days = [day("2026-01-01") + timedelta(days=count) for count in range(3653)]

    reasons = [reason for one in days if (reason := HINATA.closed_days.reason(one)) is not None]

    assert len(reasons) > 1100
    assert all(reason.missing() == () for reason in reasons)


@pytest.mark.parametrize(
    ("due", "moved"),
    [
        ("2026-11-20", "2026-11-20"),
        ("2026-11-21", "2026-11-24"),  # over a weekend and a holiday
        ("2026-12-29", "2027-01-04"),  # over New Year
        ("2026-12-28", "2026-12-28"),
        ("2027-03-27", "2027-03-29"),  # a 臨時開庁 does not make it a day of business
        ("2027-01-22", "2027-01-22"),
    ],
)
def test_a_deadline_on_a_closed_day_moves_to_the_next_open_day(due: str, moved: str) -> None:
    assert next_open_day(HINATA, "honcho", day(due)) == day(moved)


def test_a_deadline_moves_past_a_day_on_which_its_office_is_shut() -> None:
    assert next_open_day(HINATA, "minami", day("2027-01-22")) == day("2027-01-25")


def test_working_days_are_counted_from_the_day_after() -> None:
    assert add_open_days(HINATA, "honcho", day("2026-11-20"), 3) == day("2026-11-26")
    assert add_open_days(HINATA, "honcho", day("2026-12-28"), 1) == day("2027-01-04")
    assert add_open_days(HINATA, "honcho", day("2026-11-21"), 0) == day("2026-11-24")


def test_how_long_something_took_is_counted_the_same_way() -> None:
    assert count_open_days(HINATA, "honcho", day("2026-11-20"), day("2026-11-26")) == 3
    assert count_open_days(HINATA, "honcho", day("2026-11-20"), day("2026-11-20")) == 0


@pytest.mark.parametrize(
    ("text", "clock", "opened"),
    [
        ("2026-11-20", "08:29", False),
        ("2026-11-20", "08:30", True),
        ("2026-11-20", "17:14", True),
        ("2026-11-20", "17:15", False),
        ("2026-11-25", "18:59", True),  # Wednesday's late hours
        ("2026-11-25", "19:00", False),
        ("2026-11-26", "18:00", False),
        ("2026-11-21", "10:00", False),
        ("2027-03-27", "10:00", True),  # 臨時開庁
        ("2027-03-27", "16:00", False),
        ("2027-03-27", "08:45", False),
        ("2027-04-03", "11:00", True),
        ("2027-02-11", "10:00", False),
    ],
)
def test_the_main_office_is_open_as_its_lists_say(text: str, clock: str, opened: bool) -> None:
    assert is_open(HINATA, "honcho", at(text, clock)) is opened


def test_a_branch_has_neither_late_hours_nor_extra_openings() -> None:
    assert not is_open(HINATA, "kita", at("2026-11-25", "18:00"))
    assert not is_open(HINATA, "kita", at("2027-03-27", "10:00"))


def test_a_day_of_closure_closes_one_office_only() -> None:
    assert not is_open(HINATA, "minami", at("2027-01-22", "10:00"))
    assert is_open(HINATA, "kita", at("2027-01-22", "10:00"))


def test_late_hours_do_not_open_a_holiday() -> None:
    assert spans(HINATA, "honcho", day("2026-12-30")) == ()


def test_touching_hours_are_one_span() -> None:
    assert spans(HINATA, "honcho", day("2026-11-25")) == (
        (at("2026-11-25", "08:30"), at("2026-11-25", "19:00")),
    )


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        (("2026-11-20", "10:00"), ("2026-11-20", "10:00")),  # open: taken in hand at once
        (("2026-11-20", "07:00"), ("2026-11-20", "08:30")),
        (("2026-11-20", "17:15"), ("2026-11-24", "08:30")),
        (("2026-11-21", "23:59"), ("2026-11-24", "08:30")),
        (("2026-12-28", "20:00"), ("2027-01-04", "08:30")),
        (("2027-03-26", "20:00"), ("2027-03-27", "09:00")),  # the extra opening counts as an opening
        (("2027-03-31", "20:00"), ("2027-04-01", "08:30")),
    ],
)
def test_the_next_opening_is_when_something_is_taken_in_hand(
    moment: tuple[str, str], opening: tuple[str, str]
) -> None:
    assert next_opening(HINATA, "honcho", at(*moment)) == at(*opening)


def test_the_next_opening_comes_back_in_the_zone_it_was_asked_in() -> None:
    found = next_opening(HINATA, "honcho", datetime(2026, 11, 20, 12, 0, tzinfo=UTC))

    assert found == at("2026-11-24", "08:30")
    assert found.tzinfo is UTC


def test_hours_that_change_on_1_april_change_by_themselves(tmp_path: Path) -> None:
    hours = (
        HOURS.replace("17:15,,,,,", "17:15,,,,,2027-03-31")
        + "honcho,通常,月火水木金,9:00,17:00,,,,2027-04-01,\n"
    )
    pack = built(tmp_path, hours_csv=hours)

    assert is_open(pack, "honcho", at("2027-03-31", "17:10"))
    assert not is_open(pack, "honcho", at("2027-04-01", "17:10"))
    assert next_opening(pack, "honcho", at("2027-03-31", "18:00")) == at("2027-04-01", "09:00")


def test_an_office_whose_hours_nobody_printed_is_taken_to_be_open_on_working_days() -> None:
    assert UBE.office("shiyakusho", day("2026-11-20")).hours == ()
    assert is_open(UBE, "shiyakusho", at("2026-11-20", "23:00"))
    assert not is_open(UBE, "shiyakusho", at("2026-11-21", "10:00"))
    assert next_opening(UBE, "shiyakusho", at("2026-11-21", "10:00")) == at("2026-11-24")


def test_an_office_that_never_opens_again_is_an_error_and_not_an_endless_search(tmp_path: Path) -> None:
    pack = built(tmp_path, hours_csv=HOURS.replace("17:15,,,,,", "17:15,,,,,2027-03-31"))

    with pytest.raises(LookupError, match="honcho"):
        next_opening(pack, "honcho", at("2027-04-01"))


def test_an_office_nobody_knows_is_an_error() -> None:
    with pytest.raises(LookupError, match="annex"):
        HINATA.office("annex", day("2026-11-20"))


def test_a_guide_announces_extra_openings_still_to_come_and_no_past_ones() -> None:
    def extra(on: str) -> list[date | None]:
        return [
            row.valid_from for row in HINATA.office("honcho", day(on)).announced(day(on)) if row.valid_from
        ]

    assert extra("2027-03-20") == [day("2027-03-27"), day("2027-04-03")]
    assert extra("2027-03-30") == [day("2027-04-03")]
    assert extra("2027-04-04") == []


def test_one_closed_day_of_the_town_is_closed_once(tmp_path: Path) -> None:
    header = "名称,名称_やさしい,名称_英語,開始月日,終了月日,適用開始日,適用終了日\n"
    rows = "年末年始,休み,New Year,12/29,1/3,,\n記念日,休み,Day,,,2026-11-24,2026-11-24\n"
    pack = built(tmp_path, holidays_csv=header + rows)

    assert day("2026-11-24") in pack.closed_days
    assert day("2027-11-24") not in pack.closed_days
    assert day("2027-12-30") in pack.closed_days


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2035, 12, 31), timezones=st.just(TOKYO))  # noqa: DTZ001 (the strategy adds the zone)


@pytest.mark.parametrize("pack", [HINATA, UBE], ids=["hinata", "ube"])
@given(moment=MOMENTS)
def test_an_opening_is_never_before_it_was_asked_for_and_is_open(pack: Pack, moment: datetime) -> None:
    office = pack.division(pack.town.reception, today(moment)).office

    found = next_opening(pack, office, moment)

    assert found >= moment
    assert is_open(pack, office, found)


@given(start=st.dates(date(2026, 1, 1), date(2035, 12, 31)), n=st.integers(0, 60))
def test_counting_working_days_undoes_adding_them(start: date, n: int) -> None:
    end = add_open_days(HINATA, "honcho", start, n)

    assert is_working_day(HINATA, "honcho", end)
    assert n in (0, count_open_days(HINATA, "honcho", start, end))


@pytest.mark.parametrize(
    ("moment", "closing"),
    [
        (at("2026-11-20", "10:00"), at("2026-11-19", "17:15")),  # an open Friday morning
        (at("2026-11-20", "17:15"), at("2026-11-20", "17:15")),
        (at("2026-11-22", "12:00"), at("2026-11-20", "17:15")),  # a Sunday
        (at("2026-11-24", "08:00"), at("2026-11-20", "17:15")),  # after 勤労感謝の日
    ],
)
def test_an_office_closed_last_on_the_evening_of_its_last_working_day(
    moment: datetime, closing: datetime
) -> None:
    assert last_closing(HINATA, "honcho", moment) == closing


def test_the_working_day_before_a_monday_after_a_holiday_is_the_friday() -> None:
    assert last_open_day(HINATA, "honcho", day("2026-11-24")) == day("2026-11-20")
