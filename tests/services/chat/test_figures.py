"""Figures: what was said and what was not, with an interval as wide as few answers make it."""

import pytest

from services.chat.rules.figures import Figure, wilson


@pytest.mark.parametrize(
    ("yes", "n", "low", "high"),
    # From the published tables of Wilson's interval.
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (8, 10, 0.4902, 0.9433), (814, 1000, 0.7887, 0.8369)],
)
def test_wilsons_interval(yes: int, n: int, low: float, high: float) -> None:
    assert wilson(yes, n) == pytest.approx((low, high), abs=5e-4)


def test_nobody_who_said_nothing_counts_as_a_yes_or_a_no() -> None:
    figure = Figure(asked=120, answered=100, voted=20, yes=16, rephrased=5, handed_over=7)

    assert figure.share == 0.8
    assert figure.response == 0.2
    assert figure.least == 0.5


def test_where_nobody_said_anything_there_is_no_share() -> None:
    figure = Figure(asked=3, answered=3)

    assert (figure.share, figure.interval, figure.least, Figure().response) == (None, None, None, None)
