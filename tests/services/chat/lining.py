"""A town with LINE and no browser: users talk, the worker works, and a LINE of our own keeps what arrives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import services.chat
from portal import friends, notify
from portal.db import Database, new_id, writing
from portal.files.store import open_store
from portal.ledger import Buffer
from portal.meter import Meter
from portal.opening import today
from portal.outbox import Outbox
from portal.pack import Pack
from portal.people import Resident
from portal.service import Service
from portal.settings import ROOT, Settings
from portal.tracing import Spans
from portal.vault import vault_of
from portal.words import Catalogues
from portal.worker import Worker
from services.chat.actions import line_inbox
from tests.harness.line.events import ALICE, GROUP, MORNING, SECRET, TOKEN, event, message
from tests.harness.line.server import Fault, LineServer
from tests.harness.live import Clock
from tests.portal import cases
from tests.services.chat import talking

REPLY = "/v2/bot/message/reply"


@dataclass
class Town:
    """Everything the worker needs of a house, and the LINE that the town has."""

    db: Database
    line: LineServer
    clock: Clock
    settings: Settings
    buffer: Buffer = field(default_factory=Buffer)
    meter: Meter = field(default_factory=Meter)
    services: tuple[Service, ...] = (services.chat.service,)
    spans: Spans | None = None

    @property
    def pack(self) -> Pack:
        return cases.hinata()

    @property
    def now(self) -> Clock:
        return self.clock

    def session(self) -> Session:
        return self.db.session()

    def tell(self, *events: Mapping[str, Any]) -> int:
        """LINE tells; how many events were new."""
        for one in events:
            self.line.give(one)
        with self.session() as session:
            return line_inbox.keep(session, events, self.clock())

    def work(self) -> None:
        """What can be done now is done."""
        Worker(self).drain()

    def hear(self, *events: Mapping[str, Any]) -> None:
        """LINE tells, and the worker works."""
        self.tell(*events)
        self.work()


@cache
def catalogues() -> Catalogues:
    """The words, read once for all tests."""
    return Catalogues(ROOT / "translations")


def town(database: Database, line: LineServer, var: Path, **more: Any) -> Town:
    """The sample town, with LINE."""
    clock = Clock(MORNING)
    line.clock = clock
    settings = Settings(
        var=var, base_url="https://example.jp", line_token=TOKEN, line_secret=SECRET, line_api_url=line.address,
        line_data_url=line.address, **more,
    )  # fmt: skip
    cases.equip(database, cases.hinata())
    # The index is what takes long; it is the same for every test.
    made = {"line_finder": (cases.hinata(), talking.finder(today(MORNING)))}
    database.info.update(
        settings=settings, words=catalogues(), made=made, meter=Meter(), kinds=frozenset({"line"}),
        files=open_store("memory:", "", "refuse"), base_url=settings.base_url, course=lambda *_: None,
    )  # fmt: skip
    return Town(database, line, clock, settings)


def failing(*faults_in_turn: Fault | None, path: str = REPLY) -> Any:
    """The calls to an address go wrong in turn, and then no more."""
    left = list(faults_in_turn)
    return lambda asked: left.pop(0) if asked == path and left else None


def linked(town: Town, user: str = ALICE) -> UUID:
    """A resident who linked an account."""
    town.hear(event("follow", user))
    town.line.sent.clear()
    with town.session() as session, writing(session):
        person = Resident(id=new_id(), key_id=vault_of(session).new_key(session), made_at=town.clock())
        session.add(person)
        session.flush()
        assert friends.link(session, user, person.id, town.clock())
    return person.id


def tell(town: Town, resident: UUID, template: str = "use_reminder", **more: Any) -> str | None:
    """A resident is to be told of something; by which way."""
    with town.session() as session, writing(session):
        return notify.notify(
            session, resident, template, refs={}, values={"day": "2026-12-01", "name": "見本 花子"}, locale="ja", now=town.clock(), **more
        )  # fmt: skip


def states(town: Town, kind: str) -> list[tuple[str, str | None]]:
    """How the rows of a kind stand, and what went wrong with each at last."""
    with town.session() as session:
        wanted = select(Outbox).where(Outbox.kind == kind).order_by(Outbox.no)
        return [(one.state, one.last_error) for one in session.scalars(wanted)]


def how(town: Town, user: str = ALICE) -> list[str]:
    """By which way each message reached somebody."""
    return [one.how for one in town.line.arrived(user)]


def in_a_group(said: str, *, called: bool, user: str = ALICE) -> dict[str, Any]:
    """Somebody writes in a group, to the account by its name or to the others."""
    content: dict[str, Any] = {"type": "text", "text": said, "quoteToken": "q"}
    if called:
        content["mention"] = {"mentionees": [{"index": 0, "length": 4, "type": "user", "isSelf": True}]}
    return message(content, source={"type": "group", "groupId": GROUP, "userId": user})
