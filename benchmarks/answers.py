"""Answers: how often the right answer of another city's questions stands first or among three; only where they lie beside the house."""

import argparse
import json
import math
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from benchmarks.parts.figures import Figure, show
from chatbot.answers import Choices, Sure, Unknown, answer
from chatbot.documents import Document
from chatbot.index import Index, build
from chatbot.ranking import rank

ROOT = Path(__file__).parents[1]
BESIDE = ROOT.parent / "shared" / "benchmarks" / "faq"
DEEP = 10
# What the corpus sets behind an answer: related questions first, then whom to ask.
ASIDES = ("【関連するＦＡＱ】", "【お問い合わせ")

Judged = Mapping[str, Mapping[str, int]]


@dataclass
class Tally:
    """What each question earned, for one measure a list."""

    earned: dict[str, list[float]] = field(default_factory=dict)

    def add(self, measure: str, value: float) -> None:
        self.earned.setdefault(measure, []).append(value)

    def mean(self, measure: str) -> float:
        values = self.earned.get(measure) or [0.0]
        return sum(values) / len(values)


def documents(corpus: Mapping[str, str]) -> list[Document]:
    """The corpus as documents; nothing of it is kept."""
    return [_document(key, text) for key, text in corpus.items()]


def _document(key: str, text: str) -> Document:
    question, _, said = text.partition("\nAnswer:")
    cut = min((place for mark in ASIDES if (place := said.find(mark)) >= 0), default=len(said))
    title = question.removeprefix("Question:").strip()
    return Document(key, "faq", (title,), (said[:cut],), (), (said[cut:],))


def score(index: Index, questions: Mapping[str, str], judged: Judged) -> Tally:
    """Every question asked once: what stood where, how it would be answered, how long it took."""
    tally = Tally()
    for key, question in questions.items():
        started = perf_counter()
        found = [hit.document.key for hit in rank(index, question, DEEP)]
        tally.add("ms", (perf_counter() - started) * 1000)
        _ranked(tally, found, judged[key])
        _answered(tally, index, question, judged[key])
    return tally


def _ranked(tally: Tally, found: Sequence[str], grades: Mapping[str, int]) -> None:
    right = [place for place, key in enumerate(found) if grades.get(key, 0) > 0]
    first = right[0] if right else DEEP
    tally.add("hit@1", first == 0)
    tally.add("hit@3", first < 3)
    tally.add("MRR@10", 1 / (first + 1) if right else 0)
    tally.add("recall@10", len(right) / len(grades))
    ideal = _gain(sorted(grades.values(), reverse=True)[:DEEP])
    tally.add("nDCG@10", _gain([grades.get(key, 0) for key in found]) / ideal)


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades))


def _answered(tally: Tally, index: Index, question: str, grades: Mapping[str, int]) -> None:
    """How the question would be answered, and whether that was right."""
    given = answer(index, question)
    tally.add("answered directly", isinstance(given, Sure))
    tally.add("said to be unknown", isinstance(given, Unknown))
    match given:
        case Sure(document):
            tally.add("right when answered directly", document.key in grades)
        case Choices(few):
            tally.add("right among the choices", any(one.key in grades for one in few))


def main() -> int:
    """Print the figures, or say where the questions should lie."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true")
    as_json = arguments.parse_args().json
    folder = Path(os.environ.get("FAQ_BENCHMARK", BESIDE))
    if not (folder / "corpus.json").exists():
        print(f"質問集がありません（FAQ_BENCHMARK で場所を指定） / no questions in {folder}", file=sys.stderr)
        return 0
    corpus, questions, judged = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("corpus", "dev-queries", "dev-qrels")
    )
    started = perf_counter()
    index = build(documents(corpus))
    built = perf_counter() - started
    return show(_figures(score(index, questions, judged), built), as_json=as_json)


def _figures(tally: Tally, built: float) -> list[Figure]:
    times = sorted(tally.earned.pop("ms"))
    found = [Figure(measure, [100 * tally.mean(measure)], "%") for measure in tally.earned]
    waits = [Figure(f"p{part} a question", [times[len(times) * part // 100]], "ms") for part in (50, 95)]
    return [*found, *waits, Figure("index built", [built * 1000], "ms")]


if __name__ == "__main__":
    sys.exit(main())
