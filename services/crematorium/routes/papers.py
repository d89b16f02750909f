"""Papers and figures of the office: the day's sheet to print, the year by month, and the same as CSV."""

from datetime import date

from flask import Blueprint, Response, request

from portal.doors import db, house, now, staff, staff_door
from portal.opening import fiscal_year, today
from portal.words import N_
from services.crematorium.actions import figures, papers, reach
from services.crematorium.routes.frame import asked_day, shown

HERE = "/staff/crematorium"
WHOSE = (("resident", N_("市内の方")), ("outside", N_("市外の方")))
_FIRST, _LAST = 2000, 2100


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(f"{HERE}/day.pdf", endpoint="day_sheet")(day_sheet)
    blueprint.get(f"{HERE}/day.csv", endpoint="day_csv")(day_csv)
    blueprint.get(f"{HERE}/figures", endpoint="figures")(show)
    blueprint.get(f"{HERE}/figures.csv", endpoint="figures_csv")(csv)


@staff_door(reach.READ)
def day_sheet() -> Response:
    """日報."""
    reach.hall(db(), staff())
    on = asked_day(request.args.get("day", ""))
    body = papers.day_sheet(db(), staff(), on, house().printer, now())
    return file(body, "application/pdf", "inline", f"saijo-{on:%Y%m%d}.pdf")


@staff_door(reach.READ)
def day_csv() -> Response:
    """The same day as a list that a spreadsheet opens; whoever takes it out has looked at every name on it."""
    reach.hall(db(), staff())
    on = asked_day(request.args.get("day", ""))
    body = papers.day_list(db(), staff(), on, now())
    return file(body, "text/csv; charset=utf-8", "attachment", f"saijo-{on:%Y%m%d}.csv")


@staff_door(reach.READ)
def show() -> str:
    """Every month of a 年度: how many, of what sort, from where, in which furnace, and what was given back."""
    reach.hall(db(), staff())
    first, this = _year(), fiscal_year(today(now()))
    return shown(
        "crematorium/staff/figures.html",
        year=first.year,
        years=range(this - 2, this + 2),
        months=figures.year(db(), first),
        whose=WHOSE,
        on=None,
    )


@staff_door(reach.READ)
def csv() -> Response:
    """The same, a line a month."""
    reach.hall(db(), staff())
    first = _year()
    return file(
        figures.listed(db(), first), "text/csv; charset=utf-8", "attachment", f"saijo-{first.year}.csv"
    )


def file(body: bytes, kind: str, how: str, name: str) -> Response:
    """A file that nobody keeps on the way."""
    headers = {"Content-Disposition": f'{how}; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, content_type=kind, headers=headers)


def _year() -> date:
    """The first day of the 年度 that was asked for, else of the present one."""
    wanted = request.args.get("year", "")
    year = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) == 4 else 0
    return date(year if _FIRST <= year < _LAST else fiscal_year(today(now())), 4, 1)
