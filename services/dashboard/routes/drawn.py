"""The charts of the pages, with their names, tables and sentences in the reader's language."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from portal.i18n import gettext as _
from services.dashboard.routes.asked import Asked, channel, month_word, year_word
from services.dashboard.routes.figures import Figure
from services.dashboard.routes.wording import aim
from services.dashboard.rules import flow
from services.dashboard.rules.charts import bars, lines
from services.dashboard.rules.charts.drawing import Words
from services.dashboard.rules.flow import Narrow
from services.dashboard.rules.kpis import Standing
from services.dashboard.rules.measuring import ONLINE
from services.dashboard.rules.periods import months, whole_months

_BACK = 24


def kpi(found: Standing) -> Figure:
    """A figure of the plan over the months, with its goal and what may come."""
    printed, goal = found.printed, found.goal
    shown = found.trend[-_BACK:]
    words = Words(
        "kpi",
        _("月ごとの動き"),
        _("月ごとの数字を線で示し、目標の高さと、年度の終わりの月の見込みの幅を添えます。"),
    )
    level = None
    if found.wanted is not None and goal is not None:
        when = year_word(goal.year) if goal.year else ""
        level = lines.Goal(_("目標 %(value)s %(when)s", value=aim(goal), when=when), found.wanted)
    ahead = (len(found.year.to_come), found.month_ahead) if found.month_ahead and found.year.to_come else None
    chart = lines.Chart(
        words, [month_word(one.month) for one in shown], [lines.Line(printed.name, [one.value for one in shown])],
        printed.unit, level, ahead, 100.0 if printed.unit == "%" else None,
    )  # fmt: skip
    rows = [(month_word(one.month), one.value) for one in shown]
    return Figure("kpi", words.title, partial(lines.draw, chart), (_("月"), printed.unit), rows)


def ways(asked: Asked, narrow: Narrow) -> Figure:
    """Requests by the way they came, as shares of each month."""
    first = min(asked.year.first, whole_months(asked.year.last, 12)[0])
    counted = flow.by_channel(asked.source, narrow, first, asked.year.last)
    span = [one for one in months(first, asked.year.last) if counted.get(one)]
    used = flow.used(counted.values())
    columns = [[counted[one].get(key, 0) for key in used] for one in span]
    names = [channel(key) for key in used]
    words = Words("ways", _("申請の方法の割合"), _("月ごとの申請の件数を、方法ごとの割合で示します。"))
    chart = bars.Shares(words, [month_word(one) for one in span], names, columns)
    rows = [(month_word(one), *column) for one, column in zip(span, columns, strict=True)]
    return Figure(
        "ways",
        words.title,
        partial(bars.shares, chart),
        (_("月"), *names),
        rows,
        _newest(columns, used, span),
    )


def _newest(columns: list[list[int]], used: tuple[str, ...], span: Sequence[date]) -> str:
    if not span or not sum(columns[-1]):
        return _("この期間の申請は、まだありません。")
    online = sum(n for key, n in zip(used, columns[-1], strict=True) if key in ONLINE)
    return _(
        "いちばん新しい月は、申請の%(share)s%%が画面で出されました。",
        share=round(100 * online / sum(columns[-1])),
    )
