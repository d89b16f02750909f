"""Which provider a town pays through: Stripe where its keys are set, a made-up one in a made-up town, else none."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.payments.provider import Begun, Found, Given, GivenBack, Order, Provider, Seen
from services.payments.outside import LIMITS, Stripe

SAMPLE = "sample"


@dataclass(frozen=True)
class Sample:
    """A provider that takes no money: its page is one of ours, and what is pressed there is told to us directly."""

    name: str = SAMPLE

    @property
    def limits(self) -> Mapping[str, tuple[int, int]]:
        """As a real one."""
        return LIMITS

    def begin(self, order: Order) -> Begun:
        """Our own page that says 見本."""
        return Begun(f"sample_{order.id}", f"/payments/sample/{order.id}")

    def look(self, ref: str) -> Seen:
        """There is nothing to ask: whatever happened on the page was told when it happened."""
        return Seen(Found.OPEN, 0)

    def drop(self, ref: str) -> Seen:
        """The page closes by itself once the try is over."""
        return Seen(Found.EXPIRED, 0)

    def refund(self, intent: str, yen: int, key: UUID) -> GivenBack:
        """Given back at once."""
        return GivenBack(f"sample_refund_{key}", Given.DONE)

    def look_refund(self, ref: str) -> GivenBack:
        """Given back long ago."""
        return GivenBack(ref, Given.DONE)


def provider_of(session: Session) -> Provider | None:
    """The provider of this session's town."""
    settings = session.info["settings"]
    if settings.stripe_secret_key:
        methods = tuple(part.strip() for part in settings.stripe_methods.split(",") if part.strip())
        return Stripe(settings.stripe_url, settings.stripe_secret_key, methods)
    town = session.info["pack"].town
    return None if town.real else Sample()


def webhook_secrets(session: Session) -> tuple[str, ...]:
    """The secrets that sign the provider's messages; two while one is exchanged for another."""
    listed: str = session.info["settings"].stripe_webhook_secret
    return tuple(part.strip() for part in listed.split(",") if part.strip())
