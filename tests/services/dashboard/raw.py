"""The slow truth: the raw lines of the ledger counted one by one, to be asked the same as the sums are."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.ledger import Entry
from services.dashboard.actions import reading
from services.dashboard.rules.asking import Source, Sum, Want, line, measure, month
from tests.services.desk.builders import Desk


def source(session: Session) -> Source:
    """Every line of the ledger, read once."""
    entries = session.scalars(select(Entry)).all()

    def ask(want: Want) -> Sequence[Sum]:
        found: dict[tuple[Any, ...], list[float]] = defaultdict(lambda: [0, 0.0])
        for one in entries:
            if _wanted(one, want):
                told = {
                    "kind": one.kind, "day": one.day if want.daily else month(one.day), "key": one.key,
                    "channel": one.channel, "division": one.division,
                    "measure": measure(one.kind, one.n, one.value),
                }  # fmt: skip
                place = found[tuple(told[name] for name in want.by)]
                place[0] += one.n
                place[1] += one.value or 0.0
        return [line(want.by, (*key, *told)) for key, told in found.items()]

    return ask


@contextmanager
def lines_only(town: Desk, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """The pages ask the raw ledger; whatever looks at the sums all the same is caught."""

    def look(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        assert "dashboard_month" not in statement, statement
        assert "dashboard_day" not in statement, statement

    def first(session: Any) -> date:
        kinds = ("filed", "counted", "viewed")
        days: list[date] = list(session.scalars(select(Entry.day).where(Entry.kind.in_(kinds))))
        return min(days).replace(day=1)

    with patch.context() as here:
        here.setattr(reading, "source", source)
        here.setattr(reading, "first_month", first)
        event.listen(town.db.engine, "before_cursor_execute", look)
        try:
            yield
        finally:
            event.remove(town.db.engine, "before_cursor_execute", look)


def _wanted(one: Entry, want: Want) -> bool:
    day = one.day if want.daily else month(one.day)
    return (
        one.kind in want.kinds
        and want.first <= day <= want.last
        and (not want.keys or one.key in want.keys)
        and (not want.under or one.key.startswith(f"{want.under}/"))
        and (not want.channels or one.channel in want.channels)
        and (not want.division or one.division == want.division)
    )
