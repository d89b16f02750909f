"""An invitation works once, and whoever it reaches chooses a password and a second factor with it."""

import re
from datetime import date

import pytest

from services.accounts.actions.staff_people import NewRole
from services.accounts.rules import totp
from tests.services.accounts.authenticator import Authenticator
from tests.services.accounts.test_passkeys import options, use_passkey
from tests.services.accounts.town import Town
from tests.services.accounts.visit import Visit

GOOD = "さくらのはなびらがちるころ"
MAIL = "t@city.example"


@pytest.fixture
def link(town: Town) -> str:
    """The link in the mail to somebody an administrator has just added."""
    town.sample_staff()
    administrator = town.sign_in(town.visit(), "9001")
    administrator.open("/staff/people/new")
    added = administrator.send(
        "/staff/people/new",
        number="7001",
        name="見本 八重",
        mail=MAIL,
        division="shimin",
        role="worker",
        kind="main",
    )
    assert added == 303
    return town.links(MAIL)[-1]


def secret(visit: Visit) -> bytes:
    """What the page offers to the app."""
    import base64

    found = re.search(r'<code translate="no">([A-Z2-7 ]+)</code>', visit.page)
    assert found is not None
    return base64.b32decode(found[1].replace(" ", ""))


def code(town: Town, visit: Visit) -> str:
    return totp.code(secret(visit), totp.step_of(town.now))


def test_password_and_app_are_chosen_and_work(town: Town, link: str) -> None:
    visit = town.visit()
    assert visit.open(link) == 200
    mine = secret(visit)

    assert visit.send(link, password=GOOD, again=GOOD, code=code(town, visit)) == 200
    assert "始められます" in visit.page

    town.clock.forward(seconds=30)
    assert visit.fill("/staff/sign-in", number="7001", password=GOOD) == 303
    assert visit.send("/staff/second", code=totp.code(mine, totp.step_of(town.now))) == 303
    assert visit.open("/staff/own") == 200


def test_a_passkey_can_be_chosen_instead_of_the_app(town: Town, link: str) -> None:
    visit, key = town.visit(), Authenticator()
    visit.open(link)
    made = key.create(options(visit, f"{link}/options"))

    assert visit.send(link, password=GOOD, again=GOOD, answer=made) == 200

    assert use_passkey(town.visit(), key) == 303


def test_the_page_offers_the_same_app_secret_each_time(town: Town, link: str) -> None:
    first, second = town.visit(), town.visit()
    first.open(link)
    second.open(link)

    assert secret(first) == secret(second)


def test_an_invitation_works_once(town: Town, link: str) -> None:
    visit = town.visit()
    visit.open(link)
    visit.send(link, password=GOOD, again=GOOD, code=code(town, visit))

    assert town.visit().open(link) == 410


def test_an_invitation_ends_after_a_week(town: Town, link: str) -> None:
    town.clock.forward(days=7)

    assert town.visit().open(link) == 410
    assert town.visit().open("/staff/invite/nonsense") == 404


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("short", "short", "短すぎます"),
        (GOOD, GOOD + "x", "2つのパスワードがちがいます"),
        ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa", "推測されやすい"),
    ],
)
def test_a_bad_password_is_told_and_the_invitation_stays_good(
    town: Town, link: str, password: str, again: str, said: str
) -> None:
    visit = town.visit()
    visit.open(link)

    assert visit.send(link, password=password, again=again, code=code(town, visit)) == 422
    assert said in visit.page

    assert visit.send(link, password=GOOD, again=GOOD, code=code(town, visit)) == 200


def test_without_a_second_factor_nothing_begins(town: Town, link: str) -> None:
    visit = town.visit()
    visit.open(link)

    for wrong in ("", "000000"):
        assert visit.send(link, password=GOOD, again=GOOD, code=wrong) == 422

    assert visit.fill("/staff/sign-in", number="7001", password=GOOD) == 401


def test_a_new_invitation_spoils_the_one_before(town: Town, link: str) -> None:
    administrator = town.sign_in(town.visit(), "9001")
    person = f"/staff/people/{town.staff('7001').id}"
    administrator.open(person)

    assert administrator.send(f"{person}/invite") == 303

    newer = town.links(MAIL)[-1]
    assert newer != link
    assert (town.visit().open(link), town.visit().open(newer)) == (404, 200)


def test_accepting_again_ends_all_that_was_known_before(town: Town, link: str) -> None:
    old, key = town.visit(), Authenticator()
    old.open(link)
    old.send(link, password=GOOD, again=GOOD, answer=key.create(options(old, f"{link}/options")))
    use_passkey(old, key)
    administrator = town.sign_in(town.visit(), "9001")
    person = f"/staff/people/{town.staff('7001').id}"
    administrator.open(person)
    administrator.send(f"{person}/invite")
    fresh = town.visit()
    newer = town.links(MAIL)[-1]
    fresh.open(newer)
    assert old.open("/staff/own") == 200

    assert (
        fresh.send(
            newer,
            password="かぜがふいてはるがきたころ",
            again="かぜがふいてはるがきたころ",
            code=code(town, fresh),
        )
        == 200
    )

    assert old.open("/staff/own") == 303
    assert use_passkey(town.visit(), key) == 401
    assert town.visit().fill("/staff/sign-in", number="7001", password=GOOD) == 401


def test_somebody_without_a_mail_address_is_not_invited_by_mail(town: Town) -> None:
    town.sample_staff()
    person = town.add_staff("7002", NewRole("shimin", "worker", "main", date(2026, 4, 1)))
    administrator = town.sign_in(town.visit(), "9001")
    administrator.open(f"/staff/people/{person.id}")

    assert administrator.send(f"/staff/people/{person.id}/invite") == 422
    assert "メールアドレスがありません" in administrator.page
