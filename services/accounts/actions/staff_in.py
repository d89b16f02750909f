"""Staff come in: a number and a password, then a second factor; on a counter PC the second factor alone, that day."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import audit, links, notify, sessions, throttle
from portal.db import writing
from portal.opening import today
from portal.people import TOTP_SECRET, Passkey, Staff, in_force
from portal.refused import Refused
from portal.sessions import FULL, HALF, KnownDevice, WebSession
from portal.throttle import Claim
from portal.vault import vault_of
from services.accounts.actions import hashing, limits
from services.accounts.actions.residents import Browser
from services.accounts.rules import passwords, totp

DEVICE = "staff_device"
DEVICE_LASTS = timedelta(minutes=15)
# Who used a counter PC lately is offered on it; older traces would only crowd the list.
RECENT, SHOWN = timedelta(days=14), 12


@dataclass(frozen=True)
class SignedIn:
    """A session that was opened: the cookie's value and whose it is."""

    token: str
    staff_id: UUID


@dataclass(frozen=True)
class Factors:
    """Which second factors a member of staff has."""

    code: bool
    passkey: bool


def by_number(session: Session, typed: str, now: datetime) -> Staff | None:
    """A member of staff by number, in any width; nobody where the person is not in service today."""
    number = unicodedata.normalize("NFKC", typed).strip()[:50]
    found = session.scalar(select(Staff).where(Staff.number == number))
    return found if found is not None and in_force(found.since, found.until, today(now)) else None


def factors(session: Session, staff: Staff) -> Factors:
    """What the page of the second factor offers."""
    passkey = session.scalar(select(Passkey.credential).where(Passkey.staff_id == staff.id).limit(1))
    return Factors(staff.totp_sealed is not None, passkey is not None)


def by_password(
    session: Session, typed: str, password: str, browser: Browser, now: datetime, *, replaces: str = ""
) -> SignedIn:
    """The first factor: opens half a session, which only the page of the second factor accepts."""
    staff = by_number(session, typed, now)
    number = staff.number if staff else unicodedata.normalize("NFKC", typed).strip()[:50]
    claims = limits.password(number, browser.network, known_device(session, staff, browser))
    with writing(session):
        throttle.take(session, claims, now)
    stored = staff.password_hash if staff else None
    right = len(password) <= passwords.LONGEST and hashing.fits(stored, password)
    if staff is None or not right:
        raise Refused("sign_in_wrong", 401)
    better = hashing.hashed(password) if hashing.is_outdated(stored or "") else None
    with writing(session):
        throttle.give_back(session, claims)
        if better is not None:
            session.execute(update(Staff).where(Staff.id == staff.id).values(password_hash=better))
        return begin(session, staff.id, HALF, browser, now, replaces)


def by_code(
    session: Session, half: WebSession, token: str, typed: str, browser: Browser, now: datetime
) -> SignedIn:
    """The second factor as a code of six digits, after the password."""
    staff = _staff(session, half.person_id, now)
    claims = limits.second(staff.id, half.id, known_device(session, staff, browser))
    step = _right_step(session, staff, typed, claims, now)
    with writing(session):
        throttle.give_back(session, claims)
        _use_step(session, staff, step)
        return finish(session, staff.id, browser, now, token, with_password=half.level == HALF)


def switch_by_code(
    session: Session, staff_id: UUID, typed: str, browser: Browser, now: datetime, *, replaces: str = ""
) -> SignedIn:
    """Another user of the same PC, who gave the password on it earlier the same day."""
    staff = _staff(session, staff_id, now)
    if not gave_password_today(session, staff_id, browser, now):
        raise Refused("password_needed_today", 401, number=staff.number)
    claims = limits.second(staff.id, None, browser.device)
    step = _right_step(session, staff, typed, claims, now)
    with writing(session):
        throttle.give_back(session, claims)
        _use_step(session, staff, step)
        return finish(session, staff.id, browser, now, replaces, with_password=False)


def gave_password_today(session: Session, staff_id: UUID, browser: Browser, now: datetime) -> bool:
    """Whether the password was given on this very browser since midnight in Japan."""
    known = sessions.knows(session, browser.device, "staff", staff_id)
    return known is not None and known.password_at is not None and today(known.password_at) == today(now)


def recent(session: Session, browser: Browser, now: datetime) -> Sequence[Staff]:
    """The people who used this PC lately, the last one first."""
    if browser.device is None:
        return []
    query = (
        select(Staff)
        .join(KnownDevice, KnownDevice.person_id == Staff.id)
        .where(KnownDevice.device == browser.device, KnownDevice.kind == "staff")
        .where(KnownDevice.used_at > now - RECENT)
        .order_by(KnownDevice.used_at.desc())
        .limit(SHOWN)
    )
    return [staff for staff in session.scalars(query) if in_force(staff.since, staff.until, today(now))]


