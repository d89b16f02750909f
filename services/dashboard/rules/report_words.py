"""月次報告 in words: the findings of a month, each with its numbers; a paper of the office, and so in Japanese."""

from collections.abc import Callable, Iterator

from portal.pack.rows import Kpi
from services.dashboard.rules.changes import Change
from services.dashboard.rules.kpis import Finding, Standing
from services.dashboard.rules.report import Report

Named = Callable[[str], str]
CHANNELS = {
    "online": "オンライン", "line": "LINE", "chat": "チャット", "window": "書かない窓口", "paper": "窓口の紙", "post": "郵送",
    "telephone": "電話", "konbini": "コンビニ", "machine": "自動交付機", "myna": "マイナポータル", "prefecture": "県の電子申請",
}  # fmt: skip
MEANS = {
    Finding.NOTHING: "まだ数字なし", Finding.NO_GOAL: "目標なし", Finding.REACHED: "到達", Finding.WILL: "到達の見込み",
    Finding.WILL_NOT: "届かない見込み", Finding.OPEN: "まだ分からない", Finding.SHORT: "未到達",
}  # fmt: skip
# A share that moved by less is told as unchanged: half a point is what a few requests make.
_STILL = 0.5


def findings(found: Report, named: Named) -> Iterator[str]:
    """What a reader ought to take along, the most general first."""
    if not found.requests:
        yield "この月の申請は、数えられていません。"
        return
    yield _requests(found)
    yield from (_change(one, named) for one in found.changes)
    if not found.changes:
        yield "前の月と比べて、偶然とはいえない変化をした手続はありません。"
    yield from _goals(found)
    yield from _clear(found)
    yield from _next(found, named)


def _requests(found: Report) -> str:
    told = f"申請は{found.requests:,}件（前の月{found.before[0]:,}件）で、そのうち{percent(found.share)}が画面で出されました"
    if found.share is None or found.share_before is None:
        return f"{told}。"
    moved = found.share - found.share_before
    if abs(moved) < _STILL:
        return f"{told}。割合は前の月とほぼ同じです。"
    return f"{told}。割合は前の月より{abs(moved):.1f}ポイント{'上' if moved > 0 else '下'}がりました。"


def _change(one: Change, named: Named) -> str:
    if one.what == "requests":
        verb = "増え" if one.percent > 0 else "減り"
        return (
            f"「{named(one.key)}」の申請が{abs(one.percent):.0f}%{verb}ました"
            f"（{one.before:,.0f}件から{one.after:,.0f}件）。"
        )
    verb = "上が" if one.after > one.before else "下が"
    what = "自動応答の解決率" if one.what == "resolved" else f"「{named(one.key)}」の画面の割合"
    return f"{what}が{one.before:.1f}%から{one.after:.1f}%に{verb}りました。"


def _goals(found: Report) -> Iterator[str]:
    aimed = [one for one in found.figures if one.wanted is not None and one.value is not None]
    if not aimed:
        return
    reached = sum(one.reached for one in aimed)
    late = [one.printed.name for one in aimed if one.finding is Finding.WILL_NOT]
    told = f"目標のある{len(aimed)}指標のうち、{reached}指標が目標に届いています。"
    yield told + (f"このままでは年度末に届かない見込みなのは、{'、'.join(late)}です。" if late else "")


def _clear(found: Report) -> Iterator[str]:
    clear = found.opinion.clear
    if clear is not None:
        yield (
            f"手続きが「分かりやすかった」という答えは{100 * clear.middle:.0f}%でした"
            f"（95%の幅{100 * clear.low:.0f}～{100 * clear.high:.0f}%、{found.opinion.answered:,}人の答え）。"
        )


def _next(found: Report, named: Named) -> Iterator[str]:
    if found.following:
        first = found.following[0]
        yield (
            f"画面の外の申請にいちばん時間がかかっているのは「{named(first.key)}」です"
            f"（1年に約{first.hours:,.0f}時間の推計）。"
        )


def standing(one: Standing) -> tuple[str, ...]:
    """A figure as a line of the table: name, value, goal, gap, what it means."""
    unit = one.printed.unit
    value = "–" if one.value is None else f"{number(one.value)}{unit}"
    goal = _aim(one.goal) if one.goal else "–"
    gap = "–" if one.gap is None else f"あと{number(one.gap)}{'ポイント' if unit == '%' else unit}"
    return (one.printed.name, value, goal, gap, MEANS[one.finding])


def _aim(goal: Kpi) -> str:
    """A goal with its unit where people say it: 10分以下."""
    rest = next((word for word in ("以上", "以下") if goal.value.endswith(word)), "")
    return f"{goal.value if goal.number is None else number(float(goal.number))}{goal.unit}{rest}"


def number(value: float) -> str:
    """At most one place after the point."""
    rounded = round(value, 1)
    return f"{rounded:,.0f}" if rounded.is_integer() or abs(rounded) >= 100 else f"{rounded:,.1f}"


def percent(value: float | None) -> str:
    """A share, or a dash where there is none."""
    return "–" if value is None else f"{value:.1f}%"
