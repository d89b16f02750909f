"""The write-free counter: from a slip with scripts, from nothing without them, and in the languages of foreign residents."""

from collections.abc import Callable, Sequence

import pytest

from tests.journeys import window
from tests.journeys.walk import Journey, State

Walk = Callable[[Journey, str, bool], Sequence[State]]


def test_a_mother_moves_in_and_nobody_writes_her_name(walked: Walk) -> None:
    met = walked(window.serve_from_a_slip, "ja", True)

    assert met[-1].name == "window-handed"


def test_somebody_of_eighty_with_nothing_prepared_is_served(walked: Walk) -> None:
    met = walked(window.serve_with_nothing_prepared, "ja", False)

    assert met[-1].name == "window-confirm-large"


@pytest.mark.parametrize("language", ["en", "easy"])
def test_a_foreign_resident_with_a_long_name_reads_their_own_language(walked: Walk, language: str) -> None:
    met = walked(window.serve_in_another_language, language, False)

    assert met[-1].name == "window-confirm-latin"
