"""Things that share a name and are not each other: kinds of insurance cards, certificates, the beginning and the end of a supply."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from chatbot.folding import folded, joined

FILE = Path(__file__).with_name("contrasts.txt")


@dataclass(frozen=True)
class Contrast:
    """What the kinds are called together, and each kind with all that it may be called."""

    together: tuple[str, ...]
    kinds: tuple[tuple[str, ...], ...]

    def parts(self, question: str, titles: str) -> bool:
        """Whether a document is of another kind than was asked for, or of one kind where none was named."""
        told, said = self._kinds(titles), self._kinds(question)
        asked = any(one in question for one in self.together) if self.together else bool(said)
        return asked and bool(told) and not said & told

    def _kinds(self, text: str) -> frozenset[int]:
        return frozenset(
            number for number, names in enumerate(self.kinds) if any(one in text for one in names)
        )


def neighbours(known: Iterable[Contrast], question: str, titles: Iterable[str]) -> bool:
    """Whether a document only stands beside what a question asks for, so that it must not be told as its answer."""
    asked, called = joined(question), "\n".join(map(joined, titles))
    return any(one.parts(asked, called) for one in known)


def read(lines: Iterable[str]) -> tuple[Contrast, ...]:
    """Contrasts from their lines."""
    return tuple(_contrast(line.split("|")) for line in lines if line.partition("#")[0].strip())


def general() -> tuple[Contrast, ...]:
    """The product's own, which belong to no town."""
    return read(FILE.read_text(encoding="utf-8").splitlines())


def _contrast(parts: Sequence[str]) -> Contrast:
    together, *kinds = (tuple(filter(None, map(_plain, part.split(",")))) for part in parts)
    if len(kinds) < 2:
        raise ValueError(f"a contrast needs two kinds: {'|'.join(parts)}")
    return Contrast(together, tuple(kinds))


def _plain(word: str) -> str:
    return joined(folded(word)).strip()
