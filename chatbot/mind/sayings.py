"""What people say for what an office writes: the product's lines, cut once into the words that stand in documents."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from chatbot.folding import folded, joined
from chatbot.lexicon import FILE as GENERAL
from chatbot.mind.terms import Cutter

FOLDER = Path(__file__).with_name("lexicon")
# What an official word adds that nobody said, next to one that was said; a long word says no more than a short one.
MEANT = 0.6
_ENGLISH = re.compile("[a-z][a-z ]*")
_NOT_ENGLISH = re.compile("[^a-z0-9]+")


@dataclass(frozen=True)
class Saying:
    """One way to say something, folded, and the words of each official term for it."""

    said: str
    means: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Sayings:
    """All sayings, by the two letters they begin with, so that a question is looked through once."""

    by_start: Mapping[str, Sequence[Saying]]

    def heard(self, question: str) -> list[Saying]:
        """Every saying in a question but those inside a longer one (引っ越し in 引っ越してきた)."""
        plain = joined(question)
        # English words are parted by blanks, so that `tap` is not found in `tape`.
        plain = f"{plain}\n {_NOT_ENGLISH.sub(' ', plain)} "
        starts = dict.fromkeys(first + second for first, second in pairwise(plain))
        there = [one for start in starts for one in self.by_start.get(start, ()) if one.said in plain]
        return [one for one in there if not any(_within(one, other) for other in there)]

    def expand(self, own: Iterable[str], question: str) -> dict[str, float]:
        """The words of a question with what they weigh, official words for its sayings added."""
        wanted = dict.fromkeys(own, 1.0)
        for saying in self.heard(question):
            for term in saying.means:
                worth = MEANT / len(term) ** 0.5
                for word in term:
                    wanted[word] = max(wanted.get(word, 0.0), worth)
        return wanted


def gathered(sayings: Iterable[Saying]) -> Sayings:
    """Sayings ready to be heard."""
    by_start: dict[str, list[Saying]] = {}
    for saying in sayings:
        by_start.setdefault(saying.said[:2], []).append(saying)
    return Sayings(by_start)


def lines() -> list[str]:
    """The product's lines: those that every search knows, and those of each field of life."""
    files = [GENERAL, *sorted(FOLDER.glob("*.txt"))]
    return [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def read(told: Iterable[str], cutter: Cutter) -> list[Saying]:
    """Sayings from lines of `said, said => term, term`; the same said in two lines means both."""
    means: dict[str, dict[tuple[str, ...], None]] = {}
    for line in told:
        plain = line.partition("#")[0].strip().removeprefix("?")
        said, _, meant = plain.partition("=>")
        terms = [tuple(dict.fromkeys(term.key for term in cutter.cut(word))) for word in _parts(meant)]
        for form in _forms(said):
            means.setdefault(form, {}).update(dict.fromkeys(filter(None, terms)))
    return [Saying(said, tuple(terms)) for said, terms in means.items()]


def _forms(said: str) -> Iterator[str]:
    for word in _parts(said):
        plain = folded(word)
        yield f" {plain} " if _ENGLISH.fullmatch(plain) else plain


def _parts(text: str) -> list[str]:
    return [word for part in text.split(",") if (word := part.strip())]


def _within(one: Saying, other: Saying) -> bool:
    return one.said != other.said and one.said in other.said
