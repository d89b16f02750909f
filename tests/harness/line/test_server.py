"""The tests' own LINE remembers what LINE remembers: used tokens, retry keys, the month's messages, whoever blocked the account."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.harness.line import server
from tests.harness.line.events import ALICE, BOB, MORNING, TOKEN, text
from tests.harness.line.invalid import HELLO, MULTICAST, PUSH, REPLY
from tests.harness.line.server import LineServer
from tests.harness.live import Clock


@pytest.fixture(scope="module")
def served() -> Iterator[LineServer]:
    with server.running() as found:
        yield found


@pytest.fixture
def line(served: LineServer) -> LineServer:
    """A channel on which nothing has happened."""
    served.clock = Clock(MORNING)
    served.quota, served.used = None, 0
    for kept in (served.sent, served.refused, served.tokens, served.keys, served.blocked):
        kept.clear()
    return served


def call(line: LineServer, path: str, told: Any, key: str = "", token: str = TOKEN) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} | ({"X-Line-Retry-Key": key} if key else {})
    return httpx.post(f"{line.address}{path}", json=told, headers=headers, trust_env=False)


def push(line: LineServer, key: str = "", to: str = ALICE) -> httpx.Response:
    return call(line, PUSH, {"to": to, "messages": [HELLO]}, key)


def test_a_reply_token_is_good_once_and_for_a_minute(line: LineServer) -> None:
    first, second = text("a"), text("b")
    line.give(first)
    line.give(second)

    def reply(token: str) -> int:
        return call(line, REPLY, {"replyToken": token, "messages": [HELLO]}).status_code

    assert [reply(first["replyToken"]), reply(first["replyToken"]), reply("never-given")] == [200, 400, 400]
    line.clock.forward(seconds=61)  # type: ignore[attr-defined]
    assert reply(second["replyToken"]) == 400
    assert len(line.sent) == 1


def test_a_retry_key_sends_once_for_a_day(line: LineServer) -> None:
    key = str(uuid4())

    first, again = push(line, key), push(line, key)

    assert (first.status_code, again.status_code) == (200, 409)
    assert again.headers["x-line-accepted-request-id"] == first.headers["x-line-request-id"]
    line.clock.forward(hours=23)  # type: ignore[attr-defined]
    assert push(line, key).status_code == 409
    line.clock.forward(hours=2)  # type: ignore[attr-defined]
    assert push(line, key).status_code == 200
    assert len(line.sent) == 2


def test_a_retry_key_is_a_uuid_and_for_pushes_only(line: LineServer) -> None:
    event = text("a")
    line.give(event)

    assert push(line, "not-a-uuid").status_code == 400
    told = {"replyToken": event["replyToken"], "messages": [HELLO]}
    assert call(line, REPLY, told, str(uuid4())).status_code == 400
    assert line.sent == []


def test_the_months_messages_are_counted_by_recipients_and_replies_are_free(line: LineServer) -> None:
    line.quota = 2
    event = text("a")
    line.give(event)
    both = {"to": [ALICE, BOB], "messages": [HELLO]}

    assert push(line).status_code == 200
    assert call(line, MULTICAST, both).status_code == 429
    assert call(line, REPLY, {"replyToken": event["replyToken"], "messages": [HELLO]}).status_code == 200
    assert line.used == 1


def test_whoever_blocked_the_account_sees_nothing_and_line_says_yes_all_the_same(line: LineServer) -> None:
    line.blocked.add(ALICE)

    assert push(line).status_code == 200
    assert line.arrived(ALICE) == []


def test_a_wrong_token_and_an_unknown_address_are_refused(line: LineServer) -> None:
    assert call(line, PUSH, {"to": ALICE, "messages": [HELLO]}, token="other").status_code == 401
    assert call(line, "/v2/bot/message/carrier-pigeon", {}).status_code == 404


def test_what_is_wrong_is_told_and_remembered(line: LineServer) -> None:
    answer = call(line, PUSH, {"to": ALICE, "messages": [HELLO] * 6})

    assert answer.status_code == 400
    assert answer.json()["details"]
    assert line.refused
    assert line.sent == []
    assert timedelta(seconds=60) == server.TOKEN_LIFE
