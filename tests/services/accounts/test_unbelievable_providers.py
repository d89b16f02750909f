"""What a provider, or somebody who poses as one, says and is not believed."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import RSAKey

from portal.sessions import WebSession
from tests.services.accounts.provider import CLIENT, Claims
from tests.services.accounts.scene import Scene, altered, at_provider


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


def test_a_document_that_names_another_issuer_is_not_believed(scene: Scene) -> None:
    scene.provider.said_issuer = "https://elsewhere.example"

    assert scene.town.visit().open("/me/provider/card") == 502
