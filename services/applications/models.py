"""Drafts, not yet handed in, the card signatures of what was, and whose opinion of it was heard."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id


class Draft(Base):
    """A form being filled in; sealed like a case, whose key it hands on when it is submitted."""

    __tablename__ = "draft"
    __table_args__ = (Index("ix_draft_ends_at", "ends_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    holder: Mapped[bytes]
    procedure: Mapped[str]
    way: Mapped[str]
    locale: Mapped[str]
    key_id: Mapped[UUID]
    answers: Mapped[bytes]
    changed_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    # The hash of the resume code (あとで続ける), once somebody has asked for one.
    resume: Mapped[bytes | None] = mapped_column(unique=True)
    # 支援措置: the way that is safe, where the person said that nobody may learn where they are.
    safe_way: Mapped[str] = mapped_column(default="", server_default="")


class CardSignatureKept(Base):
    """The proof beside a signed case: what was signed, the signature, the certificate; sealed like the answers."""

    __tablename__ = "card_signature"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    signed_at: Mapped[datetime]
    sealed: Mapped[bytes]


class RatedCase(Base):
    """Whoever handed this in has been heard once; what they pressed is in the ledger's counts alone."""

    __tablename__ = "rated_case"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    worded: Mapped[bool] = mapped_column(default=False)
