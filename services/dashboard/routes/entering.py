"""Entering: counts from elsewhere as a file or one by one, and figures that nothing here counts."""

from collections.abc import Sequence

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, house, now, staff, staff_door
from portal.i18n import gettext as _
from portal.opening import fiscal_year, today
from portal.refused import Refused
from portal.words import N_
from services.dashboard.actions import entering
from services.dashboard.routes import asked as asking
from services.dashboard.routes.frame import ENTER, HERE, shown
from services.dashboard.rules import kpis, tallies
from services.dashboard.rules.tallies import COLUMNS, WAYS, Fault

Page = str | Response | tuple[str, int]
_LARGEST = 2_000_000
FAULTS = {
    "letters": N_("文字コードが読めません。Excelの「CSV UTF-8」で保存してください。"),
    "columns": N_("1行目の列の名前が違います。対象日・手続ID・方法・件数の順にしてください。"),
    "long": N_("行が多すぎます。2万行までに分けてください。"),
    "twice": N_("同じ日・手続・方法の行が二つあります。"),
    "day": N_("日付は 2026-10-31 か 2026-10 の形で書いてください。"),
    "future": N_("まだ来ていない日です。"),
    "procedure": N_("この市にない手続IDです。"),
    "way": N_(
        "方法は、コンビニ・自動交付機・マイナポータル・県の電子申請・窓口の紙・郵送・電話のどれかです。"
    ),
    "count": N_("件数は0から100万までの数字で書いてください。"),
}


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route(f"{HERE}/counts", methods=["GET", "POST"], endpoint="counts")(counts)
    blueprint.post(f"{HERE}/kpi/<key>", endpoint="enter")(enter)


@staff_door(ENTER)
def counts() -> Page:
    """A file, or one line typed here; a list with a fault is not taken at all."""
    if request.method == "GET":
        return _form(())
    sent = request.files.get("file")
    raw = sent.stream.read(_LARGEST) if sent and sent.filename else _typed()
    pack = house().pack
    found = tallies.read(raw, pack.procedures.__contains__, today(now()))
    if found.faults or not found.counts:
        return _form(found.faults or (Fault(1, "", "columns"),)), 422
    changed = entering.count(db(), staff(), pack, found.counts, now())
    return redirect(url_for("dashboard.counts", done=str(changed)), 303)


@staff_door(ENTER)
def enter(key: str) -> Response:
    """手入力: a figure of a 年度."""
    printed = next((one for one in kpis.listed(house().pack.kpis) if one.key == key), None)
    if printed is None or printed.formula is not None:
        raise Refused("kpi_unknown", 404)
    typed, value = request.form.get("year", ""), _number(request.form.get("value", ""))
    years = range(fiscal_year(today(now())), fiscal_year(today(now())) - 10, -1)
    if value is None or not typed.isascii() or not typed.isdigit() or int(typed) not in years:
        raise Refused("kpi_value", 422)
    entering.enter(db(), staff(), key, int(typed), value, now())
    return redirect(url_for("dashboard.kpi", key=key, year=typed), 303)


def _typed() -> bytes:
    cells = [
        request.form.get(name, "").replace('"', "").replace("\n", " ")
        for name in ("day", "procedure", "way", "count")
    ]
    quoted = ",".join(f'"{cell}"' for cell in cells)
    return f"{','.join(COLUMNS)}\n{quoted}\n".encode()


def _form(faults: Sequence[Fault]) -> str:
    pack, day = house().pack, today(now())
    offered = sorted((asking.titled(key), key) for key in pack.procedures if pack.offered(key, day))
    told = [(one.line, one.column, _(FAULTS[one.code])) for one in faults]
    return shown(
        "dashboard/counts.html", faults=told, errors=bool(faults), done=request.args.get("done", ""),
        procedures=[(key, f"{title}（{key}）") for title, key in offered], ways=[(way, asking.channel(key)) for way, key in WAYS.items()],
        columns=COLUMNS, typed=request.form,
    )  # fmt: skip


def _number(typed: str) -> float | None:
    try:
        found = float(typed.strip().replace(",", ""))
    except ValueError:
        return None
    return found if -1e12 < found < 1e12 else None
