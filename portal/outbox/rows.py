"""The outbox's table, a row of it as a sender gets it, and the two ways in which sending fails."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Index, Integer, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base

# What the values are sealed for.
VALUES = "outbox.sealed"
WAITING, LEASED, DONE, DEAD, EXPIRED = "waiting", "leased", "done", "dead", "expired"
_IS_WAITING = text("state = 'waiting'")
_IS_LEASED = text("state = 'leased'")
_IS_OPEN, _IS_OVER = text("done_at IS NULL"), text("done_at IS NOT NULL")


class Later(Exception):
    """It did not work now and may work later; `code` says why and never quotes anybody."""

    def __init__(self, code: str, after: timedelta | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.after = after


class Never(Exception):
    """It will not work, however often it is tried."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Outbox(Base):
    """One thing to send or call; ids lie open, everything about a person lies sealed."""

    __tablename__ = "outbox"

    # The place in the queue. Ids made in one millisecond have no order, and order within a lane is a promise.
    no: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    kind: Mapped[str]
    lane: Mapped[str]
    template: Mapped[str]
    locale: Mapped[str]
    refs: Mapped[dict[str, Any]] = mapped_column(JSON)
    key_id: Mapped[UUID | None]
    # Whether the key was made for this row alone, and so is destroyed with what it sealed.
    own_key: Mapped[bool]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str]
    attempts: Mapped[int]
    not_before: Mapped[datetime]
    lease: Mapped[UUID | None]
    leased_until: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    dedupe_key: Mapped[str | None] = mapped_column(unique=True)
    last_error: Mapped[str | None]
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    __table_args__ = (
        # Done rows are many and seldom looked for, so that what workers look in holds open ones only.
        Index("ix_outbox_waiting", "no", sqlite_where=_IS_WAITING, postgresql_where=_IS_WAITING),
        Index("ix_outbox_lane", "lane", "no", sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        # The promise itself, kept by the database: one in flight for each recipient.
        Index(
            "uq_outbox_in_flight", "lane", unique=True, sqlite_where=_IS_LEASED, postgresql_where=_IS_LEASED
        ),
        Index("ix_outbox_expires", "expires_at", sqlite_where=_IS_WAITING, postgresql_where=_IS_WAITING),
        Index("ix_outbox_over", "state", "done_at", sqlite_where=_IS_OVER, postgresql_where=_IS_OVER),
    )


@dataclass(frozen=True)
class Row:
    """A row as a sender gets it; its `values` are opened and never printed."""

    no: int
    id: UUID
    kind: str
    lane: str
    template: str
    locale: str
    refs: Mapping[str, str]
    attempts: int
    made_at: datetime
    expires_at: datetime | None
    lease: UUID
    leased_until: datetime
    taken_at: datetime
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    # The key of what is sealed, and whether it is the row's own.
    key_id: UUID | None = None
    own_key: bool = False
    # What was brought along for whoever begins at once, until it is opened.
    sealed: bytes | None = field(default=None, repr=False)
    town_key: str | None = None
    wrapped: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Over:
    """A sender stored the end of its row itself, together with what came of it; `then` is what it holds and is sent next."""

    then: Row | None = None
