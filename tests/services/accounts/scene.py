"""A town that trusts a real provider on this machine, and somebody who signs in there."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from sqlalchemy import func, select

from portal.people import Identity, Resident
from portal.sessions import WebSession
from tests.harness.live import Clock
from tests.services.accounts.provider import CLIENT, SECRET, Provider
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
