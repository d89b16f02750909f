"""The room's tables: batches with their numbers, what went in them, who took them, and the results that came back."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import CLUSTERED, Base, new_id

ORDERED, MADE, ERASED = "ordered", "made", "erased"


class BatchCounter(Base):
    """The last number that a division has given; whoever orders a batch holds this row."""

    __tablename__ = "batch_counter"

    division: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class Batch(Base):
    """One bundle for an inner system; its number stays for ever, its file until `keep_until`."""

    __tablename__ = "batch"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    division: Mapped[str]
    number: Mapped[int]
    plan: Mapped[str]
    name: Mapped[str]
    reached: Mapped[str]
    encoding: Mapped[str]
    with_shielded: Mapped[bool]
    state: Mapped[str]
    cases: Mapped[int]
    keep_until: Mapped[date]
    # Nobody where the nightly work ordered it.
    ordered_by: Mapped[UUID | None]
    ordered_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    # The hash of the manifest, which names the hash of every file and of the batch before; and the ZIP's own.
    sha256: Mapped[str | None]
    zip_sha256: Mapped[str | None]
    size: Mapped[int | None] = mapped_column(BigInteger)
    manifest: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    __table_args__ = (UniqueConstraint("division", "number"), Index("ix_batch_state", "state", "keep_until"))


class BatchCase(Base):
    """A case in a batch: by one plan it goes once, so that nothing is keyed in twice inside."""

    __tablename__ = "batch_case"
    __table_args__ = CLUSTERED

    # No foreign key: what becomes of a case is the business of its own retention.
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan: Mapped[str] = mapped_column(primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batch.id"), index=True)
    place: Mapped[int]


class BatchTaking(Base):
    """Somebody fetched a batch; the second time is one more row and changes nothing else."""

    __tablename__ = "batch_taking"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batch.id"), index=True)
    # Nobody where the operator's command took it.
    staff_id: Mapped[UUID | None]
    at: Mapped[datetime]


class BatchColumn(Base):
    """One column of a procedure's CSV: its place never changes, and `version` says with which layout it came."""

    __tablename__ = "batch_column"
    __table_args__ = CLUSTERED

    procedure: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int]
    version: Mapped[int]


class BatchResult(Base):
    """A result file that came back; the same bytes are the same row, and what stood in it is sealed."""

    __tablename__ = "batch_result"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    division: Mapped[str]
    sha256: Mapped[str]
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
    rows: Mapped[int]
    brought_by: Mapped[UUID]
    brought_at: Mapped[datetime]
    applied_by: Mapped[UUID | None]
    applied_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("division", "sha256"),)


class BatchResultRow(Base):
    """What became of one row: `done`, or why it moved nothing."""

    __tablename__ = "batch_result_row"
    __table_args__ = CLUSTERED

    result_id: Mapped[UUID] = mapped_column(ForeignKey("batch_result.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[UUID | None]
    code: Mapped[str]
