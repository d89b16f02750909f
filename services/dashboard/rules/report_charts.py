"""The pictures of a 月次報告: the pages' own charts, with their words in the paper's language."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from services.dashboard.rules import flow, report
from services.dashboard.rules.charts import bars, lines
from services.dashboard.rules.charts.drawing import Words
from services.dashboard.rules.kpis import Standing
from services.dashboard.rules.report import Report
from services.dashboard.rules.report_words import CHANNELS, number

Named = Callable[[str], str]
# A line needs a few months before it is one; so many pictures fit two pages.
LEAST, FIGURES = 3, 4
_BACK = 18
LETTERS = "BIZ UDGothic, Noto Sans CJK JP, IPAexGothic, sans-serif"


@dataclass(frozen=True)
class Picture:
    """A chart as paper takes it: an image, with words for whoever does not see it."""

    title: str
    alt: str
    address: str


def pictures(found: Report, named: Named) -> Sequence[Picture]:
    """The ways requests come, each counted figure of the plan alone on its axis, and what takes time."""
    drawn = [_ways(found)] if report.span(found) else []
    told = [one for one in report.counted(found) if sum(p.value is not None for p in one.trend) >= LEAST]
    drawn += [_figure(one, place) for place, one in enumerate(told[:FIGURES])]
    return [*drawn, _following(found, named)] if found.following else drawn


def _picture(words: Words, svg: Markup) -> Picture:
    # An image knows nothing of the paper's style sheet, so its letters are told to it.
    drawn = str(svg).replace('font-family="sans-serif"', f'font-family="{LETTERS}"')
    code = base64.b64encode(drawn.encode()).decode()
    return Picture(words.title, words.desc, f"data:image/svg+xml;base64,{code}")


def _ways(found: Report) -> Picture:
    span = report.span(found)
    used = flow.used(found.ways.values())
    columns = [[found.ways[one].get(key, 0) for key in used] for one in span]
    newest = columns[-1]
    told = "、".join(
        f"{CHANNELS[key]}{100 * n / sum(newest):.0f}%" for key, n in zip(used, newest, strict=True) if n
    )
    words = Words(
        "ways",
        "申請の方法の割合",
        f"月ごとの申請を方法ごとの割合で示す棒グラフ。いちばん新しい月は、{told}。",
    )
    names = [CHANNELS[key] for key in used]
    return _picture(words, bars.shares(bars.Shares(words, [_month(one) for one in span], names, columns)))


def _figure(one: Standing, place: int) -> Picture:
    printed, shown = one.printed, one.trend[-_BACK:]
    unit = printed.unit
    last = next(found.value for found in reversed(shown) if found.value is not None)
    goal = (
        lines.Goal(f"目標 {number(one.wanted)}{unit}", one.wanted)
        if one.wanted is not None and one.goal
        else None
    )
    told = f"、目標は{number(one.wanted)}{unit}" if goal and one.wanted is not None else ""
    words = Words(
        f"f{place}", printed.name, f"月ごとの線グラフ。いちばん新しい月は{number(last)}{unit}{told}。"
    )
    ahead = (len(one.year.to_come), one.month_ahead) if one.month_ahead and one.year.to_come else None
    chart = lines.Chart(
        words, [_month(found.month) for found in shown], [lines.Line(printed.name, [found.value for found in shown])],
        unit, goal, ahead, 100.0 if unit == "%" else None,
    )  # fmt: skip
    return _picture(words, lines.draw(chart))


def _following(found: Report, named: Named) -> Picture:
    shown = [bars.Bar(named(one.key), one.hours, f"{one.hours:,.0f}時間") for one in found.following]
    told = "、".join(f"{one.name}{one.told}" for one in shown)
    words = Words("next", "画面の外の申請に1年にかかる時間（推計）", f"手続ごとの横棒グラフ。{told}。")
    return _picture(words, bars.draw(bars.Bars(words, shown)))


def _month(one: date) -> str:
    return f"{one.year}/{one.month}"
