"""The first page: every figure of the plan as it stands, how requests come, and what changed most."""

from flask import Blueprint, Response

from portal.doors import figures_db, house, staff, staff_door
from portal.pack.formulas import Base
from portal.refused import Refused
from services.dashboard.actions import offering, reading
from services.dashboard.routes import asked as asking
from services.dashboard.routes import drawn, wording
from services.dashboard.routes.figures import page
from services.dashboard.routes.frame import ENTER, HERE, READ
from services.dashboard.rules import kpis
from services.dashboard.rules.changes import changes


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(HERE, endpoint="overview")(overview)
    blueprint.get(f"{HERE}/kpi/<key>", endpoint="kpi")(kpi)


@staff_door(READ)
def overview() -> str | Response:
    """Each figure of the plan: value, goal, gap, trend, and a sentence that says what it means."""
    asked = asking.asked()
    known, offers = reading.entered(figures_db()), offering.offers(house().pack)
    found = [
        kpis.standing(one, asked.year, asked.source, offers, known.get(one.key, {}))
        for one in kpis.listed(house().pack.kpis)
    ]
    counted = [wording.card(one) for one in found if one.printed.base is not Base.ENTERED]
    others = [wording.card(one) for one in found if one.printed.base is Base.ENTERED]
    return page(
        "dashboard/overview.html",
        [drawn.ways(asked, asked.narrow)],
        view=asked,
        year_word=asking.year_word,
        counted=counted,
        others=others,
        changes=[wording.change(one) for one in changes(asked.source, asked.day, asking.open_days)],
        summed_at=reading.summed_at(figures_db()),
        may_enter=staff().may(ENTER),
    )


@staff_door(READ)
def kpi(key: str) -> str | Response:
    """One figure of the plan: month by month, every row that the plan prints, where it comes from."""
    asked = asking.asked()
    printed = next((one for one in kpis.listed(house().pack.kpis) if one.key == key), None)
    if printed is None:
        raise Refused("kpi_unknown", 404)
    entered = reading.entered(figures_db()).get(key, {})
    found = kpis.standing(printed, asked.year, asked.source, offering.offers(house().pack), entered)
    figures = [drawn.kpi(found)] if len(found.trend) > 1 else []
    return page(
        "dashboard/kpi.html",
        figures,
        view=asked,
        year_word=asking.year_word,
        card=wording.card(found),
        standing=found,
        rows=[wording.printed_row(row) for row in printed.rows],
        meaning=wording.meaning(printed),
        may_enter=staff().may(ENTER) and printed.formula is None,
    )
