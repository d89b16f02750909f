"""The year of the 斎場 in figures, and the same as a list that a spreadsheet opens."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.opening import midnight
from portal.pack.crematorium import Crematorium
from portal.pack.lists import write
from services.crematorium.actions.wishes import hall_of
from services.crematorium.models.cremations import Cremation
from services.crematorium.rules import figures
from services.crematorium.rules.figures import Month, Use
from services.crematorium.rules.states import State

WHOSE = {"resident": "市内", "outside": "市外"}


def year(session: Session, first: date) -> tuple[Month, ...]:
    """Twelve months from one on."""
    months = figures.months(first)
    begin, end = midnight(months[0]), midnight(figures.after(months[-1]))
    rows = session.execute(
        select(Cremation.furnace, Cremation.starts_at, Cremation.state, Cremation.sort, Cremation.who).where(
            Cremation.starts_at >= begin, Cremation.starts_at < end
        )
    )
    uses = [Use(furnace, starts, State(state), sort, who) for furnace, starts, state, sort, who in rows]
    return figures.counted(hall_of(session), months, uses)


def listed(session: Session, first: date) -> bytes:
    """A line a month: cremations, by 区分, by whose price, by furnace; to come, given back, lapsed."""
    hall = hall_of(session)
    lines = [dict(_cells(hall, one)) for one in year(session, first)]
    return write(tuple(lines[0]), lines)


def _cells(hall: Crematorium, month: Month) -> Iterator[tuple[str, str]]:
    yield "年月", f"{month.first:%Y-%m}"
    yield "火葬した件数", str(month.held)
    for sort in hall.sorts:
        yield f"区分：{sort.title.say('ja').text}", str(month.sorts.get(sort.key, 0))
    for key, word in WHOSE.items():
        yield f"料金：{word}", str(month.whose.get(key, 0))
    for furnace in hall.furnaces:
        name, percent = furnace.title.say("ja").text, month.percent(furnace.key)
        yield f"炉：{name}", str(month.furnaces.get(furnace.key, 0))
        yield f"炉：{name}（使用率%）", "" if percent is None else str(percent)
    yield "これからの予約", str(month.coming)
    yield "取消し", str(month.cancelled)
    yield "仮予約の期限切れ", str(month.lapsed)
