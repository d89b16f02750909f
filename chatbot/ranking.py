"""Which documents a question leads to, best first."""

from collections import defaultdict
from dataclasses import dataclass
from heapq import nlargest

from chatbot.asking import MEANT, Asked, ask, covered
from chatbot.documents import Document
from chatbot.index import Index

# So many documents are looked at more closely than by their grams alone.
CLOSER = 20
# What a name that says just what was asked adds, and what speaking of the whole question adds, by the question's weight.
NAMED, WHOLE = 0.4, 0.3
# How much surer a name makes that stands whole in the question, and each rare gram that was met, up to so many.
SPOKEN, MET, ENOUGH = 0.3, 0.05, 6.0
# What shares less with the question than most of one rare gram shares it by chance, unless that is all that was asked.
CHANCE, ALL = 0.8, 0.75


@dataclass(frozen=True)
class Hit:
    """A document with how well it fits, comparable within one question only.

    `covers` is how much of the question it speaks of, `sureness` how sure it is to be worth showing, both from 0 to 1.
    """

    document: Document
    score: float
    covers: float
    sureness: float


def rank(index: Index, question: str, most: int = 10) -> list[Hit]:
    """The documents that share most with a question, best first; the order of equals is that of the documents."""
    asked = ask(index, question)
    scores: dict[int, float] = defaultdict(float)
    for gram, worth in asked.wanted.items():
        for number, adds in index.postings.get(gram, ()):
            scores[number] += worth * adds
    closer = nlargest(max(CLOSER, most), scores.items(), key=lambda pair: (pair[1], -pair[0]))
    hits = [_hit(index, asked, number, score) for number, score in closer]
    return nlargest(most, hits, key=lambda hit: hit.score)


def _hit(index: Index, asked: Asked, number: int, score: float) -> Hit:
    covers = covered(index, asked, number)
    named, spoken = _names(index, asked, number)
    score += asked.weight * (NAMED * named + WHOLE * covers)
    met = score / index.unseen
    sure = covers + SPOKEN * spoken * (1 - covers) + MET * min(met, ENOUGH)
    if met < CHANCE and covers < ALL:
        sure /= 2
    return Hit(index.documents[number], score, covers, min(sure, 1.0))


def _names(index: Index, asked: Asked, number: int) -> tuple[float, float]:
    """How nearly one of a document's names is the question, and how much of one stands in it, both from 0 to 1."""
    named = spoken = 0.0
    for name in index.names[number]:
        common = name.grams.keys() & asked.wanted.keys()
        if not common:
            continue
        alike = sum(min(asked.wanted[gram], name.grams[gram]) for gram in common)
        named = max(named, 2 * alike / (name.weight + asked.weight))
        there = sum(name.grams[gram] * (1.0 if gram in asked.own else MEANT) for gram in common)
        # A name made of common words alone proves little.
        spoken = max(spoken, there / max(name.weight, index.unseen))
    return named, spoken
