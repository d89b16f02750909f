"""Photographs that staff added; which of them an edition shows, and with which words, stands in the edition."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id


class FacilityPhoto(Base):
    """One picture in its two sizes, whichever editions show it."""

    __tablename__ = "facility_photo"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    building: Mapped[str]
    # See `portal.pack.photos.Photo`; two buildings may show the same picture.
    key: Mapped[str] = mapped_column(unique=True)
    large: Mapped[UUID]
    small: Mapped[UUID]
    made_at: Mapped[datetime]
