"""Residents: a mail link in, an identity from outside in, and out again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from forms.procedure import Assurance
from portal import links, notify, saved_answers, service, sessions, throttle
from portal.db import new_id, writing
from portal.inbox import CaseHolder
from portal.people import (
    ADDRESS,
    Contact,
    Identity,
    Resident,
    ResidentSeat,
    mail_token,
    resident_holder,
)
from portal.refused import Refused
from portal.throttle import TooMany
from portal.vault import vault_of
from services.accounts.actions import limits

LINK_LASTS = timedelta(minutes=15)
SIGN_IN, ADD_MAIL = "sign_in", "add_mail"


@dataclass(frozen=True)
class Browser:
    """Where a request comes from: its network, its device cookie's hash, a short name for it, its language."""

    network: str
    device: bytes | None
    label: str = ""
    locale: str = "ja"


def ask_link(
    session: Session,
    address: str,
    browser: Browser,
    now: datetime,
    *,
    next_path: str = "",
    add_to: UUID | None = None,
) -> None:
    """Send a mail link to an address, known or not; what the caller sees is the same in every case.

    Only a network that asks for hundreds of links is told to wait. An address that was sent several links is not sent
    more: one of them is still good, so whoever owns the mailbox can go in.
    """
    token = mail_token(vault_of(session), address)
    try:
        with writing(session):
            throttle.take(session, limits.mail(token, browser.network, _known(session, token, browser)), now)
            _send_link(session, address, browser.locale, now, next_path, add_to)
    except TooMany as refused:
        if refused.claim.name == "mail_network":
            raise


def _known(session: Session, token: bytes, browser: Browser) -> bytes | None:
    owner = _owner(session, token)
    if owner is None or sessions.knows(session, browser.device, "resident", owner) is None:
        return None
    return browser.device


def _owner(session: Session, token: bytes) -> UUID | None:
    return session.scalar(select(Contact.resident_id).where(Contact.kind == "mail", Contact.token == token))


