"""Figures for whoever watches the machine: counts, to this machine only, and nothing about a person."""

import re
from datetime import datetime
from pathlib import Path
from shutil import copytree

import pytest
from flask.testing import FlaskClient

from tests.harness.live import Clock, make_app, sample

LINE = re.compile(r'[a-z_]+(\{([a-z_]+="[^"\\\n]*",?)+\})? -?[0-9.e+-]+')


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


def test_requests_are_counted_by_route_and_told_by_whichever_process_is_asked(client: FlaskClient) -> None:
    client.get("/procedures")
    client.get("/procedures/nothing-of-the-kind?name=見本")
    client.open("/procedures", method="BREW")

    text = client.get("/metrics").text

    assert 'kurashi_requests_total{endpoint="applications.catalogue",method="GET",status="2xx"} 1.0' in text
    assert 'kurashi_request_seconds_count{endpoint="applications.catalogue"}' in text
    assert "BREW" not in text
    assert 'method="OTHER"' in text
    assert "見本" not in text
    assert "nothing-of-the-kind" not in text


def test_what_people_are_refused_is_counted_by_its_code(client: FlaskClient) -> None:
    client.post("/me/sign-in", data={"address": "hanako@example.jp"})

    text = client.get("/metrics").text

    assert 'kurashi_refused_total{code="form_expired"} 1.0' in text


def test_every_line_is_one_that_prometheus_reads(client: FlaskClient) -> None:
    client.get("/")

    text = client.get("/metrics").text

    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    heads = re.findall(r"^# TYPE (\S+)", text, re.MULTILINE)
    assert len(heads) == len(set(heads))
    assert {re.sub(r"_(bucket|sum|count)$", "", line.split("{")[0].split(" ")[0]) for line in lines} <= set(
        heads
    )
