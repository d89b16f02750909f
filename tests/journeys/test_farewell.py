"""A bereaved family books, prints, comes, and is asked nothing twice: in three languages."""

from collections.abc import Callable, Sequence

import pytest

from tests.journeys.farewell import take_leave
from tests.journeys.walk import Journey, State

Walk = Callable[[Journey, str, bool], Sequence[State]]


# Plain Japanese carries readings and is the heaviest on the wire, which is weighed where scripts run.
@pytest.mark.parametrize(("language", "js"), [("easy", True), ("ja", False), ("en", False)])
def test_a_bereaved_family_is_led_from_the_guide_to_the_counter(
    walked: Walk, language: str, js: bool
) -> None:
    met = walked(take_leave, language, js)

    assert met[-1].name == "staff-booking-form"
