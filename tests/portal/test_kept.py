"""Kept: what everybody asks for comes from memory, is never older than it says, and is nobody's own."""

from collections.abc import Iterable
from typing import Any

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Response

from portal.kept import ASKED, GRACE, Kept


class Asked:
    """An application that counts how often it is asked."""

    def __init__(self) -> None:
        self.times = 0
        self.cookie = False
        self.keeps = True

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        self.times += 1
        if self.keeps:
            environ[ASKED] = 1.0
        answer = Response(f"{self.times}", mimetype="text/plain")
        answer.set_etag(str(self.times))
        if self.cookie:
            answer.set_cookie("who", "somebody")
        answer.make_conditional(environ)
        return answer(environ, start)


class Clock:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(asked: Asked, clock: Clock) -> Client:
    return Client(Kept(asked, clock), Response, use_cookies=False)


def test_an_answer_stands_as_long_as_its_view_said_and_not_longer(
    client: Client, asked: Asked, clock: Clock
) -> None:
    seen = [client.get("/q").text, client.get("/q").text]
    clock.seconds = 1.1
    seen.append(client.get("/q").text)

    assert seen == ["1", "1", "2"]
    assert asked.times == 2


def test_whoever_has_it_already_gets_a_short_answer_from_memory(client: Client, asked: Asked) -> None:
    tag = client.get("/q").headers["ETag"]

    again = client.get("/q", headers={"If-None-Match": tag})

    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert asked.times == 1


def test_a_short_answer_is_handed_to_nobody_else(client: Client, asked: Asked, clock: Clock) -> None:
    first = client.get("/q", headers={"If-None-Match": '"1"'})
    second = client.get("/q", headers={"If-None-Match": '"1"'})

    assert first.status_code == 304
    assert (second.status_code, second.text) == (200, "2")
    assert client.get("/q").text == "2"


def test_another_language_and_another_address_are_other_answers(client: Client) -> None:
    found = [
        client.get("/q").text,
        client.get("/q", headers={"Cookie": "kmado_visit=x; lang=en"}).text,
        client.get("/q", headers={"Accept-Language": "ko"}).text,
        client.get("/r").text,
        client.get("/q", headers={"Cookie": "kmado_staff=secret"}).text,
    ]

    assert found == ["1", "2", "3", "4", "1"]


def test_what_carries_a_cookie_or_was_not_offered_is_not_kept(client: Client, asked: Asked) -> None:
    asked.cookie = True
    seen = [client.get("/q").text, client.get("/q").text]
    asked.cookie, asked.keeps = False, False
    seen += [client.get("/q").text, client.get("/q").text]

    assert seen == ["1", "2", "3", "4"]


def test_forms_and_questions_go_to_the_application(client: Client) -> None:
    client.get("/q")

    assert client.post("/q").text == "2"
    assert client.get("/q?a=b").text == "3"


def test_what_changed_here_is_made_anew_at_once(client: Client) -> None:
    client.get("/q")
    application = client.application
    assert isinstance(application, Kept)

    application.forget()

    assert client.get("/q").text == "2"


def test_while_one_makes_the_next_the_others_are_given_the_last(asked: Asked, clock: Clock) -> None:
    kept = Kept(asked, clock)
    client = Client(kept, Response, use_cookies=False)
    inside: list[str] = []
    client.get("/q")
    plain = asked.__call__

    def slow(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        # Somebody else asks while this answer is being made; long after, nobody is given the old one.
        if not inside:
            inside.append("…")
            inside[0] = client.get("/q").text
        return plain(environ, start)

    kept._app = slow
    clock.seconds = 1.0 + GRACE / 2

    assert client.get("/q").text == "2"
    assert inside == ["1"]
