"""An exam: how well a sheet of judged questions is answered; reads the sheet from files, keeps nothing of it."""

import json
import math
import resource
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from time import perf_counter

from chatbot.documents import Document

# So many answers are looked at, a question.
DEEP = 10
# What a sheet's texts set behind an answer: related questions first, then whom to ask.
ASIDES = ("【関連する", "【お問い合わせ")

Judged = Mapping[str, Mapping[str, int]]
Ranked = Sequence[tuple[str, float]]
# The keys that a question leads to and how well each fits, best first.
Ranker = Callable[[str, int], Ranked]


@dataclass(frozen=True)
class Sheet:
    """What is known, what is asked, and which of the known answers each question: 2 and more rightly, 1 nearly."""

    documents: tuple[Document, ...]
    questions: Mapping[str, str]
    judged: Judged


@dataclass(frozen=True)
class Marks:
    """What a sitting earned: shares from 0 to 1, waits in milliseconds, memory in megabytes."""

    questions: int
    recall: float
    ndcg: float
    mrr: float
    hit1: float
    hit3: float
    p50: float
    p95: float
    memory: float


def read(corpus: Path, questions: Path, judged: Path) -> Sheet:
    """A sheet from its three files; a question that nobody judged is not asked."""
    known, asked, grades = (
        json.loads(file.read_text(encoding="utf-8")) for file in (corpus, questions, judged)
    )
    return Sheet(
        tuple(_document(key, text) for key, text in known.items()),
        {
            key: text
            for key, text in asked.items()
            if any(grade > 0 for grade in grades.get(key, {}).values())
        },
        grades,
    )


def labels(file: Path, questions: Mapping[str, str]) -> dict[str, Mapping[str, int]]:
    """Judged questions to learn from, by what was asked.

    The file says {question: {key: grade}}, or {"queries": …, "qrels": …} as the sheet's files do, or a list of
    {"query": …, "qrels": …}. A question's number is looked up where it stands: in the file itself, in the queries
    that lie beside it (dev-qrels.json, dev-queries.json), or among those of the sheet.
    """
    told = json.loads(file.read_text(encoding="utf-8"))
    if isinstance(told, list):
        return {one["query"]: one["qrels"] for one in told}
    beside = file.with_name(file.name.replace("qrels", "queries"))
    asked: Mapping[str, str] = questions
    if "queries" in told and "qrels" in told:
        asked, told = told["queries"], told["qrels"]
    elif beside != file and beside.exists():
        asked = {**questions, **json.loads(beside.read_text(encoding="utf-8"))}
    return {asked.get(key, key): grades for key, grades in told.items()}


def sit(sheet: Sheet, ranker: Ranker) -> tuple[Marks, dict[str, Ranked]]:
    """Ask every question once; the marks, and what was found for each."""
    found: dict[str, Ranked] = {}
    waits: list[float] = []
    for key, question in sheet.questions.items():
        started = perf_counter()
        found[key] = ranker(question, DEEP)
        waits.append((perf_counter() - started) * 1000)
    return marked(found, sheet.judged, waits), found


def marked(found: Mapping[str, Ranked], judged: Judged, waits: Sequence[float]) -> Marks:
    """What rankings earned."""
    earned = [_earned([key for key, _ in found[one]][:DEEP], judged[one]) for one in found]
    recall, ndcg, mrr, hit1, hit3 = map(fmean, zip(*earned, strict=True)) if earned else (0.0,) * 5
    p50, p95 = (_part(waits, part) for part in (0.5, 0.95))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Marks(len(earned), recall, ndcg, mrr, hit1, hit3, p50, p95, memory)


def lines(found: Mapping[str, Ranked]) -> list[str]:
    """Rankings as lines of question, document and score, parted by tabs."""
    return [f"{one}\t{key}\t{score:.6f}" for one, ranked in found.items() for key, score in ranked[:DEEP]]


def _earned(keys: Sequence[str], grades: Mapping[str, int]) -> tuple[float, float, float, float, float]:
    gains = [max(0, grades.get(key, 0)) for key in keys]
    right = [place for place, gain in enumerate(gains) if gain > 0]
    first = right[0] if right else DEEP
    ideal = sorted((grade for grade in grades.values() if grade > 0), reverse=True)
    return (
        len(right) / len(ideal),
        _gain(gains) / _gain(ideal[:DEEP]),
        1 / (first + 1) if right else 0.0,
        float(first == 0),
        float(first < 3),
    )


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades))


def _part(waits: Sequence[float], part: float) -> float:
    return sorted(waits)[min(len(waits) - 1, int(len(waits) * part))] if waits else 0.0


def _document(key: str, text: str) -> Document:
    """A text that says `Question: …` and `Answer: …`, with what is set behind the answer as asides."""
    question, _, said = text.partition("\nAnswer:")
    cut = min((place for mark in ASIDES if (place := said.find(mark)) >= 0), default=len(said))
    return Document(
        key, "faq", (question.removeprefix("Question:").strip(),), (said[:cut].strip(),), (), (said[cut:],)
    )
