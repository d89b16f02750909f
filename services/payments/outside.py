"""Stripe: a hosted page for cards, convenience stores and PayPay, asked over HTTPS; and its messages, checked."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from portal.opening import today
from portal.outbox import Later, Never
from portal.payments.provider import Begun, Found, Given, GivenBack, Order, Seen

# The version our reading of its answers was made for; without it the account's own would decide.
VERSION = "2026-09-30.endive"
PATIENCE = 8.0
LARGEST = 1024 * 1024
# A message older than this is a copy that somebody kept (docs.stripe.com/webhooks, verifying signatures).
TOLERANCE = 300
# The least and the most that can be charged in yen; convenience stores take from 120 to 300,000.
LIMITS: Mapping[str, tuple[int, int]] = {
    "card": (50, 9_999_999),
    "konbini": (120, 300_000),
    "paypay": (50, 9_999_999),
}
CURRENCY = "jpy"
_GIVEN = {"succeeded": Given.DONE, "failed": Given.FAILED, "canceled": Given.FAILED}


class Differs(Never):
    """The provider speaks of another sum or currency than ours."""


@dataclass(frozen=True)
class Message:
    """A message whose signature fits: which one, about what, made when."""

    id: str
    kind: str
    about: str
    made_at: datetime


@dataclass(frozen=True)
class Stripe:
    """The city's account; it never prints its key."""

    url: str
    key: str = field(repr=False)
    methods: tuple[str, ...]
    name: str = "stripe"

    @property
    def limits(self) -> Mapping[str, tuple[int, int]]:
        """The methods the account has, with the sums they take."""
        return {method: LIMITS[method] for method in self.methods if method in LIMITS}

    def begin(self, order: Order) -> Begun:
        """A Checkout Session; yen has no hundredths, so a unit is a yen."""
        said = self._post("/v1/checkout/sessions", _session(order), key=str(order.id))
        return Begun(_text(said, "id"), _link(_text(said, "url")))

    def look(self, ref: str) -> Seen:
        """The session as it is now, with its payment: messages may come late, twice or in any order."""
        return _seen(self._get(f"/v1/checkout/sessions/{ref}", {"expand[]": "payment_intent.latest_charge"}))

    def drop(self, ref: str) -> Seen:
        """Close the page, and the number for the convenience store where one was given out."""
        seen = self.look(ref)
        if seen.found is Found.OPEN:
            self._post(f"/v1/checkout/sessions/{ref}/expire", {}, key=f"drop:{ref}")
        elif seen.found is Found.PROCESSING and seen.intent:
            self._post(f"/v1/payment_intents/{seen.intent}/cancel", {}, key=f"drop:{seen.intent}")
        else:
            return seen
        return self.look(ref)

    def refund(self, intent: str, yen: int, key: UUID) -> GivenBack:
        """Give back; for a convenience store Stripe asks the resident by mail for a bank account, which takes days."""
        form = {"payment_intent": intent, "amount": str(yen), "metadata[refund]": str(key)}
        return _given(self._post("/v1/refunds", form, key=f"refund:{key}"))

    def look_refund(self, ref: str) -> GivenBack:
        """The refund as it is now."""
        return _given(self._get(f"/v1/refunds/{ref}", {}))

    def _get(self, path: str, query: Mapping[str, str]) -> dict[str, Any]:
        return self._ask("GET", path, {"params": dict(query)}, {})

    def _post(self, path: str, form: Mapping[str, str], *, key: str) -> dict[str, Any]:
        return self._ask("POST", path, {"data": dict(form)}, {"Idempotency-Key": key})

    def _ask(
        self, how: str, path: str, what: Mapping[str, Any], headers: Mapping[str, str]
    ) -> dict[str, Any]:
        import httpx

        # A city's servers often reach the world through a proxy, but never themselves.
        far = self.url.startswith("https://")
        sent = {"Authorization": f"Bearer {self.key}", "Stripe-Version": VERSION, **headers}
        try:
            with httpx.Client(timeout=PATIENCE, follow_redirects=False, trust_env=far) as client:
                answer = client.request(how, f"{self.url.rstrip('/')}{path}", headers=sent, **what)
        except httpx.HTTPError:
            raise Later("stripe_silent") from None
        return _read(answer.status_code, answer.content)


def _read(status: int, body: bytes) -> dict[str, Any]:
    """What was answered; what may work later is told apart from what never will."""
    # 409: the same key is being worked on at this moment; 429: too many at once.
    if status in (409, 429) or status >= 500:
        raise Later(f"stripe_{status}")
    try:
        said = json.loads(body) if len(body) <= LARGEST else None
    except ValueError:
        raise Later("stripe_unreadable") from None
    if not isinstance(said, dict):
        raise Later("stripe_unreadable")
    if status != 200:
        error = said.get("error")
        # Its code is a word of a list; its message may quote what was typed.
        code = error.get("code") or error.get("type") if isinstance(error, dict) else ""
        raise Never(f"stripe_{status}_{str(code)[:60]}")
    return said


