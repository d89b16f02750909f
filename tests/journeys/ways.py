"""In which languages a journey is walked, with scripts and without.

A whole request and the desk that works on it are walked in every way. Elsewhere plain Japanese is walked without scripts,
and the staff's pages are walked in Japanese and English: what they say in plain Japanese is proved without a browser.
"""

from collections.abc import Iterable

import pytest

from tests.journeys.walk import LANGUAGES

NAMES = {True: "with JavaScript", False: "without JavaScript"}


def _ways(told: Iterable[tuple[bool, str]]) -> pytest.MarkDecorator:
    cases = [pytest.param(language, js, id=f"{NAMES[js]}-{language}") for js, language in told]
    return pytest.mark.parametrize(("language", "js"), cases)


EVERY_WAY = _ways((js, language) for js in NAMES for language in LANGUAGES)
PLAIN_WITHOUT_SCRIPTS = _ways(
    (js, language) for js in NAMES for language in LANGUAGES if not (js and language == "easy")
)
OF_STAFF = _ways((js, language) for js in NAMES for language in ("ja", "en"))
# Without scripts they are walked for their pages in any case (test_pages).
SCRIPTED = _ways((True, language) for language in ("ja", "en"))
SCRIPTED_IN_EACH = _ways((True, language) for language in LANGUAGES)
