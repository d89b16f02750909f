"""What a token allows: whose cases, how much of them, and until when."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

# A token that nobody renews for a year belongs to a system that nobody looks after.
LONGEST = timedelta(days=366)
# The prefix lets scanners of source code recognise a token that somebody published by mistake.
PREFIX = "kmado_"
LONGEST_NAME, LONGEST_PURPOSE = 60, 200
_BEARER = re.compile(r"Bearer +([A-Za-z0-9_\-]{20,100})", re.IGNORECASE)


@dataclass(frozen=True)
class Wish:
    """What an administrator asks for when a token is to be made."""

    name: str
    purpose: str
    divisions: tuple[str, ...]
    procedures: tuple[str, ...]
    answers: bool
    shielded: bool
    last_day: date | None


@dataclass(frozen=True)
class Grant:
    """What a token that was shown allows; `divisions` counts in those whose work was taken over."""

    token_id: UUID
    name: str
    divisions: frozenset[str]
    procedures: frozenset[str]
    answers: bool
    shielded: bool

    def covers(self, division: str, procedure: str) -> bool:
        """Whether a case of this division and procedure may be seen."""
        return division in self.divisions and (not self.procedures or procedure in self.procedures)


def faults(wish: Wish, today: date) -> tuple[str, ...]:
    """Everything that is wrong with a wish, as codes in the order of the form."""
    found = []
    if not 0 < len(wish.name) <= LONGEST_NAME:
        found.append("token_name")
    if not 0 < len(wish.purpose) <= LONGEST_PURPOSE:
        found.append("token_purpose")
    if not wish.divisions:
        found.append("token_divisions")
    if wish.last_day is None or not today <= wish.last_day <= today + LONGEST:
        found.append("token_last_day")
    return tuple(found)


def bearer(header: str) -> str | None:
    """The token in an Authorization header."""
    found = _BEARER.fullmatch(header.strip())
    return found[1] if found else None
