"""A club is registered and books as a group, on a telephone, with scripts and without."""

from collections.abc import Callable, Sequence

from tests.journeys.groups import register_a_group
from tests.journeys.walk import Journey, State
from tests.journeys.ways import SCRIPTED

Walk = Callable[[Journey, str, bool], Sequence[State]]


@SCRIPTED
def test_a_club_is_registered_and_a_member_books_for_it(walked: Walk, language: str, js: bool) -> None:
    met = walked(register_a_group, language, js)

    assert met[-1].name == "groups-stopped"
