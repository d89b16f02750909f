"""The ledger: what happened, counted by day, procedure, channel and division, and never by name."""

import re
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Double, Index, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import CLUSTERED, Base, new_id, put, writing
from portal.kinds import Channel, Kind
from portal.log_lines import Log

__all__ = ["Buffer", "Channel", "Count", "Entry", "Kind", "counts", "event", "note", "total"]


# Requests that reach the town; these kinds take no other channel.
_BY_CHANNEL = frozenset({Kind.FILED, Kind.COUNTED})
# Kinds that are gathered in memory and written together: losing ten seconds of them harms nobody.
BUFFERED = frozenset({Kind.VIEWED, Kind.STARTED, Kind.STEP})
# Keys, channels and divisions are ids. A name or an address does not pass, so that none is ever counted by mistake.
_ID = re.compile(r"[A-Za-z0-9_.:/-]{0,100}")
_EVERY = 8.0
_PATIENCE = 30

Slot = tuple[str, str, str, str, date]


class Entry(Base):
    """So many of a kind on a day; `value` sums what was measured (minutes, yen, votes) where something was."""

    __tablename__ = "ledger"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    key: Mapped[str]
    channel: Mapped[str]
    division: Mapped[str]
    day: Mapped[date]
    n: Mapped[int]
    value: Mapped[float | None] = mapped_column(Double)

    __table_args__ = (Index("ix_ledger_kind_day", "kind", "day", "key"), CLUSTERED)


@dataclass(frozen=True)
class Count:
    """How many of a kind on one day, and the sum of what was measured."""

    day: date
    key: str
    channel: str
    division: str
    n: int
    value: float | None


def event(
    session: Session,
    kind: Kind | str,
    key: str,
    channel: str,
    division: str,
    day: date,
    n: int = 1,
    value: float | None = None,
) -> None:
    """Count something in the transaction in which it happens; a negative `n` takes back what was counted wrongly."""
    put(session, Entry, _row(_slot(kind, key, channel, division, day), n, value))


def note(
    session: Session, kind: Kind | str, key: str, channel: str, division: str, day: date, n: int = 1
) -> None:
    """Count a view, a start or a step without a transaction: the process gathers them and writes them soon."""
    buffer: Buffer = session.info["buffer"]
    buffer.note(kind, key, channel, division, day, n)


def counts(session: Session, kind: Kind | str, since: date, until: date) -> list[Count]:
    """The counts of a kind by day, key, channel and division; both days are included."""
    split = (Entry.day, Entry.key, Entry.channel, Entry.division)
    query = (
        select(*split, func.sum(Entry.n), func.sum(Entry.value))
        .where(Entry.kind == Kind(kind), Entry.day >= since, Entry.day <= until)
        .group_by(*split)
        .order_by(*split)
    )
    return [Count(*row[:4], n=int(row[4]), value=row[5]) for row in session.execute(query)]


@dataclass
class Buffer:
    """What one process counted and has not written yet; at most ten seconds of it are lost when the process dies."""

    _counts: Counter[Slot] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _sessions: Callable[[], Session] | None = None
    _armed: bool = False
    _failures: int = 0

    def watch(self, sessions: Callable[[], Session]) -> None:
        """From now on write by itself, a few seconds after something was counted."""
        self._sessions = sessions

    def note(self, kind: Kind | str, key: str, channel: str, division: str, day: date, n: int = 1) -> None:
        """Count something; no database is touched."""
        slot = _slot(kind, key, channel, division, day)
        if slot[0] not in BUFFERED:
            raise ValueError(f"{slot[0]} is counted in its own transaction")
        with self._lock:
            self._counts[slot] += n
        self._arm()

    def flush(self, session: Session) -> int:
        """Write what was gathered in one short block; where that fails it is kept for the next time."""
        with self._lock:
            gathered, self._counts = self._counts, Counter()
        if not gathered:
            return 0
        try:
            with writing(session):
                put(session, Entry, [_row(slot, n, None) for slot, n in gathered.items()])
        except BaseException:
            with self._lock:
                self._counts.update(gathered)
            raise
        return len(gathered)

    def _arm(self) -> None:
        """Start the one timer of this process; a forked worker has none of its parent's threads and no buffer yet."""
        with self._lock:
            if self._armed or self._sessions is None:
                return
            self._armed = True
        timer = threading.Timer(_EVERY, self._ring)
        timer.daemon = True
        timer.start()

    def _ring(self) -> None:
        with self._lock:
            self._armed, sessions = False, self._sessions
        if sessions is None:
            return
        try:
            with sessions() as session:
                self.flush(session)
            self._failures = 0
        except Exception as error:  # noqa: BLE001 (a thread has nobody above it, and counting must go on)
            self._failures += 1
            Log("portal").warning("ledger_not_written", error=type(error).__name__)
            # A database that is gone for minutes is tried again by the next visitor, not by a thread for ever.
            if self._failures < _PATIENCE:
                self._arm()


def _slot(kind: Kind | str, key: str, channel: str, division: str, day: date) -> Slot:
    for part in (key, channel, division):
        if not _ID.fullmatch(part):
            raise ValueError("the ledger takes ids only")
    if kind in _BY_CHANNEL:
        Channel(channel)
    return (Kind(kind), key, channel, division, day)


def _row(slot: Slot, n: int, value: float | None) -> dict[str, Any]:
    kind, key, channel, division, day = slot
    return {
        "id": new_id(), "kind": str(kind), "key": key, "channel": channel, "division": division, "day": day,
        "n": n, "value": value,
    }  # fmt: skip


def total(found: Sequence[Count]) -> int:
    """All of them together."""
    return sum(count.n for count in found)
