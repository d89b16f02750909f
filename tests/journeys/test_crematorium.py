"""An undertaker books and the office works, with scripts and without, in three languages."""

from collections.abc import Callable, Sequence

from tests.journeys.crematorium import book_a_cremation, run_a_crematorium
from tests.journeys.walk import Journey, State
from tests.journeys.ways import SCRIPTED

Walk = Callable[[Journey, str, bool], Sequence[State]]


@SCRIPTED
def test_an_undertaker_joins_by_a_link_books_changes_and_gives_back(
    walked: Walk, language: str, js: bool
) -> None:
    met = walked(book_a_cremation, language, js)

    assert met[-1].name == "cremation-mine-over"


@SCRIPTED
def test_the_office_goes_through_its_day(walked: Walk, language: str, js: bool) -> None:
    met = walked(run_a_crematorium, language, js)

    assert met[-1].name == "cremation-called-off"
