"""Several towns side by side, as far as their plans count the same."""

from flask import Blueprint, Response

from portal.doors import house, staff_door
from portal.i18n import gettext as _
from portal.pack.rows import Kpi
from services.dashboard.actions import towns as plans
from services.dashboard.routes import asked as asking
from services.dashboard.routes.asked import year_word
from services.dashboard.routes.figures import page
from services.dashboard.routes.frame import HERE, READ
from services.dashboard.routes.wording import BASES, MEANINGS, aim, number
from services.dashboard.rules import towns
from services.dashboard.rules.towns import Beside, Same


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.get(f"{HERE}/towns", endpoint="towns")(beside)


@staff_door(READ)
def beside() -> str | Response:
    """A table for each definition that towns share, and what is not compared."""
    asked, read = asking.asked(), plans.plans(house().pack)
    return page(
        "dashboard/towns.html", [], view=asked, year_word=asking.year_word, names=list(read),
        same=[_told(one) for one in towns.same(read, asked.year.number)],
        lookalikes=towns.lookalikes(read),
        by_hand=sum(one.formula is None for printed in read.values() for one in printed),
    )  # fmt: skip


def _told(found: Same) -> dict[str, object]:
    names = [asking.titled(key) for key in found.formula.of]
    return {
        "title": found.towns[0].name,
        "base": _(BASES[found.formula.meaning.base]),
        "meaning": _(MEANINGS[found.formula.word]),
        "of": names,
        "unit": found.unit,
        "rows": [_row(one) for one in found.towns],
    }


def _row(one: Beside) -> dict[str, object]:
    return {
        "town": one.town, "name": one.name, "draft": one.is_draft,
        "fact": "" if one.fact is None or one.fact.number is None else number(float(one.fact.number)),
        "fact_year": _year(one.fact), "goal": aim(one.goal) if one.goal else "", "goal_year": _year(one.goal),
    }  # fmt: skip


def _year(row: Kpi | None) -> str:
    if row is None:
        return ""
    return year_word(row.year) if row.year else _("年度の記載なし")
