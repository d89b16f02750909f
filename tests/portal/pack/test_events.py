"""The events of a town's file: what they add, what they switch off, and every fault with its line."""

from pathlib import Path

import pytest

from tests.portal.pack.builder import built
from tests.portal.pack.event_cases import CASES, WHOLE, told


@pytest.mark.parametrize("case", CASES)
def test_every_fault_of_an_event_is_told_with_its_line(case: str) -> None:
    _, _, line, path, message = CASES[case]

    found = [(one.line, one.key, one.message) for one in told(case)]

    assert (line, path, message) in found


def test_a_town_adds_an_event_and_reads_it_whole(tmp_path: Path) -> None:
    town = built(tmp_path, events_toml=WHOLE)

    event = town.events["move"]

    assert [part.procedure for part in event.parts] == ["juminhyo", "suido_kaishi"]
    assert event.elsewhere[0].link == "https://www.example.jp/"
