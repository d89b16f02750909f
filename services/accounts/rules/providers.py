"""OpenID Connect providers as a town's file lists them, and what is derived for one sign-in."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from forms.procedure import Assurance
from forms.wording import Wording

CLIENT_AUTH = ("client_secret_basic", "client_secret_post", "private_key_jwt", "none")
# What a provider must sign with; no shared secrets, and never nothing.
ALGORITHMS = ("RS256", "PS256", "ES256")


class BrokenProvider(ValueError):
    """The file of providers cannot be used, and the text says where."""


@dataclass(frozen=True)
class Provider:
    """One provider: who it is, who we are to it, whom it signs in and how sure that makes us."""

    key: str
    issuer: str
    client_id: str
    label: Wording
    staff: bool = False
    client_auth: str = "client_secret_basic"
    client_secret: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    scope: str = "openid"
    acr_values: str = ""
    level: Assurance = Assurance.login
    number_claim: str = "employee_number"


@dataclass(frozen=True)
class Flow:
    """One sign-in under way: everything is derived from a secret that only this browser's cookie holds."""

    state: str
    nonce: str
    verifier: str

    @property
    def challenge(self) -> str:
        """What the provider is shown of the verifier (RFC 7636, S256)."""
        return _base64(hashlib.sha256(self.verifier.encode()).digest())


def read(mapping: Mapping[str, Any]) -> tuple[Provider, ...]:
    """The providers of a file, or BrokenProvider."""
    tables = mapping.get("provider", [])
    if not isinstance(tables, list):
        raise BrokenProvider("[[provider]]: tables are expected")
    found = tuple(_provider(table, number) for number, table in enumerate(tables, start=1))
    keys = [provider.key for provider in found]
    if len(set(keys)) < len(keys):
        raise BrokenProvider("[[provider]]: a key stands there twice")
    return found


def _provider(table: Mapping[str, Any], number: int) -> Provider:
    where = f"[[provider]] {number}"
    for name in ("key", "issuer", "client_id", "label"):
        if not table.get(name):
            raise BrokenProvider(f"{where}: {name} is missing")
    issuer, auth = str(table["issuer"]), str(table.get("client_auth", "client_secret_basic"))
    if not is_safe(issuer):
        raise BrokenProvider(f"{where}: issuer must be an https address")
    if auth not in CLIENT_AUTH:
        raise BrokenProvider(f"{where}: client_auth is one of {', '.join(CLIENT_AUTH)}")
    whom = table.get("for", "residents")
    if whom not in ("residents", "staff"):
        raise BrokenProvider(f"{where}: for is residents or staff")
    level = str(table.get("level", "login"))
    # A login, however strong, is not a signature over the answers.
    if level not in ("contact", "login"):
        raise BrokenProvider(f"{where}: level is contact or login")
    return Provider(
        key=str(table["key"]),
        issuer=issuer,
        client_id=str(table["client_id"]),
        label=Wording(dict(table["label"])),
        staff=whom == "staff",
        client_auth=auth,
        client_secret=str(table.get("client_secret", "")),
        private_key=str(table.get("private_key", "")),
        scope=str(table.get("scope", "openid")),
        acr_values=str(table.get("acr_values", "")),
        level=Assurance[level],
        number_claim=str(table.get("number_claim", "employee_number")),
    )


def is_safe(address: str) -> bool:
    """Whether an address may be spoken to: https, or this very machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    )


def flow(secret_key: bytes, provider: str, token: str) -> Flow:
    """What one sign-in uses; nothing of it is stored, so that looking at a sign-in page writes nothing."""
    parts = (
        _base64(hmac.digest(secret_key, f"oidc\0{part}\0{provider}\0{token}".encode(), "sha256"))
        for part in ("state", "nonce", "verifier")
    )
    return Flow(*parts)


def authorization(provider: Provider, endpoint: str, flow: Flow, back: str) -> str:
    """Where the browser is sent."""
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": provider.scope,
        "state": flow.state,
        "nonce": flow.nonce,
        "code_challenge": flow.challenge,
        "code_challenge_method": "S256",
    }
    if provider.acr_values:
        asked["acr_values"] = provider.acr_values
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
