"""Spoken codes: eight letters for half an hour, for whoever cannot show the QR code."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import throttle
from portal.db import put, writing
from portal.refused import Refused
from portal.throttle import Claim, Limit
from portal.vault import vault_of
from services.window.actions import slips
from services.window.models.slips import SpokenCode
from services.window.rules import tokens
from services.window.rules.tokens import Key

# Somebody at a counter mishears a few times; whoever tries on and on is slowed down to two a minute.
TRIES = Limit(10, timedelta(seconds=30))
MAKES = Limit(10, timedelta(minutes=3))


def make(session: Session, token: str, network: str, now: datetime) -> str:
    """A code for a slip that is still open; asking again replaces the one before."""
    with writing(session):
        throttle.take(session, [Claim("spoken_make", (network,), MAKES)], now)
    standing = slips.look(session, token, now)
    if standing is None:
        raise Refused("slip_unknown", 404)
    if standing.used_at:
        raise Refused("slip_used", 409, at=standing.used_at)
    code = tokens.new_code()
    key = _key(session, code)
    row = {
        "id": key.id, "slip_id": standing.id, "sealed": slips.seal(key, token.encode("ascii")),
        "expires_at": now + tokens.CODE_LIVES,
    }  # fmt: skip
    with writing(session):
        session.execute(delete(SpokenCode).where(SpokenCode.slip_id == standing.id))
        put(session, SpokenCode, row)
    return code


def token_of(session: Session, code: str, by_staff: UUID, now: datetime) -> str:
    """The token a code stands for, for `slips.redeem`; wrong tries are counted, and give the same answer as old ones."""
    claims = [Claim("spoken_try", (str(by_staff),), TRIES)]
    with writing(session):
        throttle.take(session, claims, now)
    key = _key(session, code)
    found = session.scalar(
        select(SpokenCode.sealed).where(SpokenCode.id == key.id, SpokenCode.expires_at > now)
    )
    if found is None:
        raise Refused("slip_unknown", 404)
    with writing(session):
        throttle.give_back(session, claims)
    return slips.opened(key, found).decode("ascii")


def _key(session: Session, code: str) -> Key:
    return tokens.split(vault_of(session).stretched("spoken", code, 48))
