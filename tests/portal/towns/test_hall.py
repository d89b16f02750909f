"""The hall: the host name alone says whose application answers; a town that is broken keeps no other from serving."""

import json
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import Client

from portal.log_lines import Log
from portal.towns import Listed, read
from portal.towns.hall import AGAIN, Hall
from tests.portal.towns.twins import A, B, settings, town

LOG = Log("portal.test")


def small(listed: Listed) -> Flask:
    """An application that says whose it is."""
    app = Flask(listed.name)

    @app.get("/")
    def front() -> str:
        LOG.warning("asked")
        return listed.name

    return app


def hall(folder: Path, **broken: list[int]) -> tuple[Hall, list[float]]:
    """A hall of small applications and its clock; a broken town can be made after so many tries."""
    moment = [1000.0]

    def build(listed: Listed) -> Flask:
        tries = broken.get(listed.name, [0])
        if tries[0]:
            tries[0] -= 1
            raise RuntimeError("the folder of a town")
        return small(listed)

    return Hall(read(settings(folder, town(A) + town(B), A, B)), build, lambda: moment[0]), moment


def at(served: Hall, host: str) -> tuple[int, str]:
    answer = Client(served).get("/", headers={"Host": host})
    return answer.status_code, answer.text


def test_each_host_is_answered_by_its_town(tmp_path: Path) -> None:
    served, _ = hall(tmp_path)

    assert at(served, "asahi.example.jp") == (200, A)
    assert at(served, "YUHI.example.jp:443") == (200, B)


@pytest.mark.parametrize(
    "host",
    ["", "example.jp", "asahi.example.jp.evil.example", "127.0.0.1", "asahi.example.jp@yuhi.example.jp"],
)
def test_a_host_that_is_no_towns_gets_a_plain_page_that_names_none(tmp_path: Path, host: str) -> None:
    status, page = at(hall(tmp_path)[0], host)

    assert status == 404
    assert "There is no town at this address" in page
    assert A not in page


def test_a_town_that_cannot_be_put_together_keeps_no_other_from_serving_and_comes_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    served, moment = hall(tmp_path, asahi=[1])

    away = Client(served).get("/", headers={"Host": "asahi.example.jp"})
    assert (away.status_code, away.headers["Retry-After"]) == (503, str(int(AGAIN)))
    assert at(served, "yuhi.example.jp") == (200, B)
    assert at(served, "asahi.example.jp")[0] == 503
    moment[0] += AGAIN
    assert at(served, "asahi.example.jp") == (200, A)
    told = json.loads(caplog.messages[0])
    assert (told["event"], told["error"], told["town"]) == ("town_broken", "RuntimeError", A)


def test_every_line_that_is_logged_says_whose_request_it_was(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    served, _ = hall(tmp_path)

    for host in ("asahi.example.jp", "yuhi.example.jp", "asahi.example.jp"):
        at(served, host)

    assert [json.loads(line)["town"] for line in caplog.messages] == [A, B, A]
