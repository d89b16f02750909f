"""Rush: very many come at once to something that opens; whoever is there before has a place by lot, whoever comes later theirs in turn.

A place is a number in a signed cookie, and whose turn it is follows from the clock alone: so many a second are let in. A crowd
that waits therefore asks no database at all; only joining counts one row up.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

EARLY, LASTS = timedelta(minutes=30), timedelta(hours=3)
# Whoever joined in the last instant before the opening is counted before the first place is told.
SETTLED = timedelta(seconds=2)
_ROUNDS = 8


class Phase(StrEnum):
    """Not open yet, waiting for one's turn, or free to go on."""

    BEFORE = "before"
    WAITING = "waiting"
    THROUGH = "through"


@dataclass(frozen=True)
class Rush:
    """Something that opens at a moment; the key names it among all of the town."""

    key: str
    opens_at: datetime

    def holds(self, now: datetime) -> bool:
        """Whether its waiting room stands before it at this moment."""
        return self.opens_at - EARLY <= now < self.opens_at + LASTS


@dataclass(frozen=True)
class Ticket:
    """The number somebody got when they came: among those before the opening, or among those after it."""

    early: bool
    number: int


@dataclass(frozen=True)
class Standing:
    """How it stands with a ticket: so many go before, and about so long that takes."""

    phase: Phase
    ahead: int = 0
    wait: timedelta = timedelta()


def standing(
    rush: Rush, ticket: Ticket, now: datetime, per_second: int, early: Callable[[], int], key: bytes
) -> Standing:
    """Where a ticket stands; `early` is asked only when the opening has been."""
    begins = rush.opens_at + SETTLED
    if now < begins:
        return Standing(Phase.BEFORE, wait=begins - now)
    ahead = place(rush, ticket, early(), key) - int((now - begins).total_seconds() * per_second)
    if ahead < 0:
        return Standing(Phase.THROUGH)
    return Standing(Phase.WAITING, ahead, timedelta(seconds=ceil((ahead + 1) / per_second)))


def place(rush: Rush, ticket: Ticket, early: int, key: bytes) -> int:
    """The place of a ticket, from 0: by lot among those who were there before, behind them in turn."""
    if not ticket.early:
        return early + ticket.number
    return shuffled(ticket.number, early, hmac.digest(key, b"rush\0" + rush.key.encode(), "sha256"))


def shuffled(number: int, count: int, key: bytes) -> int:
    """Where a number below `count` lands when all of them are shuffled: no two in one place, and no list of them anywhere.

    A Feistel network shuffles the next power of four; whoever lands outside walks on until inside.
    """
    if not 0 <= number < count:
        # Counted after the places were told: behind everybody who was there.
        return number
    half = max(1, ceil((count - 1).bit_length() / 2))
    while True:
        number = _mixed(number, half, key)
        if number < count:
            return number


def _mixed(number: int, half: int, key: bytes) -> int:
    mask = (1 << half) - 1
    left, right = number >> half, number & mask
    for turn in range(_ROUNDS):
        drawn = hashlib.blake2b(right.to_bytes(8), digest_size=8, key=key, salt=bytes([turn])).digest()
        left, right = right, left ^ (int.from_bytes(drawn) & mask)
    return left << half | right
