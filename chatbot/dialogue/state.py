"""Where a dialogue stands, small enough to be kept by any door; what people wrote is never kept in it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

# A dialogue kept by an older or a newer version starts anew.
VERSION = 1
# Nothing kept is longer than this, whoever made it; so many things fit into one of its lists.
LONGEST, MOST = 100, 20


@dataclass(frozen=True)
class State:
    """What must be remembered until the next word: keys only."""

    version: int = VERSION
    # The language the dialogue speaks where that is not the page's.
    lang: str = ""
    # The matter that was answered last, so that 「いくらですか」 is about it.
    topic: str = ""
    # What the bot has asked and waits for: district, item, office, rephrase, resolved.
    awaits: str = ""
    # What to do once that is known.
    then: str = ""
    # The collection district of whoever asks.
    district: str = ""
    # The event of life that is being talked through, and its answers so far: question=value.
    life: str = ""
    answers: tuple[str, ...] = ()
    # What can be pressed now, so that 「2」 chooses the second.
    offered: tuple[str, ...] = ()
    # What is being reported from the street: photos as the ids of their files, the kind, and the place as lat,lon.
    photos: tuple[str, ...] = ()
    trouble: str = ""
    where: str = ""
    # How often in a row nothing helped.
    missed: int = 0


@dataclass(frozen=True)
class Started:
    """The dialogue was opened."""


@dataclass(frozen=True)
class Said:
    """Somebody wrote something."""

    text: str


@dataclass(frozen=True)
class Pressed:
    """Somebody pressed one of the options; `action` comes back as it was offered, or as a stranger made it up."""

    action: str


@dataclass(frozen=True)
class Pictured:
    """Somebody sent a photo; `ref` is the id of the file that the door has staged, painted anew and without its place."""

    ref: str


@dataclass(frozen=True)
class Placed:
    """Somebody sent a place, with the name their map gives it."""

    lat: float
    lon: float
    title: str = ""


Event = Started | Said | Pressed | Pictured | Placed


def kept(state: State) -> dict[str, Any]:
    """A state as JSON can hold it."""
    return asdict(state)


def restored(told: object) -> State:
    """The state that was kept; a new one where it is of another version, damaged or made up."""
    if not isinstance(told, Mapping) or told.get("version") != VERSION:
        return State()
    values: dict[str, Any] = {}
    for field in fields(State):
        value = told.get(field.name, field.default)
        if isinstance(field.default, tuple):
            value = tuple(value) if isinstance(value, list | tuple) else None
        if not _fits(value, field.default):
            return State()
        values[field.name] = value
    return State(**values)


def _fits(value: object, like: object) -> bool:
    if isinstance(value, tuple):
        return len(value) <= MOST and all(_fits(one, "") for one in value)
    if isinstance(value, str):
        return isinstance(like, str) and len(value) <= LONGEST
    return type(value) is int and isinstance(like, int) and 0 <= value <= LONGEST
