"""Facilities as they are run now: the town's files are the first edition of each building, what staff publish the next ones.

The merged value stands where the town's own stood, in the pack that every session carries: whoever reads
`pack.buildings` reads this. A process asks once a second which editions are in force. A session keeps what it began with,
and `portal.slots.claiming.changed` refuses at the end of a block what was worked out from an edition that is over.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

import tomli
from sqlalchemy import Connection, Index, func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, Session, mapped_column

from forms.faults import Broken
from portal import knowledge
from portal.db import Base, Database, inserting, must_write
from portal.opening import today
from portal.pack import Pack, building_files
from portal.pack.buildings import Building
from portal.slots.tables import Version

# So long a process answers from what it knows.
FRESH = 1.0
DRAFT, ASKED, PUBLISHED, DROPPED = "draft", "asked", "published", "dropped"
_OPEN = text("state IN ('draft', 'asked')")


class FacilityEdition(Base):
    """One edition of a building, as a file of the town's folder would say it."""

    __tablename__ = "facility_edition"

    building: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]
    body: Mapped[str]
    # Grows with every saved change, so that nobody writes over what somebody else has just written.
    revision: Mapped[int] = mapped_column(default=1)
    # Who changed it, one after another, joined by commas: whoever approves prices is none of them.
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    # Why it was changed, or why it was sent back.
    note: Mapped[str] = mapped_column(default="")
    published_by: Mapped[UUID | None]
    published_at: Mapped[datetime | None]

    __table_args__ = (
        # What is being changed is changed by everybody in the same place.
        Index(
            "uq_facility_edition_open", "building", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
    )


class Editions:
    """Which editions are in force, as one process knows them."""

    def __init__(self, town: Pack, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._town, self._database, self._clock = town, database, clock
        self._known: tuple[dict[str, int], int] = ({}, 0)
        self._looked = -FRESH
        self._looking = threading.Lock()

    def look(self) -> None:
        """Put the buildings and answers in force into what sessions carry; at most once a second, by one thread."""
        if self._clock() - self._looked < FRESH or not self._looking.acquire(blocking=False):
            return
        try:
            with self._database.engine.connect() as connection:
                self._renew(connection)
            self._looked = self._clock()
        except DBAPIError:
            # A database that is away, or not made yet, is told by whoever asks it for something.
            return
        finally:
            self._looking.release()

    def forget(self) -> None:
        """Something was published here: the next session looks at once."""
        self._looked = -FRESH

    def _renew(self, connection: Connection) -> None:
        rows = connection.execute(select(Version.building, Version.edition).where(Version.edition > 0))
        found: dict[str, int] = dict(rows.all())
        answers = knowledge.newest(connection)
        if (found, answers) == self._known:
            return
        made = dict(self._town.buildings)
        for key, number in found.items():
            body = connection.scalar(
                select(FacilityEdition.body).where(
                    FacilityEdition.building == key, FacilityEdition.number == number
                )
            )
            made[key] = read(key, str(body), number)[0]
        merged: Mapping[str, Building] = MappingProxyType(dict(sorted(made.items())))
        town = replace(self._town, buildings=merged)
        self._database.info["pack"] = knowledge.renewed(connection, town)
        self._known = found, answers


def read(key: str, body: str, number: int = 0) -> tuple[Building, list[Broken]]:
    """A building from the text of an edition, by the reader of the town's files, and what is wrong with it."""
    return understood(key, tomli.loads(body), number)


def understood(key: str, mapping: Mapping[str, Any], number: int = 0) -> tuple[Building, list[Broken]]:
    """The same from what a text says."""
    faults: list[Broken] = []
    found = building_files.read(key, mapping, faults)
    return replace(found, edition=number), faults


def faults(pack: Pack, key: str, mapping: Mapping[str, Any], now: datetime) -> list[Broken]:
    """Everything that a file of this town with these contents would be refused for."""
    found, broken = understood(key, mapping)
    listed = {row.get("ID", "") for row in pack.listing("facilities", today(now))}
    return [*broken, *building_files.strangers(found, pack.division_ids, listed)]


def body(session: Session, key: str) -> str:
    """The text of the edition in force; of the town's own file where nothing was published."""
    pack: Pack = session.info["pack"]
    house = pack.buildings.get(key)
    if house is not None and house.edition:
        return session.get_one(FacilityEdition, (key, house.edition)).body
    return first(pack, key)


def first(pack: Pack, key: str) -> str:
    """The text of the town's own file; nothing where the building was added by staff."""
    path = pack.folder / "buildings" / f"{key}.toml"
    return path.read_text("utf-8-sig") if path.is_file() else ""


def next_number(session: Session, key: str) -> int:
    """The number of the next edition."""
    most = select(func.max(FacilityEdition.number)).where(FacilityEdition.building == key)
    return (session.scalar(most) or 0) + 1


def put_in_force(session: Session, key: str, number: int) -> None:
    """From the end of this block on the edition holds; whoever is in the middle of booking is told to begin again."""
    must_write(session)
    session.execute(inserting(session, Version).values(building=key, n=1).on_conflict_do_nothing())
    session.execute(
        update(Version)
        .where(Version.building == key)
        .values(edition=number, n=Version.n + 1)
        .execution_options(synchronize_session=False)
    )
