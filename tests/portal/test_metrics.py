"""Figures for whoever watches the machine: counts, to this machine only, and nothing about a person."""

from datetime import datetime
from pathlib import Path
from shutil import copytree

import pytest
from flask.testing import FlaskClient

from tests.harness.live import Clock, make_app, sample


@pytest.fixture
def client(tmp_path: Path, now: datetime) -> FlaskClient:
    copytree(sample(now), tmp_path / "var")
    return make_app(tmp_path / "var", Clock(now)).test_client()


def test_the_machine_itself_sees_counts(client: FlaskClient) -> None:
    text = client.get("/metrics").text

    assert 'kurashi_cases{state="review"} 4.0' in text
    assert "kurashi_outbox_oldest_seconds" in text
    assert "見本" not in text


@pytest.mark.parametrize("asked", [{"REMOTE_ADDR": "198.51.100.7"}, {"HTTP_X_FORWARDED_FOR": "198.51.100.7"}])
def test_nobody_else_does(client: FlaskClient, asked: dict[str, str]) -> None:
    assert client.get("/metrics", environ_overrides=asked).status_code == 404
