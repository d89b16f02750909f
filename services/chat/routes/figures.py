"""解決率: by field and month, with what it was reckoned from, beside what towns have published; and as a file."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response

from portal import i18n
from portal.doors import db, house, now, staff_door
from portal.finding import Entry
from portal.home import todays
from portal.opening import today
from portal.pack import lists
from services.chat.actions import figures
from services.chat.actions.reach import FIGURES
from services.chat.routes.desk import HERE
from services.chat.routes.frame import shown
from services.chat.rules.figures import Figure

_BACK = timedelta(days=400)
_COLUMNS = (
    "月", "分野", "質問数", "回答数", "投票数（分母）", "解決したと答えた数（分子）", "解決率", "下限95%", "上限95%", "回答率",
    "2分以内の聞き直し", "担当課への引継ぎ", "聞き直しと引継ぎを未解決と数えた率",
)  # fmt: skip


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(f"{HERE}/figures", endpoint="figures")(page)
    blueprint.get(f"{HERE}/figures.csv", endpoint="figures_csv")(as_file)


@staff_door(FIGURES)
def page() -> str:
    """The figures as a table."""
    rows = _rows()
    months = list(dict.fromkeys(row.month for row in rows))
    return shown(
        "chat/staff/figures.html",
        rows=rows,
        months=[(month, figures.together(rows, month)) for month in months],
        whole=figures.together(rows),
        published=figures.published(house().pack),
    )


@staff_door(FIGURES)
def as_file() -> Response:
    """The same for Excel."""
    lines = [dict(zip(_COLUMNS, (row.month, row.field, *_cells(row.figure)), strict=True)) for row in _rows()]
    response = Response(lists.write(_COLUMNS, lines), mimetype="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="chat-figures.csv"'
    return response


def _rows() -> tuple[figures.Row, ...]:
    day = today(now())
    return figures.rows(db(), _field, (day - _BACK).replace(day=1), day)


def _field(key: str) -> str:
    """The field of what was answered: a procedure's topic, the category of an answer that is about none."""
    pack, found = house().pack, todays().matters.get(key)
    words = i18n.words().language.key
    # An answer about a procedure belongs where the procedure does, so that a field has one line.
    about = found.procedure if isinstance(found, Entry) else found
    if about is None:
        return found.category.say(words).text if isinstance(found, Entry) else ""
    topic: Any = pack.topics.get(about.topic)
    return str(topic.say(words).text) if topic else ""


def _cells(figure: Figure) -> tuple[str, ...]:
    low, high = figure.interval or (None, None)
    shares = [f"{one:.3f}" if one is not None else "" for one in (figure.share, low, high, figure.response)]
    counts = [str(one) for one in (figure.asked, figure.answered, figure.voted, figure.yes)]
    least = f"{figure.least:.3f}" if figure.least is not None else ""
    return (*counts, *shares, str(figure.rephrased), str(figure.handed_over), least)
