"""Webhooks nobody has seen: never a 5xx, never a good event lost beside a bad one, and nothing that stops the worker."""

import random
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.outbox import Outbox
from portal.worker import Worker
from services.chat import workers
from services.chat.actions import line_inbox
from services.chat.routes.line import LARGEST
from tests.harness.line import grammar, sdk_events, specification
from tests.harness.line.events import MORNING, PATH, SECRET, TOKEN, signed, text
from tests.harness.line.server import LineServer
from tests.harness.live import Clock, make_app, sample

SEED = 11
# How many webhooks come to the door, and how many of them the worker works on: the door is what nobody may break.
SCALE = {"fast": (100, 10), "normal": (400, 16), "all": (2_000, 400)}


@pytest.fixture
def app(tmp_path: Path, line_server: LineServer) -> Iterator[Flask]:
    copytree(sample(MORNING), tmp_path / "var")
    line_server.clock = Clock(MORNING)
    made = make_app(
        tmp_path / "var", Clock(MORNING), line_token=TOKEN, line_secret=SECRET, line_api_url=line_server.address,
        line_data_url=line_server.address,
    )  # fmt: skip
    yield made
    made.extensions["house"].db.dispose()


def test_no_webhook_breaks_the_door_or_the_worker(app: Flask, line_server: LineServer, scale: str) -> None:
    chance, client, (webhooks, worked) = random.Random(SEED), app.test_client(), SCALE[scale]  # noqa: S311 (damage is no secret)
    good = [text("こんにちは", f"U{number:032x}") for number in range(webhooks)]

    for number, one in enumerate(good):
        assert_the_door_holds(client, one, chance)
        line_server.give(one)
        if number == worked - 1:
            work(app)
    kept = kept_by(app)

    assert {f"line_event:{one['webhookEventId']}" for one in good} <= set(kept)
    assert len(kept) == len(set(kept))
    assert stumbled(app) == [], SEED
    answered = {user for sent in line_server.sent for user in sent.to}
    assert {one["source"]["userId"] for one in good[:worked]} <= answered


def assert_the_door_holds(client: FlaskClient, good: dict[str, Any], chance: random.Random) -> None:
    """A webhook with something wrong in it and something good is taken; bytes that are no webhook are refused."""
    told = grammar.events(chance)
    beside: list[Any] = (
        [grammar.damaged(each, chance) for each in told] if chance.random() < 0.7 else list(told)
    )
    if chance.random() < 0.05:
        beside = grammar.swollen(told, chance)
    beside.insert(chance.randint(0, len(beside)), good)
    raw = grammar.body([*beside, good] if chance.random() < 0.2 else beside)
    assert len(raw) < LARGEST
    assert client.post(PATH, data=raw, headers=signed(raw)).status_code == 200, (SEED, raw)
    if chance.random() < 0.2:
        spoilt = grammar.broken(raw, chance)
        assert client.post(PATH, data=spoilt, headers=signed(spoilt)).status_code in (200, 400), (
            SEED,
            spoilt,
        )


def work(app: Flask) -> None:
    """The worker works on what has come, and on nothing but LINE; what comes after that only has to be kept."""
    worker = Worker(app.extensions["house"])
    while sum(worker.send(kind) for kind in workers.SENDERS):
        pass


def kept_by(app: Flask) -> list[str | None]:
    with app.extensions["house"].db.session() as session:
        return list(session.scalars(select(Outbox.dedupe_key).where(Outbox.kind == line_inbox.KIND)))


def stumbled(app: Flask) -> list[Any]:
    """What broke the worker's hands, instead of being done, tried later, or given up by name."""
    with app.extensions["house"].db.session() as session:
        broken = Outbox.kind.like("line%"), Outbox.last_error.like("error%")
        return list(session.execute(select(Outbox.template, Outbox.state, Outbox.last_error).where(*broken)))


def test_a_body_larger_than_lines_is_refused_and_the_next_one_is_taken(app: Flask) -> None:
    client = app.test_client()
    large = grammar.body([text("長" * LARGEST)])

    assert client.post(PATH, data=large, headers=signed(large)).status_code == 413
    fit = grammar.body([text("こんにちは")])
    assert client.post(PATH, data=fit, headers=signed(fit)).status_code == 200


def test_events_are_made_of_every_kind_with_and_without_lines_own_description(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from linebot.v3 import webhooks

    chance = random.Random(SEED)  # noqa: S311 (damage is no secret)
    monkeypatch.setattr(specification, "read", lambda _: None)

    made = [one for _ in range(200) for one in grammar.events(chance)]

    assert {one["type"] for one in made} == set(sdk_events.kinds_of(webhooks.Event))
    assert {one["message"]["type"] for one in made if one["type"] == "message"} == set(
        sdk_events.kinds_of(webhooks.MessageContent)
    )
