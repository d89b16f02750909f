"""What a member of staff changes about their own account; whoever finds a desk unattended changes nothing."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal import audit, sessions, throttle
from portal.db import writing
from portal.people import TOTP_SECRET, Staff, StaffSeat
from portal.refused import Refused
from portal.vault import vault_of
from services.accounts.actions import breached, hashing, limits, passkeys
from services.accounts.actions.passkeys import Site
from services.accounts.rules import passwords, totp

Do = Callable[[], object]


def change_password(
    session: Session, seat: StaffSeat, present: str, password: str, again: str, now: datetime
) -> None:
    """A new password for whoever knows the present one; all other sessions end."""
    _confirm(session, seat, present, now)
    fault = passwords.fault(password, again, seat.number, seat.name) or breached.fault(session, password)
    if fault is not None:
        raise Refused(fault, 422)
    stored = hashing.hashed(password)
    with writing(session):
        session.get_one(Staff, seat.id).password_hash = stored
        end_others(session, seat, now)
        audit.did(session, "staff", seat.id, "password_changed", "staff", seat.id, now)


def set_app(
    session: Session, seat: StaffSeat, present: str, secret: bytes, typed: str, now: datetime
) -> None:
    """Another app that shows codes, once it has shown a right one; all other sessions end."""
    _confirm(session, seat, present, now)
    step = totp.matching_step(secret, typed, now, 0)
    if step is None:
        raise Refused("code_wrong", 422)
    with writing(session):
        staff = session.get_one(Staff, seat.id)
        staff.totp_sealed = vault_of(session).seal(session, staff.key_id, secret.hex(), TOTP_SECRET)
        staff.totp_step = step
        end_others(session, seat, now)
        audit.did(session, "staff", seat.id, "app_changed", "staff", seat.id, now)


def add_passkey(
    session: Session, seat: StaffSeat, site: Site, present: str, answer: str, label: str, now: datetime
) -> None:
    """Another passkey."""
    _confirm(session, seat, present, now)
    passkeys.add(session, site, seat.id, answer, label, now)


def revoke(session: Session, seat: StaffSeat, now: datetime, only: UUID | None = None) -> None:
    """End one of the person's sessions, or all but the present one."""
    with writing(session):
        if only is None:
            end_others(session, seat, now)
        else:
            sessions.revoke(session, "staff", seat.id, now, only)


def end_others(session: Session, seat: StaffSeat, now: datetime) -> None:
    """End every session of the person but the present one, inside the caller's writing block."""
    for other in sessions.of_person(session, "staff", seat.id, now):
        if other.id != seat.session_id:
            sessions.revoke(session, "staff", seat.id, now, other.id)


def _confirm(session: Session, seat: StaffSeat, present: str, now: datetime) -> None:
    """The present password once more; tries are counted for this session, so that nobody guesses at leisure."""
    claims = limits.own(seat.session_id)
    with writing(session):
        throttle.take(session, claims, now)
    if not hashing.fits(session.get_one(Staff, seat.id).password_hash, present):
        raise Refused("password_wrong", 401)
    with writing(session):
        throttle.give_back(session, claims)
