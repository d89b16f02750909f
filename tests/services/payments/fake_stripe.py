"""A payment provider on the loopback that behaves as Stripe documents it: forms, keys, states, refusals, signed messages."""

import hashlib
import hmac
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

KEY, SECRET = "sk_test_of_the_tests", "whsec_of_the_tests"
Object = dict[str, Any]
# What a new session may say (docs.stripe.com/api/checkout/sessions/create), as far as anybody of ours could want it.
SESSION = re.compile(
    r"mode|locale|client_reference_id|success_url|cancel_url|expires_at|metadata\[\w+\]|payment_method_types\[\d+\]"
    r"|payment_intent_data\[(description|metadata\]\[\w+)\]|payment_method_options\[konbini\]\[expires_after_days\]"
    r"|line_items\[\d+\]\[(quantity|price_data\]\[(currency|unit_amount|product_data\]\[name))\]"
)
REFUND = re.compile(r"payment_intent|amount|reason|metadata\[\w+\]")
LEAST = {"card": 50, "konbini": 120, "paypay": 50}


class Wrong(Exception):
    """Answered with an error object."""

    def __init__(self, status: int, kind: str, code: str = "", param: str = "") -> None:
        super().__init__(code)
        self.status = status
        self.error = {"type": kind, "code": code, "param": param, "message": "見本 花子 typed something"}


