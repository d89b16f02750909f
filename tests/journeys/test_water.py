"""水道の使用開始 from the front page to the status page, in three languages, with scripts and without."""

from collections.abc import Callable, Sequence

from tests.journeys.walk import Journey, State
from tests.journeys.water import apply_for_water
from tests.journeys.ways import EVERY_WAY

Walk = Callable[[Journey, str, bool], Sequence[State]]


@EVERY_WAY
def test_somebody_starts_the_water_and_follows_where_it_stands(walked: Walk, language: str, js: bool) -> None:
    met = walked(apply_for_water, language, js)

    assert met[-1].name == "water-status"
