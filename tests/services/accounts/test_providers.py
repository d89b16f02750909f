"""Signing in through a real OpenID Connect provider."""

from datetime import date, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import RSAKey
from sqlalchemy import select

from portal.people import Identity, Resident
from portal.sessions import WebSession
from services.accounts.actions.staff_people import NewRole
from tests.harness.live import Clock
from tests.services.accounts.provider import Provider, serving
from tests.services.accounts.scene import Scene, at_provider, open_scene, seconds


def test_a_resident_comes_in_with_a_card_and_is_known_the_next_time(scene: Scene) -> None:
    first, second = scene.town.visit(), scene.town.visit()

    assert first.open(at_provider(first, "/me/provider/card?next=/me")) == 303
    assert first.where == "/me"
    assert first.follow() == 200
    assert second.open(at_provider(second)) == 303
    assert second.where == "/applications/"

    assert scene.count(Identity) == scene.count(Resident) == 1


def test_the_sign_in_page_offers_the_towns_providers_in_the_readers_words(scene: Scene) -> None:
    visit = scene.town.visit()

    visit.open("/me/sign-in")
    assert "カードで入る（試験）" in visit.page
    assert "市のアカウントで入る" not in visit.page

    visit.open("/staff/sign-in")
    assert "市のアカウントで入る" in visit.page


def test_a_card_reaches_further_than_a_mail_link(scene: Scene) -> None:
    by_mail, by_card = scene.town.sign_in_resident(scene.town.visit()), scene.town.visit()
    by_card.open(at_provider(by_card))

    assert by_mail.open("/me/mail") == 303
    assert by_mail.where.startswith("/me/sign-in?next=")
    assert by_card.open("/me/mail") == 200


def test_the_subject_is_not_readable_in_the_database(scene: Scene) -> None:
    visit = scene.town.visit()
    visit.open(at_provider(visit))

    with scene.town.session() as session:
        assert b"4711" not in session.scalars(select(Identity.subject)).one()


def test_whoever_turns_back_at_the_provider_is_told_what_to_do(scene: Scene) -> None:
    visit = scene.town.visit()
    state = parse_qs(urlsplit(at_provider(visit)).query)["state"][0]

    assert visit.open(f"/me/provider/card/back?error=access_denied&state={state}") == 400
    assert "カードの確認が終わりませんでした" in visit.page


def test_what_a_provider_publishes_is_read_once_an_hour(scene: Scene) -> None:
    for _ in range(3):
        visit = scene.town.visit()
        visit.open(at_provider(visit))
    assert scene.provider.asked.count("/.well-known/openid-configuration") == 1

    scene.town.clock.forward(hours=2)
    visit = scene.town.visit()
    visit.open(at_provider(visit))

    assert scene.provider.asked.count("/.well-known/openid-configuration") == 2


def test_a_provider_that_is_down_is_told_apart_and_mail_still_works(scene: Scene) -> None:
    scene.provider.down = True
    visit = scene.town.visit()

    assert visit.open("/me/provider/card") == 503
    assert "メールのリンクで入ってください" in visit.page
    scene.town.sign_in_resident(visit)


def test_an_unknown_provider_is_not_found(scene: Scene) -> None:
    assert scene.town.visit().open("/me/provider/nothing") == 404
    assert scene.town.visit().open("/me/provider/city") == 404


def test_staff_come_in_through_the_citys_own_sign_in(scene: Scene) -> None:
    scene.town.add_staff("1001", NewRole("shimin", "counter", "main", date(2026, 4, 1)))
    scene.provider.back = "http://localhost/staff/provider/city/back"
    scene.provider.more = {"employee_number": "1001"}
    visit = scene.town.visit()

    assert visit.open(at_provider(visit, "/staff/provider/city")) == 303
    assert visit.open("/staff/own") == 200


@pytest.mark.parametrize("number", ["7777", "", None, 1001])
def test_staff_whom_we_do_not_know_stay_outside(scene: Scene, number: object) -> None:
    scene.provider.back = "http://localhost/staff/provider/city/back"
    scene.provider.more = {"employee_number": number}
    visit = scene.town.visit()

    assert visit.open(at_provider(visit, "/staff/provider/city")) == 403
    assert visit.open("/staff/own") == 303


@pytest.mark.parametrize("auth", ["client_secret_basic", "client_secret_post", "private_key_jwt"])
def test_we_prove_ourselves_in_the_way_the_provider_asks_for(
    auth: str, database_url: str, tmp_path: Path, now: datetime
) -> None:
    clock = Clock(now)
    provider = Provider("http://localhost/me/provider/card/back", seconds(clock))
    provider.client_auth, provider.client_key = auth, RSAKey.generate_key(2048)
    with serving(provider):
        town = open_scene(provider, clock, database_url, tmp_path, auth)
        visit = town.visit()

        assert visit.open(at_provider(visit)) == 303
        town.house.db.dispose()


def test_a_card_holder_adds_a_mail_address_and_finds_what_was_filed_with_it(scene: Scene) -> None:
    visit = scene.town.visit()
    visit.open(at_provider(visit))

    assert visit.fill("/me/mail", mail="hanako@mail.example") == 303
    assert visit.fill(scene.town.links("hanako@mail.example")[-1]) == 303

    visit.open("/me")
    assert "hanako@mail.example" in visit.page


def test_whoever_was_known_by_mail_becomes_one_with_the_card_holder(scene: Scene) -> None:
    old = scene.town.sign_in_resident(scene.town.visit())
    card = scene.town.visit()
    card.open(at_provider(card))

    card.fill("/me/mail", mail="hanako@mail.example")
    assert card.fill(scene.town.links("hanako@mail.example")[-1]) == 303

    assert old.open("/me") == 303
    again = scene.town.sign_in_resident(scene.town.visit())
    with scene.town.session() as session:
        mine = set(session.scalars(select(WebSession.person_id).where(WebSession.revoked_at.is_(None))))
    assert again.open("/me") == 200
    assert len(mine) == 1


def test_a_link_that_adds_an_address_does_nothing_in_its_owners_own_browser(scene: Scene) -> None:
    attacker, owner = scene.town.visit(), scene.town.visit()
    attacker.open(at_provider(attacker))
    attacker.fill("/me/mail", mail="hanako@mail.example")
    link = scene.town.links("hanako@mail.example")[-1]

    scene.provider.subject = "card-0815"
    owner.open(at_provider(owner))
    assert owner.fill(link) == 403

    attacker.open("/me")
    assert "hanako@mail.example" not in attacker.page


def test_an_address_of_another_card_holder_stays_theirs(scene: Scene) -> None:
    husband, wife = scene.town.visit(), scene.town.visit()
    husband.open(at_provider(husband))
    husband.fill("/me/mail", mail="family@mail.example")
    husband.fill(scene.town.links("family@mail.example")[-1])
    scene.provider.subject = "card-0815"
    wife.open(at_provider(wife))

    wife.fill("/me/mail", mail="family@mail.example")

    assert wife.fill(scene.town.links("family@mail.example")[-1]) == 409
