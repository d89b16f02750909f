"""A busy day in a few minutes: residents come and go while memory stays where it is and nothing fails."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.parts import serving
from benchmarks.parts.town import BEGIN, Town, town
from benchmarks.start import children, own_memory
from tests.harness.resident import WATER, Resident

pytestmark = pytest.mark.long

MINUTES, PEOPLE = 6.0, 6
MOST_MEGABYTES, MOST_GROWTH = 120.0, 1.15
READING = (
    "/",
    "/procedures",
    "/procedures/suido_kaishi",
    "/procedures/juminhyo",
    "/search?q=%E6%B0%B4%E9%81%93",
    "/?lang=en",
    "/?lang=easy",
)


def one_resident(here: Town, faults: list[str], ending: threading.Event) -> None:
    """Read around, fill in a form, hand it in, look at the receipt; again and again as somebody new."""
    while not ending.is_set():
        somebody = Resident(here.port)
        try:
            for path in READING:
                page = somebody.open(path)
                if page.status != 200:
                    faults.append(f"{path}: {page.status}")
            receipt = somebody.send(somebody.fill_in(BEGIN, WATER), {})
            if receipt.status != 200 or "/draft/" in receipt.path:
                faults.append(f"{receipt.path}: {receipt.status}")
        except (OSError, RuntimeError) as fault:
            faults.append(repr(fault))
        finally:
            somebody.connection.close()


def memory() -> list[float]:
    """What each web worker holds now."""
    server = next(
        pid for pid in children(os.getpid()) if "granian" in Path(f"/proc/{pid}/cmdline").read_text()
    )
    return [held for pid in children(server) if (held := own_memory(pid)) > 20]


def during(minutes: float, each: Callable[[], None]) -> None:
    """Do something every ten seconds for so long."""
    until = time.monotonic() + minutes * 60
    while time.monotonic() < until:
        time.sleep(10)
        each()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_busy_day_fails_nobody_and_leaks_nothing(kind: str) -> None:
    faults: list[str] = []
    held: list[list[float]] = []
    ending = threading.Event()
    with serving.folder() as place, town(kind, place) as here:
        before = here.cases()
        people = [threading.Thread(target=one_resident, args=(here, faults, ending)) for _ in range(PEOPLE)]
        for one in people:
            one.start()
        during(MINUTES, lambda: held.append(memory()))
        ending.set()
        for one in people:
            one.join()
        handed_in = here.cases() - before

    warm = max(held[len(held) // 3])
    assert faults == []
    assert handed_in > 100
    assert max(held[-1]) < MOST_MEGABYTES
    assert max(held[-1]) < warm * MOST_GROWTH, f"memory grew: {[round(max(one)) for one in held]}"
