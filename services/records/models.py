"""The room's tables: the 廃棄簿 and the cases that stand in it, by receipt number and never by name."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id

_STANDS = text("place <> 'released'")
_IS_OPEN = text("stage IN ('listed', 'proposed')")


class Disposal(Base):
    """廃棄簿: what is to be erased, who proposed and who approved it, and when it was done; kept itself for its own time."""

    __tablename__ = "disposal"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    division: Mapped[str]
    fiscal_year: Mapped[int]
    no: Mapped[int]
    stage: Mapped[str]
    # Counts every change, so that nobody proposes or approves another list than the one they looked at.
    version: Mapped[int] = mapped_column(default=1)
    # What people write about it lies under a key of its own, for somebody may name a person there.
    key_id: Mapped[UUID]
    listed_at: Mapped[datetime]
    proposed_by: Mapped[UUID | None]
    proposed_at: Mapped[datetime | None]
    sent_back_by: Mapped[UUID | None]
    sent_back_at: Mapped[datetime | None]
    remark: Mapped[bytes | None]
    approved_by: Mapped[UUID | None]
    approved_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    keep_until: Mapped[date | None]

    __table_args__ = (
        UniqueConstraint("division", "fiscal_year", "no"),
        # One list of a division is open at a time: two sweeps at once add to the same, and what is sent back is that one.
        Index("uq_disposal_open", "division", unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        Index("ix_disposal_stage", "stage"),
    )


class DisposalItem(Base):
    """One case of a 廃棄簿, as the list printed it on its day."""

    __tablename__ = "disposal_item"

    disposal_id: Mapped[UUID] = mapped_column(ForeignKey("disposal.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    receipt_no: Mapped[str]
    procedure: Mapped[str]
    title: Mapped[str]
    class_id: Mapped[str]
    class_name: Mapped[str]
    years: Mapped[int]
    closed_on: Mapped[date]
    keep_until: Mapped[date]
    place: Mapped[str]
    why: Mapped[str | None]
    note: Mapped[bytes | None]
    changed_by: Mapped[UUID | None]
    changed_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    __table_args__ = (
        # A case stands in one list only, until it was taken out and let go again.
        Index(
            "uq_disposal_item_case", "case_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS
        ),
        Index("ix_disposal_item_order", "disposal_id", "closed_on", "receipt_no"),
    )
