"""What somebody said on LINE: read out of an event that may lack anything, and be of a kind that nobody knows yet."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from services.chat.rules.line_events import Told

# What shows that somebody is there and says nothing that can be answered.
WORDLESS = frozenset({"sticker", "video", "audio", "file"})

# LINE gives up telling us long before this.
_LATEST = timedelta(days=7)


def message(event: Told) -> Mapping[str, Any]:
    """What was sent."""
    return _part(event, "message")


def kind(event: Told) -> str:
    """What sort of thing was sent: text, image, location; nothing of an event that is no message."""
    return _word(message(event).get("type")) if event.type == "message" else ""


def text(event: Told) -> str:
    """The words, without the account's own name where a group called it by that."""
    said = message(event).get("text")
    if not isinstance(said, str):
        return ""
    units = said.encode("utf-16-le", "surrogatepass")
    for one in reversed(_selves(event)):
        begin, length = one.get("index"), one.get("length")
        if isinstance(begin, int) and isinstance(length, int) and begin >= 0 and length >= 0:
            units = units[: begin * 2] + units[(begin + length) * 2 :]
    # Half a letter, which no database keeps, is left out; so is what no text holds.
    return units.decode("utf-16-le", "ignore").replace("\0", "").strip()


def is_called(event: Told) -> bool:
    """Whether a group spoke to the account by its name."""
    return bool(_selves(event))


def mark(event: Told) -> str:
    """What LINE calls the message: of one that was taken back, the one that is meant."""
    told = _part(event, "unsend").get("messageId") if event.type == "unsend" else message(event).get("id")
    return _word(told)


def pressed(event: Told) -> str:
    """What comes back when something is pressed."""
    return _word(_part(event, "postback").get("data"), 300)


def place(event: Told) -> tuple[float, float, str] | None:
    """A place, with what the map calls it; nothing where it is not on earth."""
    told = message(event)
    lat, lon = told.get("latitude"), told.get("longitude")
    if not (_number(lat, 90) and _number(lon, 180)):
        return None
    return float(lat), float(lon), _word(told.get("title")) or _word(told.get("address"))  # type: ignore[arg-type]


def picture(event: Told) -> str:
    """The message whose picture LINE keeps for us; one that lies elsewhere is not fetched."""
    provider = message(event).get("contentProvider")
    kept = not isinstance(provider, Mapping) or provider.get("type", "line") == "line"
    told = mark(event)
    return told if kept and told.isascii() and told.isalnum() else ""


def link(event: Told) -> Mapping[str, Any]:
    """How the linking of an account ended."""
    return _part(event, "link")


def token(event: Told) -> str:
    """What a reply needs; good once, for a minute."""
    return _word(event.body.get("replyToken"))


def moment(event: Told, came: datetime) -> datetime:
    """When it happened: LINE may tell late and in another order. Told of a moment that cannot be, when it came to us."""
    told = event.body.get("timestamp")
    if not isinstance(told, int) or isinstance(told, bool) or not 0 < told < 10**14:
        return came
    found = datetime.fromtimestamp(told / 1000, UTC)
    return found if came - _LATEST < found <= came else came


def _selves(event: Told) -> list[Mapping[str, Any]]:
    mention = message(event).get("mention")
    named = mention.get("mentionees") if isinstance(mention, Mapping) else None
    every = named if isinstance(named, list) else []
    return [one for one in every if isinstance(one, Mapping) and one.get("isSelf") is True]


def _part(event: Told, name: str) -> Mapping[str, Any]:
    found = event.body.get(name)
    return found if isinstance(found, Mapping) else {}


def _word(value: object, longest: int = 200) -> str:
    return value if isinstance(value, str) and value.isprintable() and len(value) <= longest else ""


def _number(value: object, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= most
