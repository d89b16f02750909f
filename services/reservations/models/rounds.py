"""Rounds of a draw: what each offers, who takes part under which number, what was won, and luck that is carried over."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import CLUSTERED, Base, new_id


class Round(Base):
    """One draw for the rooms of a building and some days of use, from its opening to its last confirmation."""

    __tablename__ = "lottery_round"
    __table_args__ = (Index("ix_lottery_round_building", "building", "opens_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    building: Mapped[str]
    title: Mapped[str]
    # Keys of units, with a space between them.
    units: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    confirm_by: Mapped[datetime]
    # So many wishes one may name, and so many of them one may win.
    most_wishes: Mapped[int]
    cap: Mapped[int]
    residents_first: Mapped[bool]
    # `portal.pack.buildings.DrawsFor`, as the building's rules were when it opened.
    whom: Mapped[str] = mapped_column(default="everyone", server_default="everyone")
    # Classes of registered groups that stand before everybody, with a space between, as they were when it opened.
    first: Mapped[str] = mapped_column(default="", server_default="")
    # Whether somebody who won nothing last time holds more tickets this time.
    carry: Mapped[bool]
    # The public number named beforehand, as everybody can look it up.
    entropy_named: Mapped[str]
    state: Mapped[str]
    commitment: Mapped[str]
    # The secret behind the commitment, sealed until the draw publishes it.
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
    list_hash: Mapped[str | None]
    # Two members of staff type the number, each without the other's; it holds when both typed the same.
    typed_first: Mapped[str | None]
    typed_by: Mapped[UUID | None]
    entropy: Mapped[str | None]
    entropy_by: Mapped[UUID | None]
    drawn_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]


class Record(Base):
    """What is published of a round, as it is downloaded: the list when it closed, then the draw, then what fell to whom."""

    __tablename__ = "lottery_record"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("lottery_round.id"), primary_key=True)
    body: Mapped[str]


class Entry(Base):
    """Somebody's wishes in a round; who it is lies sealed, and the published number says nothing about it."""

    __tablename__ = "lottery_entry"
    __table_args__ = (
        UniqueConstraint("round_id", "who"),
        UniqueConstraint("round_id", "holder"),
        UniqueConstraint("round_id", "person"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("lottery_round.id"))
    # The number that stands for somebody in this round only.
    who: Mapped[str]
    # Whose it is: a token of the account, or of name and telephone where staff entered it.
    holder: Mapped[bytes] = mapped_column(index=True)
    # A token of name and telephone, so that nobody takes part once online and once more by telephone.
    person: Mapped[bytes]
    # The registered group that takes part; its tokens are the holder and the person then, whichever member enters.
    group_id: Mapped[UUID | None] = mapped_column(index=True)
    whose: Mapped[str]
    # The wishes in their order, as JSON: unit, starts, ends.
    wishes: Mapped[str]
    purpose: Mapped[str]
    people: Mapped[int]
    channel: Mapped[str]
    locale: Mapped[str]
    # Name, telephone and mail; erased some time after the round.
    key_id: Mapped[UUID | None]
    sealed: Mapped[bytes | None]
    # What became of each wish in the draw, as JSON: kind, by whom, pass, place in that pass.
    outcome: Mapped[str | None]
    told_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    changed_at: Mapped[datetime]


class Win(Base):
    """A wish that was drawn or fell to somebody; the booking of the same id holds the time until it is confirmed."""

    __tablename__ = "lottery_win"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("lottery_round.id"), index=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("lottery_entry.id"), index=True)
    wish: Mapped[str]
    state: Mapped[str]
    confirm_by: Mapped[datetime]
    # Whether it fell from somebody else after the draw.
    fell: Mapped[bool]
    # Since when it has passed on to whoever was next.
    settled_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]


class Carry(Base):
    """How often in a row somebody has won nothing in a building; whose it is cannot be read back."""

    __tablename__ = "lottery_carry"
    __table_args__ = CLUSTERED

    person: Mapped[bytes] = mapped_column(primary_key=True)
    building: Mapped[str] = mapped_column(primary_key=True)
    losses: Mapped[int]