def _send_link(
    session: Session, address: str, locale: str, now: datetime, next_path: str, add_to: UUID | None
) -> None:
    purpose = SIGN_IN if add_to is None else ADD_MAIL
    made = links.make(session, purpose, now, LINK_LASTS, person_id=add_to, value=address, next_path=next_path)
    path = "link" if add_to is None else "mail"
    values = {
        "link": f"{session.info.get('base_url', '')}/me/{path}/{made}",
        "minutes": str(int(LINK_LASTS.total_seconds() // 60)),
    }
    template = "login_link" if add_to is None else "add_mail_link"
    notify.notify(
        session,
        address,
        template,
        refs={},
        values=values,
        locale=locale,
        now=now,
        expires_at=now + LINK_LASTS,
    )


@dataclass(frozen=True)
class SignedIn:
    """A session that was opened: the cookie's value, whose it is, and where to go on."""

    token: str
    resident_id: UUID
    next_path: str


def open_link(
    session: Session, token: str, browser: Browser, now: datetime, *, replaces: str = ""
) -> SignedIn:
    """Use a mail link up: the address is shown to be reachable, and its owner is signed in."""
    with writing(session):
        link = links.use(session, SIGN_IN, token, now)
        address = str(links.opened(session, link))
        resident_id = _owner(session, mail_token(vault_of(session), address)) or _new_resident(session, now)
        _confirm(session, resident_id, address, now)
        return _begin(session, resident_id, Assurance.contact, browser, now, link.next_path, replaces)


def add_mail(session: Session, token: str, seat: ResidentSeat, now: datetime) -> None:
    """Use a link up that adds an address to the signed-in resident; in another browser it does nothing.

    Otherwise a stranger could have somebody else's address confirmed by a careless press of its owner.
    """
    with writing(session):
        if links.look(session, ADD_MAIL, token, now).person_id != seat.id:
            raise Refused("link_of_other_person", 403)
        address = str(links.opened(session, links.use(session, ADD_MAIL, token, now)))
        before = _owner(session, mail_token(vault_of(session), address))
        if before is not None and before != seat.id:
            _merge(session, before, seat.id, now)
        _confirm(session, seat.id, address, now)


def sign_in_by_identity(
    session: Session,
    issuer: str,
    subject: str,
    level: Assurance,
    browser: Browser,
    now: datetime,
    *,
    next_path: str = "",
    replaces: str = "",
) -> SignedIn:
    """Sign in somebody a provider vouched for, the first time as somebody new."""
    token = vault_of(session).token("identity", f"{issuer}\0{subject}")
    with writing(session):
        identity = session.get(Identity, (issuer, token))
        if identity is None:
            resident_id = _new_resident(session, now)
            identity = Identity(
                issuer=issuer, subject=token, resident_id=resident_id, level=int(level), made_at=now
            )
            session.add(identity)
        # What a provider is good for can change with its settings, so the level told today counts.
        identity.level = int(level)
        session.flush()
        return _begin(session, identity.resident_id, level, browser, now, next_path, replaces)


def sign_out(session: Session, token: str, now: datetime) -> None:
    """End the session of a cookie."""
    with writing(session):
        sessions.revoke_token(session, token, now)


def revoke(session: Session, seat: ResidentSeat, now: datetime, only: UUID | None = None) -> None:
    """End one of the resident's sessions, or all of them."""
    with writing(session):
        sessions.revoke(session, "resident", seat.id, now, only)


def _new_resident(session: Session, now: datetime) -> UUID:
    resident = Resident(id=new_id(), key_id=vault_of(session).new_key(session), made_at=now)
    session.add(resident)
    session.flush()
    return resident.id


def _confirm(session: Session, resident_id: UUID, address: str, now: datetime) -> None:
    vault = vault_of(session)
    token = mail_token(vault, address)
    contact = session.scalar(select(Contact).where(Contact.kind == "mail", Contact.token == token))
    if contact is None:
        key_id = session.scalars(select(Resident.key_id).where(Resident.id == resident_id)).one()
        sealed = vault.seal(session, key_id, address, ADDRESS)
        contact = Contact(id=new_id(), resident_id=resident_id, kind="mail", token=token, sealed=sealed)
        session.add(contact)
    contact.confirmed_at = now
    session.flush()


def _begin(
    session: Session,
    resident_id: UUID,
    level: Assurance,
    browser: Browser,
    now: datetime,
    next_path: str,
    replaces: str,
) -> SignedIn:
    if replaces:
        sessions.revoke_token(session, replaces, now)
    token = sessions.begin(
        session, "resident", resident_id, int(level), now, device=browser.device, label=browser.label
    )
    if browser.device is not None:
        sessions.remember_device(session, browser.device, "resident", resident_id, now, with_password=False)
    return SignedIn(token, resident_id, next_path)


def _merge(session: Session, old: UUID, new: UUID, now: datetime) -> None:
    """Somebody who was known by mail alone turns out to be a signed-in resident: both become one."""
    if session.scalar(select(exists().where(Identity.resident_id == old))):
        raise Refused("mail_of_other_person", 409)
    _reseal_contacts(session, old, new)
    _move_holders(session, resident_holder(old), resident_holder(new))
    saved_answers.forget(session, old)
    sessions.revoke(session, "resident", old, now)
    service.fire(session, "resident.merged", old=old, new=new, now=now)


def _reseal_contacts(session: Session, old: UUID, new: UUID) -> None:
    vault = vault_of(session)
    old_key, new_key = (
        session.scalars(select(Resident.key_id).where(Resident.id == person)).one() for person in (old, new)
    )
    for contact in session.scalars(select(Contact).where(Contact.resident_id == old)).all():
        address = vault.open(session, old_key, contact.sealed, ADDRESS)
        contact.sealed = vault.seal(session, new_key, address, ADDRESS)
        contact.resident_id = new
    session.flush()


def _move_holders(session: Session, old: bytes, new: bytes) -> None:
    mine = select(CaseHolder.case_id).where(CaseHolder.holder == new)
    session.execute(delete(CaseHolder).where(CaseHolder.holder == old, CaseHolder.case_id.in_(mine)))
    session.execute(update(CaseHolder).where(CaseHolder.holder == old).values(holder=new))
