"""How the pages of several procedures become one row of pages on which nothing stands twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from forms import journey
from forms.field import Field, Value
from forms.procedure import Procedure
from forms.steps import Ask, Repeat, Step

Item = Mapping[str, Any]


@dataclass(frozen=True)
class Walked:
    """One procedure on the answers so far: what it need not ask, its visible pages, what is known at their end."""

    procedure: Procedure
    settled: frozenset[str]
    pages: tuple[tuple[Step, tuple[Ask, ...]], ...]
    live: Mapping[str, Value]
    start: Mapping[str, Value]
    # The lists whose people come from another list: by its place there, what was taken over about each.
    drawn: Mapping[str, Mapping[int, Item]]


@dataclass(frozen=True)
class Page:
    """One page of the whole; of a list, `group` is where its items are stored, which for drawn people is another list."""

    step: Step
    # The earlier answers that the page depends on.
    needs: frozenset[str] = frozenset()
    group: str = ""
    drawn: bool = False
    askers: tuple[tuple[Walked, Step], ...] = ()


def pages(walked: Sequence[Walked]) -> tuple[Page, ...]:
    """The pages of all: who it is first, then the people others draw on, then each procedure's own, and remarks last."""
    found = sorted([*_singles(walked), *_lists(walked)], key=lambda page: _order(walked).index(page.step.key))
    asked = Counter(ask.key for one in walked for step, asks in one.pages if not step.repeat for ask in asks)
    settled = {key for one in walked for key in one.settled} | set(journey.BESIDE)
    first: list[Page] = []
    for page in found:
        shared = any(asked[ask.key] > 1 and _tells_who(ask) for ask in page.step.asks)
        if shared and not page.group and page.needs <= settled:
            first.append(page)
            settled |= {ask.key for ask in page.step.asks}
    drawn_on = {page.group for page in found if page.drawn}
    people = [page for page in found if page.group in drawn_on and not page.drawn]
    last = [page for page in found if _closes(page) and page not in first]
    between = [page for page in found if page not in first and page not in people and page not in last]
    return (*first, *people, *between, *last)


def _tells_who(ask: Ask) -> bool:
    """Whether a question is about who somebody is and where they live, with which every form begins."""
    return ask.kind in ("name", "kana", "birth", "phone", "email", "address") or ask.field.own is not None


def _closes(page: Page) -> bool:
    """Whether a page belongs to the end: what is promised, and what somebody would like to add."""
    asks = page.step.asks
    return any(ask.kind == "yes" for ask in asks) or all(
        ask.optional and ask.kind == "long_text" for ask in asks
    )


def name(procedure: Procedure, step: Step) -> str:
    """The key of a page: two procedures may give a step the same."""
    return f"{procedure.key}-{step.key}"


def _order(walked: Sequence[Walked]) -> list[str]:
    return [name(one.procedure, step) for one in walked for step, _ in one.pages]


def _singles(walked: Sequence[Walked]) -> list[Page]:
    """The pages of plain questions, each question on the page of the first who asks it."""
    asked: dict[str, Ask] = {}
    homes: dict[str, tuple[Step, list[str]]] = {}
    for one in walked:
        for step, asks in one.pages:
            for ask in () if step.repeat else asks:
                if ask.key in one.settled or ask.kind == "file" or ask.locked:
                    continue
                if ask.key in asked:
                    asked[ask.key] = merged(asked[ask.key], ask)
                else:
                    asked[ask.key] = ask
                    homes.setdefault(name(one.procedure, step), (step, []))[1].append(ask.key)
    found = []
    for place, (step, keys) in homes.items():
        conditions = [*step.when, *(condition for key in keys for condition in asked[key].when)]
        asks = tuple(replace(asked[key], when=()) for key in keys)
        own = {ask.key for ask in asks}
        needs = frozenset(condition.key for condition in conditions) - own
        found.append(Page(replace(step, key=place, asks=asks, when=()), needs))
    return found


def _lists(walked: Sequence[Walked]) -> list[Page]:
    """The lists, those of one key as one; a drawn one asks only what is still open about its people."""
    found: dict[str, Page] = {}
    for one in walked:
        for step, asks in one.pages:
            if step.repeat and asks[0].key not in one.settled:
                known = found.get(asks[0].key)
                found[asks[0].key] = _joined(known, one, step) if known else _list(one, step)
    return list(found.values())


def _list(one: Walked, step: Step) -> Page:
    field = step.asks[0].field
    drawn = field.key in one.drawn
    group = field.draws_on.group if drawn and field.draws_on else field.key
    whole = replace(step, key=name(one.procedure, step), asks=(Ask(field),), when=())
    return Page(whole, frozenset(condition.key for condition in step.when), group, drawn, ((one, step),))


def _joined(page: Page, one: Walked, step: Step) -> Page:
    """A list that another procedure asks for as well: it asks about each item what either wants to know."""
    group, repeat = merged(page.step.asks[0], step.asks[0]), page.step.repeat
    known = {ask.key: ask for ask in repeat.asks} if repeat else {}
    for ask in step.repeat.asks if step.repeat else ():
        known[ask.key] = merged(known[ask.key], ask) if ask.key in known else ask
    asks = Repeat(tuple(known.values()), group.field.min or 0, group.field.max or 0)
    return replace(
        page, step=replace(page.step, asks=(group,), repeat=asks), askers=(*page.askers, (one, step))
    )


def item_asks(found: Sequence[Page], page: Page, place: int, item: Item) -> tuple[Ask, ...]:
    """The questions about one item of a list; what an earlier page has asked about the same person is left out."""
    earlier: set[str] = set()
    for other in found:
        if other.step.key == page.step.key:
            break
        if other.group == page.group:
            earlier |= _wanted(other, place, item).keys()
    wanted = _wanted(page, place, item)
    return tuple(replace(ask, when=()) for key, ask in wanted.items() if key not in earlier)


def _wanted(page: Page, place: int, item: Item) -> dict[str, Ask]:
    asks: dict[str, Ask] = {}
    for one, step in page.askers:
        group = step.asks[0].field
        taken: Item = {}
        if page.drawn:
            if place not in one.drawn[group.key] or group.draws_on is None:
                continue
            taken = {key: one.drawn[group.key][place].get(key) for key in group.draws_on.taken}
        for ask in journey.item_asks(one.procedure, step, {**item, **taken}, one.live):
            if ask.key not in taken:
                asks[ask.key] = merged(asks[ask.key], ask) if ask.key in asks else ask
    return asks


def merged(first: Ask, other: Ask) -> Ask:
    """One question for two who ask it: in the words of the first, within the bounds of both, open only if both let it be."""
    if first.field is other.field:
        return replace(first, optional=first.optional and other.optional)
    return replace(first, field=_within(first.field, other.field), optional=first.optional and other.optional)


def _within(field: Field, other: Field) -> Field:
    values = [choice.value for choice in other.choices]
    choices = tuple(choice for choice in field.choices if choice.value in values)
    days = (field.from_today, other.from_today)
    both = [one for one in days if one is not None]
    return replace(
        field,
        choices=choices or field.choices,
        max=_tighter(field.max, other.max, min),
        min=_tighter(field.min, other.min, max),
        from_today=(max(low for low, _ in both), min(high for _, high in both)) if both else None,
    )


def _tighter(one: int | None, other: int | None, pick: Any) -> int | None:
    held = [bound for bound in (one, other) if bound is not None]
    return pick(held) if held else None
