"""A town that pays on its sample page, and one that pays through a provider on the loopback."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from tests.services.payments import fake_stripe
from tests.services.payments.fake_stripe import Stripe
from tests.services.payments.town import Town, town


@dataclass
class Paying:
    """A town and its provider, with one clock."""

    town: Town
    stripe: Stripe

    def tell(self, kind: str, about: str, **signing: object) -> int:
        """The provider sends a message; says how it was answered."""
        body, header = self.stripe.signed(self.stripe.event(kind, about), **signing)  # type: ignore[arg-type]
        return self.send(body, header)

    def send(self, body: bytes, header: str) -> int:
        """Some bytes arrive at the address for messages."""
        client = self.town.site.app.test_client()
        headers = {"Stripe-Signature": header, "Content-Type": "application/json; charset=utf-8"}
        return client.post("/payments/stripe/webhook", data=body, headers=headers).status_code


@pytest.fixture
def sample(tmp_path: Path, now: datetime) -> Iterator[Town]:
    """A town that pays on its sample page."""
    found = town(tmp_path, now)
    yield found
    found.site.close()


@pytest.fixture
def paying(tmp_path: Path, now: datetime) -> Iterator[Paying]:
    """A town that pays through a provider."""
    moments: list[Town] = []
    with fake_stripe.running(lambda: moments[0].clock().timestamp()) as stripe:
        settings = {
            "stripe_url": stripe.address, "stripe_secret_key": fake_stripe.KEY,
            "stripe_webhook_secret": f"whsec_older,{fake_stripe.SECRET}", "stripe_methods": "card,konbini,paypay",
        }  # fmt: skip
        found = town(tmp_path, now, **settings)
        moments.append(found)
        yield Paying(found, stripe)
        found.site.close()
