"""The procedures: all of them as a table, and each with the ways it is asked for and where people stop."""

from functools import partial

from flask import Blueprint, Response

from portal.doors import house, staff_door
from portal.i18n import gettext as _
from portal.refused import Refused
from services.dashboard.routes import asked as asking
from services.dashboard.routes import drawn
from services.dashboard.routes.figures import Figure, page
from services.dashboard.routes.frame import HERE, READ
from services.dashboard.rules import flow, satisfaction
from services.dashboard.rules.charts import bars
from services.dashboard.rules.charts.drawing import Words
from services.dashboard.rules.flow import Narrow, Stage
from services.dashboard.rules.periods import Year


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(f"{HERE}/procedures", endpoint="procedures")(procedures)
    blueprint.get(f"{HERE}/procedures/<key>", endpoint="procedure")(procedure)


@staff_door(READ)
def procedures() -> str | Response:
    """Every procedure that was asked for, the commonest first, beside the year before."""
    asked = asking.asked()
    here = flow.each(asked.source, asked.division, asked.year)
    before = flow.each(asked.source, asked.division, Year(asked.year.number - 1, asked.day))
    known = house().pack.procedures
    rows = [
        (key, asking.titled(key), whole, _share(whole, online), _share(*before.get(key, (0, 0))))
        for key, (whole, online) in sorted(here.items(), key=lambda one: (-one[1][0], one[0]))
        if key in known
    ]
    figures = [drawn.ways(asked, asked.narrow)]
    return page(
        "dashboard/procedures.html", figures, view=asked, year_word=asking.year_word,
        divisions=asking.divisions(), rows=rows,
    )  # fmt: skip


@staff_door(READ)
def procedure(key: str) -> str | Response:
    """One procedure."""
    asked, found = asking.asked(), house().pack.procedures.get(key)
    if found is None:
        raise Refused("procedure_unknown", 404)
    aside = [step.key for step in found.steps if step.when]
    stages = flow.funnel(asked.source, key, [step.key for step in found.steps], asked.year, aside)
    names = {step.key: asking.said(step.title) for step in found.steps}
    figures = [drawn.ways(asked, Narrow((key,)))]
    if stages[1].count:
        figures.append(_funnel(stages, names))
    return page(
        "dashboard/procedure.html", figures, view=asked, year_word=asking.year_word,
        title=asking.titled(key), pace=flow.pace(asked.source, Narrow((key,)), asked.year),
        opinion=satisfaction.opinions(asked.source, asked.year, key).get(key), least=satisfaction.LEAST,
    )  # fmt: skip


def _funnel(stages: tuple[Stage, ...], steps: dict[str, str]) -> Figure:
    names = {"viewed": _("案内を見た"), "started": _("書き始めた"), "filed": _("出した"), **steps}
    words = Words(
        "funnel",
        _("どこでやめたか"),
        _(
            "案内を見てから申請を出すまで、終えた数を段階ごとに棒で示します。当てはまる人だけの段階は、飛ばして比べます。"
        ),
    )
    shown = [bars.Bar(names[one.key], one.count, f"{one.count:,}", _lost(one)) for one in stages]
    rows = [(names[one.key], one.count, round(100 * one.lost, 1)) for one in stages]
    head = (_("段階"), _("数"), _("減った割合"))
    finding = _hardest(stages, {**names, "filed": _("最後の確認")})
    return Figure("funnel", words.title, partial(bars.draw, bars.Bars(words, shown)), head, rows, finding)


def _hardest(stages: tuple[Stage, ...], names: dict[str, str]) -> str:
    """Where most stop, in words."""
    hardest = flow.hardest(stages)
    if hardest is None:
        return ""
    step, lost = names[hardest.key], round(100 * hardest.lost)
    return _("やめた人がいちばん多いのは「%(step)s」を終える前です（%(lost)s%%）。", step=step, lost=lost)


def _lost(stage: Stage) -> str:
    if stage.aside:
        return _("当てはまる人だけ")
    return _("前の段階から%(lost)s%%減", lost=round(100 * stage.lost)) if stage.lost > 0 else ""


def _share(whole: int, online: int) -> float | None:
    return 100 * online / whole if whole else None
