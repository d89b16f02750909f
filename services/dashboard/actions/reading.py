"""Asking for counts: of the sums, as every page does, or of the raw ledger, as a proof does."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.jobs import JobRun
from portal.ledger import Kind
from portal.sums import DaySum, MonthSum
from services.dashboard.models import Entered
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


def first_month(session: Session) -> date | None:
    """When the town began to count requests."""
    wanted = (Kind.FILED, Kind.COUNTED, Kind.VIEWED)
    firsts = [session.scalar(select(func.min(MonthSum.day)).where(MonthSum.kind == kind)) for kind in wanted]
    return min((one for one in firsts if one is not None), default=None)


def summed_at(session: Session) -> datetime | None:
    """When the figures were brought up to date, by whichever job did it last."""
    names = ("dashboard.sum_lately", "dashboard.sum_all")
    return session.scalar(select(func.max(JobRun.done_at)).where(JobRun.name.in_(names)))


def entered(session: Session) -> Mapping[str, Mapping[int, float]]:
    """手入力: the newest figure of each 年度."""
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for row in session.scalars(select(Entered).order_by(Entered.at, Entered.id)):
        found[row.kpi][row.fiscal_year] = row.value
    return found
