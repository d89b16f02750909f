"""A ticket: its states, what it may ask for, how its number is written and read."""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

# Without letters that are mistaken for one another; twelve of them are sixty bits, and a page of a ticket lives a day.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TOKEN = 12
_ALIKE = str.maketrans("OIL", "011")
_LABEL = re.compile(r"([A-Z])-?(\d{1,4})")
_PADDING = 3
CODE = 4


class State(StrEnum):
    """Where a ticket stands."""

    # Taken from elsewhere; nobody is there yet.
    AWAY = "away"
    WAITING = "waiting"
    CALLED = "called"
    ABSENT = "absent"
    SERVED = "served"
    LEFT = "left"


OPEN = (State.AWAY, State.WAITING, State.CALLED, State.ABSENT)


class Need(StrEnum):
    """What a ticket may ask for, so that the counter is ready."""

    WRITING = "writing"
    SIGNING = "signing"
    WHEELCHAIR = "wheelchair"
    PRIORITY = "priority"


class Channel(StrEnum):
    """Where a ticket was taken."""

    KIOSK = "kiosk"
    COUNTER = "counter"
    REMOTE = "online"


def label(letter: str, number: int) -> str:
    """The number as it is printed, shown and spoken of: A012."""
    return f"{letter}{number:0{_PADDING}}"


def read_label(typed: str) -> tuple[str, int] | None:
    """The number somebody typed, however: a12, Ａ０１２, A-12."""
    plain = unicodedata.normalize("NFKC", typed).upper().replace(" ", "").replace("‐", "-")
    found = _LABEL.fullmatch(plain)
    return (found[1], int(found[2])) if found else None


def kept(needs: Iterable[str]) -> str:
    """What was asked for, in one order, without what nobody knows."""
    wanted = set(needs)
    return ",".join(one for one in Need if one in wanted)


def asked(needs: str) -> tuple[Need, ...]:
    """What a ticket asks for."""
    return tuple(Need(one) for one in needs.split(",") if one)


def new_token() -> str:
    """What opens the page of a new ticket."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_TOKEN))


def read_token(typed: str) -> str:
    """A token as it was typed or scanned; empty where it cannot be one."""
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_ALIKE)
    return plain if len(plain) == _TOKEN and set(plain) <= set(_LETTERS) else ""


def new_code() -> str:
    """Four digits for the hall."""
    return f"{secrets.randbelow(10**CODE):0{CODE}}"


def read_code(typed: str) -> str:
    """Four digits as they were typed; empty where they are not."""
    plain = "".join(unicodedata.normalize("NFKC", typed).split())
    return plain if len(plain) == CODE and plain.isascii() and plain.isdigit() else ""
