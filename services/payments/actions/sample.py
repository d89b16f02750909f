"""The made-up provider's counter: what is pressed on its page is told as a real provider would tell it."""

from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.opening import TOKYO, today
from portal.payments.provider import Found, Seen
from portal.refused import Refused
from services.payments.actions.paying import settle
from services.payments.actions.providers import SAMPLE, provider_of
from services.payments.models import Checkout
from services.payments.rules import UNDER_WAY

PAY, NUMBER = "pay", "number"
# As a real number for the shop: until the end of the third day after.
DAYS = timedelta(days=3)


def find(session: Session, checkout_id: UUID) -> Checkout | None:
    """A try at the made-up provider, in a town that has one."""
    provider = provider_of(session)
    found = session.get(Checkout, checkout_id)
    if provider is None or provider.name != SAMPLE or found is None or found.provider != SAMPLE:
        return None
    return found


def press(session: Session, checkout: Checkout, what: str, now: datetime) -> None:
    """Pay, or take a number for the convenience store."""
    if checkout.state not in UNDER_WAY or what not in (PAY, NUMBER):
        raise Refused("checkout_over")
    intent = f"sample_payment_{checkout.id}"
    if what == PAY:
        settle(session, checkout.id, Seen(Found.PAID, checkout.yen, intent, on=today(now)), now)
        return
    last = datetime.combine(today(now) + DAYS, time(23, 59, 59), TOKYO)
    voucher = f"/payments/sample/{checkout.id}"
    settle(session, checkout.id, Seen(Found.PROCESSING, checkout.yen, intent, voucher, last), now)
