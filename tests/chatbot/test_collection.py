"""The engine finds the same days as somebody who walks through a calendar with a finger, over several years."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import jpholiday
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.collection import Collections, District, Put, Rule, Stop
from chatbot.collection_cells import read

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 1, 1), date(2029, 12, 31)
YEAR_END = ((12, 31), (1, 3))
KITA = District("kita", {"ja": "北地区", "en": "North district"}, ("きた", "北町", "000-0002"))
MINAMI = District("minami", {"ja": "南地区", "en": "South district"}, ("みなみ", "北原の南", "000-0003"))


@cache
def is_holiday(day: date) -> bool:
    return bool(jpholiday.is_holiday(day))


def a_rule(cell: str, holiday: Put = Put.AS_EVER, season: object = None) -> Rule:
    when, months = read(cell)
    return Rule("kita", "moyasu", when, months, season, holiday)  # type: ignore[arg-type]


def a_town(rule: Rule, *stops: Stop) -> Collections:
    return Collections((KITA, MINAMI), (rule,), stops, is_holiday)


def found(rule: Rule, *stops: Stop, first: date = FIRST, last: date = LAST) -> list[date]:
    return [day for _, day in a_town(rule, *stops).between("kita", first, last)]


# ------------------------------------------------------- the finger on the calendar, written as differently as can be


def every_day(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=count) for count in range((last - first).days + 1))


def in_words(cell: str, day: date) -> bool:
    """Whether a cell means a day, by counting and not by the engine's rules."""
    names = "月火水木金土日"
    for word in cell.split():
        name = names[day.weekday()]
        before = sum(
            1 for number in range(1, day.day + 1) if day.replace(day=number).weekday() == day.weekday()
        )
        after = sum(
            1
            for number in range(day.day + 1, monthrange(day.year, day.month)[1] + 1)
            if day.replace(day=number).weekday() == day.weekday()
        )
        if word in (name, f"{name}{before}") or (word == f"{name}末" and not after):
            return True
        if word.startswith("隔") and word[1] == name:
            since = date(int(word[2:6]), int(word[6:8]), int(word[8:]))
            if day >= since and (day - since).days % 14 == 0:
                return True
        if word in (f"{day:%Y%m%d}", f"{day.day}日"):
            return True
    return False


def at_year_end(day: date) -> bool:
    return (day.month == 12 and day.day == 31) or (day.month == 1 and day.day <= 3)


CELLS = st.lists(
    st.sampled_from(
        [
            *"月火水木金土日",
            "月1",
            "火2",
            "水3",
            "木4",
            "金5",
            "土末",
            "隔水20260107",
            "15日",
            "31日",
            "20270101",
        ]
    ),
    min_size=1,
    max_size=3,
    unique=True,
).map(" ".join)
TREATED = st.sampled_from([Put.AS_EVER, Put.OFF, Put.NEXT_DAY, Put.NEXT_WEEK])
STOPPED = st.sampled_from([Put.OFF, Put.NEXT_DAY, Put.NEXT_WEEK])


def by_finger(cell: str, holiday: Put, stopped: Put, first: date, last: date) -> list[date]:
    days = set()
    for day in every_day(first - timedelta(days=60), last):
        if not in_words(cell, day):
            continue
        put = stopped if at_year_end(day) else holiday if is_holiday(day) else Put.AS_EVER
        lies = day
        if put is Put.OFF:
            continue
        if put is not Put.AS_EVER:
            lies += timedelta(days=1 if put is Put.NEXT_DAY else 7)
            while at_year_end(lies) or (holiday is not Put.AS_EVER and is_holiday(lies)):
                lies += timedelta(days=1 if put is Put.NEXT_DAY else 7)
        if first <= lies <= last:
            days.add(lies)
    return sorted(days)


@settings(max_examples=25, deadline=None)
@given(CELLS, TREATED, STOPPED)
def test_the_engine_agrees_with_a_finger_on_the_calendar(cell: str, holiday: Put, stopped: Put) -> None:
    assert found(a_rule(cell, holiday), Stop(*YEAR_END, stopped)) == by_finger(
        cell, holiday, stopped, FIRST, LAST
    )


