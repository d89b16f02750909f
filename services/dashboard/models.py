"""The room's table: figures that people enter because nothing here counts them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Double, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id


class Entered(Base):
    """手入力: a figure of a 年度 as somebody entered it; the newest counts and the others stay as its history."""

    __tablename__ = "dashboard_entered"
    __table_args__ = (Index("ix_dashboard_entered_kpi", "kpi", "fiscal_year", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kpi: Mapped[str]
    fiscal_year: Mapped[int]
    value: Mapped[float] = mapped_column(Double)
    by: Mapped[UUID]
    at: Mapped[datetime]
