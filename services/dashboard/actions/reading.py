"""Asking for counts: of the sums, as every page does, or of the raw ledger, as a proof does."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.dashboard.models import DaySum, MonthSum
from services.dashboard.rules.asking import Source, Sum, Want, line


def sums(session: Session, want: Want) -> Sequence[Sum]:
    """The sums of what was asked for."""
    table: Any = DaySum if want.daily else MonthSum
    columns = [getattr(table, name) for name in want.by]
    query = select(*columns, func.sum(table.n), func.sum(table.value)).where(*_narrowed(table, want))
    return [line(want.by, row) for row in session.execute(query.group_by(*columns))]


def source(session: Session) -> Source:
    """The same, with the session handed in."""
    return partial(sums, session)


def _narrowed(table: Any, want: Want) -> list[Any]:
    held = [table.kind.in_(want.kinds), table.day >= want.first, table.day <= want.last]
    if want.keys:
        held.append(table.key.in_(want.keys))
    if want.under:
        # Compared and not matched: LIKE has its own idea of letters, and so has each database's order of them.
        held.append(func.substr(table.key, 1, len(want.under) + 1) == f"{want.under}/")
    if want.channels:
        held.append(table.channel.in_(want.channels))
    if want.division:
        held.append(table.division == want.division)
    return held
