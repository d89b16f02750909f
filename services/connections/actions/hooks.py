"""Webhooks as an administrator keeps them: registered, given a new secret, stopped, ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, recent
from portal.db import writing
from portal.people import StaffSeat
from portal.refused import Refused
from portal.vault import vault_of
from services.connections.models import Webhook, WebhookDelivery
from services.connections.rules import addresses
from services.connections.rules.addresses import Policy
from services.connections.rules.events import Wish, faults
from services.connections.rules.signing import new_secret

SECRET = "webhook.secret"  # noqa: S105 (the name of a column, bound into what it seals)
# So long after a new secret was given, messages are signed with the one before as well.
BOTH = timedelta(days=7)
SHOWN = 50
# Under this name a process keeps for a second who wants to be told (portal.recent).
LISTENING = "webhooks"


def policy(session: Session) -> Policy:
    """Where the operator lets webhooks go."""
    settings = session.info["settings"]
    return addresses.policy(settings.webhook_networks, settings.webhook_ports, plain=not settings.production)


def register(session: Session, seat: StaffSeat, wish: Wish, once: UUID, now: datetime) -> str:
    """A new address with its secret, told this one time; `once` is the form's own number."""
    if wrong := faults(wish, policy(session)):
        raise Refused(wrong[0], 422)
    secret, vault = new_secret(), vault_of(session)
    with writing(session):
        if session.get(Webhook, once) is not None:
            raise Refused("shown_once")
        key_id = vault.new_key(session)
        session.add(
            Webhook(
                id=once, name=wish.name, url=wish.url, events=list(wish.events), divisions=list(wish.divisions),
                key_id=key_id, secret=vault.seal(session, key_id, secret, SECRET), made_at=now, made_by=seat.id,
            )
        )  # fmt: skip
        session.flush()
        audit.did(session, "staff", seat.id, "made", "webhook", once, now)
    recent.forget(session, LISTENING)
    return secret


def renew(session: Session, seat: StaffSeat, hook_id: UUID, now: datetime) -> str:
    """A new secret, told this one time; the one before signs along for a week."""
    secret, vault = new_secret(), vault_of(session)
    with writing(session):
        hook = _living(session, hook_id)
        hook.older_secret, hook.older_until = hook.secret, now + BOTH
        hook.secret = vault.seal(session, hook.key_id, secret, SECRET)
        session.flush()
        audit.did(session, "staff", seat.id, "changed", "webhook", hook_id, now)
    return secret


def stop(session: Session, seat: StaffSeat, hook_id: UUID, now: datetime, *, again: bool) -> None:
    """Tell this address nothing for a while, or go on; what happens meanwhile is in the feed."""
    with writing(session):
        hook = _living(session, hook_id)
        hook.paused_at = None if again else hook.paused_at or now
        session.flush()
        audit.did(session, "staff", seat.id, "changed", "webhook", hook_id, now)
    recent.forget(session, LISTENING)


def end(session: Session, seat: StaffSeat, hook_id: UUID, now: datetime) -> None:
    """Tell this address nothing any more, and destroy its secrets."""
    with writing(session):
        hook = _living(session, hook_id)
        vault_of(session).erase(session, hook.key_id)
        hook.ended_at, hook.secret, hook.older_secret, hook.older_until = now, b"", None, None
        session.flush()
        audit.did(session, "staff", seat.id, "revoked", "webhook", hook_id, now)
    recent.forget(session, LISTENING)


def secrets(session: Session, hook: Webhook, now: datetime) -> tuple[str, ...]:
    """The secrets that sign at this moment, the newest first."""
    vault = vault_of(session)
    sealed = [hook.secret]
    if hook.older_secret is not None and hook.older_until is not None and now < hook.older_until:
        sealed.append(hook.older_secret)
    return tuple(str(vault.open(session, hook.key_id, one, SECRET)) for one in sealed)


def every(session: Session) -> Sequence[Webhook]:
    """All addresses that were not ended, in the order in which they came."""
    return session.scalars(select(Webhook).where(Webhook.ended_at.is_(None)).order_by(Webhook.made_at)).all()


def listed(session: Session) -> list[tuple[Webhook, WebhookDelivery | None]]:
    """The same with the last message of each that was tried or waits."""
    return [(one, next(iter(deliveries(session, one.id)), None)) for one in every(session)]


def one(session: Session, hook_id: UUID) -> Webhook:
    """One of them."""
    return _living(session, hook_id)


def deliveries(session: Session, hook_id: UUID) -> Sequence[WebhookDelivery]:
    """What was told to an address lately, the newest first."""
    mine = select(WebhookDelivery).where(WebhookDelivery.webhook_id == hook_id)
    return session.scalars(mine.order_by(WebhookDelivery.id.desc()).limit(SHOWN)).all()


def _living(session: Session, hook_id: UUID) -> Webhook:
    hook = session.get(Webhook, hook_id)
    if hook is None or hook.ended_at is not None:
        raise Refused("connection_unknown", 404)
    return hook
