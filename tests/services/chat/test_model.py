"""A language model on this machine is asked over HTTP; whatever it says, the resident gets a checked answer or the town's own."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from chatbot.dialogue import Said, State, step
from chatbot.dialogue.replies import Fact, Passage, Phrase, Reply
from portal.settings import Settings
from services.chat.actions import worlds
from services.chat.outside import LARGEST, Model, model
from tests.services.chat import endpoints
from tests.services.chat.endpoints import Endpoint
from tests.services.chat.talking import town


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with endpoints.serving() as told:
        yield told


def answered(endpoint: Endpoint, question: str, patience: float = 20) -> tuple[Reply, ...]:
    told = Model(endpoint.address, "made-up", "a key", patience)
    asked = replace(town(), complete=told.complete)
    return step(State(), Said(question), worlds.world(asked, "ja"))[1]


def passages(replies: tuple[Reply, ...]) -> list[str]:
    return [
        one.text for part in replies if isinstance(part, Fact) for one in part.say if isinstance(one, Passage)
    ]


def is_composed(replies: tuple[Reply, ...]) -> bool:
    return any(isinstance(part, Fact) and Phrase("bot_composed") in part.say for part in replies)


def test_an_answer_that_stands_is_told_with_its_sources(endpoint: Endpoint) -> None:
    endpoint.says("手数料の金額は、手続の案内のページに載っています。[1]")

    replies = answered(endpoint, "住民票の写しの手数料はいくらですか")

    assert is_composed(replies)
    assert passages(replies) == ["手数料の金額は、手続の案内のページに載っています。[1]"]
    path, key, told = endpoint.got[-1]
    assert (path, key, told["model"]) == ("/v1/chat/completions", "Bearer a key", "made-up")


def test_who_asks_stays_here(endpoint: Endpoint) -> None:
    endpoint.says("UNKNOWN")

    answered(endpoint, "住民票の写しの手数料はいくらですか。電話は090-1234-5678です")

    assert "手数料" in str(endpoint.got[-1])
    assert "1234" not in str(endpoint.got[-1])


@pytest.mark.parametrize(
    "said",
    [
        "UNKNOWN",
        "",
        None,
        5,
        "手数料は999円です。[1]",
        "手数料は案内にあります。",
        "https://evil.example/ を見てください。[1]",
        "x" * LARGEST,
    ],
)
def test_an_answer_that_does_not_stand_leaves_the_towns_own(endpoint: Endpoint, said: object) -> None:
    endpoint.says(said)

    replies = answered(endpoint, "住民票の写しの手数料はいくらですか")

    assert not is_composed(replies)
    assert passages(replies)


@pytest.mark.parametrize(
    ("status", "answer"),
    [(500, b""), (401, b"{}"), (302, b""), (200, b"not json"), (200, b"[]"), (200, b"{}")],
)
def test_a_model_that_fails_leaves_the_towns_own(endpoint: Endpoint, status: int, answer: bytes) -> None:
    endpoint.status, endpoint.answer, endpoint.slow = status, answer, False

    assert passages(answered(endpoint, "住民票の写しの手数料はいくらですか"))


def test_a_model_that_keeps_silent_is_given_up(endpoint: Endpoint) -> None:
    endpoint.slow = True

    replies = answered(endpoint, "住民票の写しの手数料はいくらですか", patience=0.2)

    assert (is_composed(replies), bool(passages(replies))) == (False, True)


def test_it_is_off_until_a_town_sets_it() -> None:
    assert model(Settings()) is None
    assert model(Settings(chat_model_url="http://127.0.0.1:9/v1", chat_model_name="x")) is not None
    with pytest.raises(ValueError, match="https://"):
        Settings(chat_model_url="ftp://x")
    assert "a key" not in repr(Model("x", "x", "a key", 1))
