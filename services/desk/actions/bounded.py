"""Reads the first rows of several ordered lists as one, so that no question costs more than a page however large a town is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session

from portal.inbox import Case

# Nobody works through more at once; beyond it the pages say "and more" instead of counting on.
MOST = 1000


@dataclass(frozen=True)
class Top:
    """The first cases, and how many there are, counted up to MOST for each division."""

    cases: tuple[Case, ...]
    count: int


NOTHING = Top((), 0)


def top(
    session: Session, arms: Sequence[Select[Any]], rows: int, *, most: int | None = None, newest: bool = False
) -> Top:
    """The first rows of all arms together, in one statement.

    Each arm selects an id and what it is sorted by, named `id` and `key`, for one division: a database reads the head of
    such a list from an index, where one list over many divisions would have to be sorted whole.
    """
    if not arms:
        return NOTHING
    heads = [_directed(arm, newest).limit(most or MOST).subquery() for arm in arms]
    every = union_all(*(select(head.c.id, head.c.key) for head in heads)).subquery()
    counted = select(every.c.id, every.c.key, func.count().over().label("n"))
    first = _directed(counted, newest).limit(rows).subquery()
    query = select(Case, first.c.n).join(first, first.c.id == Case.id)
    ends = (first.c.key.desc(), first.c.id.desc()) if newest else (first.c.key, first.c.id)
    found = session.execute(query.order_by(*ends)).all()
    return Top(tuple(row[0] for row in found), found[0][1] if found else 0)


def _directed(query: Select[Any], newest: bool) -> Select[Any]:
    key, id = query.selected_columns["key"], query.selected_columns["id"]
    return query.order_by(key.desc(), id.desc()) if newest else query.order_by(key, id)
