"""Disaster mode: one row that the front page, the greeting on LINE and the menu under its talks all follow."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, Session, mapped_column

from forms.wording import NOTHING, Wording
from portal import audit
from portal.db import Base, Database, inserting, must_write
from portal.refused import Refused
from portal.service import fire

# A process looks at the row again after so long: a front page read ten thousand times a minute asks sixty times.
FRESH = 1.0
# What the headline may have at most: it stands in a band across a telephone.
LONGEST = 80
_SEEN = "disaster"


class DisasterMode(Base):
    """The one row: whether it is a disaster, since when, in which words, and how often that has changed."""

    __tablename__ = "disaster_mode"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    version: Mapped[int]
    # What has happened, by language; empty on an ordinary day.
    words: Mapped[dict[str, Any]] = mapped_column(JSON)
    since: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    # Nobody where a command of the operator's did it.
    changed_by: Mapped[UUID | None]


@dataclass(frozen=True)
class Standing:
    """How it stands; each change has a version of its own, by which pages are kept."""

    version: int = 0
    words: Wording = NOTHING
    since: datetime | None = None

    @property
    def now(self) -> bool:
        """Whether it is a disaster."""
        return self.since is not None


ORDINARY = Standing()


def read(session: Session) -> Standing:
    """How it stands at this moment."""
    return _read(session.connection())


def seen(database: Database) -> Standing:
    """How it stood a second ago at most; while the database is away, how it stood last."""
    made: dict[str, tuple[float, Standing]] = database.info["made"]
    asked_at, known = made.get(_SEEN, (-FRESH, ORDINARY))
    if time.monotonic() - asked_at < FRESH:
        return known
    try:
        with database.engine.connect() as connection:
            known = _read(connection)
    except DBAPIError:
        # The front page is the last that may fail on such a day.
        pass
    made[_SEEN] = time.monotonic(), known
    return known


def forget(database: Database) -> None:
    """Something changed through this process: whoever comes next here sees it at once."""
    database.info["made"].pop(_SEEN, None)


def begin(session: Session, words: Mapping[str, str], by: UUID | None, now: datetime) -> None:
    """It is a disaster from now on, in the caller's writing block; said again, the words are the new ones."""
    told = {key: " ".join(said.split()) for key, said in words.items() if said.strip()}
    if not told.get("ja"):
        raise Refused("disaster_words", 422)
    if any(len(said) > LONGEST for said in told.values()):
        raise Refused("disaster_words_long", 422, longest=LONGEST)
    before = read(session)
    _store(session, before, told, before.since or now, by, now)
    _note(session, "disaster_begun" if not before.now else "disaster_said", by, now)
    fire(session, "disaster.switched", now=now)


def end(session: Session, by: UUID | None, now: datetime) -> bool:
    """It is over, in the caller's writing block; False where it was not begun."""
    before = read(session)
    if not before.now:
        return False
    _store(session, before, {}, None, by, now)
    _note(session, "disaster_ended", by, now)
    fire(session, "disaster.switched", now=now)
    return True


def renew(session: Session, now: datetime) -> None:
    """Something new is to be read on the front page of a disaster, in the caller's writing block."""
    must_write(session)
    held = session.get(DisasterMode, 1, populate_existing=True, with_for_update=True)
    if held is not None and held.since is not None:
        held.version, held.changed_at = held.version + 1, now
        session.flush()


def _read(connection: Connection) -> Standing:
    row = connection.execute(
        select(DisasterMode.version, DisasterMode.words, DisasterMode.since).where(DisasterMode.id == 1)
    ).one_or_none()
    return ORDINARY if row is None else Standing(row.version, Wording(row.words), row.since)


def _store(
    session: Session,
    before: Standing,
    words: Mapping[str, str],
    since: datetime | None,
    by: UUID | None,
    now: datetime,
) -> None:
    must_write(session)
    row = {
        "version": before.version + 1, "words": dict(words), "since": since, "changed_at": now, "changed_by": by,
    }  # fmt: skip
    told = inserting(session, DisasterMode).values(id=1, **row)
    session.execute(
        told.on_conflict_do_update(index_elements=["id"], set_={**row, "version": DisasterMode.version + 1})
    )


def _note(session: Session, verb: str, by: UUID | None, now: datetime) -> None:
    """Who did it; a command is done by whoever may sit at the server."""
    audit.did(session, "staff" if by else "house", by, verb, "disaster_mode", None, now)
