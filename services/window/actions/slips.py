"""Slips: made once with a token, looked at by whoever holds it, taken over once by a counter, erased at a wish or in time."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from portal import audit
from portal.db import must_write, put, writing
from portal.refused import Refused
from services.window.models.slips import Slip, SpokenCode
from services.window.rules import tokens
from services.window.rules.tokens import Key

_NONCE = 12
# Built once: the counter waits while they run.
FIND = select(Slip.__table__.c.sealed, Slip.__table__.c.made_at).where(
    Slip.__table__.c.id == bindparam("slip")
)
USE = (
    update(Slip.__table__)  # type: ignore[arg-type]
    .where(
        Slip.__table__.c.id == bindparam("slip"),
        Slip.__table__.c.used_at.is_(None),
        Slip.__table__.c.expires_at > bindparam("now"),
    )
    .values(used_at=bindparam("now"), used_by=bindparam("staff"), sealed=b"")
)
SILENCE = delete(SpokenCode.__table__).where(SpokenCode.__table__.c.slip_id == bindparam("slip"))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Payload:
    """What was prepared: the event, every answer of it, and in which language."""

    event: str
    answers: dict[str, Any]
    locale: str
    made_at: datetime
    # 支援措置: how it is safe to reach the person; a slip asks nobody, a booking does.
    safe_way: str = ""


@dataclass(frozen=True)
class Standing:
    """A slip as its holder sees it; `payload` is gone once a counter has taken it over."""

    id: UUID
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    payload: Payload | None


def make(session: Session, payload: Payload, now: datetime) -> str:
    """Keep what was prepared; gives the token, which nobody can find again."""
    token, row = sealed(payload, now)
    with writing(session):
        put(session, Slip, row)
    return token


def sealed(payload: Payload, now: datetime) -> tuple[str, Mapping[str, Any]]:
    """A new token and the row it opens, for the block that stores it."""
    token = tokens.new_token()
    key = tokens.key(token)
    row = {
        "id": key.id, "sealed": seal(key, _written(payload)), "made_at": now,
        "expires_at": now + tokens.SLIP_LIVES, "used_at": None, "used_by": None,
    }  # fmt: skip
    return token, row


def redeem(session: Session, token: str, by_staff: UUID, now: datetime) -> Payload:
    """Take over what was prepared, inside the block that stores the visit: both happen, or neither does.

    Of a hundred who scan it at once one has it. A slip that never was and one that ran out are told apart to nobody.
    """
    must_write(session)
    key, connection = tokens.key(token), session.connection()
    row = connection.execute(FIND, {"slip": key.id}).one_or_none()
    # What was sealed never changes; whoever is first to mark it used is the one who has it.
    won = connection.execute(USE, {"slip": key.id, "now": now, "staff": by_staff}).rowcount
    if row is None or not won:
        used = session.scalar(select(Slip.used_at).where(Slip.id == key.id))
        raise Refused("slip_used", 409, at=used) if used else Refused("slip_unknown", 404)
    connection.execute(SILENCE, {"slip": key.id})
    audit.did(session, "staff", by_staff, "slip_redeemed", "slip", key.id, now)
    return _read(opened(key, row.sealed), row.made_at)


def look(session: Session, token: str, now: datetime) -> Standing | None:
    """The slip of a token as it stands; one that ran out is as if it had never been."""
    key = tokens.key(token)
    row = session.execute(
        select(Slip.sealed, Slip.made_at, Slip.expires_at, Slip.used_at).where(
            Slip.id == key.id, Slip.expires_at > now
        )
    ).one_or_none()
    if row is None:
        return None
    payload = None if row.used_at else _read(opened(key, row.sealed), row.made_at)
    return Standing(key.id, row.made_at, row.expires_at, row.used_at, payload)


def erase(session: Session, token: str) -> None:
    """The holder wants it gone; whatever the counter has taken over is the counter's."""
    with writing(session):
        _erase(session, tokens.key(token).id)


def _erase(session: Session, slip_id: UUID) -> None:
    session.execute(delete(SpokenCode).where(SpokenCode.slip_id == slip_id))
    session.execute(delete(Slip).where(Slip.id == slip_id))


def sweep(session: Session, now: datetime) -> None:
    """Erase the slips and the spoken codes that ran out; a used slip stays as long, to say when it was used."""
    with writing(session):
        gone = select(Slip.id).where(Slip.expires_at <= now)
        session.execute(
            delete(SpokenCode).where((SpokenCode.expires_at <= now) | SpokenCode.slip_id.in_(gone))
        )
        session.execute(delete(Slip).where(Slip.expires_at <= now))


# ------------------------------------------------------------------ how it is sealed


def seal(key: Key, data: bytes) -> bytes:
    """Seal under a derived key; the row's id is bound in, so that no row can be put in another's place."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key.secret).encrypt(nonce, data, key.id.bytes)


def opened(key: Key, data: bytes) -> bytes:
    """Open what `seal` made; what was changed meanwhile is no slip."""
    try:
        return AESGCM(key.secret).decrypt(data[:_NONCE], data[_NONCE:], key.id.bytes)
    except InvalidTag:
        raise Refused("slip_unknown", 404) from None


def _written(payload: Payload) -> bytes:
    whole = {"event": payload.event, "answers": payload.answers, "locale": payload.locale}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _read(data: bytes, made_at: datetime) -> Payload:
    whole = json.loads(data.decode("utf-8", "surrogatepass"))
    return Payload(whole["event"], whole["answers"], whole["locale"], made_at)
