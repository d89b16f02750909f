"""One procedure as its file tells it: who, what, how far it goes, its ways and its questions."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, IntEnum

from forms import conditions, steps
from forms.dictionary import Dictionary
from forms.faults import Broken
from forms.field import Field
from forms.reading import Table, raise_all
from forms.steps import Ask, Step
from forms.wording import NOTHING, Wording

__all__ = [
    "Acceptance",
    "Ask",
    "Assurance",
    "Box",
    "Completes",
    "Decision",
    "Fee",
    "First",
    "Procedure",
    "Step",
    "Way",
    "read",
]


class Completes(Enum):
    """How far a way goes; only `online` counts as online."""

    ONLINE = "online"
    PARTLY = "partly"
    ELSEWHERE = "elsewhere"
    PREPARATION = "preparation"


class Assurance(IntEnum):
    """How sure we must be of who somebody is; a login is not a signature."""

    none = 0
    contact = 1
    login = 2
    signature = 3


class Box(Enum):
    """What happens to a form's box for 個人番号: we never ask for it."""

    NONE = "none"
    LEAVE_EMPTY = "leave_empty"


class Acceptance(Enum):
    """Who takes a request in hand (受付): a clerk who has looked at it, or the house when the office opens."""

    CLERK = "clerk"
    AUTOMATIC = "automatic"


class Decision(Enum):
    """How a request ends: without a 処分 (a 届出), approved by one clerk, or always with 決裁 by a second person."""

    NONE = "none"
    ONE_STEP = "one_step"
    TWO_STEPS = "two_steps"


@dataclass(frozen=True)
class Fee:
    yen: int
    per: str = ""


@dataclass(frozen=True)
class First:
    """What is offered before anything else, such as コンビニ交付."""

    title: Wording
    text: Wording
    link: str = ""


@dataclass(frozen=True)
class Way:
    """One way to have it done: online, at the window, by post, or elsewhere."""

    kind: str
    assurance: Assurance
    completes: Completes
    remains: Wording = NOTHING
    link: str = ""
    # The field whose address is taken from the signed certificate: the only place a delivery goes to.
    register_address: str = ""


@dataclass(frozen=True)
class Procedure:
    """A whole procedure; `digest` names the version of the form a case was made with."""

    key: str
    title: Wording
    summary: Wording
    verb: Wording
    search: tuple[str, ...]
    number: str
    division: str
    law: str
    who: Wording
    bring: tuple[Wording, ...]
    minutes: int | None
    deadline: Wording
    processing_days: int | None
    fee: Fee | None
    first: First | None
    individual_number_box: Box
    acceptance: Acceptance
    decision: Decision
    exemption: bool
    sheet: str
    completes: Completes
    remains: Wording
    link: str
    valid_from: date | None
    valid_to: date | None
    ways: tuple[Way, ...]
    steps: tuple[Step, ...]
    digest: str

    def way(self, kind: str) -> Way | None:
        return next((way for way in self.ways if way.kind == kind), None)

    def step(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)

    def ask(self, key: str) -> Ask | None:
        return next((ask for step in self.steps for ask in step.asks if ask.key == key), None)

    @property
    def asks(self) -> tuple[Ask, ...]:
        return tuple(ask for step in self.steps for ask in step.asks)


def read(key: str, mapping: Mapping[str, object], dictionary: Dictionary) -> Procedure:
    """Read one procedure file; raises Broken with every fault in it."""
    faults: list[Broken] = []
    table = Table(mapping, "", faults)
    if not steps.KEY.fullmatch(key):
        faults.append(Broken("", f"手続きの名前に使えません: {key}"))
    ways = tuple(_way(entry) for entry in table.tables("way"))
    found = steps.read(table, dictionary)
    procedure = _whole(key, table, ways, found)
    table.finish()
    _check(procedure, table)
    raise_all(faults)
    return replace(procedure, digest=_digest(mapping, found))


