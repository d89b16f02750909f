"""How clear people found the pages: what they pressed, procedure by procedure, and what they wrote."""

from collections.abc import Sequence
from functools import partial

from flask import Blueprint, Response

from portal import remarks
from portal.doors import db, house, staff_door
from portal.i18n import gettext as _
from portal.words import N_
from services.dashboard.routes import asked as asking
from services.dashboard.routes.figures import Figure, page
from services.dashboard.routes.frame import HERE, READ
from services.dashboard.rules import satisfaction
from services.dashboard.rules.charts import bars
from services.dashboard.rules.charts.drawing import Words
from services.dashboard.rules.satisfaction import Opinion

REMARKS = 40
STEPS = {
    5: N_("とても分かりやすい"), 4: N_("分かりやすい"), 3: N_("どちらともいえない"), 2: N_("分かりにくい"),
    1: N_("とても分かりにくい"), 0: "",
}  # fmt: skip


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.get(f"{HERE}/satisfaction", endpoint="satisfaction")(opinions)


@staff_door(READ)
def opinions() -> str | Response:
    """The whole town, each procedure, and the newest words."""
    asked = asking.asked()
    known = house().pack.procedures
    found = {key: one for key, one in satisfaction.opinions(asked.source, asked.year).items() if key in known}
    answered = sorted(
        ((key, one) for key, one in found.items() if one.answered), key=lambda one: (-one[1].answered, one[0])
    )
    whole = satisfaction.together(found)
    figures = [_scores(whole)] if whole.answered else []
    return page(
        "dashboard/satisfaction.html", figures, view=asked, year_word=asking.year_word, whole=whole,
        rows=[(key, asking.titled(key), one) for key, one in answered if one.clear],
        few=[(key, asking.titled(key), one) for key, one in answered if not one.clear], least=satisfaction.LEAST,
        remarks=[
            (asking.titled(one.procedure), STEPS[one.score] and _(STEPS[one.score]), one)
            for one in remarks.newest(db(), REMARKS)
        ],
    )  # fmt: skip


def _scores(found: Opinion) -> Figure:
    words = Words("scores", _("答えの内訳"), _("五つの答えの数を、棒で示します。"))
    shown: Sequence[bars.Bar] = [
        bars.Bar(_(STEPS[score]), found.scores.get(score, 0), f"{found.scores.get(score, 0):,}")
        for score in satisfaction.SCORES
    ]
    rows = [(_(STEPS[score]), found.scores.get(score, 0)) for score in satisfaction.SCORES]
    return Figure(
        "scores", words.title, partial(bars.draw, bars.Bars(words, shown)), (_("答え"), _("数")), rows
    )
