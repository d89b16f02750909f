"""定期利用: who has the same hours every week, and each of its dates with what was met and decided."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import CLUSTERED, Base, new_id


class Series(Base):
    """One fixed user of one unit; who it is lies in the case's answers, as with every booking."""

    __tablename__ = "booking_series"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(unique=True)
    holder: Mapped[bytes | None]
    group_id: Mapped[UUID | None] = mapped_column(index=True)
    building: Mapped[str] = mapped_column(index=True)
    unit: Mapped[str]
    # `rules.series.Rhythm` as JSON.
    rhythm: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    purpose: Mapped[str]
    people: Mapped[int]
    who: Mapped[str]
    relief: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID]
    # Empty while dates are being booked or given back, and whoever it is has not been told yet.
    told_at: Mapped[datetime | None] = mapped_column(index=True)


class SeriesDate(Base):
    """One date of a series."""

    __tablename__ = "booking_series_date"
    __table_args__ = CLUSTERED

    series_id: Mapped[UUID] = mapped_column(ForeignKey("booking_series.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    # The room of this date: another than the series' own where that was chosen.
    unit: Mapped[str]
    # `rules.series.Met` and `State`.
    met: Mapped[str]
    state: Mapped[str]
    booking_id: Mapped[UUID | None] = mapped_column(unique=True)
    # Whether the one message about it has gone out.
    told: Mapped[bool]
