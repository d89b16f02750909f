"""Who answers for what on a day: divisions that are renamed, merged and succeeded on 1 April by themselves."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from portal.pack.rows import Division

# All the divisions of a large city on some days.
_KEPT = 1024


class Divisions:
    """The divisions of a town over time; ids last, names and telephones change, successors take over."""

    def __init__(self, rows: Iterable[Division], reception: str, unnamed: Iterable[str] = ()) -> None:
        self._rows: dict[str, list[Division]] = {}
        for row in rows:
            self._rows.setdefault(row.id, []).append(row)
        for group in self._rows.values():
            group.sort(key=lambda row: row.valid_from or date.min)
        # A town that does not name a division a nationwide procedure speaks of answers for it at its reception.
        self._reception = reception
        self._unnamed = frozenset(unnamed) - self._rows.keys()
        # Every page of the staff asks it, and it is the same for everybody on a day.
        self.lineage = lru_cache(_KEPT)(self._lineage)

    def __contains__(self, id: object) -> bool:
        return id in self._rows or id in self._unnamed

    @property
    def ids(self) -> frozenset[str]:
        """Every id a case may carry."""
        return frozenset(self._rows) | self._unnamed

    def rows(self, id: str) -> tuple[Division, ...]:
        """What a division was, is and will be, in order."""
        return tuple(self._rows.get(id, ()))

    def resolve(self, id: str, on: date) -> Division | None:
        """The division that answers for an id on a day: itself, its successor, or before its first day its predecessor."""
        return self._resolve(self._reception if id in self._unnamed else id, on, frozenset())

    def in_force(self, on: date) -> tuple[Division, ...]:
        """Every division there is on a day, in the order of the list."""
        return tuple(row for group in self._rows.values() for row in group if row.in_force(on))

    def _lineage(self, id: str, on: date) -> frozenset[str]:
        """All ids whose cases the division that answers for an id answers for, predecessors included."""
        answering = self.resolve(id, on)
        if answering is None:
            return frozenset()
        return frozenset(other for other in self.ids if self._answers(answering, other, on))

    def changes(self) -> tuple[date, ...]:
        """The days on which anything about the divisions changes, in order."""
        every = [row for group in self._rows.values() for row in group]
        starts = {row.valid_from for row in every if row.valid_from}
        after = {row.valid_to + timedelta(days=1) for row in every if row.valid_to}
        return tuple(sorted(starts | after))

    def _answers(self, answering: Division, other: str, on: date) -> bool:
        found = self.resolve(other, on)
        return found is not None and found.id == answering.id

    def _resolve(self, id: str, on: date, seen: frozenset[str]) -> Division | None:
        """Ids already passed are never asked again, so that a careless circle of successors ends in nobody."""
        group = self._rows.get(id, [])
        if id in seen or not group:
            return None
        seen = seen | {id}
        for row in group:
            if row.in_force(on):
                return row
        begun = [row for row in group if row.valid_from is None or row.valid_from <= on]
        if begun:
            return self._resolve(begun[-1].successor, on, seen)
        before = [other for other, rows in self._rows.items() if rows[-1].successor == id]
        found = (self._resolve(other, on, seen) for other in before)
        return next((row for row in found if row is not None), None)
