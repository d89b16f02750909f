"""見本の歴史 written down: the lines of years in one go, for the sample town and for measuring."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.db import dialect, must_write, new_id, writing
from portal.ledger import Entry, Kind
from portal.pack import Pack
from services.dashboard.rules import invented
from services.dashboard.rules.invented import Line, Place, Trade

SEED = 20261122
COLUMNS = ("id", "kind", "key", "channel", "division", "day", "n", "value")
_AT_ONCE = 50_000
# A figure of the plans speaks of these: certificates that a convenience store prints.
KONBINI = frozenset({"juminhyo", "inkan_shomei"})


def there(session: Session, day: date) -> bool:
    """Whether the ledger tells of last year already."""
    old = (Entry.kind == Kind.FILED, Entry.day < day - timedelta(days=200))
    return session.scalar(select(Entry.id).where(*old).limit(1)) is not None


def write(session: Session, pack: Pack, last: date, years: int, filings: int) -> int:
    """Write the years that end with a day; says how many lines they took."""
    first = date(last.year - years, last.month, 1)
    chance = Random(SEED)  # noqa: S311 (the same made-up town each time)
    days = invented.lines(
        _trades(pack, first, last, chance), _place(pack, last), first, last, filings, chance
    )
    count = 0
    lines = (line for day in days for line in day)
    while lot := list(islice(lines, _AT_ONCE)):
        with writing(session):
            _put(session, lot)
        count += len(lot)
    return count


def _put(session: Session, lot: Sequence[Line]) -> None:
    if dialect(session) == "postgresql":
        driver: Any = must_write(session).connection.driver_connection
        with driver.cursor().copy(f"COPY ledger ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in _rows(lot):
                copy.write_row(row)
        return
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in _rows(lot)]
    must_write(session).execute(insert(Entry), rows)


def _rows(lot: Iterable[Line]) -> Iterator[tuple[Any, ...]]:
    return ((new_id(), str(kind), *rest) for kind, *rest in lot)


def _trades(pack: Pack, first: date, last: date, chance: Random) -> list[Trade]:
    found = []
    offered = [one for one in pack.procedures.values() if pack.offered(one.key, last)]
    popular = {key: place for place, key in enumerate(pack.popular)}
    for place, one in enumerate(sorted(offered, key=lambda one: (popular.get(one.key, 99), one.key)), 1):
        online = one.way("online") is not None
        found.append(
            Trade(
                key=one.key, division=pack.owner(one.key, last).id, weight=1 / place,
                steps=tuple(step.key for step in one.steps),
                reach=chance.uniform(0.25, 0.8) if online else 0.0,
                turn=first + timedelta(days=chance.randrange(60, max(61, (last - first).days))),
                konbini=one.key in KONBINI,
            )
        )  # fmt: skip
    return found


def _place(pack: Pack, day: date) -> Place:
    bands = [
        (f"{office.id}.{band.letter}", pack.division(band.division, day).id)
        for office in pack.offices(day)
        if (queue := pack.queue(office.id))
        for band in queue.bands
    ]
    buildings = [(one.key, one.operator) for one in pack.buildings.values()]
    matters = [f"faq:{row['ID']}" for row in pack.listing("faq", day)]
    return Place(bands, buildings, matters)
