"""Which procedure to bring forward next, and what it would save: everything chosen stands in the address."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from flask import Blueprint, Response, request

from forms.procedure import Procedure
from forms.ways import Completes
from portal.doors import house, staff_door
from portal.i18n import gettext as _
from services.dashboard.routes import asked as asking
from services.dashboard.routes.figures import Figure, page
from services.dashboard.routes.frame import HERE, READ
from services.dashboard.rules import next_step
from services.dashboard.rules.charts import bars
from services.dashboard.rules.charts.drawing import Words
from services.dashboard.rules.next_step import Candidate, Minutes

SHOWN, DRAWN = 30, 8
USUAL_SHARE = 30
LONGEST = 240


@dataclass(frozen=True)
class WhatIf:
    """What was chosen: which procedures, how much of what is past the screen moves, how long a request takes."""

    keys: frozenset[str]
    share: int
    minutes: Minutes


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.get(f"{HERE}/next", endpoint="next_step")(following)


@staff_door(READ)
def following() -> str | Response:
    """The procedures by what is spent on them past the screen, and what if."""
    asked, pack = asking.asked(), house().pack
    offered = {key for key in pack.procedures if pack.offered(key, asked.day)}
    measured = next_step.minutes(asked.source, asked.day)
    what_if = _what_if(measured)
    found = next_step.candidates(asked.source, asked.day, offered, what_if.minutes)
    chosen = [one for one in found if one.key in what_if.keys]
    return page(
        "dashboard/next.html",
        [_spent(found[:DRAWN])] if found else [],
        view=asked,
        span=next_step.span(asked.day),
        measured=measured,
        what_if=what_if,
        rows=[
            (one, asking.titled(one.key), _now(pack.procedures[one.key]))
            for one in (*found[:SHOWN], *(one for one in chosen if one not in found[:SHOWN]))
        ],
        left=len(found) - SHOWN,
        saving=next_step.saving(chosen, what_if.share, what_if.minutes) if chosen else None,
        chosen=chosen,
        day_hours=next_step.DAY_HOURS,
    )


def _what_if(measured: Minutes) -> WhatIf:
    share, typed = _within("share", 100), _within("minutes", LONGEST)
    each = replace(measured, middle=typed, low=typed, high=typed) if typed else measured
    # A length that equals what was measured keeps its ends.
    each = measured if typed == measured.middle else each
    return WhatIf(frozenset(request.args.getlist("p")), share or USUAL_SHARE, each)


def _within(name: str, most: int) -> int:
    typed = request.args.get(name, "").strip()
    found = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
    return found if 1 <= found <= most else 0


def _now(found: Procedure) -> str:
    if any(way.completes is Completes.ONLINE for way in found.ways):
        return _("オンラインで終わる")
    return _("オンラインで用意") if found.way("online") else _("窓口・郵送だけ")


def _spent(found: Sequence[Candidate]) -> Figure:
    words = Words(
        "spent",
        _("画面の外の申請にかかる時間"),
        _("1年に窓口・紙・郵送・電話の申請にかかる時間の推計を、手続ごとに棒で示します。"),
    )
    shown = [
        bars.Bar(asking.titled(one.key), one.hours, _("%(hours)s時間", hours=f"{one.hours:,.0f}"))
        for one in found
    ]
    rows = [
        (asking.titled(one.key), one.requests, one.by_hand, round(one.share, 1), round(one.hours, 1))
        for one in found
    ]
    head = (_("手続"), _("申請"), _("画面の外"), _("画面の外の割合"), _("時間"))
    finding = _(
        "いちばん時間がかかっているのは「%(what)s」です（1年に約%(hours)s時間）。",
        what=asking.titled(found[0].key), hours=f"{found[0].hours:,.0f}",
    )  # fmt: skip
    return Figure("spent", words.title, partial(bars.draw, bars.Bars(words, shown)), head, rows, finding)
