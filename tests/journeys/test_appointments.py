"""Residents book a time and the desk keeps the calendar, with scripts and without, in three languages."""

from collections.abc import Callable, Sequence

from tests.journeys.appointments import book_a_time, keep_a_calendar
from tests.journeys.walk import Journey, State
from tests.journeys.ways import SCRIPTED

Walk = Callable[[Journey, str, bool], Sequence[State]]


@SCRIPTED
def test_a_time_is_booked_changed_and_given_back(walked: Walk, language: str, js: bool) -> None:
    met = walked(book_a_time, language, js)

    assert met[-1].name == "appointments-drawn-hold"


@SCRIPTED
def test_the_desk_takes_receives_and_calls_off(walked: Walk, language: str, js: bool) -> None:
    met = walked(keep_a_calendar, language, js)

    assert met[-1].name == "staff-appointments-called-off"
