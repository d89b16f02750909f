"""The mind finds what is meant however it is said, from files that many share."""

from pathlib import Path

import numpy as np
import pytest

from chatbot.documents import Document
from chatbot.mind import Mind, build, load, store, version
from chatbot.mind.terms import cutter
from chatbot.mind.vectors import package, vectors
from tests.chatbot.builders import DOCUMENTS, a_document

MORE = (
    a_document("dog", "犬の登録と狂犬病予防注射", text="犬を飼い始めた日から30日以内に登録します。"),
    a_document("death", "死亡届の手続", text="亡くなったことを知った日から7日以内に届け出ます。"),
    a_document("nhi", "国民健康保険の加入", text="会社の健康保険をやめた日から14日以内です。"),
    a_document("road", "道路の破損を知らせたい", text="道路課へ電話してください。"),
    Document("tax", "faq", ("税金の納付相談", "ぜいきんを はらうことが できません", "I cannot pay my taxes")),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("mind")
    build((*DOCUMENTS, *MORE), place)
    return place


@pytest.fixture(scope="module")
def mind(folder: Path) -> Mind:
    return load(folder)


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("住民票の手数料", "fee"),
        ("住民票の写しはいくらですか", "fee"),
        ("ソファーを捨てたい", "bulky"),
        ("父が亡くなりました", "death"),
        ("ワンちゃんを飼いはじめた、犬の注射は？", "dog"),
        ("会社を辞めたので保険証がない", "nhi"),
        ("道に穴があいている", "road"),
        ("ぜいきんが はらえない", "tax"),
        ("cannot pay tax", "tax"),
        ("図書館は何時から", "library"),
    ],
)
def test_what_is_meant_is_found_first(mind: Mind, question: str, key: str) -> None:
    assert mind.rank(question)[0].document.key == key


@pytest.mark.parametrize("question", ["", "  ", "。。。", "😀", "教えてください"])
def test_a_question_without_a_matter_leads_nowhere(mind: Mind, question: str) -> None:
    assert mind.rank(question) == []


def test_hits_come_best_first_and_no_more_than_asked_for(mind: Mind) -> None:
    hits = mind.rank("住民票", 3)

    assert len(hits) == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_the_same_documents_are_not_built_again(folder: Path) -> None:
    before = version(folder)
    written = (folder / before / "told.json").stat().st_mtime_ns

    again = build((*DOCUMENTS, *MORE), folder)

    assert again == before
    assert (folder / before / "told.json").stat().st_mtime_ns == written


def test_a_worker_keeps_its_mind_while_another_is_written(tmp_path: Path) -> None:
    build(DOCUMENTS, tmp_path)
    old = load(tmp_path)

    build((*DOCUMENTS, *MORE), tmp_path)

    assert version(tmp_path) != old.version
    assert old.rank("粗大ごみ")[0].document.key == "bulky"
    assert load(tmp_path).rank("道路の破損")[0].document.key == "road"


def test_old_minds_are_thrown_away(tmp_path: Path) -> None:
    for name in "abcdef":
        store.keep(tmp_path, name, {"one": np.zeros(1)}, {})

    assert version(tmp_path) == "f"
    assert len([place for place in tmp_path.iterdir() if place.is_dir()]) == 3


def test_one_document_is_enough(tmp_path: Path) -> None:
    build(DOCUMENTS[:1], tmp_path)

    assert [hit.document.key for hit in load(tmp_path).rank("転入")] == ["in"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("ごみ", "ゴミ"), ("引っ越し", "引越"), ("申し込み", "申込"), ("residences", "Residence")],
)
def test_spellings_of_one_word_have_one_key(one: str, other: str) -> None:
    cut = cutter().cut

    assert [term.key for term in cut(one)] == [term.key for term in cut(other)] != []


def test_vectors_come_from_the_package_alone_and_words_it_does_not_know_have_none() -> None:
    near = vectors({"犬": ("犬",), "猫": ("猫",), "税": ("税",), "x": ("ぬぬぬぬ",)}, package())

    dog, cat, tax, nobody = near
    assert dog @ cat / np.linalg.norm(dog) / np.linalg.norm(cat) > 0.6
    assert dog @ tax / np.linalg.norm(dog) / np.linalg.norm(tax) < 0.4
    assert not nobody.any()


def test_without_vectors_the_words_still_lead_there() -> None:
    assert not vectors({"犬": ("犬",)}, None).any()
