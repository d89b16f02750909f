"""The slow truth: the raw lines of the ledger counted one by one, to be asked the same as the sums are."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.ledger import Entry
from services.dashboard.rules.asking import Source, Sum, Want, line, measure, month


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
