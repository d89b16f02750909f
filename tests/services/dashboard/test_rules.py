"""Forecasts, intervals, medians and what a figure means."""

import itertools
import re
from datetime import date
from random import Random

import pytest

from portal.pack.rows import Kpi
from services.dashboard.rules import flow, kpis, periods
from services.dashboard.rules.charts import bars, drawing, lines
from services.dashboard.rules.kpis import Finding, Printed, Standing
from services.dashboard.rules.outlook import Band, trend, wilson
from services.dashboard.rules.periods import Year
from tests.services.dashboard.said import source

NOW = Year(2026, date(2026, 11, 20))


def row(value: str, year: str = "R8", kind: str = "目標", note: str = "") -> Kpi:
    return Kpi(None, None, "990019", "指標", "%", kind, year, value, note, "計画")


def stands(value: float | None, goals: tuple[Kpi, ...], outlook: Band | None = None) -> Standing:
    printed = Printed("指標", "%", goals, None)
    return Standing(printed, NOW, value, "counted", 2026, printed.goal(2026), (), outlook)


def test_a_band_holds_about_four_of_five_of_what_comes() -> None:
    chance = Random(20261122)  # noqa: S311 (the same months each time)
    inside = 0
    for _ in range(600):
        months = [40 + 0.6 * place + chance.gauss(0, 3) for place in range(15)]
        line = trend(months[:12])
        assert line is not None
        band = line.ahead(3)
        inside += band.low <= months[14] <= band.high

    assert 0.75 < inside / 600 < 0.85


def test_few_months_foretell_nothing() -> None:
    assert trend([1, 2, 3, 4, 5]) is None


def test_months_on_a_line_leave_no_doubt() -> None:
    line = trend([2.0 * place for place in range(12)])

    assert line is not None
    assert line.ahead(1).middle == pytest.approx(24)
    assert line.ahead(1).high == pytest.approx(24)


def test_the_interval_of_a_share_is_wilsons() -> None:
    found = wilson(81, 100)

    assert found is not None
    assert (round(found.low, 3), round(found.high, 3)) == (0.722, 0.875)
    assert wilson(0, 0) is None


@pytest.mark.parametrize(
    ("value", "goals", "outlook", "finding"),
    [
        (None, (row("40"),), None, Finding.NOTHING),
        (39.0, (), None, Finding.NO_GOAL),
        (40.0, (row("40"),), None, Finding.REACHED),
        (39.0, (row("40"),), None, Finding.SHORT),
        (39.0, (row("40"),), Band(41, 40.5, 42), Finding.WILL),
        (30.0, (row("40"),), Band(34, 33, 35), Finding.WILL_NOT),
        (39.0, (row("40"),), Band(40, 39, 41), Finding.OPEN),
        # A goal of a later year is not measured by the end of this one.
        (30.0, (row("40", "R9"),), Band(34, 33, 35), Finding.SHORT),
        (12.0, (row("10以下"),), None, Finding.SHORT),
        (9.0, (row("10以下"),), None, Finding.REACHED),
        (1.0, (row("0"), row("0", "R9")), None, Finding.SHORT),
    ],
)
def test_a_figure_says_what_it_means(
    value: float | None, goals: tuple[Kpi, ...], outlook: Band | None, finding: Finding
) -> None:
    assert stands(value, goals, outlook).finding is finding


def test_a_goal_is_that_of_the_year_or_else_of_the_next_that_has_one() -> None:
    printed = Printed("指標", "%", (row("90", ""), row("10", "R7"), row("30", "R10"), row("20", "R9")), None)

    assert [goal.value for year in (2025, 2026, 2028, 2030) if (goal := printed.goal(year))] == [
        "10",
        "20",
        "30",
        "30",
    ]
    assert Printed("指標", "%", (row("90", ""),), None).goal(2026) == row("90", "")


def test_a_plan_in_draft_is_called_one() -> None:
    assert Printed("指標", "%", (row("1", note="素案"),), None).is_draft


def test_figures_of_one_name_stand_together_in_the_order_of_the_plan() -> None:
    other = Kpi(None, None, "990019", "別", "件", "目標", "R8", "1", "", "計画", "online_procedures")

    found = kpis.listed([row("1"), other, row("2", "R9")])

    assert [(one.name, len(one.rows)) for one in found] == [("指標", 2), ("別", 1)]
    assert len({one.key for one in found}) == 2


