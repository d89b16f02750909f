"""The room's tables: a payment being made at a provider, the provider's messages, and the receipts handed out."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id


class Checkout(Base):
    """One try to pay some dues at a provider; what it is for and how much is fixed before the provider is asked."""

    __tablename__ = "checkout"

    # Also the key under which the provider does it once, however often it is asked.
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    provider: Mapped[str]
    method: Mapped[str]
    yen: Mapped[int] = mapped_column(BigInteger)
    # The dues and how much of each: [{"due": id, "yen": yen}].
    parts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    state: Mapped[str]
    # The provider's numbers of the page and of the payment, and the pages themselves.
    ref: Mapped[str | None] = mapped_column(unique=True)
    intent: Mapped[str | None] = mapped_column(index=True)
    url: Mapped[str | None]
    voucher: Mapped[str | None]
    # Until when a number for the convenience store can be used.
    pay_by: Mapped[datetime | None]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    looked_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_checkout_subject", "subject_kind", "subject_id"),
        Index("ix_checkout_state", "state", "expires_at"),
    )


class Heard(Base):
    """A provider's message, by its number; told again, it is known. What it said is asked for and not believed."""

    __tablename__ = "payment_heard"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    about: Mapped[str]
    made_at: Mapped[datetime]
    heard_at: Mapped[datetime] = mapped_column(index=True)


class ReceiptIssue(Base):
    """A 領収書 that was handed out for what was paid at once; whoever gets it again gets one that says so."""

    __tablename__ = "payment_receipt"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    # The first of the lines that were paid at once.
    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payment.id"))
    copy: Mapped[int]
    issued_at: Mapped[datetime]
    # Who printed it at the counter; none where the resident took it.
    issued_by: Mapped[UUID | None]

    __table_args__ = (UniqueConstraint("payment_id", "copy"),)
