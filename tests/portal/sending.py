"""Outbox rows and a house for its worker, with full defaults."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import outbox
from portal.db import Database, writing
from portal.files import open_store
from portal.ledger import Buffer
from portal.meter import Meter
from portal.outbox import Outbox, Row
from portal.pack import Pack
from portal.service import Sender, Service
from portal.tracing import Spans
from tests.harness.live import Clock
from tests.portal.cases import equip, hinata

CASE = UUID(int=5)
REFS = {"case": str(CASE), "procedure": "suido_kaishi", "division": "suido"}
VALUES = {
    "to": "hanako@mail.example",
    "receipt": "ABCD-EFG-HJKL",
    "arrived": "2026-11-20T01:00:00+00:00",
    "link": "https://portal.city.hinata.example/applications",
}


@dataclass(frozen=True)
class MailSettings:
    """As much of the settings as the worker reads."""

    mail_folder: Path | None = None
    mail_from: str = ""
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_tls: str = "none"
    smtp_user: str = ""
    smtp_password: str = ""
    bounce_folder: Path | None = None


@dataclass(frozen=True)
class SmallHouse:
    """As much of a house as the worker needs."""

    db: Database
    settings: MailSettings
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    pack: Pack = field(default_factory=hinata)
    buffer: Buffer = field(default_factory=Buffer)
    meter: Meter = field(default_factory=Meter)
    services: tuple[Service, ...] = ()
    spans: Spans | None = None


def furnished(database: Database) -> Database:
    """A database whose sessions carry vault, pack and files."""
    equip(database).info.update(files=open_store("memory:"), buffer=Buffer())
    return database


def put(session: Session, now: datetime, **changes: Any) -> UUID | None:
    """Add one row within the caller's block."""
    row: dict[str, Any] = {
        "lane": "a", "template": "receipt", "locale": "ja", "refs": REFS, "values": VALUES, "now": now, **changes,
    }  # fmt: skip
    return outbox.add(session, row.pop("kind", "mail"), **row)


def added(session: Session, now: datetime, **changes: Any) -> UUID:
    """Add one row in a block of its own."""
    with writing(session):
        row_id = put(session, now, **changes)
    assert row_id is not None
    return row_id


def claimed(session: Session, now: datetime, limit: int = 10, **named: Any) -> list[Row]:
    """Take rows in a block of its own."""
    with writing(session):
        return outbox.claim(session, now, limit, **{"kinds": ["mail"], **named})


def row_of(session: Session, row_id: UUID) -> Outbox:
    """The row as it stands now."""
    session.expire_all()
    return session.scalars(select(Outbox).where(Outbox.id == row_id)).one()


class Carrier:
    """A room's sender that keeps what it got, after raising what it was told to raise."""

    def __init__(self, *raises: BaseException) -> None:
        self.raises = list(raises)
        self.rows: list[Row] = []

    def __call__(self, session: Session, row: Row) -> None:
        if self.raises:
            raise self.raises.pop(0)
        self.rows.append(row)


def a_house(
    database: Database, clock: Clock, folder: Path, sender: Sender | None = None, **named: Any
) -> SmallHouse:
    """A house whose mails land in a folder and whose one room sends rows of the kind `line`."""
    room = Service("room", None, senders={"line": sender} if sender else {}, workers=named.pop("workers", {}))
    settings = MailSettings(mail_folder=folder / "mails", **named)
    return SmallHouse(furnished(database), settings, now=clock, services=(room,))
