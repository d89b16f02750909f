"""A card signature counts only when everything about it is right: the answers, the card, the authority, the day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from portal import sample_card
from portal.refused import Refused
from portal.sample_card import PASSWORD, Authority, Holder, SampleCard, new_key
from portal.signature import SignedBy, Trust, TrustedCards, document, verify

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
ANSWERS = {"name": "見本　花子", "copies": 2}
PAPER = document("juminhyo", "f1", ANSWERS)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.new(NOW)


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return new_key()


def trust(authority: Authority, revoked: tuple[int, ...] = (), lasts: timedelta = timedelta(days=7)) -> Trust:
    return Trust((authority.certificate,), (authority.revocations(NOW, revoked, lasts),))


def signed(key: rsa.RSAPrivateKey, paper: bytes = PAPER) -> bytes:
    return key.sign(paper, PKCS1v15(), SHA256())


def card(authority: Authority, key: rsa.RSAPrivateKey, holder: Holder | None = None) -> bytes:
    return authority.issue(key.public_key(), holder or Holder(), NOW).public_bytes(Encoding.DER)


def refusal(
    found: Trust, certificate: bytes, signature: bytes, now: datetime = NOW, paper: bytes = PAPER
) -> str:
    with pytest.raises(Refused) as refused:
        verify(found, paper, signature, certificate, now)
    return refused.value.code


def test_a_right_signature_tells_who_signed(authority: Authority, key: rsa.RSAPrivateKey) -> None:
    by = verify(trust(authority), PAPER, signed(key), card(authority, key), NOW)

    assert replace(by, serial="") == SignedBy(
        "見本　花子", "見本県ひなた市本町一丁目２番３号", "1955-04-01", "female", "", substituted=False
    )


def test_long_and_rare_names_come_back_letter_by_letter(authority: Authority, key: rsa.RSAPrivateKey) -> None:
    rare = Holder(name="髙﨑𠮷神葛󠄀" * 12, name_substitutes="01000", address="番地" * 60)

    by = verify(trust(authority), PAPER, signed(key), card(authority, key, rare), NOW)

    assert (by.name, by.address, by.substituted) == (rare.name, rare.address, True)


def test_answers_changed_after_signing_are_refused(authority: Authority, key: rsa.RSAPrivateKey) -> None:
    changed = document("juminhyo", "f1", ANSWERS | {"copies": 3})

    assert refusal(trust(authority), card(authority, key), signed(key), paper=changed) == "signature_wrong"


def test_another_cards_signature_is_refused(authority: Authority, key: rsa.RSAPrivateKey) -> None:
    assert refusal(trust(authority), card(authority, key), signed(new_key())) == "signature_wrong"


def test_an_authority_nobody_trusts_is_refused_though_it_bears_the_same_name(
    authority: Authority, key: rsa.RSAPrivateKey
) -> None:
    forged = card(Authority.new(NOW), key)

    assert refusal(trust(authority), forged, signed(key)) == "certificate_untrusted"


def test_a_card_that_signs_certificates_for_others_is_refused(
    authority: Authority, key: rsa.RSAPrivateKey
) -> None:
    mine = authority.issue(key.public_key(), Holder(), NOW)
    puppet = Authority(key, mine)
    found = Trust((authority.certificate, mine), (authority.revocations(NOW), puppet.revocations(NOW)))

    assert refusal(found, card(puppet, key), signed(key)) == "certificate_untrusted"


def test_a_card_past_its_last_day_is_refused(authority: Authority, key: rsa.RSAPrivateKey) -> None:
    short = authority.issue(key.public_key(), Holder(), NOW, lasts=timedelta(days=2))
    later = NOW + timedelta(days=3)

    code = refusal(trust(authority), short.public_bytes(Encoding.DER), signed(key), now=later)

    assert code == "certificate_expired"


def test_a_card_reported_lost_is_refused(authority: Authority, key: rsa.RSAPrivateKey) -> None:
    lost = authority.issue(key.public_key(), Holder(), NOW)

    code = refusal(trust(authority, (lost.serial_number,)), lost.public_bytes(Encoding.DER), signed(key))

    assert code == "certificate_revoked"


def test_an_old_revocation_list_accepts_nothing(authority: Authority, key: rsa.RSAPrivateKey) -> None:
    later = NOW + timedelta(days=8)

    assert refusal(trust(authority), card(authority, key), signed(key), now=later) == "revocation_unknown"


def test_a_forged_revocation_list_accepts_nothing(authority: Authority, key: rsa.RSAPrivateKey) -> None:
    found = Trust((authority.certificate,), (Authority.new(NOW).revocations(NOW),))

    assert refusal(found, card(authority, key), signed(key)) == "revocation_unknown"


def test_the_certificate_for_logging_in_signs_nothing(authority: Authority, key: rsa.RSAPrivateKey) -> None:
    login = authority.issue(key.public_key(), Holder(), NOW, for_signing=False)

    code = refusal(trust(authority), login.public_bytes(Encoding.DER), signed(key))

    assert code == "certificate_not_for_signing"


@pytest.mark.parametrize(
    "rubbish", [b"", b"rubbish", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"]
)
def test_a_certificate_that_is_none_is_refused(
    authority: Authority, key: rsa.RSAPrivateKey, rubbish: bytes
) -> None:
    assert refusal(trust(authority), rubbish, signed(key)) == "certificate_unreadable"


@pytest.mark.parametrize("birth", ["", "3", "319551401", "3195504011", "31955040x"])
def test_a_birth_date_that_is_none_is_refused(
    authority: Authority, key: rsa.RSAPrivateKey, birth: str
) -> None:
    odd = card(authority, key, Holder(birth=birth))

    assert refusal(trust(authority), odd, signed(key)) == "certificate_unreadable"


def test_the_same_answers_are_the_same_document_in_any_order() -> None:
    turned = dict(reversed(ANSWERS.items()))

    assert document("juminhyo", "f1", turned) == PAPER
    assert document("juminhyo", "f2", ANSWERS) != PAPER


def test_the_sample_card_signs_with_its_password_and_the_same_check(tmp_path: Path) -> None:
    sample_card.make(tmp_path, NOW)
    sample = SampleCard.read(tmp_path)
    assert sample is not None

    signature, certificate = sample.sign(PAPER, PASSWORD.lower())

    assert sample.sample
    assert sample.start(PAPER, "/back").address == ""
    assert sample.verify(PAPER, signature, certificate, NOW).name == "見本　花子"


@pytest.mark.parametrize("typed", ["", "WRONG1", "見本"])
def test_the_sample_card_refuses_a_wrong_password(tmp_path: Path, typed: str) -> None:
    sample_card.make(tmp_path, NOW)
    sample = SampleCard.read(tmp_path)
    assert sample is not None

    with pytest.raises(Refused, match="card_password_wrong"):
        sample.sign(PAPER, typed)


def test_loading_the_sample_twice_keeps_the_card(tmp_path: Path) -> None:
    sample_card.make(tmp_path, NOW)
    before = (tmp_path / "sample_card" / "card.crt").read_bytes()

    sample_card.make(tmp_path, NOW)

    assert (tmp_path / "sample_card" / "card.crt").read_bytes() == before


def test_a_town_without_the_sample_has_no_sample_card(tmp_path: Path) -> None:
    assert SampleCard.read(tmp_path) is None


def test_a_towns_trust_is_read_from_its_folder(
    authority: Authority, key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    (tmp_path / "ca.pem").write_bytes(authority.certificate.public_bytes(Encoding.PEM))
    (tmp_path / "crl.pem").write_bytes(authority.revocations(NOW).public_bytes(Encoding.PEM))

    cards = TrustedCards(Trust.read(tmp_path))

    assert not cards.sample
    assert cards.verify(PAPER, signed(key), card(authority, key), NOW).sex == "female"
