"""LINE's Messaging API: the only place that speaks to it; every call has an end, and every answer one of a few meanings."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from portal.outbox import Later, Never
from portal.settings import Settings

if TYPE_CHECKING:
    import httpx

# The user waits in front of the screen; what takes longer is tried again or given up.
PATIENCE = 8.0
# A picture of a phone is about 4 MB; more is not read on.
LARGEST = 12 * 1024 * 1024
MOST_RECIPIENTS = 500

Messages = Sequence[Mapping[str, Any]]


class Silent(Later):
    """Nobody can say whether it arrived: the line broke, time ran out, or LINE itself failed."""


class Unsent(Later):
    """It certainly did not arrive: nobody picked up, or LINE asked to come back later."""


class Locked(Unsent):
    """LINE does not know our token: nothing leaves until an operator mends it, and then everything that waited does."""

    def __init__(self, status: int) -> None:
        super().__init__(f"line_{status}", timedelta(minutes=30))
        self.status = status


class Refusal(Never):
    """LINE took a look and refused."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__(code)
        self.status = status


class Reply(Enum):
    """What became of a reply."""

    SENT = "sent"
    # The token was used or is too old: nothing arrived by this call.
    GONE = "gone"


@dataclass(frozen=True)
class Answer:
    """What LINE answered, read."""

    status: int
    said: Mapping[str, Any] = field(repr=False)
    raw: bytes = field(default=b"", repr=False)
    kind: str = ""


@dataclass(frozen=True)
class Line:
    """The town's account; it never prints its token."""

    url: str
    data_url: str
    token: str = field(repr=False)

    def reply(self, reply_token: str, messages: Messages) -> Reply:
        """Answer with a token that is good once, for a minute."""
        try:
            self.call(
                "POST", "/v2/bot/message/reply", {"replyToken": reply_token, "messages": list(messages)}
            )
        except Refusal as refused:
            if refused.status == 400:
                return Reply.GONE
            raise
        return Reply.SENT

    def push(self, to: str, messages: Messages, retry_key: UUID) -> None:
        """Send without being asked; the same key sends once, however often it is tried within a day."""
        self._send("/v2/bot/message/push", {"to": to, "messages": list(messages)}, retry_key)

    def multicast(self, to: Sequence[str], messages: Messages, retry_key: UUID) -> None:
        """Send the same to at most five hundred."""
        self._send("/v2/bot/message/multicast", {"to": list(to), "messages": list(messages)}, retry_key)

    def profile(self, user: str) -> Mapping[str, Any]:
        """What somebody shows of themselves: we read the language only."""
        return self.call("GET", f"/v2/bot/profile/{user}").said

    def content(self, message: str) -> Answer:
        """The picture of a message."""
        return self.call("GET", f"/v2/bot/message/{message}/content", data=True)

    def link_token(self, user: str) -> str:
        """Begins the linking of an account; good once, for ten minutes."""
        return str(self.call("POST", f"/v2/bot/user/{user}/linkToken").said.get("linkToken", ""))

    def loading(self, user: str, seconds: int = 20) -> None:
        """Show that an answer is being written."""
        told = {"chatId": user, "loadingSeconds": seconds}
        self.call("POST", "/v2/bot/chat/loading/start", told)

    def quota(self) -> tuple[int | None, int]:
        """How many messages a month may be pushed (None: any number), and how many were."""
        limit = self.call("GET", "/v2/bot/message/quota").said
        used = self.call("GET", "/v2/bot/message/quota/consumption").said
        most = limit.get("value") if limit.get("type") == "limited" else None
        return (int(most) if most is not None else None), int(used.get("totalUsage", 0))

    def call(
        self,
        how: str,
        path: str,
        body: Mapping[str, Any] | bytes | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        data: bool = False,
    ) -> Answer:
        """Ask anything of LINE; `data`: at the address where pictures are. A body of bytes needs its Content-Type."""
        import httpx

        base = self.data_url if data else self.url
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        what: dict[str, Any] = (
            {"content": body} if isinstance(body, bytes) else {"json": body} if body is not None else {}
        )
        try:
            with _client(base).stream(how, f"{base.rstrip('/')}{path}", headers=sent, **what) as answered:
                return _read(answered)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise Unsent("line_unreachable") from None
        except httpx.HTTPError:
            raise Silent("line_silent") from None

    def _send(self, path: str, body: Mapping[str, Any], retry_key: UUID) -> None:
        try:
            self.call("POST", path, body, headers={"X-Line-Retry-Key": str(retry_key)})
        except Refusal as refused:
            # The same key was accepted before: it is sent, which is all that was wanted.
            if refused.status != 409:
                raise


def well_formed(messages: Messages) -> bool:
    """Whether LINE's own models take these messages: a second look by other eyes before anything leaves."""
    from linebot.v3.messaging import Message

    try:
        return all(Message.from_dict(dict(one)) is not None for one in messages)
    except (ValueError, TypeError, AttributeError, KeyError):
        return False


def line(settings: Settings) -> Line | None:
    """The town's account; None in a town that has none."""
    if not settings.line:
        return None
    return Line(settings.line_api_url, settings.line_data_url, settings.line_token)


@cache
def _client(base: str) -> "httpx.Client":
    """One client for an address: shaking hands anew for each message would take longer than the message."""
    import httpx

    # A city's servers often reach the world through a proxy, but never themselves.
    far = base.startswith("https://")
    return httpx.Client(timeout=PATIENCE, verify=far, trust_env=far, follow_redirects=False)


def _read(answered: "httpx.Response") -> Answer:
    body = bytearray()
    for piece in answered.iter_bytes():
        body += piece
        if len(body) > LARGEST:
            raise Refusal("line_too_large", 413)
    status, kind = answered.status_code, answered.headers.get("Content-Type", "")
    if status == 429:
        raise Unsent("line_429", _after(answered.headers.get("Retry-After", "")))
    if status >= 500:
        raise Silent(f"line_{status}")
    if status in (401, 403):
        raise Locked(status)
    if not 200 <= status < 300:
        raise Refusal(f"line_{status}", status)
    return Answer(status, _said(bytes(body), kind), bytes(body), kind)


def _said(body: bytes, kind: str) -> Mapping[str, Any]:
    if not kind.startswith("application/json"):
        return {}
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _after(told: str) -> timedelta | None:
    """How long LINE asks us to wait, where it says so; it is believed up to an hour."""
    seconds = int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 0
    return min(timedelta(seconds=seconds), timedelta(hours=1)) if seconds else None
