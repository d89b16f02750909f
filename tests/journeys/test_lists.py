"""Saving for later, the list behind a mailed link, withdrawing, and the pages that say no, in three languages."""

from collections.abc import Callable, Sequence

from tests.journeys import lists
from tests.journeys.walk import Journey, State
from tests.journeys.ways import PLAIN_WITHOUT_SCRIPTS

Walk = Callable[[Journey, str, bool], Sequence[State]]


@PLAIN_WITHOUT_SCRIPTS
def test_answers_saved_on_one_device_are_finished_on_another(walked: Walk, language: str, js: bool) -> None:
    met = walked(lists.keep_for_later, language, js)

    assert met[-1].name == "resume-used"


@PLAIN_WITHOUT_SCRIPTS
def test_a_mailed_link_opens_the_list_and_a_request_is_withdrawn(
    walked: Walk, language: str, js: bool
) -> None:
    met = walked(lists.sign_in_and_withdraw, language, js)

    assert met[-1].name == "link-used"


@PLAIN_WITHOUT_SCRIPTS
def test_a_page_that_says_no_says_what_to_do(walked: Walk, language: str, js: bool) -> None:
    met = walked(lists.refused_and_missing, language, js)

    assert [one.status for one in met][:2] == [404, 404]
