"""The file of providers is read whole or not at all, and what one sign-in uses cannot be guessed from another."""

import tomllib
from urllib.parse import parse_qs, urlsplit

import pytest

from forms.procedure import Assurance
from services.accounts.rules.providers import BrokenProvider, authorization, flow, read

GOOD = """
[[provider]]
key = "card"
issuer = "https://provider.example"
client_id = "kurashi"
label = { ja = "カードで入る", easy = "カードで はいる", en = "Sign in with your card" }
"""


def test_a_provider_is_read_with_its_defaults() -> None:
    (found,) = read(tomllib.loads(GOOD))

    assert (found.key, found.staff, found.level, found.scope) == ("card", False, Assurance.login, "openid")


def test_a_providers_secrets_are_never_printed() -> None:
    (found,) = read(tomllib.loads(GOOD + 'client_secret = "s3cr3t"\nprivate_key = "s3cr3t"\n'))

    assert (found.client_secret, found.private_key) == ("s3cr3t", "s3cr3t")
    assert "s3cr3t" not in repr(found)


def test_no_providers_are_no_fault() -> None:
    assert read({}) == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('key = "card"', "", "key is missing"),
        ('client_id = "kurashi"', "", "client_id is missing"),
        ("https://provider.example", "http://provider.example", "https"),
        ('key = "card"', 'key = "card"\nclient_auth = "magic"', "client_auth"),
        ('key = "card"', 'key = "card"\nfor = "cats"', "residents or staff"),
        ('key = "card"', 'key = "card"\nlevel = "signature"', "contact or login"),
    ],
)
def test_a_fault_is_told_and_nothing_is_taken(old: str, new: str, message: str) -> None:
    with pytest.raises(BrokenProvider, match=message):
        read(tomllib.loads(GOOD.replace(old, new)))


def test_a_key_that_stands_there_twice_is_a_fault() -> None:
    with pytest.raises(BrokenProvider, match="twice"):
        read(tomllib.loads(GOOD + GOOD))


def test_the_provider_is_asked_with_everything_that_binds_the_answer() -> None:
    (provider,) = read(tomllib.loads(GOOD))
    one = flow(b"k" * 32, "card", "token")

    asked = urlsplit(
        authorization(provider, "https://provider.example/a?x=1", one, "https://town.example/back")
    )

    said = {name: values[0] for name, values in parse_qs(asked.query).items()}
    assert said == {
        "x": "1",
        "response_type": "code",
        "client_id": "kurashi",
        "redirect_uri": "https://town.example/back",
        "scope": "openid",
        "state": one.state,
        "nonce": one.nonce,
        "code_challenge": one.challenge,
        "code_challenge_method": "S256",
    }
    assert one.verifier not in asked.query
    assert 43 <= len(one.verifier) <= 128


def test_every_sign_in_has_values_of_its_own() -> None:
    flows = [flow(b"k" * 32, *pair) for pair in (("card", "a"), ("card", "b"), ("city", "a"))]
    flows.append(flow(b"j" * 32, "card", "a"))

    values = [value for one in flows for value in (one.state, one.nonce, one.verifier)]
    assert len(set(values)) == len(values)
