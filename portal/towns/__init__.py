"""Towns: the list of those that one deployment serves, each with a host name, a database and keys of its own.

Nothing is shared but the program: two towns of the list can have neither host, database, key, folder nor account in common,
so that there is no place from which one town's data could reach the other's pages.
"""

import base64
import binascii
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url

from portal.settings import Settings

# What one town must not take from the environment, where it would be every town's.
OWN = (
    "base_url", "database_url", "replica_url", "secret_key", "town_keys", "current_key", "backup_key", "mail_from",
    "bounce_folder", "files_url", "oidc_providers_file", "card_trust", "stripe_secret_key", "stripe_webhook_secret",
    "trusted_hosts", "line_token", "line_secret",
)  # fmt: skip
HOSTS = "hosts"


class TownsFault(ValueError):
    """The list cannot be served as it is; the text says which town and what, and quotes no key."""


@dataclass(frozen=True)
class Listed:
    """One town of the list: its folder's name, the host names it answers to, and its settings."""

    name: str
    hosts: tuple[str, ...]
    settings: Settings


def read(common: Settings) -> dict[str, Listed]:
    """The towns of the settings' file by their names; an empty list where the file is not there yet."""
    path = common.towns_file
    if path is None or not path.exists():
        return {}
    usual = Settings()
    shared = sorted(name for name in OWN if getattr(common, name) != getattr(usual, name))
    if shared:
        names = ", ".join(f"KURASHI_{name.upper()}" for name in shared)
        raise TownsFault(f"these belong to each town's part of {path.name}, not to all of them: {names}")
    found = {name: listed(common, name, said) for name, said in _tables(path).items()}
    for fault in shared_things(found.values()):
        raise TownsFault(fault)
    return found


def host_of(told: str) -> str:
    """A host name as it is compared: small letters, no port, no point at its end."""
    name = told.strip().lower()
    bare, colon, port = name.rpartition(":")
    return (bare if colon and port.isdecimal() else name).rstrip(".")


def shared_things(towns: Iterable[Listed]) -> Iterator[str]:
    """What two towns have in common and must not, one sentence each."""
    owners: dict[tuple[str, object], str] = {}
    for town in towns:
        for what, value in things(town):
            other = owners.setdefault((what, value), town.name)
            if other != town.name:
                yield f"{other} and {town.name} have the same {what}: each town needs its own"


def things(town: Listed) -> Iterator[tuple[str, object]]:
    """Everything of a town that no other may have, by what it is called."""
    settings = town.settings
    yield from (("host", host) for host in town.hosts)
    yield "base_url", settings.base_url.rstrip("/")
    yield "database", _database(settings.database)
    if settings.replica_url:
        yield "database", _database(settings.replica_url)
    yield "place for files", settings.files.rstrip("/")
    keys = [part.partition(":")[2] for part in settings.town_keys.split(",") if part]
    # A key is a key, whatever it is used for: none of one town's may serve another.
    yield from (("key", _bytes(key)) for key in (settings.secret_key, settings.backup_key, *keys) if key)
    for name in ("bounce_folder", "stripe_secret_key", "line_token", "line_secret"):
        value = getattr(settings, name)
        if value:
            yield name, value


def _tables(path: Path) -> Mapping[str, Mapping[str, Any]]:
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    for name, table in said.items():
        if not isinstance(table, dict):
            raise TownsFault(
                f"{path.name}: {name} stands outside of a town; each town is a [name] of its own"
            )
    return said


def listed(common: Settings, name: str, said: Mapping[str, Any]) -> Listed:
    """One town from what its part of the file says, or a TownsFault."""
    unknown = set(said) - {one.name for one in fields(Settings)} - {HOSTS} | set(said) & {
        "town",
        "towns_file",
        "trusted_hosts",
    }
    if unknown:
        raise TownsFault(f"[{name}] has what no town has: {', '.join(sorted(unknown))}")
    if "base_url" not in said:
        raise TownsFault(f"[{name}] needs its base_url, the address residents use")
    if not (common.packs / name / "town.toml").exists():
        raise TownsFault(f"[{name}] has no folder {common.packs / name}")
    usual = Settings()
    own = {key: getattr(usual, key) for key in OWN}
    hosts = tuple(dict.fromkeys(map(host_of, [urlsplit(said["base_url"]).netloc, *said.get(HOSTS, ())])))
    given = {key: value for key, value in said.items() if key != HOSTS}
    try:
        settings = Settings.read(
            {
                **asdict(common),
                **own,
                **given,
                "town": name,
                "towns_file": None,
                "trusted_hosts": ",".join(hosts),
            }
        )
    except ValueError as fault:
        raise TownsFault(f"[{name}] {fault}") from None
    return Listed(name, hosts, settings)


def _database(url: str) -> tuple[object, ...]:
    """Where a database is, whoever asks it: two users of one database share its rows."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        return ("sqlite", str(Path(str(parts.database)).absolute()))
    return (parts.host or parts.query.get("host"), parts.port or 5432, parts.database)


def _bytes(key: str) -> bytes:
    try:
        return base64.b64decode(key)
    except binascii.Error:
        return key.encode()
