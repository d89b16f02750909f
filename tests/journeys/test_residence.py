"""住民票 by each of its ways, in three languages, with scripts and without."""

from collections.abc import Callable, Sequence

from tests.journeys import residence
from tests.journeys.walk import Journey, State
from tests.journeys.ways import EVERY_WAY

Walk = Callable[[Journey, str, bool], Sequence[State]]


@EVERY_WAY
def test_a_certificate_is_asked_for_online_with_a_card_signature(
    walked: Walk, language: str, js: bool
) -> None:
    met = walked(residence.ask_online, language, js)

    assert met[-1].name == "residence-receipt"


@EVERY_WAY
def test_answers_become_a_sheet_for_the_counter(walked: Walk, language: str, js: bool) -> None:
    met = walked(residence.ask_at_the_counter, language, js)

    assert "counter-check" in [one.name for one in met]


@EVERY_WAY
def test_answers_become_a_request_by_post(walked: Walk, language: str, js: bool) -> None:
    met = walked(residence.ask_by_post, language, js)

    assert met[-1].name == "post-check"
