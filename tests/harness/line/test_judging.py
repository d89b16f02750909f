"""The tests' own LINE refuses what LINE refuses, and takes what it takes; so does the portal before anything leaves."""

from typing import Any

import pytest

from services.chat.rules import preflight
from tests.harness.line.invalid import INVALID, MULTICAST, PUSH, REPLY, VALID
from tests.harness.line.judging import faults

# What the portal's preflight is asked about: messages, not calls.
SENT = {PUSH, REPLY, MULTICAST}
OF_THE_CALL = {
    "no recipient",
    "no reply token",
    "a made-up user id",
    "501 recipients",
    "an aggregation unit with a blank",
}
# The portal never names a sender; how boxes are nested and look is its own drawing's, whose every card is judged in its tests.
NOT_OURS = {
    "a sender of 21 letters",
    "a size that flex does not know",
    "a body that is no box",
    "a span outside of a text",
    "an icon that stands alone",
    "a box on a line",
    "a border without a unit",
    "bubbles of two widths",
}


def test_the_known_cases_are_all_there() -> None:
    assert len(INVALID) >= 39


@pytest.mark.parametrize("name", INVALID)
def test_what_line_refuses_is_refused(name: str) -> None:
    path, told = INVALID[name]

    assert faults("POST", path, told)


@pytest.mark.parametrize("name", VALID)
def test_what_line_takes_is_taken(name: str) -> None:
    path, told = VALID[name]

    assert faults("POST", path, cleaned(told)) == []


@pytest.mark.parametrize(
    "name", [n for n, (path, _) in INVALID.items() if path in SENT and n not in OF_THE_CALL | NOT_OURS]
)
def test_nothing_that_line_refuses_passes_the_preflight(name: str) -> None:
    assert preflight.faults(INVALID[name][1]["messages"])


@pytest.mark.parametrize("name", [n for n, (path, _) in VALID.items() if path in SENT])
def test_what_line_takes_passes_the_preflight(name: str) -> None:
    assert preflight.faults(cleaned(VALID[name][1])["messages"]) == ()


@pytest.mark.parametrize(
    "said",
    ["123456789018 を書きました", "電話は 090-1234-5678 です", "07012345678"],
    ids=["個人番号", "mobile", "bare"],
)
def test_nothing_personal_passes_the_preflight(said: str) -> None:
    assert preflight.faults([{"type": "text", "text": said}]) == ("personal",)


def test_an_offices_telephone_passes() -> None:
    assert preflight.faults([{"type": "text", "text": "電話 028-123-4567"}]) == ()


def cleaned(told: Any) -> Any:
    """Without what is none: a builder's way to leave something out."""
    if isinstance(told, dict):
        return {key: cleaned(value) for key, value in told.items() if value is not None}
    return [cleaned(one) for one in told] if isinstance(told, list) else told
