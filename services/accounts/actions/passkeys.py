"""Passkeys of staff (WebAuthn): registered once, then a second factor, or with a PIN or fingerprint both at once."""

import base64
import binascii
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal import audit, links
from portal.db import writing
from portal.opening import today
from portal.people import Passkey, Staff, in_force
from portal.refused import Refused
from portal.sessions import HALF, WebSession
from services.accounts.actions import staff_in
from services.accounts.actions.residents import Browser
from services.accounts.rules import challenges

CHALLENGE = "passkey"
# More would be more than one person can look after; a key cabinet is not a person.
MOST = 10


@dataclass(frozen=True)
class Site:
    """Where passkeys are good for: the browser's origin, the name of the host, the name shown to the person."""

    origin: str
    host: str
    name: str
    secret_key: bytes = field(repr=False)


def ask(session: Session, site: Site, now: datetime, staff_id: UUID | None = None) -> str:
    """What the browser needs to use a passkey: of one person, or of whoever holds one for this site."""
    import webauthn
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor, UserVerificationRequirement

    known = [] if staff_id is None else [key.credential for key in of_staff(session, staff_id)]
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenges.make(site.secret_key, b"", now),
        allow_credentials=[PublicKeyCredentialDescriptor(id=credential) for credential in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def ask_new(session: Session, site: Site, staff: Staff, now: datetime) -> str:
    """What the browser needs to make a passkey for a member of staff."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=staff.id.bytes,
        user_name=staff.number,
        user_display_name=staff.name,
        challenge=challenges.make(site.secret_key, staff.id.bytes, now),
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.PREFERRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            structs.PublicKeyCredentialDescriptor(id=key.credential) for key in of_staff(session, staff.id)
        ],
    )
    return webauthn.options_to_json(options)


def of_staff(session: Session, staff_id: UUID) -> list[Passkey]:
    """Somebody's passkeys, the oldest first."""
    return list(
        session.scalars(select(Passkey).where(Passkey.staff_id == staff_id).order_by(Passkey.made_at)).all()
    )


def add(session: Session, site: Site, staff_id: UUID, answer: str, label: str, now: datetime) -> None:
    """Keep a passkey that the browser has just made."""
    made = verify_new(session, site, staff_id, answer, now)
    with writing(session):
        if len(of_staff(session, staff_id)) >= MOST:
            raise Refused("passkeys_enough")
        store(session, staff_id, made, label, now)


@dataclass(frozen=True)
class Made:
    """A passkey that was checked and is not stored yet."""

    credential: bytes
    public_key: bytes
    sign_count: int


def verify_new(session: Session, site: Site, staff_id: UUID, answer: str, now: datetime) -> Made:
    """Check a new passkey; the challenge must be one of ours, made for this person, and is used up."""
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    credential, challenge = _read(answer)
    _use(session, site, challenge, staff_id.bytes, now)
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Refused("passkey_wrong", 401) from None
    return Made(made.credential_id, made.credential_public_key, made.sign_count)


def store(session: Session, staff_id: UUID, made: Made, label: str, now: datetime) -> None:
    """Store a checked passkey inside the caller's writing block."""
    if session.get(Passkey, made.credential) is not None:
        raise Refused("passkey_known")
    session.add(
        Passkey(
            credential=made.credential, staff_id=staff_id, public_key=made.public_key,
            sign_count=made.sign_count, label=label[:60], made_at=now, used_at=None,
        )
    )  # fmt: skip
    session.flush()
    audit.did(session, "staff", staff_id, "passkey_added", "staff", staff_id, now)


def remove(session: Session, staff_id: UUID, credential: bytes, now: datetime) -> None:
    """Forget one of somebody's passkeys, never the last way they have to come in."""
    with writing(session):
        staff = session.get_one(Staff, staff_id)
        if staff.totp_sealed is None and len(of_staff(session, staff_id)) < 2:
            raise Refused("last_second_factor")
        session.execute(delete(Passkey).where(Passkey.credential == credential, Passkey.staff_id == staff_id))


def sign_in(
    session: Session,
    site: Site,
    answer: str,
    browser: Browser,
    now: datetime,
    *,
    half: WebSession | None = None,
    replaces: str = "",
) -> staff_in.SignedIn:
    """Come in with a passkey: its own PIN or fingerprint is the first factor, so no password and no throttle is needed.

    After a password (`half`) it must be a passkey of the same person.
    """
    key, count = _check(session, site, answer, now)
    staff = session.get(Staff, key.staff_id)
    if staff is None or not in_force(staff.since, staff.until, today(now)):
        raise Refused("passkey_wrong", 401)
    after_password = half is not None and half.level == HALF
    if half is not None and after_password and half.person_id != staff.id:
        raise Refused("passkey_of_other_person", 401)
    with writing(session):
        session.execute(
            update(Passkey).where(Passkey.credential == key.credential).values(sign_count=count, used_at=now)
        )
        return staff_in.finish(session, staff.id, browser, now, replaces, with_password=after_password)


def _check(session: Session, site: Site, answer: str, now: datetime) -> tuple[Passkey, int]:
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    credential, challenge = _read(answer)
    _use(session, site, challenge, b"", now)
    key = session.get(Passkey, _bytes(credential.get("rawId")), populate_existing=True)
    if key is None:
        raise Refused("passkey_unknown", 401)
    try:
        used = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Refused("passkey_wrong", 401) from None
    return key, used.new_sign_count


def _use(session: Session, site: Site, challenge: bytes, whom: bytes, now: datetime) -> None:
    """A challenge that is not ours, is old or was answered before opens nothing, and which of these is nobody's business."""
    if not challenges.is_ours(site.secret_key, challenge, whom, now):
        raise Refused("passkey_wrong", 401)
    try:
        with writing(session):
            links.spend(session, CHALLENGE, challenges.text(challenge), now, challenges.LASTS)
    except Refused:
        raise Refused("passkey_wrong", 401) from None


def _read(answer: str) -> tuple[dict[str, Any], bytes]:
    """What the browser sent, and the challenge it says it answered; whether that is ours is looked up afterwards."""
    try:
        credential = json.loads(answer)
        said = json.loads(_bytes(credential["response"]["clientDataJSON"]))
        challenge = _bytes(said["challenge"])
    except (ValueError, KeyError, TypeError):
        raise Refused("passkey_wrong", 400) from None
    if not isinstance(credential, dict):
        raise Refused("passkey_wrong", 400)
    return credential, challenge


def _bytes(text: object) -> bytes:
    if not isinstance(text, str):
        raise Refused("passkey_wrong", 400)
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise Refused("passkey_wrong", 400) from None
