"""A talk with the answer bot, with scripts and without, in three languages."""

from collections.abc import Callable, Sequence

from tests.journeys.chat import ask_and_hand_over
from tests.journeys.walk import Journey, State
from tests.journeys.ways import SCRIPTED_IN_EACH

Walk = Callable[[Journey, str, bool], Sequence[State]]


@SCRIPTED_IN_EACH
def test_somebody_asks_and_writes_to_a_division(walked: Walk, language: str, js: bool) -> None:
    met = walked(ask_and_hand_over, language, js)

    assert met[-1].name == "chat-receipt"
