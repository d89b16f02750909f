"""A set on a day: the town's list under the standard's names, or counts from the ledger."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.opening import TOKYO
from portal.pack import Pack
from services.opendata.actions import figures
from services.opendata.rules.standing import ALL, GARBAGE, LISTS, SHEETS
from services.opendata.rules.tables import Dataset, Line, Table, read


def offered(pack: Pack) -> tuple[Dataset, ...]:
    """The sets the town has: its lists, and its counts where it keeps any lists at all."""
    return tuple(one for one in ALL if one not in LISTS or pack.whole_list(one.key) is not None)


def find(pack: Pack, key: str) -> Dataset | None:
    """A set by its key."""
    return next((one for one in offered(pack) if one.key == key), None)


def table(session: Session, about: Dataset, day: date) -> Table:
    """Its rows in force on a day."""
    if about not in LISTS:
        return figures.table(session, about, day)
    pack: Pack = session.info["pack"]
    rows = _garbage(pack, day) if about is GARBAGE else _standard(pack, about, day)
    return Table(about, _updated(pack, about, day), tuple(rows))


def _standard(pack: Pack, about: Dataset, day: date) -> Iterator[Line]:
    sheet = SHEETS[about.key]
    for cells in pack.listing(about.key, day):
        line = sheet.written(cells)
        yield {one.name: read(one.holds, line[one.name]) for one in about.fields}


def _garbage(pack: Pack, day: date) -> Iterator[Line]:
    kinds = {row["区分ID"]: row for row in pack.listing("garbage_kinds", day)}
    owner = {"全国地方公共団体コード": pack.town.lgcode, "地方公共団体名": pack.town.name.say("ja").text}
    for row in pack.listing("garbage", day):
        kind = kinds.get(row["区分ID"], {})
        told = {
            **owner, "ID": row["ID"], "品名": row["品名"], "品名_英字": row["品名_英語"],
            "区分": kind.get("区分", ""), "出し方": kind.get("出し方", ""), "注意": row["注意"],
            "別の言い方": row["言い換え"], "備考": row.get("備考", ""),
        }  # fmt: skip
        yield {name: told[name] or None for name in GARBAGE.names}


def _updated(pack: Pack, about: Dataset, day: date) -> date:
    """The day on which the list last changed: its file was written, or a row came into force or ended."""
    listed = pack.whole_list(about.key)
    if listed is None:
        return day
    path = pack.folder.parent / listed.file
    filed = datetime.fromtimestamp(path.stat().st_mtime, TOKYO).date()
    turns = (turn for row in listed.rows for turn in (row.valid_from, row.valid_to) if turn)
    return max([filed, *(turn for turn in turns if turn <= day)])
