"""Whoever runs halls, with scripts: at the counter, as an operator of one house, and as a manager; without scripts test_pages walks them."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from tests.journeys.halls import manage_a_hall, run_a_hall, take_a_call
from tests.journeys.walk import Journey, State

Walk = Callable[[Journey, str, bool], Sequence[State]]
EACH: Mapping[Journey, str] = {
    take_a_call: "halls-came",
    run_a_hall: "series-own-date",
    manage_a_hall: "halls-figures",
}


@pytest.mark.parametrize("journey", EACH, ids=[f"with JavaScript-{one.__name__}" for one in EACH])
def test_halls_are_run_with_scripts(walked: Walk, journey: Journey) -> None:
    met = walked(journey, "ja", True)

    assert met[-1].name == EACH[journey]
