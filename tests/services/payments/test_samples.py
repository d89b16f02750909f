"""Our provider against the objects of the real one, where they are at hand, and against our own stored shapes always."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from portal.payments.provider import Found, Given
from services.payments.outside import _found, _given, _seen
from tests.services.payments.conftest import Paying

HERE = Path(__file__).parent
THEIRS = HERE.parents[3] / "shared" / "stripe" / "fixtures3.json"
KINDS = ("checkout.session", "payment_intent", "charge", "refund", "event")


def shapes() -> Mapping[str, Mapping[str, Any]]:
    """The provider's own sample objects where they lie beside the repository, else the shapes we keep."""
    path = THEIRS if THEIRS.exists() else HERE / "shapes.json"
    found: Mapping[str, Mapping[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["resources"]
    return found


def all_kinds(paying: Paying) -> dict[str, dict[str, Any]]:
    """One object of each kind, as our provider makes it."""
    browser = paying.town.resident()
    case_id = paying.town.filed(browser)
    browser.open(f"/payments/cases/{case_id}")
    browser.press({"how": "card"})
    session_id = next(iter(paying.stripe.objects))
    paying.stripe.pay(session_id)
    intent = paying.stripe.objects[session_id]["payment_intent"]
    paying.stripe.ask(
        "POST",
        "/v1/refunds",
        {"payment_intent": intent, "amount": "10"},
        {"authorization": "Bearer sk_test_of_the_tests"},
    )
    made = {one["object"]: one for one in paying.stripe.objects.values()}
    return {**made, "event": paying.stripe.event("checkout.session.completed", session_id)}


@pytest.mark.parametrize("kind", KINDS)
def test_our_provider_says_nothing_the_real_one_does_not(paying: Paying, kind: str) -> None:
    ours, theirs = all_kinds(paying)[kind], shapes()[kind]

    assert set(ours) - set(theirs) == set()
    for name, value in ours.items():
        other = theirs[name]
        if value is not None and other is not None:
            assert type(value) is type(other), name


def test_the_real_ones_sample_session_reads_as_one_that_is_open() -> None:
    sample = dict(shapes()["checkout.session"])

    seen = _seen({**sample, "amount_total": 710, "currency": "jpy"})

    assert (seen.found, seen.yen) == (Found.OPEN, 710)
    assert seen.intent.startswith("pi_")


def test_the_real_ones_sample_refund_in_yen_reads_as_given_back() -> None:
    assert _given({**shapes()["refund"], "currency": "jpy"}).given is Given.DONE


@pytest.mark.parametrize(
    ("status", "paid", "intent", "found"),
    [
        ("open", "unpaid", "", Found.OPEN),
        ("expired", "unpaid", "", Found.EXPIRED),
        ("complete", "paid", "succeeded", Found.PAID),
        ("complete", "unpaid", "requires_action", Found.PROCESSING),
        ("complete", "unpaid", "processing", Found.PROCESSING),
        ("complete", "unpaid", "requires_payment_method", Found.EXPIRED),
        ("complete", "unpaid", "canceled", Found.EXPIRED),
        ("None", "None", "", Found.OPEN),
    ],
)
def test_every_standing_of_a_session_is_told_apart(status: str, paid: str, intent: str, found: Found) -> None:
    assert _found(status, paid, intent) is found
