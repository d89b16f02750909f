"""Answers: how often the right answer of another city's questions stands first or among three; only where they lie beside the house."""

import argparse
import os
import sys
from pathlib import Path
from statistics import fmean
from time import perf_counter

from benchmarks.parts.figures import Figure, show
from chatbot import exam
from chatbot.answers import Choices, Sure, Unknown, answer
from chatbot.index import Index, build
from chatbot.ranking import rank

ROOT = Path(__file__).parents[1]
BESIDE = ROOT.parent / "shared" / "benchmarks" / "faq"


def main() -> int:
    """Print the figures, or say where the questions should lie."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true")
    as_json = arguments.parse_args().json
    folder = Path(os.environ.get("FAQ_BENCHMARK", BESIDE))
    if not (folder / "corpus.json").exists():
        print(f"質問集がありません（FAQ_BENCHMARK で場所を指定） / no questions in {folder}", file=sys.stderr)
        return 0
    sheet = exam.read(folder / "corpus.json", folder / "dev-queries.json", folder / "dev-qrels.json")
    started = perf_counter()
    index = build(sheet.documents)
    built = Figure("index built", [(perf_counter() - started) * 1000], "ms")
    marks, _ = exam.sit(
        sheet, lambda asked, most: [(hit.document.key, hit.score) for hit in rank(index, asked, most)]
    )
    return show([*_earned(marks), *_answered(index, sheet), *_waits(marks), built], as_json=as_json)


def _earned(marks: exam.Marks) -> list[Figure]:
    earned = {
        "hit@1": marks.hit1, "hit@3": marks.hit3, "MRR@10": marks.mrr, "recall@10": marks.recall, "nDCG@10": marks.ndcg,
    }  # fmt: skip
    return [Figure(measure, [100 * value], "%") for measure, value in earned.items()]


def _waits(marks: exam.Marks) -> list[Figure]:
    return [Figure("p50 a question", [marks.p50], "ms"), Figure("p95 a question", [marks.p95], "ms")]


def _answered(index: Index, sheet: exam.Sheet) -> list[Figure]:
    """How the questions would be answered, and whether that was right."""
    given = {key: answer(index, question) for key, question in sheet.questions.items()}
    sure = [one.document.key in sheet.judged[key] for key, one in given.items() if isinstance(one, Sure)]
    few = [
        any(document.key in sheet.judged[key] for document in one.documents)
        for key, one in given.items()
        if isinstance(one, Choices)
    ]
    shares = {
        "answered directly": len(sure) / len(given),
        "right when answered directly": fmean(sure or [0]),
        "right among the choices": fmean(few or [0]),
        "said to be unknown": fmean(isinstance(one, Unknown) for one in given.values()),
    }
    return [Figure(name, [100 * share], "%") for name, share in shares.items()]


if __name__ == "__main__":
    sys.exit(main())
