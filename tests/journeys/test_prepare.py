"""Preparing at home from an event to its QR code, in three languages, with scripts and without."""

from collections.abc import Callable, Sequence

import pytest

from tests.journeys import prepare
from tests.journeys.walk import LANGUAGES, Journey, State

Walk = Callable[[Journey, str, bool], Sequence[State]]
BOTH = pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
EACH = pytest.mark.parametrize("language", LANGUAGES)


@EACH
@BOTH
def test_a_move_is_prepared_and_becomes_a_code_for_the_counter(walked: Walk, language: str, js: bool) -> None:
    met = walked(prepare.prepare_a_move, language, js)

    assert met[-1].name == "prepare-discard"
