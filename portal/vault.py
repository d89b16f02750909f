"""Personal data encrypted at rest: a data key per case wrapped by a named town key, and tokens to search by."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Delete, bindparam, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import CLUSTERED, Base, new_id, put
from portal.journeys import UNREAD

_NONCE = 12


class DataKey(Base):
    """A key of its own for one case, draft, letter or file; destroying the row destroys what it sealed."""

    __tablename__ = "data_key"
    __table_args__ = CLUSTERED

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    town_key: Mapped[str]
    wrapped: Mapped[bytes]


class Unreadable(Exception):
    """What was sealed cannot be opened: the key was destroyed, or the bytes were changed."""


class Vault:
    """Seals and opens personal data; it holds the town's keys and never writes them anywhere."""

    def __init__(self, town_keys: Mapping[str, bytes], current: str) -> None:
        self._wrappers = {name: AESGCM(_derive(key, b"wrap")) for name, key in town_keys.items()}
        self._current = current
        # The search key must survive a rotation, so it comes from the oldest name in the list.
        self._search = _derive(town_keys[min(town_keys)], b"search")
        self._pepper = _derive(town_keys[min(town_keys)], b"pepper")

    def new_key(self, session: Session) -> UUID:
        """Make a data key inside the caller's writing block."""
        key_id = new_id()
        put(session, DataKey, self.key_row(session, key_id))
        return key_id

    def key_row(self, session: Session, key_id: UUID) -> dict[str, Any]:
        """A new data key as the row that keeps it; this session can seal with it at once."""
        key = secrets.token_bytes(32)
        # Kept for this session only: a rolled-back key must not be remembered.
        session.info.setdefault("fresh_keys", {})[key_id] = key
        return {"id": key_id, "town_key": self._current, "wrapped": self._wrap(key, key_id)}

    def raw_key(self, session: Session, key_id: UUID) -> bytes:
        """The data key itself, for what seals its own chunks."""
        fresh: bytes | None = session.info.get("fresh_keys", {}).get(key_id)
        if fresh is not None:
            return fresh
        row = session.execute(
            select(DataKey.town_key, DataKey.wrapped).where(DataKey.id == key_id)
        ).one_or_none()
        if row is None:
            raise Unreadable("the key was destroyed")
        return self.hold(session, key_id, row.town_key, row.wrapped)

    def hold(self, session: Session, key_id: UUID, town_key: str, wrapped: bytes) -> bytes:
        """Take a key that a query brought along with its row; like a fresh one it is kept for this session only."""
        key = self._unwrap(key_id, town_key, wrapped)
        session.info.setdefault("fresh_keys", {})[key_id] = key
        return key

    def fetch(self, session: Session, key_ids: Collection[UUID]) -> None:
        """Fetch the keys of a whole list in one query; like a fresh key, each is kept for this session only."""
        rows = session.execute(
            select(DataKey.id, DataKey.town_key, DataKey.wrapped).where(DataKey.id.in_(key_ids))
        )
        kept = session.info.setdefault("fresh_keys", {})
        kept.update({row.id: self._unwrap(row.id, row.town_key, row.wrapped) for row in rows})

    def seal(self, session: Session, key_id: UUID, value: Any, context: str) -> bytes:
        """Seal a JSON value; the context (table and column) is bound in, so that cells cannot be swapped."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return self.seal_bytes(session, key_id, text.encode("utf-8", "surrogatepass"), context)

    def open(self, session: Session, key_id: UUID, sealed: bytes, context: str) -> Any:
        """Open what `seal` made."""
        return json.loads(self.open_bytes(session, key_id, sealed, context).decode("utf-8", "surrogatepass"))

    def seal_bytes(self, session: Session, key_id: UUID, data: bytes, context: str) -> bytes:
        """Seal bytes under a data key."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(self.raw_key(session, key_id)).encrypt(nonce, data, context.encode())

    def open_bytes(self, session: Session, key_id: UUID, sealed: bytes, context: str) -> bytes:
        """Open what `seal_bytes` made."""
        try:
            return AESGCM(self.raw_key(session, key_id)).decrypt(
                sealed[:_NONCE], sealed[_NONCE:], context.encode()
            )
        except InvalidTag:
            raise Unreadable("sealed bytes were changed") from None

    def token(self, kind: str, text: str) -> bytes:
        """What is stored to be searched by: equal texts give equal tokens, and nothing else can be read from one."""
        return hmac.digest(self._search, f"{kind}\0{text}".encode("utf-8", "surrogatepass"), "sha256")[:16]

    def stretched(self, purpose: str, secret: str, length: int) -> bytes:
        """Bytes derived from a short secret; without the town's keys nobody can try its few possibilities at home."""
        return HKDF(SHA256(), length, salt=self._pepper, info=f"kurashi-no-mado/{purpose}".encode()).derive(
            secret.encode()
        )

    def erase(self, session: Session, key_id: UUID) -> None:
        """Destroy a data key: whatever it sealed, in backups without the town keys too, is gone."""
        session.info.get("fresh_keys", {}).pop(key_id, None)
        session.execute(_erased(), {"key": key_id})

    def rotate(self, session: Session, limit: int) -> int:
        """Wrap up to `limit` data keys anew under the current town key; the data itself is not touched."""
        rows = session.execute(
            select(DataKey.id, DataKey.town_key, DataKey.wrapped)
            .where(DataKey.town_key != self._current)
            .limit(limit)
        ).all()
        for row in rows:
            key = self._unwrap(row.id, row.town_key, row.wrapped)
            session.execute(
                update(DataKey)
                .where(DataKey.id == row.id)
                .values(town_key=self._current, wrapped=self._wrap(key, row.id))
            )
        return len(rows)

    def _wrap(self, key: bytes, key_id: UUID) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._wrappers[self._current].encrypt(nonce, key, key_id.bytes)

    def _unwrap(self, key_id: UUID, town_key: str, wrapped: bytes) -> bytes:
        try:
            return self._wrappers[town_key].decrypt(wrapped[:_NONCE], wrapped[_NONCE:], key_id.bytes)
        except (InvalidTag, KeyError):
            raise Unreadable("no town key opens this data key") from None


@cache
def _erased() -> Delete:
    # Whether there was one nobody needs to know, so that a block in one journey does not wait for it.
    table: Any = DataKey.__table__
    return delete(table).where(table.c.id == bindparam("key")).execution_options(**{UNREAD: True})


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"kurashi-no-mado/" + purpose).derive(key)


def digest(secret: str) -> bytes:
    """How a random secret (a cookie, a link) is stored: its hash; a guess cannot be checked from a copy of the database."""
    return hashlib.sha256(secret.encode()).digest()


def vault_of(session: Session) -> Vault:
    """The vault that the shell handed to this session."""
    vault: Vault = session.info["vault"]
    return vault