def _session(order: Order) -> dict[str, str]:
    """The form of a new session; it carries the receipt number and nothing about a person."""
    form = {
        "mode": "payment",
        "locale": "ja" if order.locale in ("ja", "easy") else "en" if order.locale == "en" else "auto",
        "client_reference_id": order.reference,
        "metadata[checkout]": str(order.id),
        "payment_intent_data[metadata][checkout]": str(order.id),
        "payment_intent_data[metadata][receipt]": order.reference,
        "payment_intent_data[description]": order.reference,
        "payment_method_types[0]": order.method,
        "success_url": order.back,
        "cancel_url": order.cancel,
        "expires_at": str(int(order.expires_at.timestamp())),
    }
    if order.method == "konbini":
        form["payment_method_options[konbini][expires_after_days]"] = "3"
    for place, (name, yen) in enumerate(order.lines):
        line = f"line_items[{place}]"
        form |= {
            f"{line}[quantity]": "1",
            f"{line}[price_data][currency]": CURRENCY,
            f"{line}[price_data][unit_amount]": str(yen),
            f"{line}[price_data][product_data][name]": name,
        }
    return form


def _seen(said: Mapping[str, Any]) -> Seen:
    """A session and its payment intent as one answer; the sum must be in yen."""
    status, paid = said.get("status"), said.get("payment_status")
    intent = said.get("payment_intent")
    inner: Mapping[str, Any] = intent if isinstance(intent, dict) else {}
    if said.get("currency") not in (None, CURRENCY):
        raise Differs("stripe_currency")
    number = str(inner.get("id") or (intent if isinstance(intent, str) else ""))
    found = _found(str(status), str(paid), str(inner.get("status", "")))
    voucher = _voucher(inner)
    return Seen(
        found,
        _whole(said.get("amount_total")),
        number,
        _link(str(voucher.get("hosted_voucher_url") or "")),
        _moment(voucher.get("expires_at")),
        _paid_on(inner) if found is Found.PAID else None,
    )


def _found(status: str, paid: str, intent: str) -> Found:
    if status == "expired":
        return Found.EXPIRED
    if status != "complete":
        return Found.OPEN
    if paid in ("paid", "no_payment_required"):
        return Found.PAID
    # A number for the shop that ran out takes its payment back to the beginning; a cancelled one never comes.
    return Found.EXPIRED if intent in ("requires_payment_method", "canceled") else Found.PROCESSING


def _voucher(intent: Mapping[str, Any]) -> Mapping[str, Any]:
    action = intent.get("next_action")
    shown = action.get("konbini_display_details") if isinstance(action, dict) else None
    return shown if isinstance(shown, dict) else {}


def _paid_on(intent: Mapping[str, Any]) -> Any:
    """納付日: the day of the charge in Japan, where the provider tells it."""
    charge = intent.get("latest_charge")
    moment = _moment(charge.get("created")) if isinstance(charge, dict) else None
    return today(moment) if moment else None


def _given(said: Mapping[str, Any]) -> GivenBack:
    if said.get("currency") not in (None, CURRENCY):
        raise Differs("stripe_currency")
    return GivenBack(_text(said, "id"), _GIVEN.get(str(said.get("status")), Given.PENDING))


def heard(body: bytes, header: str, secrets: tuple[str, ...], now: datetime) -> Message | None:
    """A message, where one of our secrets signed exactly these bytes a moment ago; None for anything else."""
    parts = [part.strip().partition("=") for part in header.split(",")]
    stamps = [value for name, _, value in parts if name == "t"]
    signatures = [value for name, _, value in parts if name == "v1"]
    if len(stamps) != 1 or not (stamps[0].isascii() and stamps[0].isdigit()) or len(stamps[0]) > 12:
        return None
    if abs(now.timestamp() - int(stamps[0])) > TOLERANCE:
        return None
    signed = f"{stamps[0]}.".encode() + body
    wanted = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets]
    # While a secret is exchanged, a message carries a signature by each.
    fits = [hmac.compare_digest(one.encode(), given.encode()) for one in wanted for given in signatures]
    return _message(body) if any(fits) else None


def _message(body: bytes) -> Message | None:
    try:
        said = json.loads(body)
    except ValueError:
        return None
    inner = (
        said.get("data", {}).get("object")
        if isinstance(said, dict) and isinstance(said.get("data"), dict)
        else None
    )
    made = _moment(said.get("created")) if isinstance(inner, dict) else None
    if made is None or not isinstance(inner, dict) or not isinstance(said.get("id"), str):
        return None
    return Message(said["id"][:255], str(said.get("type", ""))[:100], str(inner.get("id", ""))[:255], made)


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not value:
        raise Later("stripe_unreadable")
    return value


def _link(address: str) -> str:
    """An address that may stand in a link of ours; anything but a page is left out."""
    return address if address.startswith(("https://", "http://")) else ""


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise Differs("stripe_no_amount")


def _moment(value: object) -> datetime | None:
    return datetime.fromtimestamp(value, UTC) if isinstance(value, int) and value > 0 else None
