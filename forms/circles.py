"""Conditions that wait for one another: told with the way round, since each of them alone looks harmless."""

from collections.abc import Iterator, Mapping, Sequence

from forms.faults import Broken

_SOURCES = ("age_of", "on", "sum_of", "count_of", "days_from", "days_to")


def find(mapping: Mapping[str, object]) -> Iterator[Broken]:
    """Every circle of a procedure's file, told once, at one of the conditions that close it."""
    waits = _waits(mapping)
    told: set[frozenset[str]] = set()
    for start in waits:
        circle = _round(start, waits)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            # The circle of a computed value by itself is told where the values are put in order.
            if path := next((waits[key][other] for key, other in _pairs(circle) if waits[key][other]), ""):
                yield Broken(path, f"条件が輪になっています: {' → '.join((*circle, circle[0]))}")


# Which keys a key waits for, each with the path of the condition; a computed value's sources have none.
Waits = dict[str, dict[str, str]]


def _waits(mapping: Mapping[str, object]) -> Waits:
    found: Waits = {}
    for place, step in enumerate(_tables(mapping.get("step")), 1):
        shared = _when(step, f"step[{place}].when")
        repeat = step.get("repeat")
        if isinstance(repeat, Mapping):
            found.setdefault(str(repeat.get("field")), {}).update(shared)
        asks = step.get("ask")
        for at, ask in enumerate(asks if isinstance(asks, Sequence) else (), 1):
            own = _when(ask, f"step[{place}].ask[{at}].when") if isinstance(ask, Mapping) else {}
            key = ask.get("field") if isinstance(ask, Mapping) else ask
            found.setdefault(str(key), {}).update({**shared, **own})
    for one in _tables(mapping.get("computed")):
        sources = [source for name in _SOURCES for source in _listed(one.get(name))]
        found.setdefault(str(one.get("key")), {}).update(dict.fromkeys(sources, ""))
    return found


def _tables(value: object) -> list[Mapping[str, object]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _listed(value: object) -> list[str]:
    return (
        [str(one) for one in value] if isinstance(value, list) else [value] if isinstance(value, str) else []
    )


def _when(table: Mapping[str, object], path: str) -> dict[str, str]:
    when = table.get("when")
    return {str(key): f"{path}.{key}" for key in when} if isinstance(when, Mapping) else {}


def _round(start: str, waits: Waits) -> tuple[str, ...]:
    """The shortest way from a key back to itself, or nothing."""
    trails: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while trails:
        trail = trails.pop(0)
        for other in waits.get(trail[-1], {}):
            if other == start:
                return trail
            if other in waits and other not in seen:
                seen.add(other)
                trails.append((*trail, other))
    return ()


def _pairs(circle: Sequence[str]) -> Iterator[tuple[str, str]]:
    return zip(circle, (*circle[1:], circle[0]), strict=True)
