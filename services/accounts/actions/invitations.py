"""Invitations: a member of staff gets a link that works once, and chooses a password and a second factor with it."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal import audit, links, notify, sessions
from portal.db import writing
from portal.people import TOTP_SECRET, Passkey, Staff
from portal.refused import Refused
from portal.sessions import KnownDevice
from portal.vault import vault_of
from services.accounts.actions import breached, hashing, passkeys
from services.accounts.rules import passwords, totp

INVITE = "staff_invitation"
LASTS = timedelta(days=7)


@dataclass(frozen=True)
class Choice:
    """What somebody chose: a password, and a code of the app or a passkey that the browser made."""

    password: str
    again: str
    code: str = ""
    passkey: passkeys.Made | None = None
    label: str = ""


def invite(session: Session, staff_id: UUID, now: datetime) -> str:
    """Make the link and mail it, inside the caller's writing block; earlier ones stop working. Says the address."""
    links.withdraw(session, INVITE, staff_id)
    made = links.make(session, INVITE, now, LASTS, person_id=staff_id)
    link = f"{session.info.get('base_url', '')}/staff/invite/{made}"
    staff = session.get_one(Staff, staff_id)
    if staff.mail:
        values = {"link": link, "name": staff.name, "days": str(LASTS.days)}
        notify.notify(
            session, staff.mail, INVITE, refs={}, values=values, locale="ja", now=now, expires_at=now + LASTS
        )
    return link


def invited(session: Session, token: str, now: datetime) -> Staff:
    """Whom a link invites; looking does not use it up."""
    link = links.look(session, INVITE, token, now)
    staff = session.get(Staff, link.person_id)
    if staff is None:
        raise Refused("link_unknown", 404)
    return staff


def app_secret(secret_key: bytes, token: str) -> bytes:
    """The secret an authenticator app is offered: the same each time the page of this invitation is shown."""
    return hmac.digest(secret_key, b"totp\0" + token.encode(), "sha1")


def accept(session: Session, token: str, secret: bytes, choice: Choice, now: datetime) -> UUID:
    """Use the invitation up: what was known of the person before (keys, sessions, browsers) counts no more."""
    staff = invited(session, token, now)
    fault = passwords.fault(choice.password, choice.again, staff.number, staff.name)
    fault = fault or breached.fault(session, choice.password)
    if fault is not None:
        raise Refused(fault, 422)
    step = None if choice.passkey else totp.matching_step(secret, choice.code, now, 0)
    if choice.passkey is None and step is None:
        raise Refused("code_wrong", 422)
    stored = hashing.hashed(choice.password)
    with writing(session):
        links.use(session, INVITE, token, now)
        _start_afresh(session, staff.id, now)
        _store(session, staff, stored, secret if step else None, step or 0)
        if choice.passkey is not None:
            passkeys.store(session, staff.id, choice.passkey, choice.label, now)
        audit.did(session, "staff", staff.id, "invitation_accepted", "staff", staff.id, now)
    return staff.id


def _start_afresh(session: Session, staff_id: UUID, now: datetime) -> None:
    sessions.revoke(session, "staff", staff_id, now)
    session.execute(delete(Passkey).where(Passkey.staff_id == staff_id))
    session.execute(delete(KnownDevice).where(KnownDevice.kind == "staff", KnownDevice.person_id == staff_id))


def _store(session: Session, staff: Staff, stored: str, secret: bytes | None, step: int) -> None:
    staff = session.get_one(Staff, staff.id)
    staff.password_hash = stored
    staff.totp_sealed = (
        None if secret is None else vault_of(session).seal(session, staff.key_id, secret.hex(), TOTP_SECRET)
    )
    staff.totp_step = step
    session.flush()
