"""A problem in the street is reported, joined and gone after, with scripts and without, in three languages."""

from collections.abc import Callable, Sequence

from tests.journeys.reports import go_after_a_report, report_a_problem
from tests.journeys.walk import Journey, State
from tests.journeys.ways import SCRIPTED

Walk = Callable[[Journey, str, bool], Sequence[State]]


@SCRIPTED
def test_somebody_reports_a_problem_and_the_next_one_joins(walked: Walk, language: str, js: bool) -> None:
    met = walked(report_a_problem, language, js)

    assert met[-1].name == "report-joined"


@SCRIPTED
def test_staff_go_after_it_and_publish_it(walked: Walk, language: str, js: bool) -> None:
    met = walked(go_after_a_report, language, js)

    assert met[-1].name == "reports-case"
