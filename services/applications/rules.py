"""What may be submitted, by which way, and how sure we must be of who somebody is."""

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from forms import terms
from forms.computed import ON
from forms.conditions import WAY
from forms.procedure import Assurance, Completes, Procedure, Step, Way

# A draft that nobody touches is erased; long enough for a letter to arrive, short enough to be forgotten safely.
DRAFT_LIVES = timedelta(days=30)
# Read aloud and typed by hand: no 0 O 1 I L U.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
CONTACTS = ("phone", "email")
# Beside the answers of a draft that a letter opened: what the city filled in, and how the answer comes in.
GIVEN, CHANNEL = "_given", "_channel"


def by_topic(found: Iterable[Procedure], topics: Sequence[str]) -> dict[str, list[Procedure]]:
    """The procedures under their headings, in the headings' order; what has none stands last, under no name."""
    groups: dict[str, list[Procedure]] = {topic: [] for topic in (*topics, "")}
    for procedure in sorted(found, key=lambda one: (one.number or "9999", one.key)):
        groups[procedure.topic if procedure.topic in groups else ""].append(procedure)
    return {topic: listed for topic, listed in groups.items() if listed}


@dataclass(frozen=True)
class Standing:
    """One way of a procedure as it stands for this town today: open, or closed and why."""

    way: Way
    closed: str = ""
    # The days on which it can be taken, or can be taken next.
    span: tuple[date, date] | None = None

    @property
    def open(self) -> bool:
        """Whether somebody can take it."""
        return not self.closed


def standings(procedure: Procedure, *, cards: bool, day: date) -> tuple[Standing, ...]:
    """Each way with what closes it: no card service for a signature, or a day outside the time of handing in."""
    span = terms.near(procedure.opening, day)
    found = []
    for way in procedure.ways:
        closed = "no_card_service" if way.assurance is Assurance.signature and not cards else ""
        if hands_in(way) and not terms.is_open(procedure.opening, day):
            closed = "not_open"
        found.append(Standing(way, closed, span if hands_in(way) else None))
    return tuple(found)


def reached(answers: Mapping[str, Any], *, signed: bool, login: bool) -> Assurance:
    """How sure we are: by a signature, by a login, by an address or number that reaches somebody, or not at all."""
    if signed:
        return Assurance.signature
    if login:
        return Assurance.login
    if any(answers.get(key) for key in CONTACTS):
        return Assurance.contact
    return Assurance.none


def needs_signature(way: Way) -> bool:
    """Whether the answers must be signed before they can be handed in; a login does not stand in for it."""
    return way.assurance is Assurance.signature


def hands_in(way: Way) -> bool:
    """Whether the end of this way is a case made here, and not a paper to take along, nor a request that begins elsewhere."""
    return way.completes in (Completes.ONLINE, Completes.PARTLY) and not way.link


def beginning(way: Way) -> dict[str, Any]:
    """The answers a form begins with: conditions may look at the way somebody chose."""
    return {WAY: way.kind}


def not_asked(procedure: Procedure) -> dict[str, Any]:
    """What only the city fills in, left open for whoever comes without a letter."""
    return {ask.key: None for ask in procedure.asks if ask.locked}


def on_day(procedure: Procedure, answers: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The answers as they are counted on a day, where the form works something out of it."""
    return {**answers, ON: day.isoformat()} if procedure.needs_today else dict(answers)


def fingerprint(item: Mapping[str, Any]) -> str:
    """A name for exactly these answers about one item, so that a page left open takes no other one away."""
    whole = json.dumps(item, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def resume_code() -> str:
    """A secret that opens a draft from another device; sixty bits, so guessing is hopeless even before throttling."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return "-".join(letters[i : i + 4] for i in range(0, CODE_LENGTH, 4))


def read_code(typed: str) -> str:
    """The resume code meant by what was typed, in any case and with any separators."""
    letters = "".join(c for c in unicodedata.normalize("NFKC", typed[:80]).upper() if c in CODE_LETTERS)
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def telephone_standings(procedure: Procedure, day: date) -> tuple[Standing, ...]:
    """The ways a clerk can take on the telephone: nobody signs there, and nobody signs in.

    What can be heard is an answer and a number to call back; a way that asks for more stays closed and says so.
    """
    found = []
    for standing in standings(procedure, cards=True, day=day):
        way = standing.way
        if way.link or not procedure.steps:
            continue
        closed = "assurance" if hands_in(way) and way.assurance > Assurance.contact else standing.closed
        found.append(Standing(way, closed, standing.span))
    return tuple(sorted(found, key=lambda one: not one.open))


# How the letters of a receipt number are said on the telephone, so that B is not heard as P, nor M as N.
SPOKEN: Mapping[str, str] = {
    "2": "に", "3": "さん", "4": "よん", "5": "ご", "6": "ろく", "7": "なな", "8": "はち", "9": "きゅう",
    "A": "エー", "B": "ビー（ボストンのB）", "C": "シー（カナダのC）", "D": "ディー（デンマークのD）", "E": "イー（イギリスのE）",
    "F": "エフ（フランスのF）", "G": "ジー（ゴルフのG）", "H": "エイチ", "J": "ジェー（ジャパンのJ）", "K": "ケー",
    "M": "エム（メキシコのM）", "N": "エヌ（ニッポンのN）", "P": "ピー（ポストのP）", "Q": "キュー（クイーンのQ）", "R": "アール",
    "S": "エス", "T": "ティー（東京のT）", "U": "ユー", "V": "ブイ（ビクトリーのV）", "W": "ダブリュー", "X": "エックス",
    "Y": "ワイ", "Z": "ゼット",
}  # fmt: skip


def given(answers: Mapping[str, Any]) -> frozenset[str]:
    """The questions that stand as the city filled them in, for somebody who was written to."""
    filled: Mapping[str, Any] = answers.get(GIVEN) or {}
    return frozenset(key for key, value in filled.items() if answers.get(key) == value)


def unlocked(step: Step) -> Step:
    """A page without the questions that nobody but the city answers."""
    asks = tuple(ask for ask in step.asks if not ask.locked)
    return step if len(asks) == len(step.asks) else replace(step, asks=asks)


def channel(answers: Mapping[str, Any]) -> str:
    """How a form that staff fill in came to them: the telephone, unless a letter says otherwise."""
    return str(answers.get(CHANNEL) or "telephone")
