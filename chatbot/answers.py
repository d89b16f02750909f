"""Three ways to answer: with one document, with a few to choose from, or by saying that nothing is known."""

import re
from dataclasses import dataclass

from chatbot.documents import Document
from chatbot.folding import folded
from chatbot.index import Index
from chatbot.ranking import Hit, rank

# What is less sure than this is not shown.
KNOWN = 0.5
# What speaks of so much of the question, is so sure, and fits so much better than the next, is the answer.
WHOLE, SURE, AHEAD = 0.72, 0.85, 1.15
# What fits so much worse than the best is not worth a look.
WORTH = 0.45
# So many choices can be read at a glance.
FEW = 3
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Sure:
    """This answers the question."""

    document: Document
    score: float


@dataclass(frozen=True)
class Choices:
    """One of these may answer it, the likeliest first."""

    documents: tuple[Document, ...]


@dataclass(frozen=True)
class Unknown:
    """Nothing here answers it."""


Answer = Sure | Choices | Unknown


def answer(index: Index, question: str) -> Answer:
    """What to answer to a question."""
    return judged(known(index, question))


def known(index: Index, question: str, most: int = 10) -> list[Hit]:
    """Every document that may answer a question, the likeliest first; none rather than a wild guess."""
    hits = [hit for hit in rank(index, question, most) if hit.sureness >= KNOWN]
    return [hit for hit in hits if hit.score >= WORTH * hits[0].score]


def judged(hits: list[Hit]) -> Answer:
    """Whether what was found is the answer, or a few choices, or nothing."""
    if not hits:
        return Unknown()
    first, *others = hits
    if (
        first.covers >= WHOLE
        and first.sureness >= SURE
        and not any(_rivals(first, other) for other in others)
    ):
        return Sure(first.document, first.score)
    return _few(hits)


def careful(hits: list[Hit], question: str) -> Answer:
    """The same of whoever knows letters and no words: only what asks in a title's own words is answered directly."""
    found = judged(hits)
    if isinstance(found, Sure) and not _asked_by_name(found.document, question):
        return _few(hits)
    return found


def _few(hits: list[Hit]) -> Choices:
    return Choices(tuple(hit.document for hit in hits[:FEW]))


def _asked_by_name(document: Document, question: str) -> bool:
    return bare(question) in {bare(name) for name in (*document.titles, *document.names)}


def bare(text: str) -> str:
    """What is left where signs and blanks make no difference."""
    return _MARKS.sub("", folded(text))


def _rivals(first: Hit, other: Hit) -> bool:
    """Whether another might be the answer as well."""
    return first.score < AHEAD * other.score or other.covers > first.covers + 0.1
