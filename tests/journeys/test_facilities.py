"""A room is found, booked, looked at and given back on a telephone, in three languages, within what a page may weigh."""

from collections.abc import Callable, Sequence

from tests.journeys.facilities import book_a_room, wait_for_an_opening
from tests.journeys.walk import Journey, State
from tests.journeys.ways import SCRIPTED

Walk = Callable[[Journey, str, bool], Sequence[State]]


@SCRIPTED
def test_somebody_books_a_room_and_gives_it_back_to_somebody_who_waits(
    walked: Walk, language: str, js: bool
) -> None:
    met = walked(book_a_room, language, js)

    assert met[-1].name == "facilities-receipt-again"
    assert next(one.status for one in met if one.name == "facilities-gone") == 409


def test_the_waiting_room_opens_by_itself(walked: Walk) -> None:
    met = walked(wait_for_an_opening, "ja", True)

    assert [one.name for one in met] == ["rush-before", "rush-waiting", "rush-through"]
    assert "予約する：使い方" in met[-1].source
