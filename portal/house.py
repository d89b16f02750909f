"""House: everything the rooms of one town share, made once at the start and handed in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.crowd import Crowd
from portal.db import Database
from portal.facilities import Editions
from portal.files.store import Store
from portal.ledger import Buffer
from portal.meter import Meter
from portal.pack import Pack
from portal.pack.town import Town
from portal.printing import Printer
from portal.service import Service
from portal.settings import Settings
from portal.signature import CardSignature
from portal.tally import Tally
from portal.tracing import Spans
from portal.vault import Vault
from portal.words import Catalogues


@dataclass(frozen=True)
class House:
    """One town's portal: no module keeps state of its own, so that several towns can run in one process."""

    settings: Settings
    secret_key: bytes
    db: Database
    replica: Database | None
    editions: Editions
    vault: Vault
    files: Store
    buffer: Buffer
    crowd: Crowd | Tally
    tally: Tally | None
    meter: Meter
    spans: Spans | None
    words: Catalogues
    printer: Printer
    cards: CardSignature | None
    services: tuple[Service, ...]
    taken: Mapping[str, object]
    now: Callable[[], datetime]

    @property
    def town(self) -> Town:
        """The town itself, which no edition of a building changes: no database is asked for it, at the start least of all."""
        pack: Pack = self.db.info["pack"]
        return pack.town

    @property
    def pack(self) -> Pack:
        """The town with its buildings as they are run at this moment."""
        self.editions.look()
        pack: Pack = self.db.info["pack"]
        return pack
