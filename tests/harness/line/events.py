"""What LINE tells: events with full defaults, and the signed message that carries them."""

import base64
import hmac
import itertools
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

SECRET, TOKEN = "made-up-secret", "made-up-token"
ALICE, BOB = "U" + "a" * 32, "U" + "b" * 32
GROUP = "C" + "c" * 32
PATH = "/line/webhook"
# Ten in the morning of Friday 20 November 2026 in Japan.
MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def event(kind: str, user: str | None = ALICE, **more: Any) -> dict[str, Any]:
    """An event of a kind, as LINE tells it of a user who talks to the account alone."""
    number = next(_numbers)
    told = {
        "type": kind,
        "timestamp": int(MORNING.timestamp() * 1000),
        "mode": "active",
        "webhookEventId": f"01HTEST{number:019d}",
        "deliveryContext": {"isRedelivery": False},
        "source": {"type": "user", "userId": user},
        "replyToken": f"{number:032x}",
        **more,
    }
    return {key: value for key, value in told.items() if value is not None}


def text(said: str, user: str = ALICE, **more: Any) -> dict[str, Any]:
    """Somebody writes."""
    return message({"type": "text", "text": said, "quoteToken": "q"}, user, **more)


def message(content: Mapping[str, Any], user: str = ALICE, **more: Any) -> dict[str, Any]:
    """Somebody sends something."""
    return event("message", user, message={"id": f"5{next(_numbers):017d}", **content}, **more)


def body(*events: object, **more: Any) -> bytes:
    """A webhook's message."""
    return json.dumps({"destination": "U" + "0" * 32, "events": list(events), **more}).encode()


def signed(raw: bytes, secret: str = SECRET) -> dict[str, str]:
    """The headers that go with it."""
    signature = base64.b64encode(hmac.digest(secret.encode(), raw, "sha256")).decode()
    return {"X-Line-Signature": signature, "Content-Type": "application/json"}
