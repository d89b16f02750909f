"""An exam's marks are those of the benchmark: recall of everything right, linear gain, the first right place."""

import json
from pathlib import Path

import pytest

from chatbot.exam import Sheet, labels, lines, marked, read, sit

JUDGED = {"q1": {"a": 2, "b": 1, "z": 0}, "q2": {"c": 1}}


def a_sheet(folder: Path) -> Sheet:
    texts = {
        "corpus": {
            "a": "Question: 転入の届出は\nAnswer: 14日以内です。【関連するＦＡＱ】転居",
            "b": "Question: 転居\nAnswer: 市民課",
        },
        "questions": {"q1": "引っ越した", "q3": "だれも採点していない"},
        "judged": JUDGED,
    }
    for name, told in texts.items():
        (folder / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return read(*(folder / f"{name}.json" for name in texts))


def test_a_sheet_parts_question_answer_and_asides(tmp_path: Path) -> None:
    sheet = a_sheet(tmp_path)

    first = sheet.documents[0]
    assert (first.key, first.titles, first.texts) == ("a", ("転入の届出は",), ("14日以内です。",))
    assert first.asides == ("【関連するＦＡＱ】転居",)


def test_a_question_that_nobody_judged_is_not_asked(tmp_path: Path) -> None:
    marks, found = sit(a_sheet(tmp_path), lambda *_: [("b", 2.0), ("a", 1.0)])

    assert marks.questions == 1
    assert lines(found) == ["q1\tb\t2.000000", "q1\ta\t1.000000"]


def test_marks_count_what_is_found_and_where() -> None:
    found = {"q1": [("x", 3.0), ("b", 2.0), ("a", 1.0)], "q2": [("x", 1.0)]}

    marks = marked(found, JUDGED, [1.0, 3.0])

    assert marks.recall == pytest.approx(0.5)
    # A grade of 1 in the second place and of 2 in the third, against 2 and 1 in the first two.
    assert marks.ndcg == pytest.approx((1 / 1.58496 + 2 / 2) / (2 + 1 / 1.58496) / 2, abs=1e-4)
    assert (marks.mrr, marks.hit1, marks.hit3) == (0.25, 0.0, 0.5)
    assert (marks.p50, marks.p95) == (3.0, 3.0)


def test_only_ten_places_count() -> None:
    found = {"q2": [(str(place), 1.0) for place in range(10)] + [("c", 0.5)]}

    assert marked(found, JUDGED, []).recall == 0


@pytest.mark.parametrize(
    "told",
    [
        {"q1": {"a": 2}},
        {"引っ越した": {"a": 2}},
        {"queries": {"x": "引っ越した"}, "qrels": {"x": {"a": 2}}},
        [{"query": "引っ越した", "qrels": {"a": 2}}],
    ],
)
def test_labels_are_by_the_question_asked(tmp_path: Path, told: object) -> None:
    file = tmp_path / "labels.json"

    file.write_text(json.dumps(told), encoding="utf-8")

    assert labels(file, {"q1": "引っ越した"}) == {"引っ越した": {"a": 2}}


def test_labels_are_looked_up_in_the_questions_beside_them(tmp_path: Path) -> None:
    (tmp_path / "dev-queries.json").write_text('{"q1": "転居は"}', encoding="utf-8")
    file = tmp_path / "dev-qrels.json"
    file.write_text('{"q1": {"a": 2}}', encoding="utf-8")

    assert labels(file, {"q1": "ほかの問い"}) == {"転居は": {"a": 2}}
