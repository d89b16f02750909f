"""An operator holds an exam on a sheet of the town's own."""

import json
from pathlib import Path

from click.testing import CliRunner

from services.chat.actions import minds
from services.chat.cli.chatbot import group
from tests.harness.live import Clock, make_app
from tests.services.chat.talking import MORNING

SHEET = {
    "corpus": {
        "1": "Question: 転入の届出\nAnswer: 14日以内です。",
        "2": "Question: 粗大ごみ\nAnswer: 電話で申し込みます。",
    },
    "queries": {"a": "引っ越してきました", "b": "ソファーを捨てたい"},
    "qrels": {"a": {"1": 2}, "b": {"2": 2}},
}


def test_an_exam_tells_its_marks_and_writes_the_ranking(tmp_path: Path) -> None:
    for name, told in SHEET.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    files = [word for name in SHEET for word in (f"--{name}", str(tmp_path / f"{name}.json"))]

    done = CliRunner().invoke(group, ["exam", *files, "--ranking", str(tmp_path / "out.tsv")])

    assert done.exit_code == 0, done.output
    assert "Recall@10 1.0000" in done.output
    assert len((tmp_path / "out.tsv").read_text(encoding="utf-8").splitlines()) == 4


def test_a_sheet_that_is_not_there_is_named(tmp_path: Path) -> None:
    lost = str(tmp_path / "none.json")

    done = CliRunner().invoke(group, ["exam", "--corpus", lost, "--queries", lost, "--qrels", lost])

    assert done.exit_code == 2
    assert "none.json" in done.output


def test_without_gold_questions_nothing_is_trained_and_the_operator_is_told_so(tmp_path: Path) -> None:
    app = make_app(tmp_path, Clock(MORNING))
    app.test_cli_runner().invoke(args=["db", "upgrade"])

    done = app.test_cli_runner().invoke(args=["chatbot", "train"])

    assert done.exit_code == 0, done.output
    assert "いま0件" in done.output
    app.extensions["house"].db.dispose()


def test_the_index_is_built_now_and_named_by_what_is_in_it(database_url: str, tmp_path: Path) -> None:
    app = make_app(tmp_path, Clock(MORNING), database_url=database_url)

    first, again = (app.test_cli_runner().invoke(args=["chatbot", "build"]) for _ in range(2))

    assert first.exit_code == 0, first.output
    assert first.output == again.output != ""
    assert minds.folder(app.extensions["house"].settings).is_dir()
    app.extensions["house"].db.dispose()