def test_a_median_is_the_middle_of_all() -> None:
    assert flow.median({1: 2, 5: 1}) == 1
    assert flow.median({1: 1, 5: 2}) == 5
    assert flow.median({}) is None


def test_a_year_knows_its_months_and_those_to_come() -> None:
    assert NOW.months[0] == date(2026, 4, 1)
    assert NOW.months[-1] == date(2026, 11, 1)
    assert len(NOW.to_come) == 5
    assert Year(2025, NOW.today).is_over
    assert periods.years(date(2024, 2, 1), NOW.today)[-1] == 2023


def test_names_at_the_ends_of_lines_never_lie_over_one_another() -> None:
    found = drawing.spread([50.0, 52.0, 51.0, 200.0], 14.0, 20.0, 200.0)

    assert sorted(found) == sorted(set(found))
    assert all(b - a >= 13.99 for a, b in zip(sorted(found), sorted(found)[1:], strict=False))


@pytest.mark.parametrize(("least", "most"), [(0.0, 1.0), (0.0, 37.0), (0.0, 100.0), (0.0, 12345.0)])
def test_an_axis_has_few_round_marks_that_hold_everything(least: float, most: float) -> None:
    marks = drawing.ticks(least, most)

    assert marks[0] <= least
    assert marks[-1] >= most * 0.999
    assert 2 <= len(marks) <= 7


def test_every_way_has_a_colour_and_a_pattern_of_its_own() -> None:
    count = len(flow.ORDER)

    looks = {(drawing.colour(place), drawing._HATCH[place]) for place in range(count)}

    assert len({drawing.colour(place) for place in range(count)}) == len(looks) == count
    assert len({drawing.dash(place) for place in range(count)}) == count


WORDS = drawing.Words("k", "t", "d")


@pytest.mark.parametrize("ahead", [0, 5, 12])
@pytest.mark.parametrize("many", range(1, 40))
def test_labels_under_a_chart_never_run_into_each_other(many: int, ahead: int) -> None:
    band = (ahead, Band(1.0, 0.5, 2.0)) if ahead else None
    line = lines.Chart(WORDS, ["2026/10"] * many, [lines.Line("a", [1.0] * many)], "%", ahead=band)
    columns = bars.Shares(WORDS, ["2026/10"] * many, ["a"], [[1.0]] * many)

    for picture in (lines.draw(line), bars.shares(columns)):
        places = [float(x) for x in re.findall(r'<text x="([\d.]+)"[^>]*>2026/10<', picture)]

        assert places
        # Seven letters of twelve, in a font as wide as DejaVu Sans, and a gap between two.
        assert all(after - before >= 60 for before, after in itertools.pairwise(places))


@pytest.mark.parametrize("most", [1.0, 80.0, 950.0, 9_800.0, 98_000.0, 1_200_000.0])
def test_no_figure_beside_an_axis_is_cut_off(most: float) -> None:
    line = lines.Chart(WORDS, ["a", "b"], [lines.Line("a", [0.0, most])], "人")
    columns = bars.Shares(WORDS, ["a", "b"], ["a"], [[most]] * 2)

    for picture in (lines.draw(line), bars.shares(columns)):
        figures = re.findall(r'<text x="([\d.]+)"[^>]*text-anchor="end"[^>]*>([\d,.%]+)<', picture)

        assert len(figures) > 2
        assert all(float(x) >= 7.7 * len(told.replace(",", "")) for x, told in figures), figures


def test_pages_for_some_lose_nobody_and_others_are_held_against_the_last_for_all() -> None:
    year, day = Year(2026, NOW.today), date(2026, 10, 1)
    counted = {"a": 50, "agent": 5, "b": 40}
    told = source(
        [
            ("viewed", "juminhyo", "online", day, 100, None), ("started", "juminhyo", "online", day, 50, None),
            *(("step", f"juminhyo/{step}", "online", day, n, None) for step, n in counted.items()),
            ("filed", "juminhyo", "online", day, 30, None),
        ]
    )  # fmt: skip

    stages = flow.funnel(told, "juminhyo", list(counted), year, ["agent"])

    assert [(one.key, one.count, round(one.lost, 2), one.aside) for one in stages] == [
        ("viewed", 100, 0.0, False), ("started", 50, 0.5, False), ("a", 50, 0.0, False), ("agent", 5, 0.0, True),
        ("b", 40, 0.2, False), ("filed", 30, 0.25, False),
    ]  # fmt: skip
    hardest = flow.hardest(stages)
    assert hardest is not None
    assert hardest.key == "filed"