def _whole(key: str, table: Table, ways: tuple[Way, ...], asked: tuple[Step, ...]) -> Procedure:
    return Procedure(
        key=key,
        title=table.wording("title", needed=True),
        summary=table.wording("summary", needed=True),
        verb=table.wording("verb"),
        search=table.strings("search"),
        number=table.text("number"),
        division=table.text("division", needed=True),
        law=table.text("law"),
        who=table.wording("who"),
        bring=table.wordings("bring"),
        minutes=table.integer("minutes"),
        deadline=table.wording("deadline"),
        processing_days=table.integer("processing_days"),
        fee=_fee(table),
        first=_first(table),
        individual_number_box=table.one_of("individual_number_box", Box, Box.NONE),
        acceptance=table.one_of("acceptance", Acceptance, Acceptance.CLERK),
        # Where a file says nothing, the careful way is taken.
        decision=table.one_of("decision", Decision, Decision.TWO_STEPS),
        exemption=table.flag("exemption"),
        sheet=table.text("sheet"),
        completes=_completes(table),
        remains=table.wording("remains"),
        link=table.text("link"),
        valid_from=table.day("valid_from"),
        valid_to=table.day("valid_to"),
        ways=ways,
        steps=asked,
        digest="",
    )


def _completes(table: Table) -> Completes:
    if "completes" not in table:
        table.fault("completes", "どこまでできるか（online・partly・elsewhere・preparation）が必要です")
    return table.one_of("completes", Completes, Completes.PREPARATION)


def _fee(table: Table) -> Fee | None:
    if "fee" not in table:
        return None
    inner = Table(table.take("fee"), table.at("fee"), table.faults)
    yen = inner.integer("yen")
    if yen is None or yen < 0:
        inner.fault("yen", "0 以上の金額が必要です")
    per = inner.text("per")
    inner.finish()
    return Fee(yen or 0, per)


def _first(table: Table) -> First | None:
    if "first" not in table:
        return None
    inner = Table(table.take("first"), table.at("first"), table.faults)
    found = First(inner.wording("title", needed=True), inner.wording("text", needed=True), inner.text("link"))
    inner.finish()
    return found


def _way(table: Table) -> Way:
    kind = table.text("kind", needed=True)
    if kind and kind not in conditions.WAYS:
        table.fault("kind", f"知らない方法です: {kind}")
    way = Way(
        kind=kind,
        assurance=table.one_of("assurance", Assurance, Assurance.none),
        completes=_completes(table),
        remains=table.wording("remains"),
        link=table.text("link"),
        register_address=table.text("register_address"),
    )
    table.finish()
    _says_what_remains(way.completes, way.remains, way.link, table)
    return way


def _says_what_remains(completes: Completes, remains: Wording, link: str, table: Table) -> None:
    """Nobody may be left at the end of a page without knowing what is still to be done, and where."""
    if completes is Completes.ELSEWHERE and not link:
        table.fault("link", "ほかのところで行う手続きには link が必要です")
    elif completes not in (Completes.ONLINE, Completes.ELSEWHERE) and not remains:
        table.fault("remains", "何がどこに残るか（remains）が必要です")


def _check(procedure: Procedure, table: Table) -> None:
    if procedure.number and not re.fullmatch("[0-9]{4}", procedure.number):
        table.fault("number", "広報番号は数字4桁です")
    _says_what_remains(procedure.completes, procedure.remains, procedure.link, table)
    kinds = [way.kind for way in procedure.ways]
    if len(kinds) != len(set(kinds)):
        table.fault("way", "同じ方法が二つあります")
    if procedure.way("online") and not procedure.steps:
        table.fault("step", "オンラインの手続きには尋ねる項目が必要です")
    reaches_online = any(way.completes is Completes.ONLINE for way in procedure.ways)
    if procedure.completes is Completes.ONLINE and not reaches_online:
        table.fault("completes", "オンラインで完了する方法（way）がありません")
    for way in procedure.ways:
        ask = procedure.ask(way.register_address)
        if way.register_address and (ask is None or ask.kind != "address"):
            table.fault("way", f"register_address が住所の項目ではありません: {way.register_address}")


def _digest(mapping: Mapping[str, object], asked: tuple[Step, ...]) -> str:
    """A name for exactly this form: the file's content and the fields as they are asked."""
    questions = [_told(ask.field) for step in asked for ask in step.asks]
    whole = json.dumps([mapping, questions], ensure_ascii=True, sort_keys=True, default=str)
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def _told(field: Field) -> list[object]:
    """What of a field a resident sees or must keep to; a release that changes only code changes no digest."""
    words = [dict(wording.texts) for wording in (field.label, field.hint)]
    choices = [[choice.value, dict(choice.label.texts)] for choice in field.choices]
    return [field.key, field.kind, words, field.max, field.min, field.digits, field.from_today, choices]
