"""The layouts of the CSVs as this town's inner systems know them: kept, and only ever grown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.procedure import Procedure
from portal.db import must_write, put
from services.batches.models import BatchColumn
from services.batches.rules import columns
from services.batches.rules.columns import FRONT

# The layouts that the product ships, so that the inner systems of all towns meet the same order.
SHIPPED = "columns"


@dataclass(frozen=True)
class Layout:
    """The columns of one procedure and the version that has them all."""

    names: tuple[str, ...]
    version: int


def known(session: Session, procedure: str) -> Layout:
    """What was written before; where nothing was, what the product ships; nothing for a town's own new procedure."""
    query = select(BatchColumn).where(BatchColumn.procedure == procedure).order_by(BatchColumn.place)
    rows = session.scalars(query).all()
    if rows:
        return Layout(tuple(row.name for row in rows), max(row.version for row in rows))
    return Layout(shipped(session, procedure), 1)


def shipped(session: Session, procedure: str) -> tuple[str, ...]:
    """The list of a nationwide procedure, or of the town's own."""
    for folder in session.info["pack"].sheet_folders:
        path = folder / SHIPPED / f"{procedure}.txt"
        if path.is_file():
            return tuple(path.read_text(encoding="utf-8").split())
    return ()


def planned(session: Session, forms: Sequence[Procedure]) -> Layout:
    """The layout that holds everything these editions of one procedure ask."""
    found = known(session, forms[0].key)
    names = columns.grown(found.names, _wanted(forms))
    return Layout(names, found.version + (bool(found.names) and names != found.names))


def keep(session: Session, procedure: str, layout: Layout) -> None:
    """Write down what is new, in the caller's writing block, so that it has its place for ever."""
    must_write(session)
    query = select(BatchColumn.name).where(BatchColumn.procedure == procedure)
    there = set(session.scalars(query))
    rows = [
        {"procedure": procedure, "name": name, "place": place, "version": layout.version}
        for place, name in enumerate(layout.names)
        if name not in there
    ]
    if rows:
        put(session, BatchColumn, rows)


def fresh(procedure: Procedure) -> tuple[str, ...]:
    """The layout as a town without any history would begin it."""
    return columns.grown(FRONT, columns.wanted(procedure))


def _wanted(forms: Iterable[Procedure]) -> tuple[str, ...]:
    return columns.grown(FRONT, tuple(name for form in forms for name in columns.wanted(form)))
