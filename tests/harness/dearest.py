"""The dearest tests of `./check --all` are begun first, each kind by a process of its own, so that none runs on when all else is done."""

import os
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path

import pytest

# What is kept together (a file, and what its test's name has in it), and about how many minutes of --all that takes.
DEAREST = (
    ("tests/services/reservations/test_battery.py", "_nobody_else_is_refused[sqlite]", 24),
    ("tests/services/reservations/test_battery.py", "_nobody_else_is_refused[postgresql]", 24),
    ("tests/attack/test_scanners.py", "", 12),
    ("tests/faults/test_killed_line.py", "[postgresql]", 5),
    ("tests/faults/test_killed_line.py", "[sqlite]", 5),
    ("tests/services/connections/test_schemathesis.py", "_holds_every_look", 3),
    ("tests/house/test_access.py", "_asked_for_nothing_fails", 2),
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes share a run of --all, put what is dearest at the beginning of what each is handed."""
    several = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if several > 1 and config.getoption("--scale") == "all":
        items[:] = shared_out(items, several)


def shared_out(items: Sequence[pytest.Item], several: int) -> list[pytest.Item]:
    """The tests in an order whose equal parts (so xdist hands them out, until one process has none left) begin with the dearest."""
    heads: list[list[pytest.Item]] = [[] for _ in range(several)]
    minutes = [0] * several
    for kind in DEAREST:
        if found := [item for item in items if _is(item, *kind[:2])]:
            least = minutes.index(min(minutes))
            heads[least] += found
            minutes[least] += kind[2]
    taken = {id(item) for head in heads for item in head}
    rest = [item for item in items if id(item) not in taken]
    order: list[pytest.Item] = []
    for number, head in enumerate(heads):
        size = (len(items) - len(order)) // (several - number)
        more = max(0, size - len(head))
        order += [*head, *rest[:more]]
        del rest[:more]
    return order + rest


def _is(item: pytest.Item, place: str, name: str) -> bool:
    own = Path(item.path).as_posix().endswith(place)
    return own and fnmatch(item.name, f"*{name.replace('[', '[[]')}*")
