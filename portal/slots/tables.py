"""Who has which space at which time: the keys of these two tables forbid that anything is promised twice."""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import CLUSTERED, Base


class SlotClaim(Base):
    """One step of time of one space, taken by a booking, a closure or a draw; there cannot be two."""

    __tablename__ = "slot_claim"
    __table_args__ = CLUSTERED

    # building/space, or a pair of spaces of which one is loud: see `rules.claims`.
    space: Mapped[str] = mapped_column(primary_key=True)
    # Steps of the building's raster since 1970, in UTC.
    slot: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    # The booking, block or round that holds it; given back by this name.
    owner: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str]


class SeatCount(Base):
    """One step of time of something that several parties use side by side: never more than there are seats."""

    __tablename__ = "slot_seats"
    __table_args__ = (CheckConstraint("used >= 0 AND used <= total", name="within"), CLUSTERED)

    # building/unit, or equipment: building#key.
    what: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    used: Mapped[int]
    total: Mapped[int]


class QuotaCount(Base):
    """How many bookings somebody holds in a month of a building; whose they are is a token that cannot be read back."""

    __tablename__ = "booking_quota"
    __table_args__ = CLUSTERED

    holder: Mapped[bytes] = mapped_column(primary_key=True)
    building: Mapped[str] = mapped_column(primary_key=True)
    # 2026-11, the month of use.
    month: Mapped[str] = mapped_column(primary_key=True)
    used: Mapped[int]


class Version(Base):
    """A number that grows with every change of a building's bookings, so that what was worked out can be kept."""

    __tablename__ = "booking_version"

    building: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int]
    # Which edition of it is in force (portal.facilities): whoever worked with an earlier one is told at the end of the block.
    edition: Mapped[int] = mapped_column(default=0, server_default="0")
