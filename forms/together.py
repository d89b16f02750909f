"""Several procedures as one form: each question asked once, each person typed once, and every procedure's own answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from forms import answers as answering
from forms import joining, journey
from forms.computed import ON
from forms.conditions import WAY
from forms.faults import Fault
from forms.field import Value
from forms.joining import Page, Walked
from forms.procedure import Exit, Procedure, Step
from forms.steps import Ask

Answers = Mapping[str, Value]
Item = Mapping[str, Any]
COUNTER = "window"

__all__ = ["Page", "Together"]


class Together:
    """The one form of several procedures, computed anew from the answers each time.

    `parts` are the procedures, each with the answers it need not ask; `known` are questions that stand elsewhere, such
    as on the page of the event. What is stored of a drawn list lies with its people, in the list they were drawn from.
    """

    def __init__(
        self,
        parts: Sequence[tuple[Procedure, Mapping[str, Value]]],
        answers: Answers,
        day: date,
        *,
        known: Collection[str] = (),
    ) -> None:
        self.parts = tuple((one, _fitting(one, given, day)) for one, given in parts)
        self.answers = dict(answers)
        self.day = day
        self.known = frozenset(known)
        self._beside: dict[str, Value] = {WAY: COUNTER, ON: day.isoformat()}
        bases = self._bases()
        self._walked = tuple(self._walk(one, given, bases, self.known) for one, given in self.parts)
        self._every = joining.pages(self._walked)

    # ------------------------------------------------------------ what each procedure gets

    def _bases(self) -> frozenset[str]:
        """The lists that one of the procedures asks for itself, so that others can draw on them."""
        return frozenset(
            step.asks[0].key
            for procedure, given in self.parts
            for step in journey.path(procedure, {**self.answers, **given, **self._beside})
            if step.repeat and step.asks[0].field.draws_on is None
        )

    def _walk(
        self,
        procedure: Procedure,
        given: Mapping[str, Value],
        bases: frozenset[str],
        known: frozenset[str],
    ) -> Walked:
        drawn: dict[str, Mapping[int, Item]] = {}
        given = {**self._answered(procedure, bases), **given}
        for step in procedure.steps:
            draws = step.asks[0].field.draws_on if step.repeat else None
            if draws and draws.group in bases:
                # Nobody there belongs into it: then the list is asked for like any other.
                people = dict(draws.drawn(self.answers, self.day))
                drawn |= {step.asks[0].key: people} if people else {}
        start = self._start(procedure, given, drawn)
        settled, along = frozenset(given) | known, journey.pages(procedure, start)
        return Walked(procedure, settled, along, journey.known(procedure, start), start, drawn)

    def _answered(self, procedure: Procedure, bases: frozenset[str]) -> dict[str, Value]:
        """The single questions that a list of people has answered already, such as a spouse's name."""
        found: dict[str, Value] = {}
        for ask in procedure.asks:
            draws = ask.field.draws_on if ask.kind != "group" else None
            told = draws.one(self.answers, self.day) if draws and draws.group in bases else {}
            # What was left blank there is asked here only by whoever must know it.
            if ask.key in told and (told[ask.key] is not None or ask.optional):
                found[ask.key] = told[ask.key]
        return found

    def _start(
        self, procedure: Procedure, given: Mapping[str, Value], drawn: Mapping[str, Mapping[int, Item]]
    ) -> dict[str, Value]:
        """The answers as one procedure sees them: its lists drawn from others, what is given, the counter as its way."""
        start: dict[str, Value] = {ask.key: None for ask in procedure.asks if ask.locked}
        start |= self.answers
        for step in procedure.steps:
            draws = step.asks[0].field.draws_on if step.repeat else None
            if draws and step.asks[0].key in drawn:
                held = self._items(draws.group)
                people = drawn[step.asks[0].key]
                start[step.asks[0].key] = [{**held[place], **taken} for place, taken in people.items()]
        return {**start, **given, **self._beside}

    def own(self, key: str) -> dict[str, Value]:
        """One procedure's own answers, as its case and its sheet get them."""
        walked = next(one for one in self._walked if one.procedure.key == key)
        return journey.effective(walked.procedure, walked.start)

    @cached_property
    def exits(self) -> tuple[tuple[Procedure, Exit], ...]:
        """Procedures that turned out not to be for this person, and why."""
        found = ((one.procedure, journey.exit_of(one.procedure, one.start)) for one in self._walked)
        return tuple((procedure, early) for procedure, early in found if early is not None)

    @property
    def lasting(self) -> tuple[Procedure, ...]:
        """The procedures that stay, in their order."""
        gone = {procedure.key for procedure, _ in self.exits}
        return tuple(procedure for procedure, _ in self.parts if procedure.key not in gone)

    # ------------------------------------------------------------ what is asked

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages in their order; a list of people about whom nothing more is asked has none."""
        return tuple(page for page in self._every if not page.drawn or self.places(page))

    @property
    def steps(self) -> tuple[Step, ...]:
        """The same as steps of a form."""
        return tuple(page.step for page in self.pages)

    def page(self, key: str) -> Page | None:
        """A page by the key of its step."""
        return next((page for page in self.pages if page.step.key == key), None)

    def places(self, page: Page) -> tuple[int, ...]:
        """Where in the stored list the items of a page stand: all of them, or those of whom more is asked here."""
        every = range(len(self._items(page.group)))
        return tuple(place for place in every if not page.drawn or self.item_asks(page, place))

    def _items(self, group: str) -> list[dict[str, Any]]:
        value = self.answers.get(group)
        return [item if isinstance(item, dict) else {} for item in value] if isinstance(value, list) else []

    def item(self, page: Page, place: int) -> dict[str, Any]:
        """What was said about an item so far; nothing of one that is still to come."""
        items = self._items(page.group)
        return items[place] if place < len(items) else {}

    def name(self, page: Page, place: int) -> str:
        """What somebody of a list is called there, to stand above the questions about them."""
        repeat = next(
            (one.step.repeat for one in self._every if one.group == page.group and not one.drawn), None
        )
        named = (ask.key for ask in repeat.asks if ask.kind == "name") if repeat else iter(())
        return str(self.item(page, place).get(next(named, ""), ""))

    def item_asks(self, page: Page, place: int, said: Item | None = None) -> tuple[Ask, ...]:
        """The questions about one item; `said` is what is being typed about it at this moment."""
        item = {**self.item(page, place), **(said or {})}
        return joining.item_asks(self._every, page, place, item)

    def renewed(self, answers: Answers) -> Together:
        """The same form on other answers; what the event gives away is worked out by whoever made it."""
        return Together(self.parts, answers, self.day, known=self.known)

    def put(self, page: Page, place: int, values: Item) -> dict[str, Value]:
        """The answers with those about one item changed, or with one more item at the end of its list."""
        items = self._items(page.group)
        if place < len(items):
            items[place] = {**items[place], **values}
        else:
            items.append(dict(values))
        return {**self.answers, page.group: items}

    def without(self, page: Page, place: int) -> dict[str, Value]:
        """The answers without one item of a list."""
        items = self._items(page.group)
        return {**self.answers, page.group: items[:place] + items[place + 1 :]}

    # ------------------------------------------------------------ what is open, what is wrong

    def is_open(self, page: Page) -> bool:
        """Whether something on a page is still to be answered."""
        if not page.step.repeat:
            return _unanswered(page.step.asks, self.answers)
        if not page.drawn and (
            page.group not in self.answers
            or answering.count(page.step.asks[0], self.answers[page.group]) is not None
        ):
            return True
        return any(self.is_item_open(page, place) for place in self.places(page))

    def is_item_open(self, page: Page, place: int) -> bool:
        """Whether a question about one item is still to be answered."""
        return _unanswered(self.item_asks(page, place), self.item(page, place))

    @cached_property
    def first_unanswered(self) -> Page | None:
        """The first page on which something is open."""
        return next((page for page in self.pages if self.is_open(page)), None)

    def after(self, key: str) -> Page | None:
        """The page to go on to: the same where an answer opened a question on it, else the next, else the first open one."""
        passed = False
        for page in self.pages:
            if passed:
                return page
            if page.step.key == key:
                if self.is_open(page):
                    return page
                passed = True
        return None if passed else self.first_unanswered

    def check(self) -> list[Fault]:
        """The faults of everything as it is stored; none at all is the condition for a slip."""
        found: list[Fault] = []
        for page in self.pages:
            found += (
                self._list_faults(page) if page.step.repeat else self._faults(page.step.asks, self.answers)
            )
        seen = {fault.field for fault in found}
        for procedure in self.lasting:
            kinds = {ask.key: ask.kind for ask in procedure.asks}
            faults = journey.check(procedure, self.own(procedure.key), today=self.day)
            found += [one for one in faults if one.field not in seen and kinds.get(one.field) != "file"]
        return found

    def _faults(self, asks: Sequence[Ask], answers: Mapping[str, Any]) -> list[Fault]:
        faults = (answering.check(ask, answers.get(ask.key), self.day) for ask in asks)
        return [fault for fault in faults if fault is not None]

    def _list_faults(self, page: Page) -> list[Fault]:
        group = page.step.asks[0]
        if not page.drawn and (fault := answering.count(group, self.answers.get(page.group))):
            return [fault]
        for number, place in enumerate(self.places(page), 1):
            if self._faults(self.item_asks(page, place), self.item(page, place)):
                return [Fault("item_faulty", {"place": number}, group.key)]
        return []

    def first_faulty(self) -> Page | None:
        """The first page with an answer that cannot stand any more."""
        faulty = {fault.field for fault in self.check()}
        return next((page for page in self.pages if any(ask.key in faulty for ask in page.step.asks)), None)


def _unanswered(asks: Sequence[Ask], answers: Mapping[str, Any]) -> bool:
    return any(ask.key not in answers or (answers[ask.key] is None and not ask.optional) for ask in asks)


def _fitting(procedure: Procedure, given: Mapping[str, Value], day: date) -> dict[str, Value]:
    """What is given, without what this procedure cannot take: a day too far back is asked for again, with its reason."""
    asks = {ask.key: ask for ask in procedure.asks if ask.key in given}
    return {
        key: value
        for key, value in given.items()
        if value is None or key not in asks or answering.check(asks[key], value, day) is None
    }
