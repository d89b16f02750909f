"""A town's own judgements are learned: a question like one that was judged leads to what was right for it."""

import json
from pathlib import Path

import pytest

from chatbot.mind import Mind, build, load
from chatbot.mind.learning import ENOUGH
from chatbot.mind.sitting import hold, main
from tests.chatbot.builders import DOCUMENTS

# Nobody could know that 黒いポスト means the library here; the town's people do.
JUDGED = {
    **{f"黒いポストはどこ{end}": {"library": 2} for end in ("ですか", "にありますか", "か教えて", "なの")},
    **{f"転入{end}": {"in": 2} for end in ("したい", "の届出", "の手続", "はいつまで")},
    **{f"転出{end}": {"out": 2, "in": 1} for end in ("したい", "の届出", "の手続", "はいつまで")},
    **{f"住民票の{end}": {"fee": 2} for end in ("値段", "手数料は", "料金", "代金")},
    **{f"住民票{end}": {"record": 2} for end in ("をもらう", "の写し", "がほしい", "を取る")},
    **{f"粗大ごみ{end}": {"bulky": 2} for end in ("を出す", "の申込み", "の回収", "は有料か")},
}


@pytest.fixture(scope="module")
def minds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Mind, Mind]:
    """One that knows nothing but its documents, and one that has learned."""
    folders = tmp_path_factory.mktemp("plain"), tmp_path_factory.mktemp("learned")
    build(DOCUMENTS, folders[0])
    build(DOCUMENTS, folders[1], JUDGED)
    return load(folders[0]), load(folders[1])


def test_what_people_here_call_something_is_learned(minds: tuple[Mind, Mind]) -> None:
    plain, learned = minds

    asked = "黒いポストに行きたい"

    assert plain.rank(asked)[0].document.key != "library"
    assert learned.rank(asked)[0].document.key == "library"


def test_what_was_found_before_is_still_found(minds: tuple[Mind, Mind]) -> None:
    _, learned = minds

    assert learned.rank("転出するときは")[0].document.key == "out"
    assert learned.rank("住民票はいくら")[0].document.key == "fee"


def test_too_few_judgements_teach_nothing(tmp_path: Path) -> None:
    few = dict(list(JUDGED.items())[: ENOUGH - 1])

    build(DOCUMENTS, tmp_path, few)

    assert load(tmp_path).memory is None


def test_judgements_of_what_is_gone_are_left_out(tmp_path: Path) -> None:
    build(DOCUMENTS[:5], tmp_path, JUDGED)

    mind = load(tmp_path)

    assert mind.memory is not None
    assert {hit.document.key for hit in mind.rank("黒いポスト")} <= {"in", "out", "fee", "record", "bulky"}


def test_an_exam_is_held_on_a_towns_own_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = {
        "corpus": {one.key: f"Question: {one.titles[0]}\nAnswer: {' '.join(one.texts)}" for one in DOCUMENTS},
        "queries": {"1": "住民票はいくら", "2": "ソファーを捨てる"},
        "qrels": {"1": {"fee": 2}, "2": {"bulky": 2}},
        "labels": JUDGED,
    }
    files = {name: tmp_path / f"{name}.json" for name in sheet}
    for name, told in sheet.items():
        files[name].write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    given = [word for name, file in files.items() for word in (f"--{name}", str(file))]

    done = main([*given, "--ranking", str(tmp_path / "ranking.tsv")])

    told = capsys.readouterr().out
    first = (tmp_path / "ranking.tsv").read_text(encoding="utf-8").splitlines()[0].split("\t")
    assert done == 0
    assert "Recall@10 1.0000  nDCG@10 1.0000" in told
    assert "人へ引き継ぐ" in told
    assert first[:2] == ["1", "fee"]


def test_an_exam_says_which_questions_it_had_learned_from(tmp_path: Path) -> None:
    for name, told in {
        "c": {"fee": "Question: 手数料\nAnswer: 300円"},
        "q": {"1": "いくら"},
        "r": {"1": {"fee": 1}},
    }.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(told), encoding="utf-8")
    files = [tmp_path / f"{name}.json" for name in "cqr"]

    lines = hold(*files, labels=files[2])

    assert any("1 問は、学んだ問い" in line for line in lines)
