"""Divisions, the answer bot, buildings and counters: each a page of numbers with its chart."""

from functools import partial

from flask import Blueprint, Response

from portal.doors import figures_db, house, staff_door
from portal.i18n import gettext as _
from services.dashboard.actions import backlog
from services.dashboard.actions.backlog import Waiting
from services.dashboard.routes import asked as asking
from services.dashboard.routes.figures import Figure, page
from services.dashboard.routes.frame import HERE, READ
from services.dashboard.rules import flow, service
from services.dashboard.rules.charts import bars, lines
from services.dashboard.rules.charts.drawing import Words
from services.dashboard.rules.flow import Pace
from services.dashboard.rules.periods import months, whole_months


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(f"{HERE}/divisions", endpoint="divisions")(divisions)
    blueprint.get(f"{HERE}/bot", endpoint="bot")(bot)
    blueprint.get(f"{HERE}/places", endpoint="places")(places)
    blueprint.get(f"{HERE}/queue", endpoint="queue")(queue)


@staff_door(READ)
def divisions() -> str | Response:
    """What waits in each division now, and what it did in the 年度."""
    asked = asking.asked()
    waiting, paces = backlog.by_division(figures_db(), asked.day), flow.paces(asked.source, asked.year)
    rows = []
    for one in asking.divisions():
        here, pace = waiting.get(one.id, Waiting(0, 0)), paces.get(one.id, Pace())
        if here.open or pace.requests:
            rows.append((asking.said(one.name), here, pace))
    rows.sort(key=lambda row: (-row[1].open, row[0]))
    words = Words("waiting", _("いま待っている申請"), _("終わっていない申請の数を、課ごとに棒で示します。"))
    shown = [
        bars.Bar(name, here.open, _("%(count)s件", count=f"{here.open:,}"))
        for name, here, _pace in rows
        if here.open
    ]
    table = [(name, here.open, here.late) for name, here, _pace in rows]
    head = (_("課"), _("待っている申請"), _("期限を過ぎた申請"))
    figures = [Figure("waiting", words.title, partial(bars.draw, bars.Bars(words, shown)), head, table)]
    return page(
        "dashboard/divisions.html",
        figures if shown else [],
        view=asked,
        year_word=asking.year_word,
        rows=rows,
    )


@staff_door(READ)
def bot() -> str | Response:
    """The answer bot: how much it is asked and how often it helps."""
    asked = asking.asked()
    first = min(asked.year.first, whole_months(asked.year.last, 12)[0])
    by_month = service.resolved_by_month(asked.source, first, asked.year.last)
    span = months(first, asked.year.last)
    words = Words(
        "resolved", _("解決した割合の動き"), _("評価のうち「解決した」の割合を、月ごとに線で示します。")
    )
    values = [100 * by_month[one].middle if one in by_month else None for one in span]
    steps = [asking.month_word(one) for one in span]
    chart = lines.Chart(words, steps, [lines.Line(_("解決"), values)], "%", most=100.0)
    rows = [
        (step, *((100 * band.middle, 100 * band.low, 100 * band.high) if (band := by_month.get(one)) else (None,) * 3))
        for step, one in zip(steps, span, strict=True)
    ]  # fmt: skip
    head = (_("月"), _("解決した割合"), _("下限（95パーセント）"), _("上限（95パーセント）"))
    figure = Figure("resolved", words.title, partial(lines.draw, chart), head, rows)
    talks = [(asking.channel(one), service.talk(asked.source, asked.year, (one,))) for one in service.TALKS]
    return page(
        "dashboard/bot.html", [figure] if by_month else [], view=asked, year_word=asking.year_word,
        whole=service.talk(asked.source, asked.year), talks=talks,
    )  # fmt: skip


@staff_door(READ)
def places() -> str | Response:
    """The buildings: how often they were booked, given back and used."""
    asked, buildings = asking.asked(), house().pack.buildings
    found = service.places(asked.source, sorted(buildings), asked.year)
    names = {key: asking.said(one.title) for key, one in buildings.items()}
    words = Words("booked", _("施設の予約"), _("年度の予約の数を、施設ごとに棒で示します。"))
    shown = [bars.Bar(names[one.key], one.booked, _("%(count)s件", count=f"{one.booked:,}")) for one in found]
    table = [(names[one.key], one.booked, one.cancelled, one.came) for one in found]
    head = (_("施設"), _("予約"), _("取消し"), _("利用"))
    figure = Figure("booked", words.title, partial(bars.draw, bars.Bars(words, shown)), head, table)
    some = any(one.booked for one in found)
    return page("dashboard/places.html", [figure] if some else [], view=asked, year_word=asking.year_word)


@staff_door(READ)
def queue() -> str | Response:
    """The counters: how long people wait, by the hour in which they come."""
    asked = asking.asked()
    hall = service.hall(asked.source, asked.year)
    words = Words(
        "hours",
        _("時間帯ごとの待ち時間"),
        _("番号札を取ってから呼ばれるまでの時間の中央値を、時間帯ごとに棒で示します。"),
    )
    shown = [
        bars.Bar(_("%(hour)s時台", hour=hour), wait or 0, _("%(minutes)s分", minutes=wait or 0))
        for hour, (_count, wait) in hall.hours.items()
    ]
    table = [(_("%(hour)s時台", hour=hour), wait, count) for hour, (count, wait) in hall.hours.items()]
    head = (_("時間帯"), _("中央値（分）"), _("人数"))
    figure = Figure("hours", words.title, partial(bars.draw, bars.Bars(words, shown)), head, table)
    return page(
        "dashboard/queue.html",
        [figure] if hall.hours else [],
        view=asked,
        year_word=asking.year_word,
        hall=hall,
    )
