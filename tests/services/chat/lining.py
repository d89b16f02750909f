"""A town with LINE and no browser: users talk, the worker works, and a LINE of our own keeps what arrives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

import services.chat
from portal.db import Database
from portal.files.store import open_store
from portal.ledger import Buffer
from portal.meter import Meter
from portal.opening import today
from portal.pack import Pack
from portal.service import Service
from portal.settings import ROOT, Settings
from portal.words import Catalogues
from portal.worker import Worker
from services.chat.actions import line_inbox
from tests.harness.line.events import MORNING, SECRET, TOKEN
from tests.harness.line.server import LineServer
from tests.harness.live import Clock
from tests.portal import cases
from tests.services.chat import talking


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
        for event in events:
            self.line.give(event)
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
