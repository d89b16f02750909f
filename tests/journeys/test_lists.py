"""Saving for later, the list behind a mailed link, withdrawing, and the pages that say no, in three languages."""

from collections.abc import Callable, Sequence

import pytest

from tests.journeys import lists
from tests.journeys.walk import LANGUAGES, Journey, State

Walk = Callable[[Journey, str, bool], Sequence[State]]
BOTH = pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
EACH = pytest.mark.parametrize("language", LANGUAGES)


@EACH
@BOTH
def test_answers_saved_on_one_device_are_finished_on_another(walked: Walk, language: str, js: bool) -> None:
    met = walked(lists.keep_for_later, language, js)

    assert met[-1].name == "resume-used"


@EACH
@BOTH
def test_a_mailed_link_opens_the_list_and_a_request_is_withdrawn(
    walked: Walk, language: str, js: bool
) -> None:
    met = walked(lists.sign_in_and_withdraw, language, js)

    assert met[-1].name == "link-used"


@EACH
@BOTH
def test_a_page_that_says_no_says_what_to_do(walked: Walk, language: str, js: bool) -> None:
    met = walked(lists.refused_and_missing, language, js)

    assert [one.status for one in met][:2] == [404, 404]
