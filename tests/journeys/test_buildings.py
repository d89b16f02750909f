"""A manager edits a facility, with scripts and without, in three languages."""

from collections.abc import Callable, Sequence

from tests.journeys.buildings import edit_a_facility
from tests.journeys.walk import Journey, State
from tests.journeys.ways import SCRIPTED

Walk = Callable[[Journey, str, bool], Sequence[State]]


@SCRIPTED
def test_a_manager_changes_a_price_and_another_approves_it(walked: Walk, language: str, js: bool) -> None:
    met = walked(edit_a_facility, language, js)

    assert met[-1].name == "buildings-seen"
