"""Log lines are JSON of named fields, and of an error they tell its kind and places, never its text."""

import json
from datetime import UTC, datetime

import pytest

from portal.log_lines import Log, failure


def test_a_line_is_one_object_with_its_event_level_and_moment(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "portal")

    Log("portal.test").warning("later", row="7", 部署="水道課")

    (line,) = caplog.messages
    told = json.loads(line)
    moment = datetime.fromisoformat(told.pop("timestamp"))
    assert told == {"event": "later", "level": "warning", "row": "7", "部署": "水道課"}
    assert moment.tzinfo == UTC
    assert "水道課" in line


def test_an_error_tells_its_kind_and_places_and_nothing_that_was_typed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    try:
        int("山田花子")
    except ValueError as error:
        Log("portal.test").error("failed", caught=error, endpoint="a.b")
        known = failure(error)

    (line,) = caplog.messages
    assert "山田" not in line
    assert json.loads(line)["error"] == "ValueError"
    assert json.loads(line)["places"] == known["places"]
    assert known["places"][0].startswith("test_log_lines.py:")


def test_a_level_that_is_not_wanted_writes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("ERROR", "portal")

    Log("portal.test").info("seen")
    Log("portal.test").warning("later")

    assert caplog.messages == []
