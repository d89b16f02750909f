"""How the house is put together: a list of named steps, each doing one thing to the new application."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from flask import Flask

from portal import (
    cli,
    doors,
    errors,
    gallery,
    home,
    i18n,
    kept,
    logs,
    look,
    metrics,
    pack,
    security,
    slow,
    tracing,
)
from portal.addresses import Address
from portal.crowd import Crowd
from portal.db import Database
from portal.facilities import Editions
from portal.files.store import open_store
from portal.house import House
from portal.ledger import Buffer
from portal.meter import Meter
from portal.printing import Printer
from portal.sample_card import SampleCard
from portal.service import Service, course, listeners, sight
from portal.settings import ROOT, Settings
from portal.signature import CardSignature, Trust, TrustedCards
from portal.tally import Tally
from portal.town_keys import Secrets
from portal.vault import Vault
from portal.words import Catalogues


def build(services: Sequence[Service], settings: Settings, now: Callable[[], datetime]) -> Flask:
    """A portal for one town, ready to serve."""
    app = Flask("portal", static_folder=str(ROOT / "static"), root_path=str(ROOT / "portal"))
    app.url_rule_class = Address
    app.extensions["house"] = found(services, settings, now)
    for step in (watch, shut_doors, speak, open_rooms, hand_tools):
        step(app, app.extensions["house"])
    return app


def found(services: Sequence[Service], settings: Settings, now: Callable[[], datetime]) -> House:
    """Everything the rooms share, made once and handed in."""
    secrets = Secrets(settings)
    town = pack.read(settings.packs / settings.town)
    vault = Vault(secrets.town_keys, secrets.current_key)
    database = Database(settings.database)
    files = open_store(settings.files, settings.clamd_address, settings.scanner_down)
    buffer, meter = Buffer(), Meter(settings.home / "meters")
    printer = Printer(town, settings.home / "blanks")
    words = Catalogues(ROOT / "translations")
    tally = counted_together(settings, secrets)
    database.info.update(
        vault=vault, pack=town, files=files, buffer=buffer, meter=meter, printer=printer, words=words,
        **_handed(services, settings),
    )  # fmt: skip
    slow.watch(database, settings.slow_query_ms, meter)
    editions = Editions(town, database)
    database.before = editions.look
    # A little after something was counted, and not at every request, the counts are written.
    buffer.watch(database.session)
    return House(
        settings=settings,
        secret_key=secrets.secret_key,
        db=database,
        replica=copied(settings, database),
        editions=editions,
        vault=vault,
        files=files,
        buffer=buffer,
        crowd=tally or Crowd(),
        tally=tally,
        meter=meter,
        spans=tracing.begun(settings, meter, secrets.secret_key),
        words=words,
        printer=printer,
        cards=cards(settings, town),
        services=tuple(services),
        taken={service.name: service.take(town) for service in services if service.take},
        now=now,
    )


def copied(settings: Settings, database: Database) -> Database | None:
    """The copy of the database that figures are read from, if there is one; it takes no write from us."""
    if not settings.replica_url:
        return None
    replica = Database(settings.replica_url, read_only=True)
    # One town's sessions carry the same, wherever they read.
    replica.info = database.info
    return replica


def counted_together(settings: Settings, secrets: Secrets) -> Tally | None:
    """Where several machines count together, if they do."""
    return Tally(settings.redis_url, settings.town, secrets.secret_key) if settings.redis_url else None


def _handed(services: Sequence[Service], settings: Settings) -> dict[str, Any]:
    """What sessions carry of the rooms and the settings."""
    return {
        "hear": listeners(services),
        "sighting": sight(services),
        "course": partial(course, services),
        "kinds": frozenset(kind for service in services for kind in service.senders),
        "base_url": settings.base_url,
        "settings": settings,
        # What a process makes once for this town and uses again and again, by name.
        "made": {},
    }


def cards(settings: Settings, town: pack.Pack) -> CardSignature | None:
    """What checks card signatures: the authorities in the settings, or the made-up card of a sample town."""
    if settings.card_trust is not None:
        return TrustedCards(Trust.read(settings.card_trust))
    return None if town.town.real else SampleCard.read(settings.home)


def watch(app: Flask, house: House) -> None:
    """Logs and error pages come first, so that every later step is covered by them."""
    logs.init(app, house)
    errors.init(app)


def shut_doors(app: Flask, house: House) -> None:
    """Sessions, tokens, headers; every route without a door of its own is refused."""
    doors.init(app)
    security.init(app)
    kept.init(app)


def speak(app: Flask, house: House) -> None:
    """Languages and templates."""
    i18n.init(app, house.words, secure=house.settings.production, town=house.town)
    look.init(app, house.town.colour)


def open_rooms(app: Flask, house: House) -> None:
    """The shell's own pages, then each room's."""
    for blueprint in (home.pages, metrics.pages, gallery.pages):
        app.register_blueprint(blueprint)
    for service in house.services:
        app.register_blueprint(service.blueprint)


def hand_tools(app: Flask, house: House) -> None:
    """The operator's commands."""
    cli.init(app, house)
