"""`flask backup` and `flask restore`: a town's rows and files in one sealed file, and back again."""

import base64
import binascii
import os
import time
from collections.abc import Collection
from pathlib import Path
from uuid import UUID

import click

from portal import erased, schema
from portal.backup.bringing_back import Brought, bring_back
from portal.backup.proving import opens, prove
from portal.backup.stream import Broken
from portal.backup.taking import take
from portal.house import House

# What is wrong, and what to do about it.
WORDS = {
    "no_backup": "this file is no backup of Kurashi no Mado",
    "wrong_key_or_damaged": "KURASHI_BACKUP_KEY is not the one it was sealed with, or the file is damaged",
    "damaged": "the file is damaged: take another copy of it",
    "cut_short": "the file is cut short: copy it again",
    "other_town": "it is the backup of another town: set KURASHI_TOWN",
    "newer_program": "it was taken by a newer version: install that version first",
    "not_empty": "the database is not empty: name a new one in KURASHI_DATABASE_URL",
    "rows_differ": "rows are not as they were taken: do not use this database",
    "files_differ": "files are not as they were taken: copy the backup again",
    "other_keys": "KURASHI_TOWN_KEYS are not those of this town: nothing in it could be read",
}
_FILE = click.Path(dir_okay=False, path_type=Path)
_THERE = click.Path(exists=True, dir_okay=False, path_type=Path)


def commands(house: House) -> tuple[click.Command, ...]:
    """Both commands of one town."""
    return _backup(house), _restore(house)


def _backup(house: House) -> click.Command:
    @click.command()
    @click.argument("to", type=_FILE)
    @click.option("--no-proof", is_flag=True, help="do not bring it back into a scratch database to compare")
    def backup(to: Path, no_proof: bool) -> None:
        """Write everything the town keeps, but its keys, into one sealed file; the town goes on serving."""
        key, begun = _key(house), time.monotonic()
        if to.exists():
            raise click.ClickException(f"{to} is there already; a backup is never written over")
        # Under its own name only once it is whole and proven.
        unproven = to.with_name(f"{to.name}.unproven")
        with os.fdopen(os.open(unproven, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            contents = take(house.db, house.files, house.settings.town, out, key, house.now())
            out.flush()
            os.fsync(out.fileno())
        if not no_proof:
            _proven(house, unproven, key)
        unproven.rename(to)
        click.echo(
            f"{contents.rows} rows, {len(contents.files)} files, {to.stat().st_size // 1024} KB, "
            f"{time.monotonic() - begun:.0f} s, {'not proven' if no_proof else 'proven'}"
        )
        for name in contents.missing:
            click.echo(f"not in the store (erased meanwhile, or lost): {name}")

    return backup


def _restore(house: House) -> click.Command:
    @click.command()
    @click.argument("backup", type=_THERE)
    @click.option("--erased", "listed", type=_THERE, help="the newest list of `flask sweep erased`")
    @click.option("--nothing-erased", is_flag=True, help="nothing was erased since the backup")
    @click.option("--try", "only_try", is_flag=True, help="only compare it in a scratch place")
    def restore(backup: Path, listed: Path | None, nothing_erased: bool, only_try: bool) -> None:
        """Bring a backup back into the empty database and store of the settings, SQLite or PostgreSQL."""
        key = _key(house)
        if only_try:
            brought = _proven(house, backup, key)
            click.echo(
                f"proven: {brought.contents.rows} rows, {len(brought.files)} files of {brought.backup.at}"
            )
            return
        if (listed is None) is not nothing_erased:
            raise click.ClickException(
                "say which list of erased keys is the newest (--erased), or --nothing-erased"
            )
        gone = _gone(listed)
        try:
            with backup.open("rb") as source:
                brought = bring_back(house.db, house.files, source, key, house.settings.town, gone)
            opens(house.db, house.vault)
        except Broken as broken:
            raise click.ClickException(WORDS[str(broken)]) from broken
        schema.upgrade(house.db)
        click.echo(
            f"{brought.contents.rows} rows, {len(brought.files)} files; {brought.erased} erased keys left out"
        )
        if listed is not None:
            click.echo(f"before anybody is let in: flask --app wsgi sweep replay {listed}")

    return restore


def _proven(house: House, path: Path, key: bytes) -> Brought:
    try:
        with path.open("rb") as source:
            return prove(source, key, house.settings.town, house.vault)
    except Broken as broken:
        raise click.ClickException(WORDS[str(broken)]) from broken


def _key(house: House) -> bytes:
    try:
        key = base64.b64decode(house.settings.backup_key, validate=True)
    except binascii.Error:
        key = b""
    if len(key) < 32:
        raise click.ClickException("KURASHI_BACKUP_KEY is needed: make one with `openssl rand -base64 32`")
    return key


def _gone(listed: Path | None) -> Collection[UUID]:
    if listed is None:
        return ()
    try:
        told = listed.read_text(encoding="utf-8").splitlines()
        return {erased.read(line).key_id for line in told if line.strip()}
    except ValueError as error:
        raise click.ClickException("this is no list of erased keys") from error
