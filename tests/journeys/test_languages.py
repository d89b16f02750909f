"""The languages that are prepared: what is not said in them yet is Japanese, marked as such, and nothing breaks."""

from collections.abc import Callable

import pytest

from portal.words import LANGUAGES
from tests.journeys.walk import Visit

PREPARED = [key for key, language in LANGUAGES.items() if not language.complete]


@pytest.mark.parametrize("language", PREPARED)
def test_a_prepared_language_falls_back_visibly(visit: Callable[..., Visit], language: str) -> None:
    person = visit(language, js=False).enter()

    person.meet("front")
    person.open("/procedures/juminhyo")
    person.meet("guide")
    person.open("/applications/new/suido_kaishi/online")
    person.press()
    person.meet("step", faulty=True)

    assert person.words(".partly")
