"""Systems outside are let in by the administrator, in three languages, with scripts and without."""

from collections.abc import Callable, Sequence

from tests.journeys.systems import connect_systems
from tests.journeys.walk import Journey, State
from tests.journeys.ways import OF_STAFF

Walk = Callable[[Journey, str, bool], Sequence[State]]


@OF_STAFF
def test_the_administrator_lets_systems_in_and_has_them_told(walked: Walk, language: str, js: bool) -> None:
    met = walked(connect_systems, language, js)

    assert met[-1].name == "api-reference"
