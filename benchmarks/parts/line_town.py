"""A town with LINE, ready to be measured: its web workers, its worker and a LINE on this machine, each a process."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

from benchmarks.parts import serving, spent
from benchmarks.parts.town import Town, town
from portal import friends
from portal.db import Database, new_id, put, writing
from portal.friends import Friend
from portal.settings import Settings
from portal.town_keys import Secrets
from portal.vault import DataKey, Vault
from tests.harness.line import events
from tests.harness.line.alone import Alone, alone

_LOT = 1_000


@dataclass
class LineTown:
    """A served town and its LINE; the worker is started and ended as asked."""

    here: Town
    line: Alone
    env: dict[str, str]
    web: tuple[int, ...]
    # With the town's vault.
    database: Database = field(repr=False)
    worker: "subprocess.Popen[bytes] | None" = None

    def work(self) -> None:
        """Start the worker."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "outbox", "run"]
        self.worker = subprocess.Popen(
            command, cwd=serving.ROOT, env={**os.environ, **self.env}, stdin=subprocess.DEVNULL
        )

    def rest(self) -> None:
        """End the worker."""
        if self.worker is not None:
            self.worker.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.worker.wait(20)
            self.worker.kill()
            self.worker = None

    def spent(self) -> dict[str, float]:
        """The seconds of processor that the web workers and the worker have used."""
        return {
            "web": spent.seconds(self.web),
            "worker": spent.seconds([self.worker.pid]) if self.worker else 0.0,
        }

    def befriend(self, users: Sequence[str]) -> list[UUID]:
        """Let these be friends, as if each had added the account."""
        with self.database.session() as session:
            vault: Vault = session.info["vault"]
            ids = []
            for begin in range(0, len(users), _LOT):
                lot = users[begin : begin + _LOT]
                keys = [vault.key_row(session, new_id()) for _ in lot]
                rows = [_friend(vault, session, key["id"], user) for user, key in zip(lot, keys, strict=True)]
                with writing(session):
                    put(session, DataKey, keys)
                    put(session, Friend, rows)
                ids += [row["id"] for row in rows]
            return ids


def _friend(vault: Vault, session: Any, key: UUID, user: str) -> dict[str, Any]:
    now = datetime.now(UTC)
    return {
        "id": new_id(), "token": friends.token(vault, user), "key_id": key, "sealed": vault.seal(session, key, user, friends.USER),
        "locale": "ja", "followed_at": now, "unfollowed_at": None, "resident_id": None, "linked_at": None,
    }  # fmt: skip


@contextmanager
def line_town(
    kind: str,
    place: Path,
    packs: Path | None = None,
    *,
    target: str = "wsgi:app",
    others: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[LineTown]:
    """The sample town with LINE on a database of one kind, its questions indexed; otherwise as `town`."""
    with alone() as line:
        more = {
            "KURASHI_LINE_TOKEN": events.TOKEN,
            "KURASHI_LINE_SECRET": events.SECRET,
            "KURASHI_LINE_API_URL": line.address,
            "KURASHI_LINE_DATA_URL": line.address,
            **others,
        }
        with town(kind, place, packs, target=target, more=more) as here:
            env = dict(here.env)
            index = [sys.executable, "-m", "flask", "--app", "wsgi", "chatbot", "build"]
            subprocess.run(
                index, cwd=serving.ROOT, env={**os.environ, **env}, check=True, stdout=subprocess.DEVNULL
            )
            keys = Secrets(Settings(var=Path(env["KURASHI_VAR"])))
            database = Database(here.url, {"vault": Vault(keys.town_keys, keys.current_key)})
            found = LineTown(here, line, env, tuple(spent.web(here.port)), database)
            try:
                yield found
            finally:
                found.rest()
                database.dispose()


def webhook(port: int, told: Sequence[object]) -> bytes:
    """The bytes in which LINE tells these events."""
    body = events.body(*told)
    head = "".join(f"{name}: {value}\r\n" for name, value in events.signed(body).items())
    return (
        f"POST {events.PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{head}Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body
