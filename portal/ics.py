"""Calendar files (RFC 5545) with the little that a booking needs: when, what, where, and its page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

# A line holds 75 octets; longer ones go on after a space.
_LONGEST = 73


@dataclass(frozen=True)
class Event:
    """One entry of a calendar."""

    uid: str
    # A day means all of it; the day after the last one ends it.
    starts: datetime | date
    ends: datetime | date
    title: str
    place: str = ""
    link: str = ""


def written(events: Iterable[Event], now: datetime, name: str = "") -> str:
    """A whole file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//kurashi-no-mado//JA",
        "METHOD:PUBLISH",
    ]
    lines += [f"X-WR-CALNAME:{_text(name)}"] if name else []
    for one in events:
        lines += _event(one, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(one: Event, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{one.uid}"
    yield f"DTSTAMP:{_stamp(now)}"
    yield f"DTSTART{_when(one.starts)}"
    yield f"DTEND{_when(one.ends)}"
    yield f"SUMMARY:{_text(one.title)}"
    if one.place:
        yield f"LOCATION:{_text(one.place)}"
    if one.link:
        yield f"URL:{one.link}"
    yield "END:VEVENT"


def _when(moment: datetime | date) -> str:
    return f":{_stamp(moment)}" if isinstance(moment, datetime) else f";VALUE=DATE:{moment:%Y%m%d}"


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of so many octets, no letter cut through."""
    piece, size = "", 0
    for letter in line:
        weight = len(letter.encode())
        if size + weight > _LONGEST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + weight
    yield piece
