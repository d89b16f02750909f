"""Tokens: made for one system and one purpose, shown once, counted, taken back at once."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, throttle
from portal.db import writing
from portal.opening import midnight, today
from portal.people import StaffSeat
from portal.refused import Refused
from portal.throttle import Claim, Limit
from portal.vault import digest
from services.connections.models import ApiToken
from services.connections.rules.granting import PREFIX, Grant, Wish, faults

# When a token was last used is written down to the minute; more would be a write for every read.
SEEN_EVERY = timedelta(minutes=1)

Lineage = Callable[[str], frozenset[str]]


def make(session: Session, seat: StaffSeat, wish: Wish, once: UUID, now: datetime) -> str:
    """A new token, told this one time; `once` is the form's own number, so that a reload makes no second one."""
    if wrong := faults(wish, today(now)):
        raise Refused(wrong[0], 422)
    if wish.last_day is None:
        raise Refused("token_last_day", 422)
    token = PREFIX + secrets.token_urlsafe(32)
    with writing(session):
        if session.get(ApiToken, once) is not None:
            raise Refused("shown_once")
        session.add(
            ApiToken(
                id=once, hash=digest(token), name=wish.name, purpose=wish.purpose, divisions=list(wish.divisions),
                procedures=list(wish.procedures), answers=wish.answers, shielded=wish.answers and wish.shielded,
                made_at=now, made_by=seat.id, expires_at=midnight(wish.last_day + timedelta(days=1)),
            )
        )  # fmt: skip
        session.flush()
        audit.did(session, "staff", seat.id, "made", "api_token", once, now)
    return token


def revoke(session: Session, seat: StaffSeat, token_id: UUID, now: datetime) -> None:
    """Take a token back; the next request with it is refused. A second press changes nothing."""
    with writing(session):
        token = session.get(ApiToken, token_id)
        if token is None:
            raise Refused("connection_unknown", 404)
        if token.revoked_at is None:
            token.revoked_at, token.revoked_by = now, seat.id
            session.flush()
            audit.did(session, "staff", seat.id, "revoked", "api_token", token_id, now)


def every(session: Session) -> Sequence[ApiToken]:
    """All tokens, those that still open something first, the newest first among them."""
    newest = session.scalars(select(ApiToken).order_by(ApiToken.made_at.desc(), ApiToken.id.desc()))
    return sorted(newest, key=lambda one: one.revoked_at is not None)


def known(session: Session, token: str, now: datetime, lineage: Lineage) -> Grant | None:
    """What a token allows at this moment, or nothing."""
    found = session.scalar(select(ApiToken).where(ApiToken.hash == digest(token)))
    if found is None or found.revoked_at is not None or found.expires_at <= now:
        return None
    divisions = frozenset(found.divisions).union(*(lineage(one) for one in found.divisions))
    return Grant(found.id, found.name, divisions, frozenset(found.procedures), found.answers, found.shielded)


def count(session: Session, grant: Grant, now: datetime, per_minute: int) -> None:
    """Count a request against the token's share, in a short block of its own; raises throttle.TooMany."""
    with writing(session):
        throttle.take(session, [share(grant, per_minute)], now)
        token = session.get_one(ApiToken, grant.token_id)
        if token.used_at is None or now - token.used_at >= SEEN_EVERY:
            token.used_at = now
            session.flush()


def share(grant: Grant, per_minute: int) -> Claim:
    """How often one token may ask: so many at once, and as many in each minute after that."""
    return Claim("api", (grant.token_id.bytes,), Limit(per_minute, timedelta(minutes=1) / per_minute))
