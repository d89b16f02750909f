"""Which official words stand for what people say: read from lexicon.txt, which belongs to no town."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from chatbot.folding import folded, joined
from chatbot.grams import grams

FILE = Path(__file__).with_name("lexicon.txt")
_ENGLISH = re.compile("[a-z][a-z ]*")
_NOT_ENGLISH = re.compile("[^a-z0-9]+")


@dataclass(frozen=True)
class Saying:
    """One way to say something, folded, with its grams, and the grams of each official word for it.

    An `aside` asks about a matter (its price, its place, its hours) and is not the matter itself.
    """

    said: str
    grams: frozenset[str]
    means: tuple[frozenset[str], ...]
    aside: bool = False


@dataclass(frozen=True)
class Lexicon:
    """All sayings, ready to be looked up in a question."""

    sayings: tuple[Saying, ...]

    def heard(self, question: str) -> tuple[Saying, ...]:
        """Every saying that stands in a question; one inside a longer one is only a part of that (引っ越し in 引っ越してきた)."""
        plain = joined(question)
        # English words are parted by blanks, so that `tap` is not found in `tape`.
        words = f" {_NOT_ENGLISH.sub(' ', plain)} "
        there = [one for one in self.sayings if one.said in (words if one.said[0] == " " else plain)]
        return tuple(one for one in there if not any(_within(one, other) for other in there))


def read(lines: Iterable[str]) -> Lexicon:
    """A lexicon from its lines; a line without an arrow is a fault of whoever wrote it."""
    return Lexicon(tuple(saying for line in lines for saying in _sayings(line.partition("#")[0].strip())))


def general() -> Lexicon:
    """The product's own lexicon."""
    return read(FILE.read_text(encoding="utf-8").splitlines())


def _sayings(line: str) -> Iterator[Saying]:
    if not line:
        return
    said, arrow, means = folded(line).removeprefix("?").partition("=>")
    if not arrow:
        raise ValueError(f"the lexicon's line says not what it means: {line}")
    meant = tuple(map(_meaning, _words(means)))
    for word in _words(said):
        form = f" {word} " if _ENGLISH.fullmatch(word) else word
        yield Saying(form, frozenset(grams(word)), meant, aside=line.startswith("?"))


def _words(text: str) -> list[str]:
    return [word for part in text.split(",") if (word := part.strip())]


def _meaning(word: str) -> frozenset[str]:
    """The grams of an official word: its pairs, and a single character only where it is no longer than that."""
    found = frozenset(grams(word))
    return frozenset(gram for gram in found if len(gram) > 1) or found


def _within(one: Saying, other: Saying) -> bool:
    return one.said != other.said and one.said in other.said
