"""The page of capacity multiplies what was measured as it says, and asks for figures that `./bench load` prints."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def capacity() -> ModuleType:
    """The script, which is run and not imported."""
    found = importlib.util.spec_from_file_location("capacity", ROOT / "docs" / "capacity.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def measured(capacity: ModuleType) -> dict[str, float]:
    """Every action takes ten milliseconds of a web worker and four of the database, and the worker twenty."""
    figures = {"hello-world, postgresql": 9000.0, "hello-world CPU, postgresql": 0.1}
    for name in capacity.NAMES:
        figures |= {f"{name}, {kind}": 100.0 for kind in ("sqlite", "postgresql")}
        figures |= {f"{name} p99, postgresql": 30.0, f"{name} CPU, postgresql": 10.0}
        figures[f"{name} database CPU, postgresql"] = 4.0
    figures |= dict.fromkeys(capacity.WORKED.values(), 20.0)
    for name in capacity.GROWN:
        figures |= {
            f"{name}: {told}, {kind}": 1.9 for told, _ in capacity.GREW for kind in ("sqlite", "postgresql")
        }
    return figures | {
        "a submission: rows that stay": 5000.0, "a submission: its mail's row, for 90 days": 1000.0,
        "memory of a web worker, postgresql": 99.0,
    }  # fmt: skip


def test_an_hour_needs_what_its_actions_take(capacity: ModuleType) -> None:
    hour = capacity.Hour("made up", "", {"front page": 50.0, "whole submission": 10.0})

    need = capacity.need(hour, measured(capacity))

    assert (need.web, need.worker, need.database) == pytest.approx((0.6, 0.2, 0.24))
    assert need.all == pytest.approx(1.04)


def test_what_is_assumed_of_a_year_has_a_cost_and_a_reason(capacity: ModuleType) -> None:
    assert set(capacity.YEAR) <= set(capacity.NAMES)
    assert all(why for _, why in capacity.YEAR.values())
    assert {name for hour in capacity.hours() for name in hour.rates} <= set(capacity.NAMES)


def test_the_page_is_written_between_its_marks_and_nowhere_else(capacity: ModuleType) -> None:
    page = capacity.PAGE.read_text(encoding="utf-8")

    once = capacity.written(page, measured(capacity))

    assert capacity.written(once, measured(capacity)) == once
    assert "| 5.0 GB |" in once
    for kept in ("# どれだけの機械が要るか", "## 先に足りなくなるもの", "## 測り方の限り"):
        assert kept in once


def test_the_figures_that_are_asked_for_are_printed_by_the_benchmark(capacity: ModuleType) -> None:
    parts = [ROOT / "benchmarks" / "load.py", ROOT / "benchmarks" / "parts" / "actions.py"]
    said = "".join(part.read_text(encoding="utf-8") for part in parts)

    named = (*capacity.NAMES, *capacity.WORKED.values(), *capacity.GROWN)
    assert [name for name in named if f'"{name}"' not in said] == []
    assert [told for told, _ in capacity.GREW if told not in said] == []
