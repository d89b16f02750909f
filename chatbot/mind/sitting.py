"""Holds an exam: builds a mind from a sheet, lets it learn if there is what to learn from, asks everything, and says how it went."""

import argparse
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from time import perf_counter

from chatbot import exam
from chatbot.answers import Answer, Choices, Sure, Unknown
from chatbot.exam import Marks, Sheet
from chatbot.mind.lesson import taught
from chatbot.mind.mind import Mind, build, load

_ROOT = Path(__file__).parents[2]
_MODULE = "chatbot.mind.sitting"


def hold(
    corpus: Path,
    questions: Path,
    judged: Path,
    *,
    labels: Path | None = None,
    ranking: Path | None = None,
    train: bool = False,
) -> list[str]:
    """The exam on a sheet, line by line as it is told; the ranking is written where it is asked for."""
    sheet = exam.read(corpus, questions, judged)
    learned = exam.labels(labels, sheet.questions) if labels else {}
    with TemporaryDirectory() as folder:
        started = perf_counter()
        _build_apart(Path(folder), [corpus, questions, judged, labels], train=train)
        built = perf_counter()
        mind = load(Path(folder))
        loaded = perf_counter()
        marks, found = exam.sit(
            sheet, lambda asked, most: [(hit.document.key, hit.score) for hit in mind.rank(asked, most)]
        )
        if ranking:
            ranking.write_text("\n".join(exam.lines(found)) + "\n", encoding="utf-8")
        ways = _ways(sheet, mind)
    times = f"索引 {built - started:.1f} s  読み込み {loaded - built:.2f} s / built, loaded"
    known = sum(question in learned for question in sheet.questions.values())
    seen = [f"このうち {known} 問は、学んだ問いです / of these were learned from"] if known else []
    return [*_told(marks), *seen, *ways, times]


def _build_apart(folder: Path, files: Sequence[Path | None], *, train: bool) -> None:
    """Build in a process of its own, so that the memory told is that of one which only answers."""
    named = dict(zip(("corpus", "queries", "qrels", "labels"), files, strict=True)) | {"into": folder}
    words = [word for name, file in named.items() if file for word in (f"--{name}", str(file.resolve()))]
    words += ["--train"] * train
    subprocess.run([sys.executable, "-m", _MODULE, *words], cwd=_ROOT, check=True)


def _told(marks: Marks) -> list[str]:
    return [
        f"{marks.questions} 問 / questions",
        f"Recall@10 {marks.recall:.4f}  nDCG@10 {marks.ndcg:.4f}  MRR@10 {marks.mrr:.4f}",
        f"Hit@1 {marks.hit1:.4f}  Hit@3 {marks.hit3:.4f}",
        f"p50 {marks.p50:.1f} ms  p95 {marks.p95:.1f} ms  最大メモリー {marks.memory:.0f} MB / peak memory",
    ]


def _ways(sheet: Sheet, mind: Mind) -> list[str]:
    """How the questions would be answered, and how often that was right."""
    given = [(mind.answer(question), sheet.judged[key]) for key, question in sheet.questions.items()]
    if not given:
        return []
    shares = {kind: fmean(isinstance(one, kind) for one, _ in given) for kind in (Sure, Choices, Unknown)}
    right = {
        kind: fmean([_right(one, grades) for one, grades in given if isinstance(one, kind)] or [0])
        for kind in (Sure, Choices)
    }
    return [
        f"直接答える {shares[Sure]:.1%}（正しい {right[Sure]:.1%}） / answered directly (right)",
        f"三つ示す {shares[Choices]:.1%}（その中にある {right[Choices]:.1%}） / offered three (one is right)",
        f"人へ引き継ぐ {shares[Unknown]:.1%} / handed over",
    ]


def _right(given: Answer, grades: Mapping[str, int]) -> bool:
    match given:
        case Sure(document):
            return grades.get(document.key, 0) > 0
        case Choices(documents):
            return any(grades.get(document.key, 0) > 0 for document in documents)
    return False


def main(arguments: Sequence[str]) -> int:
    """The exam from a terminal: python -m chatbot.mind.sitting --corpus C --queries Q --qrels R."""
    parser = argparse.ArgumentParser(prog="chatbot exam", description=__doc__)
    for name in ("corpus", "queries", "qrels"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name in ("labels", "ranking", "into"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--train", action="store_true")
    asked = parser.parse_args(arguments)
    if asked.into:
        sheet = exam.read(asked.corpus, asked.queries, asked.qrels)
        known = exam.labels(asked.labels, sheet.questions) if asked.labels else {}
        build(
            sheet.documents, asked.into, known, taught(sheet.documents, asked.into) if asked.train else None
        )
        return 0
    lines = hold(
        asked.corpus,
        asked.queries,
        asked.qrels,
        labels=asked.labels,
        ranking=asked.ranking,
        train=asked.train,
    )
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
