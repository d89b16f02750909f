"""見本の歴史 written down: the lines of years in one go, for the sample town and for measuring."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count, islice
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from portal.db import dialect, must_write, writing
from portal.ledger import Entry, Kind
from portal.opening import midnight
from portal.pack import Pack
from services.dashboard.rules import invented
from services.dashboard.rules.invented import Span, Trade
from services.dashboard.rules.invented_rooms import Lot, Place

SEED = 20261122
COLUMNS = ("id", "kind", "key", "channel", "division", "day", "n", "value")
Day = tuple[date, Sequence[Lot]]
# The fewer the blocks, the fewer pages of an index are written again and again.
_AT_ONCE = 200_000
# A figure of the plans speaks of these: certificates that a convenience store prints.
KONBINI = frozenset({"juminhyo", "inkan_shomei"})


def there(session: Session, day: date) -> bool:
    """Whether the ledger tells of last year already."""
    old = (Entry.kind == Kind.FILED, Entry.day < day - timedelta(days=200))
    return session.scalar(select(Entry.id).where(*old).limit(1)) is not None


def write(session: Session, pack: Pack, last: date, years: int, filings: int) -> int:
    """Write the years that end with a day; says how many lines they took."""
    span = Span(date(last.year - years, last.month, 1), last, pack.closed_days.__contains__)
    chance = Random(SEED)  # noqa: S311 (the same made-up town each time)
    trades = _trades(pack, span, chance)
    days = invented.lots(trades, _place(pack, last), span, filings, chance)
    put = _copied if dialect(session) == "postgresql" else _inserted
    number = count()
    for together in _together(days):
        with writing(session):
            put(must_write(session), together, number)
    return next(number)


def _together(days: Iterator[Day]) -> Iterator[Sequence[Day]]:
    """Whole days, as many as are written in one block."""
    held: list[Day] = []
    lines = 0
    for day in days:
        held.append(day)
        lines += sum(many for _, many in day[1])
        if lines >= _AT_ONCE:
            yield held
            held, lines = [], 0
    if held:
        yield held


# Both speak to the driver: the way of a line through the mapper takes longer than all the rest.
def _copied(connection: Connection, days: Sequence[Day], number: Iterator[int]) -> None:
    lines: list[str] = []
    for day, lots in days:
        head = _head(day)
        for line, many in lots:
            tail = "\t".join("\\N" if cell is None else str(cell) for cell in line)
            lines += [f"{head}{place:08x}\t{tail}\n" for place in islice(number, many)]
    driver: Any = connection.connection.driver_connection
    with driver.cursor().copy(f"COPY ledger ({', '.join(COLUMNS)}) FROM STDIN") as copy:
        copy.write("".join(lines))


def _inserted(connection: Connection, days: Sequence[Day], number: Iterator[int]) -> None:
    rows: list[tuple[Any, ...]] = []
    for day, lots in days:
        head = _head(day)
        for (kind, key, channel, division, on, n, value), many in lots:
            cells = (str(kind), key, channel, division, on.isoformat(), n, value)
            rows += [(f"{head}{place:08x}", *cells) for place in islice(number, many)]
    places = ", ".join("?" * len(COLUMNS))
    connection.exec_driver_sql(f"INSERT INTO ledger ({', '.join(COLUMNS)}) VALUES ({places})", rows)  # noqa: S608


def _head(day: date) -> str:
    """The first part of a UUID of version 7 made on that day; the lines of the history are counted in its last part."""
    return f"{round(midnight(day).timestamp() * 1000):012x}70008{SEED:07x}"


def _trades(pack: Pack, span: Span, chance: Random) -> list[Trade]:
    found = []
    offered = [one for one in pack.procedures.values() if pack.offered(one.key, span.last)]
    popular = {key: place for place, key in enumerate(pack.popular)}
    for place, one in enumerate(sorted(offered, key=lambda one: (popular.get(one.key, 99), one.key)), 1):
        online = one.way("online") is not None
        found.append(
            Trade(
                key=one.key, division=pack.owner(one.key, span.last).id, weight=1 / place,
                steps=tuple(step.key for step in one.steps),
                reach=chance.uniform(0.25, 0.8) if online else 0.0,
                turn=span.first + timedelta(days=chance.randrange(60, max(61, len(span.days) - 1))),
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
