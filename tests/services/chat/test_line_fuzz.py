"""Webhooks nobody has seen: never a 5xx, never a good event lost beside a bad one, and nothing that stops the worker."""

import random
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from flask import Flask
from sqlalchemy import select

from portal.outbox import Outbox
from portal.worker import Worker
from tests.harness.line import grammar
from tests.harness.line.events import MORNING, PATH, SECRET, TOKEN, signed, text
from tests.harness.line.server import LineServer
from tests.harness.live import Clock, make_app, sample

SEED = 11
MANY = {"fast": 50, "normal": 50, "all": 2_000}


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
    chance, client = random.Random(SEED), app.test_client()  # noqa: S311 (damage is no secret)
    good = [text("こんにちは", f"U{number:032x}") for number in range(MANY[scale])]

    for one in good:
        told = grammar.events(chance)
        raw = grammar.body(
            [grammar.damaged(each, chance) for each in told] if chance.random() < 0.7 else told
        )
        if chance.random() < 0.1:
            spoilt = grammar.broken(raw, chance)
            assert client.post(PATH, data=spoilt, headers=signed(spoilt)).status_code in (200, 400), (
                SEED,
                spoilt,
            )
        with_good = grammar.body([*told, grammar.damaged(told[0], chance), one])
        assert client.post(PATH, data=with_good, headers=signed(with_good)).status_code == 200, (
            SEED,
            with_good,
        )
        assert client.post(PATH, data=raw, headers=signed(raw)).status_code == 200, (SEED, raw)
        line_server.give(one)
    Worker(app.extensions["house"]).drain()

    with app.extensions["house"].db.session() as session:
        kept = set(session.scalars(select(Outbox.dedupe_key).where(Outbox.kind == "line_event")))
        left = session.execute(
            select(Outbox.template, Outbox.state, Outbox.last_error).where(
                Outbox.kind.like("line%"), Outbox.state != "done", Outbox.last_error.like("error%")
            )
        ).all()
    assert {f"line_event:{one['webhookEventId']}" for one in good} <= kept
    assert left == [], SEED
    answered = {user for sent in line_server.sent for user in sent.to}
    assert {one["source"]["userId"] for one in good} <= answered
