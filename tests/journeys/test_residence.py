"""住民票 by each of its ways, in three languages, with scripts and without."""

from collections.abc import Callable, Sequence

import pytest

from tests.journeys import residence
from tests.journeys.walk import LANGUAGES, Journey, State

Walk = Callable[[Journey, str, bool], Sequence[State]]
BOTH = pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
EACH = pytest.mark.parametrize("language", LANGUAGES)


@EACH
@BOTH
def test_a_certificate_is_asked_for_online_with_a_card_signature(
    walked: Walk, language: str, js: bool
) -> None:
    met = walked(residence.ask_online, language, js)

    assert met[-1].name == "residence-receipt"


@EACH
@BOTH
def test_answers_become_a_sheet_for_the_counter(walked: Walk, language: str, js: bool) -> None:
    met = walked(residence.ask_at_the_counter, language, js)

    assert "counter-check" in [one.name for one in met]


@EACH
@BOTH
def test_answers_become_a_request_by_post(walked: Walk, language: str, js: bool) -> None:
    met = walked(residence.ask_by_post, language, js)

    assert met[-1].name == "post-check"
