"""What holds for paying: the states of a try, which methods a sum can be paid by, and whose turn it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from portal.pack.fees import Payable
from portal.states import State


class Stage(StrEnum):
    """How far a try to pay has come."""

    BEGUN = "begun"
    OPEN = "open"
    PROCESSING = "processing"
    PAID = "paid"
    EXPIRED = "expired"
    DROPPED = "dropped"


# While one of these is under way, another page for the same dues would invite somebody to pay twice.
UNDER_WAY = (Stage.BEGUN, Stage.OPEN, Stage.PROCESSING)
# A provider's page stays open so long; Stripe takes from 30 minutes to 24 hours (Checkout, expires_at).
OPEN_FOR = timedelta(hours=12)
# How long before its end a page is no longer handed out, so that nobody is cut off while typing.
MARGIN = timedelta(minutes=20)
CLOSED = frozenset({State.WITHDRAWN, State.RETURNED})


class Standing(StrEnum):
    """How a case stands with its money, in one word."""

    NOTHING = "nothing"
    LATER = "later"
    COUNTER = "counter"
    NOW = "now"
    CHECKED = "checked"
    WAITS = "waits"
    SETTLED = "settled"


@dataclass(frozen=True)
class Money:
    """What one due amounts to at this moment."""

    what: str
    yen: int
    waived: int
    claimed: int
    paid: int
    given_back: int
    payable: int
    when: Payable

    @property
    def charged(self) -> int:
        """What is to be paid in the end where a 減免 that was asked for is confirmed."""
        return self.yen - self.waived - self.claimed


def standing(money: list[Money], state: State, *, waits: bool) -> Standing:
    """Where it stands: paid, to be paid now, at the counter, once the office accepted it, or waiting for the shop."""
    if not money:
        return Standing.NOTHING
    if waits:
        return Standing.WAITS
    whens = {one.when for one in money if one.payable}
    if not whens or state in CLOSED:
        return Standing.CHECKED if any(one.claimed for one in money) else Standing.SETTLED
    if Payable.COUNTER in whens:
        return Standing.COUNTER
    return Standing.LATER if state is State.ARRIVED and Payable.ACCEPTANCE in whens else Standing.NOW


def methods(limits: Mapping[str, tuple[int, int]], yen: int) -> tuple[str, ...]:
    """The methods by which a sum can be paid."""
    return tuple(method for method, (least, most) in limits.items() if least <= yen <= most)


def change(tendered: str, yen: int) -> int | None:
    """お釣り for the notes and coins that lie on the tray; None where nothing, or too little, was typed."""
    digits = tendered.replace(",", "").removesuffix("円").strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9:
        return None
    return int(digits) - yen if int(digits) >= yen else None
