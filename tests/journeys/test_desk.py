"""The desk, in three languages, with scripts and without."""

from collections.abc import Callable, Sequence

from tests.journeys import desk, desk_list
from tests.journeys.walk import Journey, State
from tests.journeys.ways import EVERY_WAY, OF_STAFF

Walk = Callable[[Journey, str, bool], Sequence[State]]


@EVERY_WAY
def test_a_case_goes_through_every_state_on_both_sides(walked: Walk, language: str, js: bool) -> None:
    met = walked(desk.work_on_a_case, language, js)

    assert met[-1].name == "staff-signed-out"


@OF_STAFF
def test_a_clerk_of_another_division_is_refused(walked: Walk, language: str, js: bool) -> None:
    met = walked(desk.keep_out, language, js)

    assert met[-1].status == 403


@OF_STAFF
def test_the_administrator_looks_after_the_staff(walked: Walk, language: str, js: bool) -> None:
    met = walked(desk.manage_people, language, js)

    assert met[-1].name == "staff-second-own"


@OF_STAFF
def test_a_clerk_works_through_a_list(walked: Walk, language: str, js: bool) -> None:
    met = walked(desk_list.work_through_a_list, language, js)

    assert met[-1].name == "staff-prints"
