"""葬祭業者: businesses that book for families, and the residents who sign in for them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id


class Undertaker(Base):
    """A business registered by staff; its telephone and mail are those it does business under."""

    __tablename__ = "undertaker"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    phone: Mapped[str]
    mail: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    # 停止: it books nothing more; what it has stays.
    stopped_at: Mapped[datetime | None]
    stop_reason: Mapped[str]


class UndertakerMember(Base):
    """A resident's account that acts for a business, and for one only."""

    __tablename__ = "undertaker_member"

    resident_id: Mapped[UUID] = mapped_column(primary_key=True)
    firm_id: Mapped[UUID] = mapped_column(ForeignKey("undertaker.id"), index=True)
    joined_at: Mapped[datetime]
