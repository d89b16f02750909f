"""The payment book's tables: what is owed, the lines that move money, and what the bank said came in."""

import enum
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id

# Cash at the counter needs no provider; every other method is brought by one.
CASH = "cash"


class Move(enum.StrEnum):
    """What a line of the payment book says."""

    PAID = "paid"
    REFUNDED = "refunded"
    WAIVED = "waived"


class Due(Base):
    """A sum owed for one thing; postage is a due of its own. The sum never changes, its book only grows."""

    __tablename__ = "due"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    what: Mapped[str]
    # For the ledger: which procedure or facility it is for.
    key: Mapped[str]
    division: Mapped[str]
    yen: Mapped[int] = mapped_column(BigInteger)
    # 会計年度 and 科目, as the accounts need them.
    fiscal_year: Mapped[int]
    account: Mapped[str]
    # From when on it may be paid (portal.pack.fees.Payable).
    payable: Mapped[str]
    # The day on which a 納入通知書 went out; most fees have none and are paid on the spot.
    noticed_on: Mapped[date | None]
    made_at: Mapped[datetime]

    __table_args__ = (Index("uq_due_subject_what", "subject_kind", "subject_id", "what", unique=True),)

    @property
    def kind(self) -> str:
        """What sort of thing it is for, by which it is called: of "use:3", a third sum for the use of a room, "use"."""
        return self.what.partition(":")[0]


class Deposit(Base):
    """入金: what the bank's statement says came in for some days of one method; where it differs, both sums stay."""

    __tablename__ = "deposit"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    method: Mapped[str]
    banked_on: Mapped[date] = mapped_column(index=True)
    yen: Mapped[int] = mapped_column(BigInteger)
    expected: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[UUID]
    at: Mapped[datetime]


class Payment(Base):
    """One line of the book; lines are added and never changed, but for the day the bank has yet to tell."""

    __tablename__ = "payment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    due_id: Mapped[UUID] = mapped_column(ForeignKey("due.id"), index=True)
    move: Mapped[str]
    yen: Mapped[int] = mapped_column(BigInteger)
    method: Mapped[str]
    # The provider's own number of this payment, or the counter's receipt: told twice, it is written once.
    once_key: Mapped[str] = mapped_column(unique=True)
    by: Mapped[UUID | None]
    fiscal_year: Mapped[int]
    account: Mapped[str]
    # 納付日: the day the resident paid. 計上日: the day we wrote it, so that a day that was closed never changes.
    paid_on: Mapped[date]
    booked_on: Mapped[date]
    # 入金日: the day it reached the town's account, written once, when the statement comes.
    banked_on: Mapped[date | None]
    deposit_id: Mapped[UUID | None] = mapped_column(ForeignKey("deposit.id"), index=True)
    at: Mapped[datetime]

    __table_args__ = (
        Index("ix_payment_day", "booked_on", "move"),
        Index("ix_payment_unbanked", "method", "booked_on", "banked_on"),
    )


@dataclass(frozen=True)
class Told:
    """A payment or refund as it was told: by whom, by which method, under which number."""

    yen: int
    method: str
    once_key: str
    by: UUID | None = None
    on: date | None = None
