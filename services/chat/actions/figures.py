"""解決率: reckoned from the ledger by field and month, beside what towns have published."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.ledger import Entry, Kind
from portal.pack import Pack, lists
from portal.pack.lists import Row as ListRow
from portal.pack.shapes import KPI
from services.chat.rules.figures import Figure

_KINDS = (Kind.ASKED, Kind.ANSWERED, Kind.VOTED, Kind.REPHRASED, Kind.HANDED_OVER)
CHANNELS = ("chat", "line")
# What towns call it.
_NAME = "解決率"


@dataclass(frozen=True)
class Row:
    """One line of the table; the field is the words of a category, empty for questions that led nowhere."""

    month: str
    field: str
    figure: Figure


def rows(session: Session, field: Callable[[str], str], first: date, last: date) -> tuple[Row, ...]:
    """Each field of each month, the newest month first; `field` tells the field of what was answered."""
    wanted = (
        select(Entry.kind, Entry.key, Entry.day, func.sum(Entry.n), func.sum(Entry.value))
        .where(Entry.kind.in_(_KINDS), Entry.day >= first, Entry.day <= last, Entry.channel.in_(CHANNELS))
        .group_by(Entry.kind, Entry.key, Entry.day)
    )
    counted: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for kind, key, day, n, value in session.execute(wanted):
        place = counted[f"{day:%Y-%m}", field(key)]
        place[kind] += int(n)
        if kind == Kind.VOTED:
            place["yes"] += int(value or 0)
    found = [Row(month, name, _figure(place)) for (month, name), place in counted.items()]
    return tuple(
        sorted(found, key=lambda row: (-int(row.month.replace("-", "")), row.field == "", row.field))
    )


def together(lines: Sequence[Row], month: str | None = None) -> Figure:
    """All fields of a month, or of all."""
    chosen = [line.figure for line in lines if month in (None, line.month)]
    return Figure(
        *(sum(getattr(one, name) for one in chosen) for name in ("asked", "answered", "voted", "yes", "rephrased", "handed_over"))
    )  # fmt: skip


def published(pack: Pack) -> tuple[ListRow, ...]:
    """What plans and reports tell of the same figure: the town's own first, then other towns' whose folders stand beside."""
    folders = sorted(
        pack.folder.parent.glob("*/kpi.csv"), key=lambda path: (path.parent != pack.folder, path)
    )
    return tuple(row for path in folders for row in lists.read(path, KPI).rows if _NAME in row["指標"])


def _figure(place: dict[str, int]) -> Figure:
    return Figure(
        asked=place[Kind.ASKED],
        answered=place[Kind.ANSWERED],
        voted=place[Kind.VOTED],
        yes=place["yes"],
        rephrased=place[Kind.REPHRASED],
        handed_over=place[Kind.HANDED_OVER],
    )
