"""Passwords are kept by argon2id in OWASP's profile, and who has none is answered no sooner."""

import pytest

from services.accounts.actions import hashing

# The second of OWASP's equal profiles: 19 MiB, two passes, one lane.
PROFILE = "$argon2id$v=19$m=19456,t=2,p=1$"


@pytest.mark.usefixtures("earnest_passwords")
def test_a_password_costs_a_thief_what_owasp_asks() -> None:
    stored = hashing.hashed("mihon-no-aikotoba")

    assert stored.startswith(PROFILE)
    assert not hashing.is_outdated(stored)
    assert hashing.fits(stored, "mihon-no-aikotoba")
    assert not hashing.fits(stored, "mihon-no-aikotobA")


def test_a_cheaper_password_is_outdated(request: pytest.FixtureRequest) -> None:
    cheap = hashing.hashed("mihon-no-aikotoba")

    request.getfixturevalue("earnest_passwords")

    assert hashing.is_outdated(cheap)
    assert hashing.fits(cheap, "mihon-no-aikotoba")


def test_without_a_stored_password_one_is_counted_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []
    monkeypatch.setattr(hashing, "hashed", counted.append)

    assert not hashing.fits(None, "mihon-no-aikotoba")

    assert counted == ["mihon-no-aikotoba"]


def test_what_is_no_password_fits_none() -> None:
    assert not hashing.fits("not-a-hash", "mihon-no-aikotoba")
