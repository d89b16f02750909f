"""Lists and questions that are filled from a list of the same people, so that nobody's name is typed twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from forms import ages, wareki
from forms.reading import Table, bounds_of

T = TypeVar("T")
Item = Mapping[str, Any]


@dataclass(frozen=True)
class Draws:
    """From which list people are taken, which of them, and which questions they have answered there."""

    group: str
    # A question here, and the question of the other list whose answer is taken for it.
    take: tuple[tuple[str, str], ...] = ()
    # A question here whose answer is certain about everybody who is taken.
    give: tuple[tuple[str, str], ...] = ()
    # Answers beside the other list without which nobody is taken.
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    # Answers in the other list that one must have given, each among some values.
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    # Dates of birth in the other list, with the least and the greatest age on the first day of the school year.
    aged: tuple[tuple[str, tuple[int, int]], ...] = ()

    @property
    def taken(self) -> tuple[str, ...]:
        """The questions here that need not be asked again about somebody who was taken over."""
        return tuple(own for own, _ in (*self.take, *self.give))

    def fits(self, item: Item, day: date) -> bool:
        """Whether somebody of the other list is meant; what is not known says no."""
        return all(_among(item.get(key), values) for key, values in self.where) and all(
            _within(item.get(key), bounds, day) for key, bounds in self.aged
        )

    def drawn(self, answers: Item, day: date) -> tuple[tuple[int, dict[str, Any]], ...]:
        """Whoever of the other list is meant: the place there, counted from 0, and the answers taken over."""
        items = answers.get(self.group)
        if not isinstance(items, list) or not all(_among(answers.get(key), some) for key, some in self.when):
            return ()
        return tuple(
            (place, {own: item[other] for own, other in self.take if other in item} | dict(self.give))
            for place, item in enumerate(items)
            if isinstance(item, dict) and self.fits(item, day)
        )

    def one(self, answers: Item, day: date) -> dict[str, Any]:
        """What is taken over about the person, where the other list names just one who can be meant."""
        found = self.drawn(answers, day)
        return found[0][1] if len(found) == 1 else {}


def _among(answer: object, values: tuple[str, ...]) -> bool:
    given = answer if isinstance(answer, list) else [answer]
    return any(one in values for one in given)


def _within(answer: object, bounds: tuple[int, int], day: date) -> bool:
    born = wareki.read(str(answer)) if answer else None
    # Of a birth whose day is unknown the last possible one counts, as for every age that is worked out.
    return born is not None and bounds[0] <= ages.at_school_year(born.last, day) <= bounds[1]


def read(table: Table) -> Draws | None:
    """The `draws_on` of a field; whether its names are known is looked at when all files are read."""
    if "draws_on" not in table:
        return None
    inner = Table(table.take("draws_on"), table.at("draws_on"), table.faults)
    found = Draws(
        group=inner.text("group", needed=True),
        take=tuple(_named(inner, "take", _key, "文字列ではありません")),
        give=tuple(_named(inner, "give", _key, "文字列ではありません")),
        when=tuple(_named(inner, "when", _words, "文字列の並びではありません")),
        where=tuple(_named(inner, "where", _words, "文字列の並びではありません")),
        aged=tuple(_named(inner, "aged", bounds_of, "[最小, 最大] の形ではありません")),
    )
    inner.finish()
    if not found.taken:
        inner.fault("take", "引き継ぐ項目がありません")
    return found


def _named(
    table: Table, key: str, convert: Callable[[object], T | None], message: str
) -> Iterator[tuple[str, T]]:
    """A table whose keys are questions, empty where it is not written."""
    value = table.take(key)
    inner = Table({} if value is None else value, table.at(key), table.faults)
    for name, told in inner.rest().items():
        found = convert(told)
        if found is None:
            inner.fault(name, message)
        else:
            yield name, found


def _key(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _words(value: object) -> tuple[str, ...] | None:
    """One answer or several, as conditions write them."""
    given = value if isinstance(value, list) else [value]
    words = tuple(one for one in given if isinstance(one, str))
    return words if words and len(words) == len(given) else None
