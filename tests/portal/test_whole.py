"""Pages kept whole: the same bytes for many, and never what one visitor put into an address."""

import gzip
from datetime import datetime
from pathlib import Path
from shutil import copytree

import pytest
from flask.testing import FlaskClient

from tests.harness.live import Clock, make_app, sample


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def client(tmp_path: Path, now: datetime, clock: Clock) -> FlaskClient:
    copytree(sample(now), tmp_path / "var")
    return make_app(tmp_path / "var", clock).test_client()


def test_what_stands_in_one_address_reaches_nobody_else(client: FlaskClient) -> None:
    client.get("/procedures/juminhyo?planted=1")

    assert "planted" not in client.get("/procedures/juminhyo").text


def test_a_page_that_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/")
    second = client.get("/", headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.data) == (304, b"")


def test_a_page_is_sent_small_to_whoever_can_unpack_it(client: FlaskClient) -> None:
    plain = client.get("/procedures")
    small = client.get("/procedures", headers={"Accept-Encoding": "br, gzip"})

    assert gzip.decompress(small.data) == plain.data
    assert len(small.data) < len(plain.data) / 3
    assert small.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in small.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    again = client.get(
        "/procedures", headers={"Accept-Encoding": "gzip", "If-None-Match": small.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")


def test_each_language_gets_its_own_page(client: FlaskClient) -> None:
    japanese, english = client.get("/?lang=ja").text, client.get("/?lang=en").text

    assert 'lang="ja"' in japanese.split(">")[1]
    assert 'lang="en"' in english.split(">")[1]


def test_readings_do_not_stick_to_the_page_for_others(client: FlaskClient) -> None:
    with_readings = client.get("/procedures/juminhyo?ruby=1").text
    client.delete_cookie("ruby")

    assert "<rt>" in with_readings
    assert "<rt>" not in client.get("/procedures/juminhyo?lang=ja").text


def test_a_page_is_made_anew_after_midnight(client: FlaskClient, clock: Clock) -> None:
    before = client.get("/").headers["ETag"]
    clock.moment = datetime.fromisoformat("2027-04-01T00:00:10+09:00")

    assert client.get("/").status_code == 200
    assert client.get("/procedures/suido_kaishi").headers["ETag"] != before


def test_a_public_page_sets_no_cookie_and_carries_no_token(client: FlaskClient) -> None:
    for path in ("/", "/procedures", "/procedures/juminhyo", "/privacy", "/accessibility", "/contact"):
        answer = client.get(path)

        assert "Set-Cookie" not in answer.headers
        assert "_token" not in answer.text
