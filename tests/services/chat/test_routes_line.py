"""LINE tells what happened: what it signed is kept once, event by event, and anything else changes nothing."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from portal import outbox
from portal.db import writing
from portal.outbox import Outbox
from services.chat.routes.line import LARGEST
from tests.harness.line import events
from tests.harness.line.events import ALICE, MORNING, PATH, SECRET, TOKEN, body, event, signed, text
from tests.harness.live import Clock, make_app, sample


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    var = tmp_path_factory.mktemp("line") / "var"
    copytree(sample(MORNING), var)
    made = make_app(var, Clock(MORNING), line_token=TOKEN, line_secret=SECRET)
    yield made
    made.extensions["house"].db.dispose()


@pytest.fixture
def line(town: Flask) -> FlaskClient:
    with town.extensions["house"].db.session() as session, writing(session):
        session.execute(delete(Outbox).where(Outbox.kind == "line_event"))
    return town.test_client()


def kept(line: FlaskClient) -> list[dict[str, Any]]:
    """The events that wait for the worker, as LINE told them."""
    with line.application.extensions["house"].db.session() as session:
        with writing(session):
            rows = outbox.claim(session, MORNING, 100, kinds=["line_event"])
            found = [dict(outbox.opened(session, row).values["event"]) for row in rows]
            outbox.release(session, rows)
        return found


def tell(line: FlaskClient, raw: bytes, **headers: str) -> Any:
    return line.post(PATH, data=raw, headers={**signed(raw), **headers})


def test_what_line_signed_is_kept_and_answered_for(line: FlaskClient) -> None:
    said = text("こんにちは")

    answer = tell(line, body(said))

    assert (answer.status_code, answer.text) == (200, "ok")
    assert "Set-Cookie" not in answer.headers
    assert kept(line) == [said]


def test_an_empty_message_asks_whether_somebody_is_there(line: FlaskClient) -> None:
    answer = tell(line, body())

    assert answer.status_code == 200
    assert kept(line) == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Line-Signature": ""},
        {"X-Line-Signature": "c29tZXRoaW5nIGVsc2U="},
        {"X-Line-Signature": "\u00e9"},
        signed(body(text("x")), "another-secret"),
    ],
    ids=["missing", "empty", "wrong", "no letters", "by another secret"],
)
def test_what_line_did_not_sign_is_refused_and_nothing_is_kept(
    line: FlaskClient, headers: dict[str, str]
) -> None:
    answer = line.post(PATH, data=body(text("x")), headers=headers)

    assert answer.status_code == 400
    assert kept(line) == []


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"null", b"{}", b'{"events": {}}', b"\xff\xfe", b"[" * 50_000]
)
def test_what_is_no_message_of_lines_is_refused(line: FlaskClient, raw: bytes) -> None:
    assert tell(line, raw).status_code == 400
    assert kept(line) == []


def test_a_changed_byte_breaks_the_signature(line: FlaskClient) -> None:
    raw = body(text("x"))

    answer = line.post(PATH, data=raw + b" ", headers=signed(raw))

    assert answer.status_code == 400


def test_a_body_that_is_too_large_is_not_read(line: FlaskClient) -> None:
    raw = body(text("x" * LARGEST))

    assert tell(line, raw).status_code == 413
    assert kept(line) == []


def test_the_same_event_again_changes_nothing(line: FlaskClient) -> None:
    said = text("こんにちは")
    again = {**said, "deliveryContext": {"isRedelivery": True}}

    tell(line, body(said, said))
    answer = tell(line, body(again))

    assert answer.status_code == 200
    assert kept(line) == [said]


def test_an_event_without_an_id_is_known_by_what_it_says(line: FlaskClient) -> None:
    said = text("こんにちは", webhookEventId=None)
    again = {**said, "deliveryContext": {"isRedelivery": True}}

    tell(line, body(said))
    tell(line, body(again))

    assert kept(line) == [said]


@pytest.mark.parametrize(
    "bad",
    [None, 7, "text", [], {}, {"type": None}, {"type": ""}, {"type": {"a": 1}}],
    ids=repr,
)
def test_a_bad_event_harms_no_good_one_beside_it(line: FlaskClient, bad: object) -> None:
    before, after = text("前"), text("後", events.BOB)

    answer = tell(line, body(before, bad, after))

    assert answer.status_code == 200
    assert kept(line) == [before, after]


@pytest.mark.parametrize(
    "odd",
    [
        {"webhookEventId": "\u0000"},
        {"webhookEventId": "\ud800"},
        {"webhookEventId": "x" * 5_000},
        {"webhookEventId": 7},
        {"type": "some\u0000thing new"},
        {"source": None},
        {"source": {"type": "planet", "userId": 7}},
        {"deliveryContext": None},
        {"message": None},
        {"aFieldOfTomorrow": {"deep": [1, 2]}},
    ],
    ids=repr,
)
def test_odd_events_are_kept_for_the_worker_to_judge(line: FlaskClient, odd: dict[str, Any]) -> None:
    answer = tell(line, body({**text("x"), **odd}))

    assert answer.status_code == 200
    assert len(kept(line)) == 1


@pytest.mark.parametrize("mode", ["standby", "asleep", 7])
def test_where_another_system_answers_we_are_silent(line: FlaskClient, mode: object) -> None:
    assert tell(line, body(text("x", mode=mode))).status_code == 200
    assert kept(line) == []


def test_who_said_what_lies_sealed(line: FlaskClient) -> None:
    tell(line, body(text("ひみつのことば")))

    with line.application.extensions["house"].db.session() as session:
        row = session.scalars(select(Outbox).where(Outbox.kind == "line_event")).one()
    shown = repr((row.lane, row.template, row.refs, row.dedupe_key, row.sealed))
    assert ALICE not in shown
    assert "ひみつ" not in shown
    assert row.template == "message"


def test_a_type_nobody_knows_is_kept_without_its_name(line: FlaskClient) -> None:
    tell(line, body(event("ofTomorrow")))

    with line.application.extensions["house"].db.session() as session:
        assert session.scalars(select(Outbox.template).where(Outbox.kind == "line_event")).one() == "unknown"


def test_each_talk_is_a_lane_of_its_own(line: FlaskClient) -> None:
    group = {"type": "group", "groupId": events.GROUP, "userId": ALICE}
    tell(line, body(text("a"), text("b"), text("c", events.BOB), text("d", source=group)))

    with line.application.extensions["house"].db.session() as session:
        found = session.scalars(
            select(Outbox.lane).where(Outbox.kind == "line_event").order_by(Outbox.no)
        ).all()
    assert found[0] == found[1]
    assert len(set(found)) == 3


def test_a_town_without_line_has_no_such_address(tmp_path: Path) -> None:
    raw, made = body(text("x")), make_app(tmp_path, Clock(MORNING))

    answer = made.test_client().post(PATH, data=raw, headers=signed(raw))

    assert answer.status_code == 404
