"""What LINE tells that is not known yet: named in the log, without anything that was said."""

import json
from pathlib import Path

import pytest

from portal.db import Database
from tests.harness.line.events import event
from tests.harness.line.server import LineServer
from tests.services.chat import lining


def test_what_is_not_known_yet_is_logged_without_what_was_said(
    database: Database, line_server: LineServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    town = lining.town(database, line_server, tmp_path)
    caplog.set_level("INFO", logger="chat.line")

    town.hear(
        event("ofTomorrow", words="my secret"),
        event("message", message={"type": "hologram", "id": "1", "said": "my secret"}),
    )

    told = [json.loads(one.getMessage()) for one in caplog.records if one.name == "chat.line"]
    assert [one["type"] for one in told if one["event"] == "line_unknown"] == ["unknown", "message"]
    assert "my secret" not in caplog.text
