"""What happens in a life: a few questions, and which procedures, papers and other offices follow from the answers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from forms import conditions, steps
from forms.computed import ON, Computed, live_with
from forms.conditions import Condition, hold
from forms.dictionary import KEY, Dictionary
from forms.faults import Broken
from forms.field import Value
from forms.procedure import Procedure
from forms.reading import Table
from forms.steps import Ask
from forms.wording import Wording

Answers = Mapping[str, Value]
# Of what another procedure takes by itself, so much is left once both are prepared together: who and where is said once.
REST = 1 / 3
# What may be drawn on an event's card: names of portal/templates/components/icon.html.
ICONS = ("move", "child", "heart", "people", "person", "house", "paper", "bag", "book", "calendar")
# An estimate is told in steps of five minutes, so that nobody takes it for a promise.
STEP = 5


@dataclass(frozen=True)
class Part:
    """A procedure that follows, with the answers the event has already given."""

    procedure: str
    when: tuple[Condition, ...] = ()
    given: Mapping[str, Value] = field(default_factory=dict)
    # A question of the procedure, and the question of the event or of another part that is the same here.
    same: Mapping[str, str] = field(default_factory=dict)

    def known(self, answers: Answers) -> dict[str, Value]:
        """What the procedure need not ask; what is asked once for several stays open until it is answered there."""
        return {**self.given, **{own: answers.get(other) for own, other in self.same.items()}}


@dataclass(frozen=True)
class Elsewhere:
    """What another office does, so that nobody looks for it at the city's."""

    title: Wording
    text: Wording
    link: str = ""
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Event:
    """One event of life as its file tells it."""

    key: str
    title: Wording
    summary: Wording
    icon: str
    asks: tuple[Ask, ...]
    computed: tuple[Computed, ...]
    parts: tuple[Part, ...]
    elsewhere: tuple[Elsewhere, ...]
    # What one should know before anything else, such as that a paper of another city is needed.
    first: Wording


def read(mapping: Mapping[str, object], path: str, dictionary: Dictionary, faults: list[Broken]) -> Event:
    """One `[[event]]`; every fault is told at `path`, and the event is read as far as it can be."""
    table = Table(mapping, path, faults)
    key = table.text("key", needed=True)
    if key and not KEY.fullmatch(key):
        table.fault("key", f"できごとの名前に使えません（英小文字・数字・_）: {key}")
    asked = _asked(table, dictionary)
    event = Event(
        key=key,
        title=table.wording("title", needed=True),
        summary=table.wording("summary", needed=True),
        icon=_icon(table),
        asks=tuple(ask for step in asked.steps for ask in step.asks),
        computed=asked.computed,
        parts=tuple(_part(entry, asked) for entry in table.tables("part")),
        elsewhere=tuple(_elsewhere(entry, asked) for entry in table.tables("elsewhere")),
        first=table.wording("first"),
    )
    table.finish()
    return event


def _icon(table: Table) -> str:
    icon = table.text("icon", default="paper")
    if icon not in ICONS:
        table.fault("icon", f"{'・'.join(ICONS)} のどれでもありません")
    return icon


def _asked(table: Table, dictionary: Dictionary) -> steps.Asked:
    """The event's questions, which stand on one page and are read as those of a procedure are."""
    found: list[Broken] = []
    page = {"key": "event", "title": {"ja": "-", "easy": "-", "en": "-"}, "ask": table.take("ask") or []}
    whole: dict[str, object] = {"step": [page]}
    if "computed" in table:
        whole["computed"] = table.take("computed")
    asked = steps.read(Table(whole, table.path, found), dictionary)
    for one in found:
        table.faults.append(Broken(one.path.replace(".step[1].ask", ".ask"), one.message))
    for place, ask in enumerate(asked.steps[0].asks, 1):
        if ask.kind == "file":
            table.fault(f"ask[{place}]", "できごとの質問では、添付を尋ねられません")
    return asked


def _part(table: Table, asked: steps.Asked) -> Part:
    same = _rest(table, "same")
    part = Part(
        procedure=table.text("procedure", needed=True),
        when=conditions.read(table, asked.fields),
        given=_rest(table, "given"),
        same={own: str(other) for own, other in same.items()},
    )
    table.finish()
    return part


def _rest(table: Table, key: str) -> dict[str, Value]:
    if key not in table:
        return {}
    found: dict[str, Value] = {}
    for name, value in Table(table.take(key), table.at(key), table.faults).rest().items():
        if isinstance(value, str | int | bool):
            found[name] = value
        elif isinstance(value, list) and all(isinstance(one, str) for one in value):
            found[name] = [str(one) for one in value]
        else:
            table.fault(f"{key}.{name}", "文字列か数か true・false を書いてください")
    return found


def _elsewhere(table: Table, asked: steps.Asked) -> Elsewhere:
    found = Elsewhere(
        title=table.wording("title", needed=True),
        text=table.wording("text", needed=True),
        link=table.text("link"),
        when=conditions.read(table, asked.fields),
    )
    if found.link and not found.link.startswith("https://"):
        table.fault("link", "https:// で始めてください")
    table.finish()
    return found


# ------------------------------------------------------------------ what follows from the answers


def known(event: Event, answers: Answers, day: date) -> dict[str, Value]:
    """The answers to the questions these answers make visible, and what is worked out from them."""
    live: dict[str, Value] = {ON: day.isoformat()}
    for ask in event.asks:
        if hold(ask.when, live) and ask.key in answers:
            live[ask.key] = answers[ask.key]
            live_with(event.computed, live)
    return live


def asked(event: Event, answers: Answers, day: date) -> tuple[Ask, ...]:
    """The questions these answers make visible."""
    live = known(event, answers, day)
    return tuple(ask for ask in event.asks if hold(ask.when, live))


def is_open(event: Event, answers: Answers, day: date) -> bool:
    """Whether a question of the event is still to be answered."""
    return any(
        ask.key not in answers or (answers[ask.key] is None and not ask.optional)
        for ask in asked(event, answers, day)
    )


def chosen(event: Event, answers: Answers, day: date) -> tuple[Part, ...]:
    """The procedures that follow, each once: of several reasons for one, the first that holds."""
    live, found = known(event, answers, day), dict[str, Part]()
    for part in event.parts:
        if hold(part.when, live):
            found.setdefault(part.procedure, part)
    return tuple(found.values())


def elsewhere(event: Event, answers: Answers, day: date) -> tuple[Elsewhere, ...]:
    """What is to be done at other offices."""
    live = known(event, answers, day)
    return tuple(one for one in event.elsewhere if hold(one.when, live))


def bring(procedures: Iterable[Procedure]) -> tuple[Wording, ...]:
    """One list of what to bring, each thing once; what only those who apply online need is left out."""
    found: dict[str, Wording] = {}
    for procedure in procedures:
        for one in procedure.bring:
            if not one.texts.get("ja", "").startswith("オンライン"):
                found.setdefault(one.texts.get("ja", ""), one)
    return tuple(found.values())


def minutes(procedures: Sequence[Procedure]) -> int | None:
    """How long all of it takes together, as an estimate: the longest in full, of each other one a third."""
    told = sorted((one.minutes for one in procedures if one.minutes), reverse=True)
    if not told:
        return None
    return math.ceil((told[0] + REST * sum(told[1:])) / STEP) * STEP