def sign_out(
    session: Session, token: str, now: datetime, *, forget: tuple[bytes, UUID] | None = None
) -> None:
    """End the session of a cookie, and take its owner off the PC's list where that is wished."""
    with writing(session):
        sessions.revoke_token(session, token, now)
        if forget is not None:
            sessions.forget_device(session, forget[0], "staff", forget[1])


def lock(session: Session, found: WebSession, now: datetime) -> None:
    """席を離れる: the session is idle at once, and the second factor takes it up again."""
    with writing(session):
        sessions.touch(session, found, now - sessions.IDLE["staff"] - timedelta(seconds=1))


def ask_device_link(session: Session, typed: str, browser: Browser, now: datetime) -> None:
    """Send a link that makes a new browser known: the owner's way in while strangers hammer the account.

    The answer is the same for every number. While links are not sent any more, an earlier one still lies in the mailbox.
    """
    staff = by_number(session, typed, now)
    if staff is None or not staff.mail:
        return
    try:
        with writing(session):
            throttle.take(session, [Claim("staff_device", (staff.number,), limits.MAIL)], now)
            made = links.make(session, DEVICE, now, DEVICE_LASTS, person_id=staff.id)
            _mail_device_link(session, staff, made, browser.locale, now)
    except throttle.TooMany:
        return


def _mail_device_link(session: Session, staff: Staff, made: str, locale: str, now: datetime) -> None:
    values = {
        "link": f"{session.info.get('base_url', '')}/staff/device/{made}",
        "minutes": str(int(DEVICE_LASTS.total_seconds() // 60)),
    }
    notify.notify(
        session,
        staff.mail,
        "staff_device",
        refs={},
        values=values,
        locale=locale,
        now=now,
        expires_at=now + DEVICE_LASTS,
    )


def open_device_link(session: Session, token: str, device: bytes, now: datetime) -> None:
    """Make this browser known to the owner of the link; it signs nobody in."""
    with writing(session):
        link = links.use(session, DEVICE, token, now)
        if link.person_id is not None:
            sessions.remember_device(session, device, "staff", link.person_id, now, with_password=False)


def known_device(session: Session, staff: Staff | None, browser: Browser) -> bytes | None:
    """This browser's hash where this very person signed in on it before."""
    if staff is None or sessions.knows(session, browser.device, "staff", staff.id) is None:
        return None
    return browser.device


def begin(
    session: Session, staff_id: UUID, level: int, browser: Browser, now: datetime, replaces: str
) -> SignedIn:
    """Open a session in place of the browser's last one, inside the caller's writing block."""
    if replaces:
        sessions.revoke_token(session, replaces, now)
    token = sessions.begin(session, "staff", staff_id, level, now, device=browser.device, label=browser.label)
    return SignedIn(token, staff_id)


def finish(
    session: Session, staff_id: UUID, browser: Browser, now: datetime, replaces: str, *, with_password: bool
) -> SignedIn:
    """Open a whole session and note the browser, inside the caller's writing block."""
    if browser.device is not None:
        sessions.remember_device(session, browser.device, "staff", staff_id, now, with_password=with_password)
    audit.did(session, "staff", staff_id, "signed_in", "staff", staff_id, now)
    return begin(session, staff_id, FULL, browser, now, replaces)


def _staff(session: Session, staff_id: UUID, now: datetime) -> Staff:
    staff = session.get(Staff, staff_id, populate_existing=True)
    if staff is None or not in_force(staff.since, staff.until, today(now)):
        raise Refused("sign_in_wrong", 401)
    return staff


def _right_step(session: Session, staff: Staff, typed: str, claims: list[Claim], now: datetime) -> int:
    with writing(session):
        throttle.take(session, claims, now)
    if staff.totp_sealed is None:
        raise Refused("code_wrong", 401)
    secret = bytes.fromhex(vault_of(session).open(session, staff.key_id, staff.totp_sealed, TOTP_SECRET))
    step = totp.matching_step(secret, typed, now, staff.totp_step)
    if step is None:
        raise Refused("code_wrong", 401)
    return step


def _use_step(session: Session, staff: Staff, step: int) -> None:
    # Of two who send the same code at the same instant, only the first finds the step unused.
    used = update(Staff).where(Staff.id == staff.id, Staff.totp_step < step).values(totp_step=step)
    if session.execute(used.returning(Staff.id)).first() is None:
        raise Refused("code_wrong", 401)
