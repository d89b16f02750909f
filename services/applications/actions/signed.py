"""Handing in with a card: who signed must be who asks, and delivery goes only to the address on the certificate."""

import base64
import unicodedata
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from forms import journey
from portal.inbox import Case
from portal.pack import Pack
from portal.refused import Refused
from portal.signature import SignedBy, document
from portal.vault import vault_of
from services.applications.actions import submit as filing
from services.applications.actions.drafts import Open
from services.applications.actions.once import Wish
from services.applications.models import CardSignatureKept

SEALED = "card_signature.sealed"


def document_of(draft: Open) -> bytes:
    """What the card signs: the answers on the path, and the form they were given to."""
    answers = journey.effective(draft.procedure, draft.answers)
    return document(draft.procedure.key, draft.procedure.digest, answers)


def submit(
    session: Session,
    draft: Open,
    pack: Pack,
    holders: Sequence[bytes],
    by: SignedBy,
    proof: tuple[bytes, bytes],
    now: datetime,
    wish: Wish | None = None,
) -> Case:
    """到達 of signed answers; signature and certificate are kept with the case, sealed like its answers."""
    _is_the_applicant(draft, by)
    extra = {}
    if draft.way.register_address:
        extra[draft.way.register_address] = {"postcode": "", "area": by.address, "street": "", "building": ""}

    def keep(session: Session, case: Case) -> None:
        sealed = vault_of(session).seal(session, case.key_id, _kept(draft, by, proof), SEALED)
        session.execute(insert(CardSignatureKept), {"case_id": case.id, "signed_at": now, "sealed": sealed})

    return filing.submit(
        session, draft, pack, holders, filing.Proof(signed=True, extra=extra, keep=keep, wish=wish), now
    )


def _is_the_applicant(draft: Open, by: SignedBy) -> None:
    answers = journey.effective(draft.procedure, draft.answers)
    if answers.get("birth_date") != by.birth_date:
        raise Refused("signer_differs", 422)
    # A character the card cannot hold was put there by another one: then the clerk compares, not the machine.
    if not by.substituted and _plain(str(answers.get("name", ""))) != _plain(by.name):
        raise Refused("signer_differs", 422)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _kept(draft: Open, by: SignedBy, proof: tuple[bytes, bytes]) -> dict[str, str]:
    signature, certificate = (base64.b64encode(part).decode() for part in proof)
    return {
        "document": document_of(draft).decode(),
        "signature": signature,
        "certificate": certificate,
        "serial": by.serial,
        "name": by.name,
        "substituted": "yes" if by.substituted else "",
    }
