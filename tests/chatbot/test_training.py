"""An encoder trained from a town's own texts: it joins what its texts join, and is kept only where the town's questions say so."""

from pathlib import Path

import numpy as np
import pytest

from chatbot.documents import Document
from chatbot.mind import Mind, build, encoder, lesson, load
from chatbot.mind.lesson import ENOUGH, learn
from chatbot.mind.training import trained

WORDS = ("月桂", "水仙", "桔梗", "牡丹", "撫子", "菖蒲", "芙蓉", "木蓮", "辛夷", "連翘", "沈丁花", "金木犀")
# Each title's word stands with a word of its own in the text only, and nothing else joins the two.
SIGNS = (
    "一番星",
    "双子座",
    "三日月",
    "四分音符",
    "五線譜",
    "六角形",
    "七福神",
    "八重歯",
    "九官鳥",
    "十字路",
    "百面相",
    "千羽鶴",
)
DOCUMENTS = tuple(
    Document(
        word, "faq", (f"{word}の届出",), tuple(f"{word}には{sign}を添えて届け出ます。" for _ in range(4))
    )
    for word, sign in zip(WORDS, SIGNS, strict=True)
)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Mind:
    folder = tmp_path_factory.mktemp("plain")
    build(DOCUMENTS, folder)
    return load(folder)


def test_the_same_texts_give_the_same_encoder(plain: Mind) -> None:
    one, other = trained(plain.index, DOCUMENTS), trained(plain.index, DOCUMENTS)

    assert one.name == other.name
    assert np.isfinite(one.vectors).all()


def test_a_word_of_the_text_comes_to_stand_near_its_title(plain: Mind) -> None:
    made = trained(plain.index, DOCUMENTS)
    cut = plain.index.cutter.cut
    said = {term.key: 1.0 for term in cut(SIGNS[0])}
    own, other = ({term.key: 1.0 for term in cut(word)} for word in WORDS[:2])

    assert made.of(said) @ made.of(own) > made.of(said) @ made.of(other)


def test_a_mind_built_with_it_looks_that_way_too_and_one_without_does_not(
    plain: Mind, tmp_path: Path
) -> None:
    name = build(DOCUMENTS, tmp_path, None, trained(plain.index, DOCUMENTS))
    taught = load(tmp_path)

    look = taught.index.look(SIGNS[3])

    assert name != plain.version
    assert DOCUMENTS[int(look.earned["trained"].argmax())].key == WORDS[3]
    assert "trained" not in plain.index.look(SIGNS[3]).earned
    assert taught.rank(SIGNS[3], 1)[0].document.key == WORDS[3]


def test_with_few_questions_nothing_is_learned(tmp_path: Path) -> None:
    judged = {f"{sign}は何ですか": {word: 2} for word, sign in zip(WORDS, SIGNS, strict=True)}

    assert learn(DOCUMENTS, judged, tmp_path / "encoder") == lesson.Lesson(len(judged))
    assert len(judged) < ENOUGH


def test_what_does_not_help_is_not_kept_and_what_was_kept_before_goes(plain: Mind, tmp_path: Path) -> None:
    folder = tmp_path / "encoder"
    encoder.keep(folder, trained(plain.index, DOCUMENTS))
    # All of them are answered rightly already, so nothing can be gained.
    judged = {f"{word}の届出{end}": {word: 2} for word in WORDS for end in ("", "をしたい")}

    found = learn(DOCUMENTS, judged, folder)

    assert (found.questions, found.kept) == (24, False)
    assert encoder.opened(folder) is None


def test_what_helps_is_kept_for_every_rebuilding(
    plain: Mind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whatever it earns is a gain, so that what is told is kept.
    monkeypatch.setattr(lesson, "GAIN", -1.0)
    judged = {f"{word}の届出{end}": {word: 2} for word in WORDS for end in ("", "をしたい")}

    assert learn(DOCUMENTS, judged, tmp_path / "encoder").kept

    kept = encoder.opened(tmp_path / "encoder")
    assert kept is not None
    more = (*DOCUMENTS, Document("new", "faq", ("新しい届出",)))
    build(more, tmp_path / "mind", None, kept)
    assert load(tmp_path / "mind").rank("新しい届出", 1)[0].document.key == "new"
