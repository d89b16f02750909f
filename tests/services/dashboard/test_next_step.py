"""Which procedure is next: volume times minutes times the share past the screen, and what if some of it moved."""

from datetime import date

import pytest

from services.dashboard.rules import next_step
from services.dashboard.rules.next_step import Minutes
from tests.services.dashboard.said import Line, source

TODAY = date(2026, 11, 20)
TEN = Minutes(10, 8, 15)


def filed(key: str, channel: str, n: int, day: date = date(2026, 10, 1)) -> Line:
    return ("filed", key, channel, day, n, None)


def test_the_most_time_past_the_screen_comes_first_and_machines_count_for_nothing() -> None:
    lines = [
        filed("juminhyo", "online", 900), filed("juminhyo", "window", 60), filed("juminhyo", "konbini", 5000),
        filed("tennyu", "window", 100), filed("tennyu", "post", 20),
        # A month that still runs, one that is too old, and a procedure that is not offered any more.
        filed("tennyu", "window", 999, date(2026, 11, 3)), filed("tennyu", "window", 999, date(2025, 10, 31)),
        filed("gone", "window", 999), filed("whole", "online", 40),
    ]  # fmt: skip

    found = next_step.candidates(source(lines), TODAY, {"juminhyo", "tennyu", "whole"}, TEN)

    assert [(one.key, one.requests, one.by_hand, one.hours) for one in found] == [
        ("tennyu", 120, 120, 20.0),
        ("juminhyo", 960, 60, 10.0),
    ]
    assert found[1].share == pytest.approx(6.25)


def test_a_saving_is_what_moves_times_the_minutes_with_the_ends_of_what_was_measured() -> None:
    lines = [filed("tennyu", "window", 120), filed("juminhyo", "window", 60)]
    found = next_step.candidates(source(lines), TODAY, {"juminhyo", "tennyu"}, TEN)

    saved = next_step.saving(found, 50, TEN)

    assert (saved.requests, saved.hours, saved.low, saved.high) == (90, 15.0, 12.0, 22.5)
    assert saved.days == pytest.approx(15 / 7.75)


def test_minutes_are_measured_or_said_to_be_assumed() -> None:
    measured = [
        ("counter_minutes", "procedures", "window", date(2026, 9, 1), 1, float(m)) for m in (4, 8, 9, 20)
    ]

    assert next_step.minutes(source(measured), TODAY) == Minutes(8, 4, 9)
    assert next_step.minutes(source([]), TODAY) == Minutes(15, 15, 15, measured=False)
