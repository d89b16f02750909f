"""What the town answers, as it stands now: the pack's list is the first edition, what editors publish the next ones.

An edition holds only what it changes. The merged list stands where the town's own stood, in the pack that every session
carries (portal.facilities renews it), so that the search of the front page and the answer bot read the same.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, Index, Select, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import Base
from portal.pack import Pack, lists
from portal.pack.lists import FROM, TO, Listed, Row
from portal.pack.shapes import FAQ

DRAFT, PUBLISHED, DROPPED = "draft", "published", "dropped"
_OPEN = text("state = 'draft'")
Cells = Mapping[str, str]


class KnowledgeEdition(Base):
    """One set of changes to what is answered, published together or not at all."""

    __tablename__ = "knowledge_edition"

    number: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]
    # Grows with every change, so that what was tried out is what is published.
    revision: Mapped[int] = mapped_column(default=0)
    # The newest edition when it was begun: what was published since then is not written over.
    base: Mapped[int]
    made_by: Mapped[UUID]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
    published_by: Mapped[UUID | None]
    published_at: Mapped[datetime | None]

    __table_args__ = (
        # An editor works on one set of changes at a time, wherever they are signed in.
        Index(
            "uq_knowledge_edition_open", "made_by", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
    )


class KnowledgeChange(Base):
    """One entry as an edition says it, as the columns of the town's list; empty where the entry is taken out."""

    __tablename__ = "knowledge_change"

    edition: Mapped[int] = mapped_column(ForeignKey("knowledge_edition.number"), primary_key=True)
    entry: Mapped[str] = mapped_column(primary_key=True, index=True)
    body: Mapped[str]


def newest(connection: Connection | Session) -> int:
    """The number of the edition that was published last; 0 where the town's own list stands unchanged."""
    published = select(func.max(KnowledgeEdition.number)).where(KnowledgeEdition.state == PUBLISHED)
    return connection.scalar(published) or 0


def in_force(until: int | None = None) -> Select[str, str]:
    """Each entry that was ever changed, as the newest published edition says it (of those up to a number)."""
    wanted = (
        select(KnowledgeChange.entry, func.max(KnowledgeChange.edition).label("edition"))
        .join(KnowledgeEdition, KnowledgeEdition.number == KnowledgeChange.edition)
        .where(KnowledgeEdition.state == PUBLISHED)
        .group_by(KnowledgeChange.entry)
    )
    if until is not None:
        wanted = wanted.where(KnowledgeChange.edition <= until)
    last = wanted.subquery()
    return select(KnowledgeChange.entry, KnowledgeChange.body).join(
        last, (last.c.entry == KnowledgeChange.entry) & (last.c.edition == KnowledgeChange.edition)
    )


def put_in(pack: Pack, changes: Sequence[tuple[str, str]]) -> Pack:
    """The town with these changes in its list."""
    return (
        pack
        if not changes
        else with_rows(pack, merged(first(pack), {key: read(body) for key, body in changes}))
    )


def renewed(connection: Connection, pack: Pack) -> Pack:
    """The town as its editors have published it."""
    return put_in(pack, [(row.entry, row.body) for row in connection.execute(in_force())])


def first(pack: Pack) -> tuple[Row, ...]:
    """The rows of a town's list, those not in force today among them."""
    listed = pack.whole_list(FAQ.name)
    return listed.rows if listed else ()


def original(pack: Pack) -> tuple[Row, ...]:
    """The rows of the town's own file, before any editor changed them."""
    path = pack.folder / FAQ.file
    return lists.read(path, FAQ).rows if path.is_file() else ()


def merged(rows: Sequence[Row], changes: Mapping[str, Cells | None]) -> tuple[Row, ...]:
    """A list with some entries said otherwise, taken out, or added at its end."""
    kept = [row for row in rows if row["ID"] not in changes]
    return (*kept, *(row_of(cells) for cells in changes.values() if cells is not None))


def with_rows(pack: Pack, rows: Sequence[Row]) -> Pack:
    """A town with another list of answers."""
    return pack.with_list(Listed(FAQ, FAQ.file, tuple(sorted(rows, key=lambda row: row["ID"]))))


def row_of(cells: Cells) -> Row:
    """An entry with the days on which it holds."""
    return Row(0, MappingProxyType(dict(cells)), lists.day(cells.get(FROM, "")), lists.day(cells.get(TO, "")))


def read(body: str) -> Cells | None:
    """An entry as it is kept."""
    return None if not body else {str(key): str(value) for key, value in json.loads(body).items()}


def written(cells: Cells | None) -> str:
    """An entry as it is kept; nothing where it is taken out."""
    return "" if cells is None else json.dumps(dict(cells), ensure_ascii=False)
