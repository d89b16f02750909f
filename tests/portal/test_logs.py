"""Each request has an id, which its log lines, its answer and its error page tell; nothing about a person is among them."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.log_lines import Log
from tests.harness.live import Clock, make_app
from tests.portal.test_security import MORNING

GIVEN = "0123456789abcdef-proxy"


def browser(var: Path, **more: Any) -> FlaskClient:
    """A town with a page that fails, one that is slow to say nothing, and one that writes a line."""
    app = make_app(var, Clock(MORNING), **more)
    add_pages(app)
    return app.test_client()


def add_pages(app: Flask) -> None:
    from portal.doors import open_door

    @app.get("/t/fails")
    @open_door
    def fails() -> str:
        raise ValueError("山田花子")

    @app.get("/t/writes")
    @open_door
    def writes() -> str:
        Log("portal.test").info("wrote")
        return "done"


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [json.loads(message) for message in caplog.messages if message.startswith("{")]


def test_every_line_of_a_request_carries_the_id_that_its_answer_carries(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = browser(tmp_path)
    caplog.set_level("INFO", "portal")

    answer = client.get("/t/writes")
    Log("portal.test").info("later")

    wrote, later = (line for line in lines(caplog) if line["event"] in ("wrote", "later"))
    assert wrote["request"] == answer.headers["X-Request-Id"]
    assert "request" not in later


def test_a_failure_is_found_by_the_number_on_its_page(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = browser(tmp_path)
    caplog.set_level("INFO", "portal")

    answer = client.get("/t/fails?name=山田花子")

    told = answer.headers["X-Request-Id"]
    assert told in answer.text
    failed = {line["event"]: line for line in lines(caplog) if line.get("request") == told}
    assert failed["failed"]["error"] == "ValueError"
    assert failed["request"]["endpoint"] == "fails"
    assert "山田" not in "".join(caplog.messages)


@pytest.mark.parametrize(
    ("proxies", "given", "kept"),
    [(1, GIVEN, True), (0, GIVEN, False), (1, 'x" , "a": "b', False), (1, "a" * 65, False)],
)
def test_an_id_is_taken_from_our_proxy_and_from_nobody_else(
    tmp_path: Path, proxies: int, given: str, kept: bool
) -> None:
    client = browser(tmp_path, proxies=proxies)

    answer = client.get("/t/writes", headers={"X-Request-Id": given})

    assert (answer.headers["X-Request-Id"] == given) is kept


@pytest.mark.parametrize("every", [False, True])
def test_a_refusal_leaves_a_line_and_a_page_only_where_every_request_is_to(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, every: bool
) -> None:
    client = browser(tmp_path, log_requests=every)
    caplog.set_level("INFO", "portal")

    client.get("/t/writes")
    client.post("/me/sign-in", data={"address": "hanako@example.jp"})

    told = [(line["endpoint"], line.get("refused")) for line in lines(caplog) if line["event"] == "request"]
    assert told == [*([("writes", None)] if every else []), ("accounts.sign_in", ["form_expired"])]
    assert "hanako" not in "".join(caplog.messages)
