"""Reports from the street beside their cases: what is compared and what is published, and those who are troubled too."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Double, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id

MAIL = "report_follower.mail"


class Report(Base):
    """One report: where a thing is and how far the town is with it; who reported it stands in the case alone."""

    __tablename__ = "report"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), unique=True)
    kind: Mapped[str]
    lat: Mapped[float | None] = mapped_column(Double)
    lon: Mapped[float | None] = mapped_column(Double)
    # What its first photo looks like to a machine; empty where there is none.
    look: Mapped[str] = mapped_column(default="")
    danger: Mapped[bool] = mapped_column(default=False)
    stage: Mapped[str]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    # What everybody may read, once staff looked at it: the place in their own words, and perhaps a photo.
    published_at: Mapped[datetime | None]
    public_place: Mapped[str] = mapped_column(default="")
    public_photo: Mapped[UUID | None]

    __table_args__ = (
        Index("ix_report_kind_stage", "kind", "stage"),
        Index("ix_report_published_at", "published_at"),
    )


class ReportFollower(Base):
    """私も困っている: one browser or resident counts once; the address is sealed under the case's key and goes with it."""

    __tablename__ = "report_follower"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"))
    holder: Mapped[bytes]
    mail: Mapped[bytes | None]
    locale: Mapped[str]
    made_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("report_id", "holder", name="uq_report_follower"),)
