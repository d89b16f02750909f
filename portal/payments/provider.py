"""What a provider of payments must be able to do; only a room's `outside` speaks to one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Found(StrEnum):
    """How a payment stands at the provider."""

    OPEN = "open"
    # The resident has a number for the convenience store and has not been there yet.
    PROCESSING = "processing"
    PAID = "paid"
    EXPIRED = "expired"


class Given(StrEnum):
    """How a refund stands at the provider."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Order:
    """What is to be paid, as the provider shows it; the sums are ours and never the browser's."""

    id: UUID
    method: str
    lines: tuple[tuple[str, int], ...]
    reference: str
    locale: str
    back: str
    cancel: str
    expires_at: datetime

    @property
    def yen(self) -> int:
        """All of it."""
        return sum(yen for _, yen in self.lines)


@dataclass(frozen=True)
class Begun:
    """The provider's number of a payment, and the page on which it is made."""

    ref: str
    url: str


@dataclass(frozen=True)
class Seen:
    """How a payment stands, as the provider tells it."""

    found: Found
    yen: int
    intent: str = ""
    voucher: str = ""
    pay_by: datetime | None = None
    on: date | None = None


@dataclass(frozen=True)
class GivenBack:
    """How a refund stands, as the provider tells it."""

    ref: str
    given: Given


class Provider(Protocol):
    """A way to pay that another system offers."""

    @property
    def name(self) -> str:
        """The word in the book's keys."""

    @property
    def limits(self) -> Mapping[str, tuple[int, int]]:
        """The methods it offers, each with the least and the most yen it takes."""

    def begin(self, order: Order) -> Begun:
        """Prepare a page; asked again with the same order, it is the same page."""

    def look(self, ref: str) -> Seen:
        """How a payment stands now."""

    def drop(self, ref: str) -> Seen:
        """Let nobody pay any more what was paid otherwise; says how it stands afterwards."""

    def refund(self, intent: str, yen: int, key: UUID) -> GivenBack:
        """Give some of it back; asked again with the same key, it is given back once."""

    def look_refund(self, ref: str) -> GivenBack:
        """How a refund stands now."""
