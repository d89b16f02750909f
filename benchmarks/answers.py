"""Answers: what a question takes among 2,000 and 20,000 entries, and how often the right answer of another city's questions is found."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.parts.figures import Figure, show
from chatbot import exam
from chatbot.exam import Marks, Sheet
from chatbot.index import build
from chatbot.ranking import rank

ROOT = Path(__file__).parents[1]
BESIDE = ROOT.parent / "shared" / "benchmarks" / "faq"
# What a figure may be at most, among so many entries: milliseconds, seconds, megabytes.
MOST: Mapping[int, Mapping[str, float]] = {
    2_000: {"built": 15, "loaded": 1, "p95": 15, "memory": 350},
    20_000: {"p95": 40, "memory": 350},
}
UNITS = {"built": "s", "loaded": "s", "p50": "ms", "p95": "ms", "memory": "MB"}
FOLDS = 5


def main() -> int:
    """Print the figures; those of another city only where its questions lie."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true")
    as_json = arguments.parse_args().json
    figures = [figure for count in MOST for figure in _made_up(count)]
    folder = Path(os.environ.get("FAQ_BENCHMARK", BESIDE))
    if (folder / "corpus.json").exists():
        figures += _another_city(folder)
    else:
        print(f"質問集がありません（FAQ_BENCHMARK で場所を指定） / no questions in {folder}", file=sys.stderr)
    return show(figures, as_json=as_json)


def _made_up(count: int) -> list[Figure]:
    """Each in a process of its own, so that the memory is that of one that only answers."""
    told: dict[str, float] = {}
    with TemporaryDirectory() as folder:
        for what in ("built", "asked"):
            command = [sys.executable, "-m", "benchmarks.parts.entries", what, str(count), folder]
            done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
            told.update(json.loads(done.stdout))
    return [_figure(f"{count:,} entries: {name}", name, value, MOST[count]) for name, value in told.items()]


def _figure(name: str, what: str, value: float, most: Mapping[str, float]) -> Figure:
    if what not in most:
        return Figure(name, [value], UNITS[what])
    return Figure(name, [value], UNITS[what], f"at most {most[what]:g}", most[what] / value, 1.0)


def _another_city(folder: Path) -> list[Figure]:
    """The light index of the front page, the mind, and the mind that learned from four fifths of the questions."""
    sheet = exam.read(folder / "corpus.json", folder / "dev-queries.json", folder / "dev-qrels.json")
    light = build(sheet.documents)
    marks, _ = exam.sit(
        sheet, lambda asked, most: [(hit.document.key, hit.score) for hit in rank(light, asked, most)]
    )
    return [*_earned("light", marks), *_mind(sheet)]


def _mind(sheet: Sheet) -> list[Figure]:
    from chatbot.mind import build as written
    from chatbot.mind import load

    def sit(learned: Mapping[str, Mapping[str, int]], asked: Sheet) -> tuple[Marks, dict[str, exam.Ranked]]:
        with TemporaryDirectory() as place:
            written(sheet.documents, Path(place), learned)
            mind = load(Path(place))
        return exam.sit(
            asked, lambda one, most: [(hit.document.key, hit.score) for hit in mind.rank(one, most)]
        )

    plain, _ = sit({}, sheet)
    found: dict[str, exam.Ranked] = {}
    for fold in range(FOLDS):
        parts = [dict(list(sheet.questions.items())[at::FOLDS]) for at in range(FOLDS)]
        learned = {
            one: sheet.judged[key] for at in range(FOLDS) if at != fold for key, one in parts[at].items()
        }
        found |= sit(learned, Sheet(sheet.documents, parts[fold], sheet.judged))[1]
    return [*_earned("mind", plain), *_earned("mind that learned", exam.marked(found, sheet.judged, []))]


def _earned(who: str, marks: Marks) -> list[Figure]:
    earned = {
        "hit@1": marks.hit1, "hit@3": marks.hit3, "MRR@10": marks.mrr, "recall@10": marks.recall, "nDCG@10": marks.ndcg,
    }  # fmt: skip
    return [Figure(f"{who}: {measure}", [100 * value], "%") for measure, value in earned.items()]


if __name__ == "__main__":
    sys.exit(main())
