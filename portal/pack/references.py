"""Columns of a town's lists that name something declared elsewhere, and the names that lead nowhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.pack.batches import parts
from portal.pack.lists import PackFault, Shape
from portal.pack.loaded import Loaded, lines


@dataclass(frozen=True)
class Reference:
    """A column of a list whose words must be ids known elsewhere."""

    shape: Shape
    column: str
    known: frozenset[str]
    what: str


def dangling(loaded: Loaded, references: Iterable[Reference]) -> Iterator[PackFault]:
    """Every name that nobody declared; a cell may hold several, parted by semicolons."""
    for reference in references:
        for place, cells in lines(loaded, reference.shape):
            for value in parts(cells.get(reference.column, "")):
                if value not in reference.known:
                    message = f"{reference.what}: {value}"
                    yield PackFault(place.file, place.line, reference.column, message)
