"""What residents prepare at home: kept while they write, then as a slip that only its own token opens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import CLUSTERED, Base, new_id


class Preparation(Base):
    """An event being prepared in one browser; sealed under a key of its own, gone when the slip is made."""

    __tablename__ = "window_preparation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    holder: Mapped[bytes]
    event: Mapped[str]
    locale: Mapped[str]
    key_id: Mapped[UUID]
    answers: Mapped[bytes]
    changed_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("holder", "event"), Index("ix_window_preparation_ends_at", "ends_at"))


class Slip(Base):
    """What a counter may take over once; id and key both come from the token, which is stored nowhere."""

    __tablename__ = "window_slip"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    # Empty once it was used: from then on the visit holds what was in it.
    sealed: Mapped[bytes]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[UUID | None]

    __table_args__ = (Index("ix_window_slip_expires_at", "expires_at"), CLUSTERED)


class SpokenCode(Base):
    """Half an hour in which eight letters stand in for a token; sealed with a pepper that only the server has."""

    __tablename__ = "window_spoken_code"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    slip_id: Mapped[UUID] = mapped_column(ForeignKey("window_slip.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes]
    expires_at: Mapped[datetime]

    __table_args__ = (CLUSTERED,)