@dataclass
class Stripe:
    """What the provider knows, and what a test makes happen there."""

    clock: Callable[[], float]
    methods: tuple[str, ...] = ("card", "konbini", "paypay")
    objects: dict[str, Object] = field(default_factory=dict)
    answered: dict[str, tuple[bytes, Object]] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str], dict[str, str]]] = field(default_factory=list)
    faults: list[int] = field(default_factory=list)
    refund_status: str = "succeeded"
    address: str = ""
    numbers: int = 0

    def new(self, prefix: str) -> str:
        self.numbers += 1
        return f"{prefix}_test_{self.numbers:06d}"

    # ------------------------------------------------------------ what residents and shops do

    def pay(self, session_id: str) -> None:
        """Somebody pays by card or app: done at once."""
        session = self.objects[session_id]
        intent = self._intent(session)
        self._charge(intent)
        session.update(status="complete", payment_status="paid", url=None)

    def take_number(self, session_id: str, days: int = 3) -> None:
        """Somebody takes a number for the convenience store: the page is complete, the money is not there."""
        session = self.objects[session_id]
        intent = self._intent(session)
        details = {
            "expires_at": int(self.clock()) + days * 86400,
            "hosted_voucher_url": f"{self.address}/voucher/{intent['id']}",
            "stores": {},
        }
        action = {"type": "konbini_display_details", "konbini_display_details": details}
        intent.update(status="requires_action", next_action=action)
        session.update(status="complete", payment_status="unpaid", url=None)

    def pay_number(self, session_id: str) -> None:
        """The till took the cash."""
        session = self.objects[session_id]
        self._charge(self.objects[session["payment_intent"]])
        session.update(payment_status="paid")

    def let_number_expire(self, session_id: str) -> None:
        """Nobody came: the payment goes back to its beginning."""
        intent = self.objects[self.objects[session_id]["payment_intent"]]
        intent.update(status="requires_payment_method", next_action=None)

    def expire(self, session_id: str) -> None:
        """The page's time is over."""
        self.objects[session_id].update(status="expired", url=None)

    def event(self, kind: str, about: str) -> Object:
        """A message about an object, as it is at this moment."""
        return {
            "id": self.new("evt"), "object": "event", "api_version": "2026-09-30.endive", "created": int(self.clock()),
            "type": kind, "livemode": False, "pending_webhooks": 1, "request": {"id": None, "idempotency_key": None},
            "data": {"object": dict(self.objects[about])},
        }  # fmt: skip

    def signed(self, event: Object, *, secret: str = SECRET, at: float | None = None) -> tuple[bytes, str]:
        """The bytes of a message and the header that signs them."""
        body = json.dumps(event, ensure_ascii=False).encode()
        stamp = int(self.clock() if at is None else at)
        proof = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        return body, f"t={stamp},v1={proof},v0={'0' * 64}"

    # ------------------------------------------------------------ what we ask

    def ask(self, how: str, path: str, form: dict[str, str], headers: dict[str, str]) -> Object:
        """Do what is asked, once for each key."""
        self.asked.append((how, path, form, headers))
        if headers.get("authorization") != f"Bearer {KEY}":
            raise Wrong(401, "invalid_request_error")
        if self.faults:
            raise Wrong(self.faults.pop(0), "api_error", "lock_timeout")
        if how == "GET":
            return self._get(path, form)
        key, typed = headers.get("idempotency-key", ""), json.dumps(form, sort_keys=True).encode()
        if key in self.answered:
            if self.answered[key][0] != typed:
                raise Wrong(400, "idempotency_error", "idempotency_key_in_use")
            return self.answered[key][1]
        said = dict(self._post(path, form))
        if key:
            self.answered[key] = typed, said
        return said

    def _get(self, path: str, query: dict[str, str]) -> Object:
        found = dict(self._find(path.rsplit("/", 1)[1]))
        if query.get("expand[]", "").startswith("payment_intent") and found.get("payment_intent"):
            intent = dict(self.objects[found["payment_intent"]])
            if query["expand[]"].endswith(".latest_charge") and intent["latest_charge"]:
                intent["latest_charge"] = self.objects[intent["latest_charge"]]
            found["payment_intent"] = intent
        return found

    def _post(self, path: str, form: dict[str, str]) -> Object:
        if path == "/v1/checkout/sessions":
            return self._begin(form)
        if path == "/v1/refunds":
            return self._refund(form)
        parts = path.split("/")
        found = self._find(parts[-2])
        if parts[-1] == "expire":
            if found["status"] != "open":
                raise Wrong(400, "invalid_request_error")
            found.update(status="expired", url=None)
        elif parts[-1] == "cancel":
            if found["status"] in ("succeeded", "canceled"):
                raise Wrong(400, "invalid_request_error", "payment_intent_unexpected_state")
            found.update(status="canceled", next_action=None)
        else:
            raise Wrong(404, "invalid_request_error")
        return found

    def _find(self, id: str) -> Object:
        if id not in self.objects:
            raise Wrong(404, "invalid_request_error", "resource_missing")
        return self.objects[id]

    def _begin(self, form: dict[str, str]) -> Object:
        for name in form:
            if not SESSION.fullmatch(name):
                raise Wrong(400, "invalid_request_error", "parameter_unknown", name)
        lines = [name for name in form if name.endswith("[unit_amount]")]
        total = sum(int(form[name]) for name in lines)
        method = form["payment_method_types[0]"]
        if method not in self.methods or total < LEAST[method]:
            raise Wrong(400, "invalid_request_error", "amount_too_small")
        if any(form[name] != "jpy" for name in form if name.endswith("[currency]")):
            raise Wrong(400, "invalid_request_error", "currency")
        if not 30 * 60 <= int(form["expires_at"]) - self.clock() <= 24 * 3600:
            raise Wrong(400, "invalid_request_error", "expires_at")
        id = self.new("cs")
        session = {
            "id": id, "object": "checkout.session", "mode": form["mode"], "status": "open", "payment_status": "unpaid",
            "amount_subtotal": total, "amount_total": total, "currency": "jpy", "payment_intent": None,
            "client_reference_id": form.get("client_reference_id"), "created": int(self.clock()),
            "expires_at": int(form["expires_at"]), "livemode": False, "locale": form.get("locale"),
            "metadata": {"checkout": form["metadata[checkout]"]}, "payment_method_types": [method],
            "success_url": form["success_url"], "cancel_url": form["cancel_url"], "url": f"{self.address}/c/pay/{id}",
        }  # fmt: skip
        self.objects[id] = session
        return session

    def _refund(self, form: dict[str, str]) -> Object:
        for name in form:
            if not REFUND.fullmatch(name):
                raise Wrong(400, "invalid_request_error", "parameter_unknown", name)
        charge = self.objects[self._find(form["payment_intent"])["latest_charge"]]
        amount = int(form["amount"])
        if charge["amount_refunded"] + amount > charge["amount"]:
            raise Wrong(400, "invalid_request_error", "charge_already_refunded")
        charge["amount_refunded"] += amount
        refund = {
            "id": self.new("re"), "object": "refund", "amount": amount, "currency": "jpy", "charge": charge["id"],
            "payment_intent": form["payment_intent"], "status": self.refund_status, "created": int(self.clock()),
            "metadata": {}, "reason": None,
        }  # fmt: skip
        self.objects[refund["id"]] = refund
        return refund

    def _intent(self, session: Object) -> Object:
        intent = {
            "id": self.new("pi"), "object": "payment_intent", "amount": session["amount_total"], "amount_received": 0,
            "currency": "jpy", "status": "requires_payment_method", "latest_charge": None, "next_action": None,
            "created": int(self.clock()), "livemode": False, "metadata": dict(session["metadata"]),
            "payment_method_types": list(session["payment_method_types"]), "capture_method": "automatic",
        }  # fmt: skip
        self.objects[intent["id"]] = intent
        session["payment_intent"] = intent["id"]
        return intent

    def _charge(self, intent: Object) -> None:
        charge = {
            "id": self.new("ch"), "object": "charge", "amount": intent["amount"], "amount_captured": intent["amount"],
            "amount_refunded": 0, "currency": "jpy", "captured": True, "paid": True, "status": "succeeded",
            "created": int(self.clock()), "payment_intent": intent["id"], "livemode": False, "metadata": {},
            "refunded": False, "disputed": False,
        }  # fmt: skip
        self.objects[charge["id"]] = charge
        intent.update(
            status="succeeded", latest_charge=charge["id"], amount_received=intent["amount"], next_action=None
        )


class Handler(BaseHTTPRequestHandler):
    """Speaks HTTP for the provider."""

    stripe: Stripe

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self._answer("GET", parts.path, dict(parse_qsl(parts.query)))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        self._answer("POST", self.path, dict(parse_qsl(body, keep_blank_values=True)))

    def _answer(self, how: str, path: str, form: dict[str, str]) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            status, said = 200, self.stripe.ask(how, path, form, headers)
        except Wrong as wrong:
            status, said = wrong.status, {"error": wrong.error}
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def running(clock: Callable[[], float]) -> Iterator[Stripe]:
    """A provider on a free port until the block ends."""
    stripe = Stripe(clock)
    handler = type("Mine", (Handler,), {"stripe": stripe})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    stripe.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield stripe
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
