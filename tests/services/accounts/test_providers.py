"""Signing in through a real OpenID Connect provider, and everything that is not believed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey
from sqlalchemy import func, select

from portal.people import Identity, Resident
from portal.sessions import WebSession
from services.accounts.actions.staff_people import NewRole
from tests.harness.live import Clock
from tests.services.accounts.provider import CLIENT, SECRET, Claims, Provider, serving
from tests.services.accounts.town import Town, open_town
from tests.services.accounts.visit import Visit

FILE = """
[[provider]]
key = "card"
issuer = "{issuer}"
client_id = "{client}"
client_secret = "{secret}"
client_auth = "{auth}"
label = {{ ja = "カードで入る（試験）", easy = "カードで はいる", en = "Sign in with your card" }}
acr_values = "aal3"
private_key = '''{private}'''

[[provider]]
key = "city"
for = "staff"
issuer = "{issuer}"
client_id = "{client}"
client_secret = "{secret}"
client_auth = "{auth}"
label = {{ ja = "市のアカウントで入る", easy = "市の アカウントで はいる", en = "Sign in with the city's account" }}
"""


def seconds(clock: Clock) -> Callable[[], float]:
    """The provider lives by the town's clock."""

    def tell() -> float:
        return clock.moment.timestamp()

    return tell


@dataclass
class Scene:
    """A town and the provider it trusts."""

    town: Town
    provider: Provider

    def count(self, table: type[Identity | Resident | WebSession]) -> int:
        with self.town.session() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


def open_scene(
    provider: Provider, clock: Clock, url: str, folder: Path, auth: str = "client_secret_basic"
) -> Town:
    """A town whose file names this provider."""
    private = provider.client_key.as_pem(private=True).decode() if provider.client_key else ""
    file = folder / "providers.toml"
    text = FILE.format(issuer=provider.issuer, client=CLIENT, secret=SECRET, auth=auth, private=private)
    file.write_text(text, encoding="utf-8")
    return open_town(folder, clock, database_url=url, oidc_providers_file=file)


@pytest.fixture
def scene(database_url: str, tmp_path: Path, now: datetime) -> Iterator[Scene]:
    clock = Clock(now)
    provider = Provider("http://localhost/me/provider/card/back", seconds(clock))
    with serving(provider):
        town = open_scene(provider, clock, database_url, tmp_path)
        yield Scene(town, provider)
        town.house.db.dispose()


def at_provider(visit: Visit, path: str = "/me/provider/card") -> str:
    """Press the button and sign in there; says where the provider leads back to."""
    assert visit.open(path) == 303, visit.page
    answer = httpx.get(visit.last.headers["Location"], trust_env=False)
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def altered(back: str, **changes: str) -> str:
    path, _, query = back.partition("?")
    kept = {name: values[0] for name, values in parse_qs(query).items()}
    return f"{path}?{urlencode({**kept, **changes})}"


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


def test_an_answer_for_another_browser_is_refused(scene: Scene) -> None:
    victim, attacker = scene.town.visit(), scene.town.visit()
    victim.open("/me/provider/card")

    assert victim.open(at_provider(attacker)) == 400
    assert scene.count(WebSession) == 0


def test_an_answer_nobody_asked_for_is_refused(scene: Scene) -> None:
    assert scene.town.visit().open("/me/provider/card/back?code=x&state=y") == 400
    assert scene.town.visit().open("/me/provider/card/back") == 400


def test_the_same_answer_opens_nothing_twice(scene: Scene) -> None:
    visit = scene.town.visit()
    back = at_provider(visit)
    assert visit.open(back) == 303

    assert visit.open(back) == 400


def test_an_answer_of_another_issuer_is_refused(scene: Scene) -> None:
    visit = scene.town.visit()
    back = altered(at_provider(visit), iss="https://elsewhere.example")

    assert visit.open(back) == 400


def test_whoever_turns_back_at_the_provider_is_told_what_to_do(scene: Scene) -> None:
    visit = scene.town.visit()
    state = parse_qs(urlsplit(at_provider(visit)).query)["state"][0]

    assert visit.open(f"/me/provider/card/back?error=access_denied&state={state}") == 400
    assert "カードの確認が終わりませんでした" in visit.page


def test_a_stolen_code_without_its_verifier_is_worth_nothing(scene: Scene) -> None:
    thief, victim = scene.town.visit(), scene.town.visit()
    code = parse_qs(urlsplit(at_provider(victim)).query)["code"][0]

    assert thief.open(altered(at_provider(thief), code=code)) == 502
    assert scene.count(WebSession) == 0


def other_audience(claims: Claims) -> Claims:
    return {**claims, "aud": "somebody-else"}


def many_audiences(claims: Claims) -> Claims:
    return {**claims, "aud": [CLIENT, "other"], "azp": "other"}


def other_issuer(claims: Claims) -> Claims:
    return {**claims, "iss": "https://elsewhere.example"}


def other_nonce(claims: Claims) -> Claims:
    return {**claims, "nonce": "another"}


def no_nonce(claims: Claims) -> Claims:
    return {name: value for name, value in claims.items() if name != "nonce"}


def expired(claims: Claims) -> Claims:
    return {**claims, "exp": claims["iat"] - 61}


def from_the_future(claims: Claims) -> Claims:
    return {**claims, "iat": claims["iat"] + 3600}


def nobody(claims: Claims) -> Claims:
    return {**claims, "sub": ""}


@pytest.mark.parametrize(
    "bend",
    [other_audience, many_audiences, other_issuer, other_nonce, no_nonce, expired, from_the_future, nobody],
)
def test_a_statement_that_is_not_exactly_ours_is_not_believed(
    scene: Scene, bend: Callable[[Claims], Claims]
) -> None:
    scene.provider.bend = bend
    visit = scene.town.visit()

    assert visit.open(at_provider(visit)) == 502
    assert scene.count(WebSession) == 0


def test_a_statement_signed_by_somebody_else_is_not_believed(scene: Scene) -> None:
    scene.provider.sign_with = RSAKey.generate_key(2048, {"kid": str(scene.provider.key.kid)})
    visit = scene.town.visit()

    assert visit.open(at_provider(visit)) == 502


def test_a_provider_that_changes_its_keys_is_believed_again_at_once(scene: Scene) -> None:
    before, after = scene.town.visit(), scene.town.visit()
    before.open(at_provider(before))
    scene.provider.rotate()

    assert after.open(at_provider(after)) == 303


def test_what_a_provider_publishes_is_read_once_an_hour(scene: Scene) -> None:
    for _ in range(3):
        visit = scene.town.visit()
        visit.open(at_provider(visit))
    assert scene.provider.asked.count("/.well-known/openid-configuration") == 1

    scene.town.clock.forward(hours=2)
    visit = scene.town.visit()
    visit.open(at_provider(visit))

    assert scene.provider.asked.count("/.well-known/openid-configuration") == 2


def test_a_document_that_names_another_issuer_is_not_believed(scene: Scene) -> None:
    scene.provider.said_issuer = "https://elsewhere.example"

    assert scene.town.visit().open("/me/provider/card") == 502


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
