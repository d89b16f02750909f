"""What a resident and the accounts do at the provider's side, in one step each."""

from portal import tasks
from portal.payments import Payment
from services.payments.actions.listing import open_refunds
from services.payments.models import Checkout
from tests.services.applications.browsing import Browser
from tests.services.payments.conftest import Paying


def begin(paying: Paying, how: str = "card") -> tuple[Browser, object, str]:
    """A resident has chosen a way, and the provider has a page for it."""
    browser = paying.town.resident()
    case_id = paying.town.filed(browser)
    browser.open(f"/payments/cases/{case_id}")
    browser.press({"how": how})
    assert browser.page.status == 200, browser.page.text
    return browser, case_id, next(id for id in reversed(paying.stripe.objects) if id.startswith("cs_"))


def state(paying: Paying) -> str:
    with paying.town.site.session() as session:
        return session.query(Checkout).order_by(Checkout.id.desc()).first().state  # type: ignore[union-attr]


def open_kinds(paying: Paying) -> list[str]:
    with paying.town.site.session() as session:
        return [task.kind for task in tasks.open_tasks(session, {"shimin"}, nobodys=True)]


def give_back(paying: Paying, clerk: object, lines: list[Payment]) -> None:
    """Proposed by a clerk, approved in the accounts, done by the worker."""
    for line in lines:
        clerk.post(f"/staff/payments/lines/{line.id}/refund", reason="twice")  # type: ignore[attr-defined]
    accounts = paying.town.seat("accountant", "kaikei")
    with paying.town.site.session() as session:
        found = [one.refund.id for one in open_refunds(session, paying.town.clock())]
    for refund_id in found:
        assert accounts.post(f"/staff/payments/refunds/{refund_id}/approve").status_code == 303
    paying.town.work()
