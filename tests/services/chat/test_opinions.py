"""Models that the town has named have a second opinion over HTTP; whatever they say or leave unsaid, residents are answered."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chatbot.answers import Choices, Sure
from portal.settings import Settings
from services.chat.actions import opinions
from services.chat.actions.minds import Minds
from services.chat.outside import Model
from tests.services.chat import endpoints
from tests.services.chat.endpoints import Endpoint
from tests.services.chat.talking import MORNING, mind, town

RECORD = "住民票の写しはどこで取れますか"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with endpoints.serving() as told:
        yield told


def settings(endpoint: Endpoint, var: Path, seconds: float = 20, **named: Any) -> Settings:
    return Settings(var=var, chat_model_url=endpoint.address, chat_model_seconds=seconds, **named)


def asked(told: Settings, question: str) -> Any:
    """What is answered with the town's models, and without them."""
    finder, plain = town().finder, mind(MORNING.date())
    found = Minds(plain.folder, opinions=lambda finder: opinions.of(told, finder))
    return found.answer(finder, question), plain.answer(finder, question)


def likes(word: str) -> Any:
    """A model for which the texts that hold a word are the best there are."""

    def reads(path: str, asked: dict[str, Any]) -> object:
        if path.endswith("/rerank"):
            scores = [float(word in text) for text in asked["documents"]]
            return {"results": [{"index": at, "relevance_score": one} for at, one in enumerate(scores)]}
        vectors = [[1.0, 0.0] if word in text else [0.0, 1.0] for text in asked["input"]]
        return {"data": [{"index": at, "embedding": one} for at, one in enumerate(vectors)][::-1]}

    return reads


def test_a_reranker_puts_first_what_it_likes_and_nothing_is_sure_any_more(
    endpoint: Endpoint, tmp_path: Path
) -> None:
    endpoint.reads = likes("手数料はいくら")

    answer, plain = asked(settings(endpoint, tmp_path, chat_rerank_name="r"), RECORD)

    assert isinstance(plain, Sure)
    assert isinstance(answer, Choices)
    path, _, told = endpoint.got[-1]
    assert (path, told["model"], len(told["documents"])) == ("/v1/rerank", "r", 20)


def test_who_agrees_changes_nothing_and_reads_no_telephone(endpoint: Endpoint, tmp_path: Path) -> None:
    endpoint.reads = likes("住民票の写しはどこで取れますか")

    answer, plain = asked(settings(endpoint, tmp_path, chat_rerank_name="r"), f"{RECORD} 090-1234-5678")

    assert answer == plain
    assert "1234" not in str(endpoint.got[-1])


def test_vectors_are_made_once_of_each_text_and_a_question_is_laid_beside_them(
    endpoint: Endpoint, tmp_path: Path
) -> None:
    endpoint.reads = likes("どこで取れますか")
    told = settings(endpoint, tmp_path, chat_embed_name="e")
    documents = list(town().finder.index.documents)
    endpoint.got.clear()

    assert opinions.embed(told, documents)
    assert sum(len(one["input"]) for _, _, one in endpoint.got) == len(documents)
    assert opinions.embed(told, documents)
    changed = [replace(documents[0], texts=("別の文",)), *documents[1:]]
    sent = len(endpoint.got)
    assert opinions.embed(told, changed)
    assert [len(one["input"]) for _, _, one in endpoint.got[sent:]] == [1]
    agreed, plain = asked(told, RECORD)
    answer, surely = asked(told, f"住民票の写しの手数料はいくらですか {RECORD}")

    assert agreed == plain
    assert isinstance(surely, Sure)
    assert [one.key for one in (surely.document, *answer.documents[:1])] == ["faq:faq002", "faq:faq001"]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"results": []},
        {"results": [{"index": 0, "relevance_score": "x"}]},
        {"data": [{"index": 0, "embedding": []}]},
        [1],
        {"results": [{"index": at, "relevance_score": float("nan")} for at in range(20)]},
    ],
)
def test_a_model_that_answers_nonsense_changes_nothing(
    endpoint: Endpoint, tmp_path: Path, said: object
) -> None:
    endpoint.reads = lambda *_: said

    answer, plain = asked(settings(endpoint, tmp_path, chat_rerank_name="r", chat_embed_name="e"), RECORD)

    assert answer == plain


def test_a_model_that_keeps_silent_or_fails_changes_nothing(endpoint: Endpoint, tmp_path: Path) -> None:
    endpoint.reads, endpoint.status = None, 500
    answer, plain = asked(settings(endpoint, tmp_path, chat_rerank_name="r"), RECORD)
    assert answer == plain

    endpoint.status, endpoint.slow = 200, True
    answer, plain = asked(settings(endpoint, tmp_path, 0.2, chat_rerank_name="r"), RECORD)
    endpoint.slow = False

    assert answer == plain


def test_vectors_that_could_not_be_made_are_made_another_time(endpoint: Endpoint, tmp_path: Path) -> None:
    endpoint.reads, endpoint.status = None, 503
    told = settings(endpoint, tmp_path, chat_embed_name="e")

    assert not opinions.embed(told, town().finder.index.documents)
    answer, plain = asked(told, RECORD)
    endpoint.status = 200

    assert answer == plain


def test_they_are_off_until_a_town_names_them(tmp_path: Path) -> None:
    assert opinions.of(Settings(var=tmp_path), town().finder) == ()
    assert opinions.of(Settings(var=tmp_path, chat_model_url="http://127.0.0.1:9/v1"), town().finder) == ()
    assert not opinions.embed(Settings(var=tmp_path), town().finder.index.documents)
    with pytest.raises(ValueError, match="KURASHI_CHAT_MODEL_URL"):
        Settings(var=tmp_path, chat_rerank_name="r")
    assert "a key" not in repr(Model("x", "x", "a key", 1))
