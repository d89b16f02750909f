"""What LINE tells: checked as a whole by its signature, then read event by event, so that a bad one harms no other."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# What LINE calls a user, a group or a room, and an event; longer ones are made up.
_LONGEST = 100
_USER = re.compile("U[0-9a-f]{32}")
# What we know by name; of anything else only that it came.
KINDS = frozenset(
    {
        "message", "postback", "follow", "unfollow", "unsend", "join", "leave", "accountLink", "memberJoined", "memberLeft",
        "videoPlayComplete", "beacon", "membership", "module", "activated", "deactivated", "botSuspended", "botResumed",
        "delivery", "messageEdited",
    }
)  # fmt: skip
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Told:
    """One event as it came: its id, where it was said, by whom, and everything else as it stands."""

    id: str
    type: str
    # Whom a talk is held with: the user, in a group the group and the user.
    lane: str
    body: Mapping[str, Any]

    def __repr__(self) -> str:
        return f"Told({self.type!r}, …)"


def is_signed(body: bytes, header: str, secret: str) -> bool:
    """Whether LINE sent exactly these bytes; two secrets while one is exchanged, comma separated."""
    given = header.encode("utf-8", "surrogatepass")
    fits = [
        hmac.compare_digest(base64.b64encode(hmac.digest(one.strip().encode(), body, "sha256")), given)
        for one in secret.split(",")
        if one.strip()
    ]
    return any(fits)


def read(body: bytes) -> list[object] | None:
    """The events of a message, as they came; None where it is no message of LINE's at all."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    events = said.get("events") if isinstance(said, dict) else None
    return events if isinstance(events, list) else None


def told(event: object) -> Told | None:
    """One event; None where it says neither what it is nor anything that could be answered."""
    if not isinstance(event, Mapping):
        return None
    kind = event.get("type")
    if not isinstance(kind, str) or not kind:
        return None
    return Told(_id(event), kind if kind in KINDS else UNKNOWN, "/".join(_where(event)), event)


def acts(event: Told) -> bool:
    """Whether the account is to act at all: in standby another system answers, and in an unknown mode nobody knows."""
    return bool(event.body.get("mode", "active") == "active")


def user_of(event: Told) -> str:
    """Who said it; nothing where LINE does not tell, or tells what is no user of its own."""
    found = _name(_source(event.body).get("userId"))
    return found if _USER.fullmatch(found) else ""


def is_private(event: Told) -> bool:
    """Whether it was said to the account alone, and not in a group or a room."""
    source = _source(event.body)
    return source.get("type", "user") == "user" and bool(user_of(event))


def _id(event: Mapping[str, Any]) -> str:
    """The event's own id; without one its contents stand in, for the same event may come again."""
    given = _name(event.get("webhookEventId"))
    if given.isascii() and given.isalnum():
        return given
    same = {key: value for key, value in event.items() if key != "deliveryContext"}
    return hashlib.sha256(json.dumps(same, sort_keys=True).encode()).hexdigest()


def _where(event: Mapping[str, Any]) -> Iterator[str]:
    source = _source(event)
    for key in ("groupId", "roomId", "userId"):
        if name := _name(source.get(key)):
            yield name


def _source(event: Mapping[str, Any]) -> Mapping[str, Any]:
    source = event.get("source")
    return source if isinstance(source, Mapping) else {}


def _name(value: object) -> str:
    return value if isinstance(value, str) and 0 < len(value) <= _LONGEST else ""
