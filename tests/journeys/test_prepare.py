"""Preparing at home from an event to its QR code, in three languages, with scripts and without."""

from collections.abc import Callable, Sequence

from tests.journeys import prepare
from tests.journeys.walk import Journey, State
from tests.journeys.ways import PLAIN_WITHOUT_SCRIPTS

Walk = Callable[[Journey, str, bool], Sequence[State]]


@PLAIN_WITHOUT_SCRIPTS
def test_a_move_is_prepared_and_becomes_a_code_for_the_counter(walked: Walk, language: str, js: bool) -> None:
    met = walked(prepare.prepare_a_move, language, js)

    assert met[-1].name == "prepare-discard"
