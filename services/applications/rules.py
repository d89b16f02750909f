"""What may be submitted, by which way, and how sure we must be of who somebody is."""

import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from forms.conditions import WAY
from forms.procedure import Assurance, Completes, Procedure, Way

# A draft that nobody touches is erased; long enough for a letter to arrive, short enough to be forgotten safely.
DRAFT_LIVES = timedelta(days=30)
# Read aloud and typed by hand: no 0 O 1 I L U.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
CONTACTS = ("phone", "email")


@dataclass(frozen=True)
class Standing:
    """One way of a procedure as it stands for this town today: open, or closed and why."""

    way: Way
    closed: str = ""

    @property
    def open(self) -> bool:
        """Whether somebody can take it."""
        return not self.closed


def standings(procedure: Procedure, *, cards: bool) -> tuple[Standing, ...]:
    """Each way with what closes it: a signature cannot be had where no card service is connected."""
    return tuple(
        Standing(way, "no_card_service" if way.assurance is Assurance.signature and not cards else "")
        for way in procedure.ways
    )


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
    """Whether the end of this way is a case, and not a paper to take along or to post."""
    return way.completes in (Completes.ONLINE, Completes.PARTLY)


def beginning(way: Way) -> dict[str, Any]:
    """The answers a form begins with: conditions may look at the way somebody chose."""
    return {WAY: way.kind}


def resume_code() -> str:
    """A secret that opens a draft from another device; sixty bits, so guessing is hopeless even before throttling."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return "-".join(letters[i : i + 4] for i in range(0, CODE_LENGTH, 4))


def read_code(typed: str) -> str:
    """The resume code meant by what was typed, in any case and with any separators."""
    letters = "".join(c for c in unicodedata.normalize("NFKC", typed[:80]).upper() if c in CODE_LETTERS)
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))
