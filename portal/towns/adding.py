"""A new town of a deployment: its keys, its database, and its part of the list of towns."""

import base64
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from portal.settings import Settings
from portal.towns import Listed, TownsFault, listed, read, shared_things

_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


def add(common: Settings, name: str, said: Mapping[str, Any]) -> Listed:
    """The town with fresh keys and an empty database; refused where it has anything in common with another."""
    if common.towns_file is None:
        raise TownsFault("KURASHI_TOWNS_FILE must name the list of towns")
    others = read(common)
    if name in others or not _NAME.fullmatch(name):
        raise TownsFault(f"{name} is in the list already, or no name of a folder")
    given = {key: value for key, value in said.items() if value}
    town = listed(common, name, {**given, **fresh_keys()})
    for fault in shared_things([*others.values(), town]):
        raise TownsFault(fault)
    make_database(make_url(town.settings.database))
    return town


def fresh_keys() -> dict[str, str]:
    """A key for cookies, one for data and one for backups."""
    cookies, data, backups = (base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(3))
    return {"secret_key": cookies, "town_keys": f"first:{data}", "backup_key": backups}


def enlist(common: Settings, town: Listed) -> None:
    """Write its part of the list, whole or not at all; from the next start on it is served."""
    path = common.towns_file
    if path is None:
        raise TownsFault("KURASHI_TOWNS_FILE must name the list of towns")
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    # Keys stand in it: nobody else reads even the draft.
    draft.touch(mode=0o600)
    draft.write_text(f"{before}{_part(town)}", encoding="utf-8")
    if path.exists():
        draft.chmod(path.stat().st_mode & 0o777)
    draft.replace(path)


def make_database(url: URL) -> None:
    """Make an empty database on a PostgreSQL server; one that is there already is taken as it is."""
    if url.get_backend_name() != "postgresql":
        return
    server = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            there = connection.scalar(
                text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": url.database}
            )
            if not there:
                quoted = connection.dialect.identifier_preparer.quote_identifier(str(url.database))
                connection.exec_driver_sql(f"CREATE DATABASE {quoted} ENCODING 'UTF8' TEMPLATE template0")
    except SQLAlchemyError as error:
        raise TownsFault(
            f"the database {url.database} cannot be made ({type(error).__name__}): createdb it, then add the town again"
        ) from None
    finally:
        server.dispose()


def _part(town: Listed) -> str:
    """The town's table of the list: what was set for it, each on a line of its own."""
    settings = town.settings
    lines: list[tuple[str, str | Sequence[str]]] = [("base_url", settings.base_url), ("hosts", town.hosts)]
    names = ("database_url", "files_url", "secret_key", "town_keys", "backup_key")
    lines += [(name, getattr(settings, name)) for name in names if getattr(settings, name)]
    # JSON writes a text and a list of texts as TOML does.
    return f"\n[{town.name}]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in lines)
