"""How far a procedure goes and by which ways: online, at the window, by post, elsewhere; what it costs; what comes first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum

from forms import conditions
from forms.reading import Table
from forms.wording import NOTHING, Wording


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


class Sign(Enum):
    """What stands where a paper was once stamped: nothing, a printed name, a name by one's own hand, or one written on a tablet."""

    NONE = "none"
    NAME = "name"
    OWN_HAND = "own_hand"
    PAD = "pad"


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


def completes(table: Table) -> Completes:
    if "completes" not in table:
        table.fault("completes", "どこまでできるか（online・partly・elsewhere・preparation）が必要です")
    return table.one_of("completes", Completes, Completes.PREPARATION)


def read_fee(table: Table) -> Fee | None:
    if "fee" not in table:
        return None
    inner = Table(table.take("fee"), table.at("fee"), table.faults)
    yen = inner.integer("yen")
    if yen is None or yen < 0:
        inner.fault("yen", "0 以上の金額が必要です")
    per = inner.text("per")
    inner.finish()
    return Fee(yen or 0, per)


def read_first(table: Table) -> First | None:
    if "first" not in table:
        return None
    inner = Table(table.take("first"), table.at("first"), table.faults)
    found = First(inner.wording("title", needed=True), inner.wording("text", needed=True), inner.text("link"))
    inner.finish()
    return found


def read_way(table: Table) -> Way:
    kind = table.text("kind", needed=True)
    if kind and kind not in conditions.WAYS:
        table.fault("kind", f"知らない方法です: {kind}")
    way = Way(
        kind=kind,
        assurance=table.one_of("assurance", Assurance, Assurance.none),
        completes=completes(table),
        remains=table.wording("remains"),
        link=table.text("link"),
        register_address=table.text("register_address"),
    )
    table.finish()
    says_what_remains(way.completes, way.remains, way.link, table)
    return way


def says_what_remains(completes: Completes, remains: Wording, link: str, table: Table) -> None:
    """Nobody may be left at the end of a page without knowing what is still to be done, and where."""
    if completes is Completes.ELSEWHERE and not link:
        table.fault("link", "ほかのところで行う手続きには link が必要です")
    elif completes not in (Completes.ONLINE, Completes.ELSEWHERE) and not remains:
        table.fault("remains", "何がどこに残るか（remains）が必要です")
