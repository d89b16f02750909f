"""Passkeys: made by whoever knows the password, used once a challenge, bound to this site and its owner."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.links import OneTimeLink
from services.accounts.actions import sample
from tests.services.accounts.authenticator import Authenticator
from tests.services.accounts.town import Town
from tests.services.accounts.visit import Visit


def options(visit: Visit, path: str) -> dict[str, Any]:
    """What the page's script is given to hand to the passkey."""
    answer = visit.client.post(path, headers={"X-Form-Token": visit.token})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    asked: dict[str, Any] = json.loads(answer.data)
    return asked


def add_passkey(town: Town, visit: Visit, key: Authenticator, present: str = sample.PASSWORD) -> int:
    """Make a passkey on the page of one's own account."""
    visit.open("/staff/own")
    answer = key.create(options(visit, "/staff/own/passkeys/options"))
    return visit.send("/staff/own/passkeys", present=present, label="青い鍵", answer=answer)


def use_passkey(visit: Visit, key: Authenticator, page: str = "/staff/sign-in") -> int:
    """Press the passkey's button."""
    visit.open(page)
    answer = key.get(options(visit, "/staff/passkey/options"))
    return visit.send("/staff/passkey", answer=answer)


@pytest.fixture
def key() -> Authenticator:
    return Authenticator()


@pytest.fixture
def owner(town: Town, key: Authenticator) -> Visit:
    """1001, who has a passkey besides the app."""
    town.sample_staff()
    visit = town.sign_in(town.visit(), "1001")
    assert add_passkey(town, visit, key) == 303
    return visit


def test_a_passkey_alone_opens_a_whole_session(town: Town, owner: Visit, key: Authenticator) -> None:
    visit = town.visit("192.0.2.4")

    assert use_passkey(visit, key) == 303

    assert visit.open("/staff/own") == 200
    assert "青い鍵" in visit.page


def test_a_passkey_is_a_second_factor_after_the_password(
    town: Town, owner: Visit, key: Authenticator
) -> None:
    visit = town.visit()
    visit.fill("/staff/sign-in", number="1001", password=sample.PASSWORD)

    assert use_passkey(visit, key, "/staff/second") == 303
    assert visit.open("/staff/own") == 200


def test_another_persons_passkey_is_no_second_factor(town: Town, owner: Visit, key: Authenticator) -> None:
    visit = town.visit()
    visit.fill("/staff/sign-in", number="1002", password=sample.PASSWORD)

    assert use_passkey(visit, key, "/staff/second") == 401
    assert visit.open("/staff/own") == 303


def test_a_passkey_without_pin_or_fingerprint_is_refused(
    town: Town, owner: Visit, key: Authenticator
) -> None:
    key.verifies = False

    assert use_passkey(town.visit(), key) == 401


def test_an_answer_opens_nothing_a_second_time(town: Town, owner: Visit, key: Authenticator) -> None:
    visit = town.visit()
    visit.open("/staff/sign-in")
    answer = key.get(options(visit, "/staff/passkey/options"))
    assert visit.send("/staff/passkey", answer=answer) == 303

    thief = town.visit()
    thief.open("/staff/sign-in")

    assert thief.send("/staff/passkey", answer=answer) == 401


def test_an_answer_that_comes_late_is_refused(town: Town, owner: Visit, key: Authenticator) -> None:
    visit = town.visit()
    visit.open("/staff/sign-in")
    answer = key.get(options(visit, "/staff/passkey/options"))
    town.clock.forward(minutes=6)

    assert visit.send("/staff/passkey", answer=answer) == 401


def test_an_answer_given_to_another_site_is_refused(town: Town, owner: Visit, key: Authenticator) -> None:
    key.origin = "http://localhost.evil.example"

    assert use_passkey(town.visit(), key) == 401


def test_a_copied_passkey_whose_count_went_back_is_refused(
    town: Town, owner: Visit, key: Authenticator
) -> None:
    use_passkey(town.visit(), key)
    use_passkey(town.visit(), key)
    key.count = 0

    assert use_passkey(town.visit(), key) == 401


def test_an_unknown_passkey_is_refused(town: Town, owner: Visit) -> None:
    assert use_passkey(town.visit(), Authenticator()) == 401


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "{",
        "[]",
        '"x"',
        "{}",
        '{"response":{"clientDataJSON":"!!"}}',
        '{"response":{"clientDataJSON":"bnVsbA"}}',
    ],
)
def test_rubbish_is_refused_and_breaks_nothing(town: Town, owner: Visit, answer: str) -> None:
    visit = town.visit()
    visit.open("/staff/sign-in")

    assert visit.send("/staff/passkey", answer=answer) in (400, 401)


def test_whoever_finds_a_desk_unattended_adds_no_passkey(town: Town, owner: Visit) -> None:
    assert add_passkey(town, owner, Authenticator(), present="a wrong password") == 401


def test_a_challenge_for_somebody_else_makes_no_passkey(town: Town, owner: Visit) -> None:
    other = town.sign_in(town.visit(), "1002")
    other.open("/staff/own")
    made = Authenticator().create(options(other, "/staff/own/passkeys/options"))
    owner.open("/staff/own")

    assert owner.send("/staff/own/passkeys", present=sample.PASSWORD, label="", answer=made) == 401


def test_a_removed_passkey_opens_nothing(town: Town, owner: Visit, key: Authenticator) -> None:
    import base64

    owner.open("/staff/own")
    shown = base64.urlsafe_b64encode(key.credential).decode()
    assert owner.send("/staff/own/passkeys/remove", key=shown) == 303

    assert use_passkey(town.visit(), key) == 401


def test_a_person_who_left_comes_in_no_more(town: Town, owner: Visit, key: Authenticator) -> None:
    administrator = town.sign_in(town.visit(), "9001")
    person = f"/staff/people/{town.staff('1001').id}"
    administrator.open(person)
    administrator.send(person, name="見本 一郎", mail="", until="2026-11-20")
    town.clock.forward(days=1)

    assert use_passkey(town.visit(), key) == 401


def test_asking_for_challenges_stores_nothing(town: Town, owner: Visit) -> None:
    def stored() -> int:
        with town.session() as session:
            return session.scalar(select(func.count()).select_from(OneTimeLink)) or 0

    visit, before = town.visit(), stored()
    visit.open("/staff/sign-in")
    for _ in range(20):
        options(visit, "/staff/passkey/options")

    assert stored() == before
