"""Handing in with a card: the signer must be the one who asks, and delivery goes to the certificate's address only."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal import inbox, payments, sample_card
from portal.db import Database
from portal.inbox import Case
from portal.refused import Refused
from portal.sample_card import PASSWORD, SampleCard
from portal.vault import vault_of
from services.applications.actions import signed
from services.applications.actions.drafts import Open
from services.applications.models import CardSignatureKept
from tests.portal.cases import hinata
from tests.services.applications.builders import HOLDER, RESIDENCE, a_draft, furnished, opened


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> SampleCard:
    """A made-up card with a real key, made once."""
    home = tmp_path_factory.mktemp("card")
    sample_card.make(home, datetime.fromisoformat("2026-11-01T00:00:00+00:00"))
    found = SampleCard.read(home)
    assert found is not None
    return found


def hand_in(session: Session, draft: Open, card: SampleCard, now: datetime) -> Case:
    document = signed.document_of(draft)
    proof = card.sign(document, PASSWORD)
    by = card.verify(document, *proof, now)
    return signed.submit(session, draft, hinata(), [HOLDER], by, proof, now)


def test_signed_answers_become_a_case_with_the_registered_address(
    database: Database, now: datetime, card: SampleCard
) -> None:
    with furnished(database).session() as session:
        draft = opened(session, a_draft(session, now, "juminhyo", **RESIDENCE), now)

        case = hand_in(session, draft, card, now)

        assert case.assurance == 3
        assert inbox.answers(session, case)["address"]["area"] == "見本県ひなた市本町一丁目２番３号"


def test_the_fee_of_all_copies_is_owed(database: Database, now: datetime, card: SampleCard) -> None:
    with furnished(database).session() as session:
        draft = opened(session, a_draft(session, now, "juminhyo", **{**RESIDENCE, "copies": 2}), now)

        case = hand_in(session, draft, card, now)

        # Two copies at 300 yen, and the postage to the registered address.
        assert payments.outstanding(session, "case", case.id) == 600 + 110


def test_the_signature_is_kept_with_the_case_and_still_holds(
    database: Database, now: datetime, card: SampleCard
) -> None:
    with furnished(database).session() as session:
        draft = opened(session, a_draft(session, now, "juminhyo", **RESIDENCE), now)
        document = signed.document_of(draft)
        case = hand_in(session, draft, card, now)

        kept = session.get_one(CardSignatureKept, case.id)
        proof = vault_of(session).open(session, case.key_id, kept.sealed, signed.SEALED)

        assert proof["document"].encode() == document
        assert "花子".encode() not in kept.sealed


@pytest.mark.parametrize("changed", [{"name": "見本 太郎"}, {"birth_date": "1955-04-02"}])
def test_somebody_elses_card_is_refused(
    database: Database, now: datetime, card: SampleCard, changed: dict[str, str]
) -> None:
    with furnished(database).session() as session:
        draft = opened(session, a_draft(session, now, "juminhyo", **{**RESIDENCE, **changed}), now)

        with pytest.raises(Refused, match="signer_differs"):
            hand_in(session, draft, card, now)


def test_answers_changed_after_signing_are_refused(
    database: Database, now: datetime, card: SampleCard
) -> None:
    with furnished(database).session() as session:
        draft = opened(session, a_draft(session, now, "juminhyo", **RESIDENCE), now)
        proof = card.sign(signed.document_of(draft), PASSWORD)
        changed = Open(
            draft.id, draft.procedure, draft.way, draft.key_id, "ja", {**draft.answers, "copies": 9}
        )

        with pytest.raises(Refused, match="signature_wrong"):
            card.verify(signed.document_of(changed), *proof, now)


def test_an_expired_certificate_is_refused(card: SampleCard, now: datetime) -> None:
    proof = card.sign(b"document", PASSWORD)

    with pytest.raises(Refused):
        card.verify(b"document", *proof, now + timedelta(days=4000))


def test_a_wrong_password_signs_nothing(card: SampleCard) -> None:
    with pytest.raises(Refused, match="card_password_wrong"):
        card.sign(b"document", "WRONG1")


def test_no_card_service_closes_the_way(tmp_path: Path) -> None:
    assert SampleCard.read(tmp_path) is None
