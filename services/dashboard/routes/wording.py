"""What figures mean, in sentences and short words of the reader's language."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.i18n import gettext as _
from portal.pack.formulas import Base
from portal.pack.rows import Kpi
from portal.words import N_
from services.dashboard.routes.asked import titled, year_word
from services.dashboard.rules.changes import Change
from services.dashboard.rules.charts import drawing
from services.dashboard.rules.charts.lines import spark
from services.dashboard.rules.kpis import Finding, Printed, Standing

BASES = {
    Base.PROCEDURES: N_("手続数で数える"),
    Base.FILINGS: N_("件数で数える"),
    Base.PAYMENTS: N_("納付の件数で数える"),
    Base.ANSWERS: N_("答えの評価で数える"),
    Base.FRIENDS: N_("登録者を数える"),
    Base.WAITS: N_("待ち時間をはかる"),
    Base.ENTERED: N_("手入力"),
}
MEANINGS = {
    "online_procedures": N_("申請が画面で終わる手続の数です。用意だけの手続やほかのサイトの手続は入りません。"),
    "online_procedure_share": N_("扱っている手続のうち、申請が画面で終わる手続の割合です。申請の件数の割合ではありません。"),
    "window_procedures": N_("書かない窓口で申請書を作れる手続の数です。"),
    "online_share": N_("申請の件数のうち、画面で出された割合です。コンビニ交付は、画面に入れず、全体には入れます。計画にはない、この画面だけの数え方です。"),
    "konbini_share": N_("対象の証明書の件数のうち、コンビニと自動交付機で出した割合です。"),
    "cashless_share": N_("納付の件数のうち、現金・納付書・コンビニ払い・振込でないものの割合です。"),
    "resolved_share": N_("チャットとLINEの答えに付いた評価のうち、「解決した」の割合です。評価がない答えは入りません。"),
    "friends": N_("LINEの友だち登録から、やめた数を引いた人数です。"),
    "mean_wait": N_("番号札を取ってから呼ばれるまでの時間の平均です。"),
}  # fmt: skip
FINDINGS = {
    Finding.NOTHING: N_("まだ数字がありません。"),
    Finding.NO_GOAL: N_("計画に目標の数字がありません。"),
    Finding.REACHED: N_("目標に届いています。"),
    Finding.WILL: N_("このまま進めば、年度の終わりに目標に届く見込みです。"),
    Finding.WILL_NOT: N_("このままでは、年度の終わりに目標に届かない見込みです。"),
    Finding.OPEN: N_("目標に届くかどうかは、まだ分かりません。"),
    Finding.SHORT: N_("目標まで、あと%(gap)sです。"),
}
CHANGES = {
    ("requests", True): N_("%(what)sの申請が、先月の同じ日までより%(percent)s%%増えました（%(before)s件から%(after)s件）。"),
    ("requests", False): N_("%(what)sの申請が、先月の同じ日までより%(percent)s%%減りました（%(before)s件から%(after)s件）。"),
    ("online", True): N_("%(what)sのオンラインの割合が、先月の%(before)s%%から%(after)s%%に上がりました。"),
    ("online", False): N_("%(what)sのオンラインの割合が、先月の%(before)s%%から%(after)s%%に下がりました。"),
    ("resolved", True): N_("自動応答の解決率が、先月の%(before)s%%から%(after)s%%に上がりました。"),
    ("resolved", False): N_("自動応答の解決率が、先月の%(before)s%%から%(after)s%%に下がりました。"),
}  # fmt: skip


@dataclass(frozen=True)
class Card:
    """A figure of the plan as a card shows it."""

    key: str
    name: str
    base: str
    draft: bool
    value: str
    unit: str
    when: str
    goal: str
    goal_when: str
    likely: str
    sentence: str
    tone: str
    spark: Markup


def card(found: Standing) -> Card:
    """A figure in words."""
    printed, goal, unit = found.printed, found.goal, found.printed.unit
    tones = {
        Finding.REACHED: "good", Finding.WILL: "good", Finding.WILL_NOT: "late", Finding.SHORT: "soon", Finding.OPEN: "soon",
    }  # fmt: skip
    likely = ""
    if found.outlook is not None:
        ends = [drawing.plain(round(one, 1)) for one in (found.outlook.low, found.outlook.high)]
        likely = (
            f"{ends[0]}{unit}"
            if ends[0] == ends[1]
            else _("%(low)sから%(high)s", low=ends[0], high=f"{ends[1]}{unit}")
        )
    gap = "" if found.gap is None else f"{number(found.gap)}{_points(unit)}"
    return Card(
        key=printed.key, name=printed.name, base=_(BASES[printed.base]), draft=printed.is_draft,
        value="–" if found.value is None else number(found.value), unit=unit, when=_when(found),
        goal=aim(goal) if goal else "", goal_when=year_word(goal.year) if goal and goal.year else "",
        likely=likely, sentence=_(FINDINGS[found.finding], gap=gap), tone=tones.get(found.finding, ""),
        spark=spark([one.value for one in found.trend[-12:]]),
    )  # fmt: skip


def change(found: Change) -> str:
    """A change in a sentence."""
    sentence = CHANGES[found.what, found.after > found.before]
    return _(
        sentence, what=titled(found.key), percent=f"{abs(found.percent):.0f}",
        before=number(found.before), after=number(found.after),
    )  # fmt: skip


def meaning(printed: Printed) -> str:
    """How a figure is worked out."""
    return (
        _(MEANINGS[printed.formula.word]) if printed.formula else _("担当の課が年度ごとに入力する数字です。")
    )


def printed_row(row: Kpi) -> tuple[str, str, str, str, str]:
    """A row of the plan as it is printed: a figure without a year gets none."""
    return (year_word(row.year) if row.year else "", row.kind, f"{row.value}", row.note, row.source)


def aim(goal: Kpi) -> str:
    """A goal with its unit where people say it: 10分以下."""
    rest = next((word for word in ("以上", "以下") if goal.value.endswith(word)), "")
    return f"{goal.value if goal.number is None else number(float(goal.number))}{goal.unit}{rest}"


def number(value: float) -> str:
    """A number with at most one place after the point."""
    return drawing.plain(round(value, 1))


def _points(unit: str) -> str:
    return _("ポイント") if unit == "%" else unit


def _when(found: Standing) -> str:
    if found.value is None:
        return ""
    year = year_word(found.of_year) if found.of_year else _("年度の記載なし")
    if found.source == "counted":
        return _("%(year)sの集計", year=year)
    return (
        _("%(year)sの入力", year=year) if found.source == "entered" else _("%(year)sの計画の数字", year=year)
    )