@settings(max_examples=25, deadline=None)
@given(CELLS, TREATED, STOPPED, st.dates(FIRST, LAST), st.integers(0, 40))
def test_a_part_of_the_calendar_is_a_part_of_the_whole(
    cell: str, holiday: Put, stopped: Put, first: date, count: int
) -> None:
    last = first + count * DAY
    rule, stop = a_rule(cell, holiday), Stop(*YEAR_END, stopped)

    assert found(rule, stop, first=first, last=last) == [
        day
        for day in by_finger(cell, holiday, stopped, FIRST, LAST + timedelta(days=90))
        if first <= day <= last
    ]


# ------------------------------------------------------------------------------------------- what towns really print


def test_a_year_end_moves_the_rest_of_the_month_as_5374_does() -> None:
    january = found(
        a_rule("金1 金3"), Stop(*YEAR_END, Put.REST_OF_MONTH), first=date(2027, 1, 1), last=date(2027, 1, 31)
    )

    assert january == [date(2027, 1, 8), date(2027, 1, 22)]


def test_days_off_do_not_touch_a_weekly_round_that_goes_on() -> None:
    january = found(
        a_rule("金"), Stop(*YEAR_END, Put.REST_OF_MONTH), first=date(2027, 1, 1), last=date(2027, 1, 31)
    )

    assert january == [date(2027, 1, 8), date(2027, 1, 15), date(2027, 1, 22), date(2027, 1, 29)]


def test_a_moved_day_is_collected_on_the_day_named_even_before_it() -> None:
    moved = Stop(date(2026, 12, 31), date(2026, 12, 31), Put.OFF, moved_to=date(2026, 12, 30))
    rule = a_rule("木")

    assert found(rule, moved, Stop(*YEAR_END), first=date(2026, 12, 30), last=date(2027, 1, 7)) == [
        date(2026, 12, 30),
        date(2027, 1, 7),
    ]
    assert a_town(rule, moved, Stop(*YEAR_END)).on("kita", date(2026, 12, 31)) == ()


@pytest.mark.parametrize(
    ("day", "collected"),
    [
        (date(2026, 6, 30), False), (date(2026, 7, 1), True), (date(2026, 9, 15), True), (date(2026, 9, 16), False),
    ],
)  # fmt: skip
def test_a_season_has_both_its_ends(day: date, collected: bool) -> None:
    assert bool(found(a_rule("毎日", season=((7, 1), (9, 15))), first=day, last=day)) is collected


def test_a_season_may_lie_over_the_turn_of_the_year() -> None:
    rule = a_rule("毎日", season=((12, 1), (2, 28)))

    assert found(rule, first=date(2027, 1, 15), last=date(2027, 1, 15))
    assert not found(rule, first=date(2027, 7, 15), last=date(2027, 7, 15))


def test_the_next_collection_is_the_day_itself_when_it_is_one() -> None:
    town = a_town(a_rule("月"))

    assert town.next("kita", "moyasu", date(2026, 11, 23)) == date(2026, 11, 23)
    assert town.next("kita", "moyasu", date(2026, 11, 24)) == date(2026, 11, 30)
    assert town.next("kita", "pla", date(2026, 11, 24)) is None
    assert town.next("nowhere", "moyasu", date(2026, 11, 24)) is None


def test_why_a_day_is_off_can_be_told() -> None:
    stop = Stop(*YEAR_END, reason={"ja": "年末年始"})

    assert a_town(a_rule("金"), stop).stopped("kita", "moyasu", date(2027, 1, 1)) == stop
    assert a_town(a_rule("金"), stop).stopped("kita", "moyasu", date(2027, 1, 2)) is None


def test_a_stop_of_another_kind_or_district_stops_nothing() -> None:
    rule = a_rule("金")
    first = date(2027, 1, 1)

    assert found(rule, Stop(*YEAR_END, kinds=frozenset({"pla"})), first=first, last=first)
    assert found(rule, Stop(*YEAR_END, districts=frozenset({"minami"})), first=first, last=first)


# ---------------------------------------------------------------------------------------------------- which district


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("北地区", "kita"), ("北地区です", "kita"), ("きた", "kita"), ("キタ", "kita"), ("000-0003", "minami"),
        ("０００ー０００２", "kita"), ("北原の南に住んでいます", "minami"), ("North district", "kita"), ("北町一丁目", "kita"),
    ],
)  # fmt: skip
def test_a_district_is_known_by_its_names_quarters_and_postcodes(said: str, key: str) -> None:
    assert [one.key for one in a_town(a_rule("月")).find(said)] == [key]


@pytest.mark.parametrize("said", ["", "東京", "?", "999-9999"])
def test_no_district_is_guessed(said: str) -> None:
    assert a_town(a_rule("月")).find(said) == ()
