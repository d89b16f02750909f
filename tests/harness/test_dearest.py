"""The dearest tests are begun first, and Debian's database is asked as much as in the gate."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.harness.dearest import DEAREST, shared_out

ROOT = Path(__file__).parents[2]


def item(place: str, name: str) -> Any:
    return SimpleNamespace(path=ROOT / place, name=name)


def parts(items: list[Any], several: int) -> list[list[Any]]:
    """As xdist hands tests out at first."""
    found, left = [], list(items)
    for number in range(several):
        size = len(left) // (several - number)
        found.append(left[:size])
        del left[:size]
    return found


@pytest.mark.parametrize("many", [40, 41, 43])
def test_each_process_begins_with_one_of_the_dearest_and_nothing_is_lost(many: int) -> None:
    dear = [item(place, f"test_it{name}") for place, name, _ in DEAREST[:4]]
    plain = [item("tests/a.py", f"test_{number}") for number in range(many)]

    order = shared_out([*plain, *dear], 4)

    assert sorted(map(id, order)) == sorted(map(id, [*plain, *dear]))
    assert [part[0] for part in parts(order, 4)] == dear
    assert [one for one in order if one not in dear] == plain


def test_what_is_dear_together_stays_together() -> None:
    scanned = [item("tests/attack/test_scanners.py", f"test_{number}") for number in range(3)]
    plain = [item("tests/a.py", f"test_{number}") for number in range(9)]

    order = shared_out([plain[0], scanned[0], *plain[1:], *scanned[1:]], 2)

    assert order[:3] == scanned


@pytest.mark.parametrize(("place", "name", "minutes"), DEAREST)
def test_what_is_called_dear_is_there(place: str, name: str, minutes: int) -> None:
    assert name.partition("[")[0] in (ROOT / place).read_text(encoding="utf-8")
    assert minutes > 0


def test_debians_database_is_asked_as_much_as_in_the_gate(
    database_url: str, scale: str, request: pytest.FixtureRequest
) -> None:
    asked = request.config.getoption("--scale")
    debian = request.node.callspec.params["database_url"] == "debian"

    assert database_url
    assert scale == ("normal" if debian and asked == "all" else asked)
