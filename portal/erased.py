"""Which keys were destroyed for good, by their ids only: a database that is restored from an older copy erases them again."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import Base, inserting, must_write


class Whose(enum.StrEnum):
    """What a key sealed; the values are stored and never change."""

    CASE = "case"
    RESIDENT = "resident"
    ADDRESSEE = "addressee"


class ErasedKey(Base):
    """A data key that must never come back; its id opens nothing and names nobody."""

    __tablename__ = "erased_key"

    key_id: Mapped[UUID] = mapped_column(primary_key=True)
    whose: Mapped[str]
    at: Mapped[datetime]


@dataclass(frozen=True)
class Gone:
    """One line of the list that is kept beside the backups."""

    key_id: UUID
    whose: Whose
    at: datetime

    def __str__(self) -> str:
        return f"{self.key_id} {self.whose} {self.at.astimezone(UTC).isoformat()}"


def note(session: Session, key_id: UUID, whose: Whose, now: datetime) -> None:
    """Remember that a key was destroyed, in the transaction that destroys it; a second time changes nothing."""
    must_write(session)
    row = {"key_id": key_id, "whose": str(whose), "at": now}
    session.execute(inserting(session, ErasedKey).values(row).on_conflict_do_nothing())


def listed(session: Session, since: datetime | None = None) -> Iterator[Gone]:
    """Every key that was destroyed, oldest first; `since` a moment, for a list that is only added to."""
    query = select(ErasedKey).order_by(ErasedKey.at, ErasedKey.key_id)
    if since is not None:
        query = query.where(ErasedKey.at >= since)
    for row in session.scalars(query):
        yield Gone(row.key_id, Whose(row.whose), row.at)


def read(line: str) -> Gone:
    """A line as `Gone` prints it; ValueError where it is none."""
    key, whose, at = line.split()
    return Gone(UUID(key), Whose(whose), datetime.fromisoformat(at))
