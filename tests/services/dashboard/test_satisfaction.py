"""How clear a procedure was: shares with interval and response rate, from those who were asked on our own pages."""

from datetime import date

import pytest

from services.dashboard.rules import satisfaction
from services.dashboard.rules.periods import Year
from tests.services.dashboard.said import Line, source

DAY = date(2026, 10, 1)
YEAR = Year(2026, date(2026, 11, 20))


def rated(score: int, n: int = 1, channel: str = "online") -> Line:
    return ("rated", "juminhyo", channel, DAY, n, float(score * n))


def test_the_share_is_of_the_two_upper_steps_and_the_rate_of_those_asked() -> None:
    lines: list[Line] = [
        ("filed", "juminhyo", "online", DAY, 100, None), ("filed", "juminhyo", "window", DAY, 300, None),
        rated(5, 12), rated(4, 4), rated(2, 4),
    ]  # fmt: skip

    found = satisfaction.opinions(source(lines), YEAR)["juminhyo"]

    assert (found.asked, found.answered, found.response) == (100, 20, 20.0)
    assert found.clear is not None
    assert found.clear.middle == pytest.approx(0.8)
    assert (round(found.clear.low, 2), round(found.clear.high, 2)) == (0.58, 0.92)


def test_few_answers_make_no_share() -> None:
    found = satisfaction.opinions(source([rated(5, 9)]), YEAR)["juminhyo"]

    assert found.clear is None
    assert found.response is None
