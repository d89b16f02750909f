"""The room's tables: mailings, who is written to, the printed letters, and the transfers that follow the answers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import CLUSTERED, Base, new_id

_STANDS = text("failed_at IS NULL")


class Mailing(Base):
    """一斉勧奨: a procedure, a letter's words and a list of addressees; nothing in it is about a person."""

    __tablename__ = "mailing"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    procedure: Mapped[str]
    division: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    lead: Mapped[str]
    answer_by: Mapped[date]
    stage: Mapped[str]
    made_by: Mapped[UUID]
    made_at: Mapped[datetime]
    # The list as it was handed in: its file, its hash, and what the check found (rows, faults by row and column).
    file_id: Mapped[UUID | None]
    file_hash: Mapped[str]
    report: Mapped[bytes | None]
    proposed_by: Mapped[UUID | None]
    released_by: Mapped[UUID | None]
    released_at: Mapped[datetime | None]
    # 文書の保存: from when its years count, who proposed that its list is disposed of, and when that was done.
    closed_at: Mapped[datetime | None]
    disposal_by: Mapped[UUID | None]
    disposed_at: Mapped[datetime | None]


class Addressee(Base):
    """One person of a list: what the city knows lies sealed under a key of its own; of the answer, that there is one."""

    __tablename__ = "mailing_addressee"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    mailing_id: Mapped[UUID] = mapped_column(ForeignKey("mailing.id"))
    # The place in the list, printed on the letter.
    place: Mapped[int]
    # 宛名番号 as a token: equal numbers meet, and none can be read.
    number: Mapped[bytes]
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
    # Why nothing is printed: 支援措置, moved away, or stopped by staff.
    stop: Mapped[str]
    opened_at: Mapped[datetime | None]
    # The one answer, by whichever way it came first.
    outcome: Mapped[str]
    answered_at: Mapped[datetime | None]
    answered_way: Mapped[str]
    answered_by: Mapped[UUID | None]
    case_id: Mapped[UUID | None] = mapped_column(unique=True)

    __table_args__ = (
        UniqueConstraint("mailing_id", "number"),
        UniqueConstraint("mailing_id", "place"),
        Index("ix_mailing_addressee_outcome", "mailing_id", "outcome", "place"),
    )


class AddresseeToken(Base):
    """What an addressee can be searched by."""

    __tablename__ = "mailing_token"
    __table_args__ = CLUSTERED

    token: Mapped[bytes] = mapped_column(primary_key=True)
    addressee_id: Mapped[UUID] = mapped_column(
        ForeignKey("mailing_addressee.id"), primary_key=True, index=True
    )


class AddresseeEvent(Base):
    """One line of an addressee's history: what happened, by which way, and by whom where it was staff."""

    __tablename__ = "mailing_event"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    addressee_id: Mapped[UUID] = mapped_column(ForeignKey("mailing_addressee.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    way: Mapped[str]
    by: Mapped[UUID | None]


class LetterBatch(Base):
    """One file of letters for the enclosing machine, at most five hundred, made by the worker."""

    __tablename__ = "mailing_batch"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    mailing_id: Mapped[UUID] = mapped_column(ForeignKey("mailing.id"))
    # The first letter is round 1; a reminder to those who have not answered is the next round.
    round: Mapped[int]
    no: Mapped[int]
    count: Mapped[int]
    made_at: Mapped[datetime | None]
    file_id: Mapped[UUID | None]
    fetched_at: Mapped[datetime | None]
    fetched_by: Mapped[UUID | None]

    __table_args__ = (UniqueConstraint("mailing_id", "round", "no"),)


class PrintedLetter(Base):
    """One letter of a batch; of the code it carries only the hash is kept."""

    __tablename__ = "mailing_letter"

    addressee_id: Mapped[UUID] = mapped_column(ForeignKey("mailing_addressee.id"), primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("mailing_batch.id"), primary_key=True, index=True)
    # Set when the file is made; a letter that is made again carries a new code.
    code: Mapped[bytes | None] = mapped_column(unique=True)
    seq: Mapped[int]


class Opening(Base):
    """A form that was opened with a letter: the draft, and later the case, that came of it."""

    __tablename__ = "mailing_opening"

    draft_id: Mapped[UUID] = mapped_column(primary_key=True)
    addressee_id: Mapped[UUID] = mapped_column(ForeignKey("mailing_addressee.id"), index=True)
    holder: Mapped[bytes]
    at: Mapped[datetime]


class TransferBatch(Base):
    """総合振込: one file for the bank; what it holds is fixed when it is proposed, and its bytes when it is released."""

    __tablename__ = "transfer_batch"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    mailing_id: Mapped[UUID] = mapped_column(ForeignKey("mailing.id"))
    no: Mapped[int]
    pay_on: Mapped[date]
    count: Mapped[int]
    yen: Mapped[int] = mapped_column(BigInteger)
    key_id: Mapped[UUID]
    # The file itself, sealed: fetched again it is the same, byte for byte.
    sealed: Mapped[bytes]
    digest: Mapped[str]
    proposed_by: Mapped[UUID]
    proposed_at: Mapped[datetime]
    released_by: Mapped[UUID | None]
    released_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("mailing_id", "no"),)


class TransferLine(Base):
    """One payment of a file; an addressee has one that stands, unless the bank sent it back."""

    __tablename__ = "transfer_line"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("transfer_batch.id"), index=True)
    addressee_id: Mapped[UUID] = mapped_column(ForeignKey("mailing_addressee.id"))
    # The 顧客コード in the record, by which the bank's answer finds its way back.
    no: Mapped[int]
    yen: Mapped[int] = mapped_column(BigInteger)
    failed_at: Mapped[datetime | None]
    # 不能コード of the bank.
    why: Mapped[str]

    __table_args__ = (
        UniqueConstraint("batch_id", "no"),
        # Each is paid once: a second line can only follow one that failed.
        Index(
            "uq_transfer_line_stands",
            "addressee_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )
