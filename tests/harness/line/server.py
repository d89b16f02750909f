"""LINE on this machine: Flask on the loopback that keeps what it is sent, refuses what LINE refuses, and fails when told to."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from socket import SHUT_RDWR
from threading import Event, RLock
from typing import Any
from uuid import UUID, uuid4

from flask import Flask, Response, request

from tests.harness.line import menus
from tests.harness.line.events import MORNING, TOKEN
from tests.harness.line.judging import faults
from tests.harness.line.menus import Menus
from tests.harness.live import listening

# A reply token is good once, for so long.
TOKEN_LIFE = timedelta(seconds=60)
_RETRY_LIFE = timedelta(hours=24)
_USER = re.compile(r"U[0-9a-f]{32}")


@dataclass(frozen=True)
class Sent:
    """What arrived on somebody's screen, or would have."""

    how: str
    to: tuple[str, ...]
    messages: tuple[Mapping[str, Any], ...]
    at: datetime
    key: str = ""

    @property
    def texts(self) -> list[str]:
        """The words of its text messages."""
        return [str(one["text"]) for one in self.messages if one["type"] == "text"]


@dataclass
class Fault:
    """How the next call to an address goes wrong; `after`: it does its work first, so that only the answer is lost."""

    status: int = 0
    after: bool = False
    # No status: nothing is answered until the test is over.
    headers: Mapping[str, str] = field(default_factory=dict)
    # The line breaks.
    dropped: bool = False


@dataclass
class LineServer:
    """One channel of LINE's, and everything that happened to it."""

    clock: Callable[[], datetime] = lambda: MORNING
    address: str = ""
    sent: list[Sent] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    # The reply tokens that were given out: who gets the reply, and until when; a used one is gone.
    tokens: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    keys: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    quota: int | None = None
    used: int = 0
    blocked: set[str] = field(default_factory=set)
    profiles: dict[str, dict[str, Any]] = field(default_factory=dict)
    media: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    loading: list[str] = field(default_factory=list)
    # Each call asks this first: nothing, or how it goes wrong.
    fault: Callable[[str], Fault | None] = lambda _: None
    menus: Menus = field(default_factory=Menus)
    webhook: str = ""
    # What the operator left switched off or on at LINE, and what LINE meets when it knocks.
    active: bool = True
    chat_mode: str = "bot"
    knocked: tuple[int, str] = (200, "OK")
    over: Event = field(default_factory=Event)
    _lock: RLock = field(default_factory=RLock)

    def give(self, event: Mapping[str, Any]) -> None:
        """Make the reply token of an event good from now on."""
        token, source = event.get("replyToken"), event.get("source") or {}
        if isinstance(token, str):
            self.tokens[token] = (str(source.get("userId", "")), self.clock() + TOKEN_LIFE)

    def arrived(self, user: str) -> list[Sent]:
        """What somebody sees: whoever blocked the account sees nothing."""
        return [one for one in self.sent if user in one.to and user not in self.blocked]

    def answer(self) -> Response:
        """One call, judged and done."""
        path = request.path
        self.asked.append((request.method, path))
        fault = self.fault(path)
        if fault and not fault.after:
            return self._failed(fault)
        with self._lock:
            done = self._judged(path)
        return self._failed(fault) if fault else done

    def _failed(self, fault: Fault) -> Response:
        if fault.dropped:
            request.environ["werkzeug.socket"].shutdown(SHUT_RDWR)
            return Response()
        if not fault.status:
            self.over.wait(30)
        return Response("{}", fault.status or 500, dict(fault.headers), mimetype="application/json")

    def _judged(self, path: str) -> Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return _said({"message": "Authentication failed"}, 401)
        key = request.headers.get("X-Line-Retry-Key", "")
        if key and path not in KEYED:
            return self._refuse(f"{path}: a retry key is for pushes")
        if key and not _is_uuid(key):
            return self._refuse("X-Line-Retry-Key: no UUID")
        found = _route(request.method, path)
        if found is None:
            return _said({"message": "Not found"}, 404)
        do, match = found
        told = _json()
        wrong = faults(request.method, path, told)
        if wrong:
            return self._refuse(*wrong)
        done: Response = do(self, told, *match.groups())
        return done

    def _refuse(self, *why: str) -> Response:
        self.refused.extend(why)
        return _said(
            {"message": "The request body has 1 error(s)", "details": [{"message": one} for one in why]}, 400
        )

    def reply(self, told: dict[str, Any]) -> Response:
        user, until = self.tokens.pop(told["replyToken"], ("", self.clock()))
        if self.clock() >= until:
            return _said({"message": "Invalid reply token"}, 400)
        return self._keep("reply", (user,), told)

    def push(self, told: dict[str, Any]) -> Response:
        return self._pushed("push", (told["to"],), told)

    def multicast(self, told: dict[str, Any]) -> Response:
        return self._pushed("multicast", tuple(told["to"]), told)

    def _pushed(self, how: str, to: tuple[str, ...], told: dict[str, Any]) -> Response:
        key = request.headers.get("X-Line-Retry-Key", "")
        before = self.keys.get(key)
        if before and self.clock() - before[1] < _RETRY_LIFE:
            headers = {"x-line-accepted-request-id": before[0]}
            return _said({"message": "The retry key is already accepted"}, 409, headers)
        if self.quota is not None and self.used + len(to) > self.quota:
            return _said({"message": "You have reached your monthly limit."}, 429)
        self.used += len(to)
        done = self._keep(how, to, told, key)
        if key:
            self.keys[key] = (done.headers["x-line-request-id"], self.clock())
        return done

    def _keep(self, how: str, to: tuple[str, ...], told: dict[str, Any], key: str = "") -> Response:
        self.sent.append(Sent(how, to, tuple(told["messages"]), self.clock(), key))
        ids = [
            {"id": str(len(self.sent) * 10 + place), "quoteToken": "q"}
            for place, _ in enumerate(told["messages"])
        ]
        return _said({} if how == "multicast" else {"sentMessages": ids})

    def profile(self, _told: object, user: str) -> Response:
        if user in self.blocked or not _USER.fullmatch(user):
            return _said({"message": "Not found"}, 404)
        return _said({"userId": user, "displayName": "見本", "language": "ja", **self.profiles.get(user, {})})

    def content(self, _told: object, message: str) -> Response:
        if message not in self.media:
            return _said({"message": "Not found"}, 404)
        data, kind = self.media[message]
        return Response(data, 200, mimetype=kind)

    def link_token(self, _told: object, user: str) -> Response:
        return _said({"linkToken": f"link-{user[:9]}-{uuid4().hex}"})

    def load(self, told: dict[str, Any]) -> Response:
        self.loading.append(told["chatId"])
        return _said({}, 202)

    def limit(self, _told: object) -> Response:
        return _said({"type": "none"} if self.quota is None else {"type": "limited", "value": self.quota})

    def consumption(self, _told: object) -> Response:
        return _said({"totalUsage": self.used})

    def endpoint(self, told: dict[str, Any]) -> Response:
        """The webhook's address, set or asked for."""
        if request.method == "PUT":
            self.webhook = str(told["endpoint"])
            return _said({})
        if not self.webhook:
            return _said({"message": "Not found"}, 404)
        return _said({"endpoint": self.webhook, "active": self.active})

    def probe(self, _told: object) -> Response:
        """LINE knocks at the webhook."""
        status, reason = self.knocked
        good = bool(self.webhook) and status == 200
        return _said({"success": good, "statusCode": status, "reason": reason, "detail": str(status)})

    def info(self, _told: object) -> Response:
        """The account itself."""
        known = {"userId": "U" + "0" * 32, "basicId": "@sample", "displayName": "見本"}
        return _said({**known, "chatMode": self.chat_mode, "markAsReadMode": "auto"})

    def fine(self, _told: object) -> Response:
        """Nothing is wrong with these messages."""
        return _said({})


Do = Callable[..., Response]
KEYED = {f"/v2/bot/message/{how}" for how in ("push", "multicast", "narrowcast", "broadcast")}
_ID = "([^/]+)"
ROUTES: tuple[tuple[str, re.Pattern[str], Do], ...] = tuple(
    (how, re.compile(rule), do)
    for how, rule, do in (
        ("POST", "/v2/bot/message/reply", LineServer.reply),
        ("POST", "/v2/bot/message/push", LineServer.push),
        ("POST", "/v2/bot/message/multicast", LineServer.multicast),
        ("POST", "/v2/bot/message/validate/(?:reply|push|multicast)", LineServer.fine),
        ("GET", f"/v2/bot/message/{_ID}/content", LineServer.content),
        ("GET", "/v2/bot/message/quota", LineServer.limit),
        ("GET", "/v2/bot/message/quota/consumption", LineServer.consumption),
        ("GET", f"/v2/bot/profile/{_ID}", LineServer.profile),
        ("POST", f"/v2/bot/user/{_ID}/linkToken", LineServer.link_token),
        ("POST", "/v2/bot/chat/loading/start", LineServer.load),
        ("GET", "/v2/bot/channel/webhook/endpoint", LineServer.endpoint),
        ("PUT", "/v2/bot/channel/webhook/endpoint", LineServer.endpoint),
        ("POST", "/v2/bot/channel/webhook/test", LineServer.probe),
        ("GET", "/v2/bot/info", LineServer.info),
    )
)


def _route(how: str, path: str) -> tuple[Do, re.Match[str]] | None:
    for wanted, rule, do in ROUTES:
        match = rule.fullmatch(path)
        if wanted == how and match:
            return do, match
    return menus.route(how, path)


def application(line: LineServer) -> Flask:
    """A channel as something that can be served."""
    app = Flask("line")
    app.add_url_rule("/<path:_>", view_func=lambda _: line.answer(), methods=["GET", "POST", "PUT", "DELETE"])
    return app


@contextmanager
def running(clock: Callable[[], datetime] = lambda: MORNING) -> Iterator[LineServer]:
    """A LINE on a free port of the loopback until the block ends."""
    made = LineServer(clock)
    with listening(lambda _: application(made)) as (_, address):
        made.address = address
        try:
            yield made
        finally:
            made.over.set()


def _json() -> Any:
    raw = request.get_data()
    if not raw or request.mimetype != "application/json":
        return raw or None
    try:
        return json.loads(raw)
    except ValueError:
        return raw


def _said(told: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    known = {"x-line-request-id": str(uuid4()), **(headers or {})}
    return Response(json.dumps(told, ensure_ascii=False), status, known, mimetype="application/json")


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
