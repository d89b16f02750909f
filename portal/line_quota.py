"""How many messages LINE still lets the town send this month, and for what the last of them are kept."""

from datetime import datetime

from sqlalchemy.orm import Mapped, Session, mapped_column

from portal import friends
from portal.db import Base
from portal.settings import Settings


class LineQuota(Base):
    """What LINE said of the month's messages when it was asked last, and how many were sent since; one row."""

    __tablename__ = "line_quota"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    # None where any number may be sent.
    most: Mapped[int | None]
    used: Mapped[int]
    asked_at: Mapped[datetime]


def known(session: Session) -> LineQuota | None:
    """What is known of the month; nothing where LINE was never asked, and then it is left to LINE."""
    return session.get(LineQuota, 1, populate_existing=True)


def kept(settings: Settings, most: int, kind: str) -> int:
    """How many of the month's messages a kind of sending leaves for others: many leave some for one, both for a disaster."""
    percent = {
        friends.DISASTER: 0,
        friends.MANY: settings.line_reserve + settings.line_personal,
    }.get(kind, settings.line_reserve)
    return most * min(percent, 100) // 100


def left(session: Session, settings: Settings, kind: str) -> int | None:
    """How many messages a kind of sending may still send; None for any number."""
    month = known(session)
    if month is None or month.most is None:
        return None
    return max(0, month.most - kept(settings, month.most, kind) - month.used)
