"""Recent: what a process asked the database a moment ago, for small lists that are asked with every request and seldom change."""

import time
from collections.abc import Callable
from typing import TypeVar, cast

from sqlalchemy.orm import Session

# So long the other processes may still go by what stood there before a change.
FRESH = 1.0
_KEPT = "recent"
_Found = TypeVar("_Found")


def recent(session: Session, name: str, ask: Callable[[], _Found]) -> _Found:
    """What `ask` found within the last second in this process, else what it finds now."""
    kept: dict[str, tuple[float, object]] = session.info.setdefault(_KEPT, {})
    found, moment = kept.get(name), time.monotonic()
    if found is None or moment - found[0] >= FRESH:
        found = kept[name] = (moment, ask())
    return cast("_Found", found[1])


def forget(session: Session, name: str) -> None:
    """It was changed here: the next one asks."""
    session.info.get(_KEPT, {}).pop(name, None)
