"""What is different between two editions of a building, line by line, so that a clerk reads it in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Names that programs give, and measures that follow from a picture.
_SILENT = frozenset({"key", "width", "height"})


@dataclass(frozen=True)
class Difference:
    """One line: where it stands (keys of the file, a row's own words among them), and what was and what will be there."""

    where: tuple[object, ...]
    before: object = None
    after: object = None


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Every difference, in the order of the file."""
    return tuple(_between(before, after, ()))


def _between(before: object, after: object, where: tuple[object, ...]) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            if key not in _SILENT:
                yield from _between(before.get(key), after.get(key), (*where, key))
    elif _named(before) or _named(after):
        yield from _rows(before, after, where)
    elif _listed(before) or _listed(after):
        was, will = _items(before), _items(after)
        yield from (Difference(where, one, None) for one in was if one not in will)
        yield from (Difference(where, None, one) for one in will if one not in was)
    else:
        yield Difference(where, before, after)


def _rows(before: object, after: object, where: tuple[object, ...]) -> Iterator[Difference]:
    was = {one["key"]: one for one in _items(before)}
    will = {one["key"]: one for one in _items(after)}
    for key in dict.fromkeys((*was, *will)):
        old, new = was.get(key), will.get(key)
        place = (*where, _called(new or old or {}) or key)
        if old is None or new is None:
            yield Difference(place, old and _called(old), new and _called(new))
        if new is not None:
            yield from _between(old or _named_alone(new), new, place)

    stayed = [key for key in was if key in will]
    if stayed != [key for key in will if key in was]:
        yield Difference(
            (*where, "order"), [_called(one) for one in was.values()], [_called(one) for one in will.values()]
        )


def _called(row: Mapping[str, Any]) -> object:
    """What a row is called; a picture by what is to be seen on it."""
    return row.get("title") or row.get("alt")


def _named_alone(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row that is new has been told by its name; what it has besides is told after that."""
    return {key: row[key] for key in ("title", "alt") if key in row}


def _items(value: object) -> Sequence[Any]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def _listed(value: object) -> bool:
    return isinstance(value, list | tuple)


def _named(value: object) -> bool:
    return bool(_items(value)) and all(isinstance(one, Mapping) and "key" in one for one in _items(value))
