"""お気に入り: the rooms that somebody with an account wants to find again."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class Favourite(Base):
    """One room that somebody keeps."""

    __tablename__ = "favourite_room"

    # Whose it is: see `wishes.holder`.
    holder: Mapped[bytes] = mapped_column(primary_key=True)
    building: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
