"""A question made ready for an index: what it says, what it may mean, and how much of it a document answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from chatbot.grams import CONTENT, asked_grams
from chatbot.index import Index
from chatbot.lexicon import Saying

# What an official word adds that nobody said, next to one that was said.
MEANT = 0.6
# A document that holds only the official word answers a little less surely.
AS_MEANT = 0.9
# What asks about a matter (its price, its place, its hours) is less than the matter.
ASIDE = 0.4
VAGUE = 0.6
# A word that stands nowhere may be a name or a courtesy as well as the matter itself; with hiragana in it, it mostly is.
NOWHERE, NOWHERE_IN_KANA = 0.6, 0.3


@dataclass(frozen=True)
class Asked:
    """The grams of a question: `own` with their part of the question, `wanted` with what they add to a score.

    A `vague` one asks for a price or an hour and does not say of what.
    """

    own: Mapping[str, float]
    wanted: Mapping[str, float]
    heard: tuple[Saying, ...]
    vague: bool

    @property
    def weight(self) -> float:
        """What the question weighs as a whole."""
        return sum(self.own.values())


def ask(index: Index, question: str) -> Asked:
    """A question as an index understands it."""
    heard = index.lexicon.heard(question)
    besides = frozenset(gram for saying in heard if saying.aside for gram in saying.grams)
    own = {
        gram: says * (ASIDE if gram in besides else 1.0) * _tells(index, gram, says)
        for gram, says in asked_grams(question).items()
    }
    wanted = dict(own)
    for saying in heard:
        for word in saying.means:
            for gram in word:
                # A saying of many meanings says less of each; a long word says no more than a short one.
                worth = MEANT * index.rarity.get(gram, 0.0) / (len(word) * len(saying.means)) ** 0.5
                wanted[gram] = max(wanted.get(gram, 0.0), worth)
    return Asked(own, wanted, heard, vague=besides >= own.keys())


def _tells(index: Index, gram: str, says: float) -> float:
    if gram in index.rarity:
        return index.rarity[gram]
    return index.unseen * (NOWHERE if says >= CONTENT else NOWHERE_IN_KANA)


def covered(index: Index, asked: Asked, number: int) -> float:
    """How much of the question a document speaks of, from 0 to 1; an official word stands for the saying it belongs to."""
    held = index.strengths[number]
    share = {gram: min(1.0, held.get(gram, 0.0)) for gram in asked.own}
    for saying in asked.heard:
        meant = AS_MEANT * max(_held(index, held, word) for word in saying.means)
        for gram in saying.grams & share.keys():
            share[gram] = max(share[gram], meant)
    whole = sum(share[gram] * weight for gram, weight in asked.own.items()) / (asked.weight or 1.0)
    return whole * VAGUE if asked.vague else whole


def _held(index: Index, held: Mapping[str, float], word: frozenset[str]) -> float:
    """How much of an official word a document holds."""
    whole = sum(map(index.weight, word))
    return sum(min(1.0, held[gram]) * index.weight(gram) for gram in word if gram in held) / (whole or 1.0)
