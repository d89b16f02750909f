"""Papers and figures about buildings: the day's sheet to print, the year's use, and the same as CSV."""

from datetime import date

from flask import Blueprint, Response, request

from portal.doors import db, house, now, staff, staff_door
from portal.opening import fiscal_year, today
from services.reservations.actions import day_sheet, figures, reach
from services.reservations.actions.reach import READ
from services.reservations.routes import typed
from services.reservations.routes.frame import shown
from services.reservations.rules.figures import months

HERE = "/staff/reservations"
_FIRST, _LAST = 2000, 2100


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(f"{HERE}/day.pdf", endpoint="day_sheet")(sheet)
    blueprint.get(f"{HERE}/figures", endpoint="figures")(show)
    blueprint.get(f"{HERE}/figures.csv", endpoint="figures_csv")(csv)


@staff_door(READ)
def sheet() -> Response:
    """日報 of one building."""
    building = reach.building(db(), staff(), request.args.get("building", ""))
    on = typed.day(request.args.get("day", ""), today(now()))
    body = day_sheet.pdf(db(), staff(), building, on, house().printer, now())
    return _file(body, "application/pdf", "inline", f"{building.key}-{on:%Y%m%d}.pdf")


@staff_door(READ)
def show() -> str:
    """How much of the time each room was used, by month."""
    mine, first = reach.buildings(db(), staff()), _year()
    found = [
        (one, {(line.unit, line.month): line for line in figures.year(db(), one, first)}) for one in mine
    ]
    this = fiscal_year(today(now()))
    return shown(
        "reservations/staff/figures.html",
        year=first.year,
        years=range(this - 2, this + 2),
        months=months(first),
        found=found,
    )


@staff_door(READ)
def csv() -> Response:
    """The same and more, a line for each room and month."""
    body = figures.listed(db(), reach.buildings(db(), staff()), _year())
    name = f"shisetsu-{_year().year}.csv"
    return _file(body, "text/csv; charset=utf-8", "attachment", name)


def _year() -> date:
    """The first day of the 年度 that was asked for, else of the present one."""
    wanted = request.args.get("year", "")
    year = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) == 4 else 0
    return date(year if _FIRST <= year < _LAST else fiscal_year(today(now())), 4, 1)


def _file(body: bytes, kind: str, how: str, name: str) -> Response:
    headers = {"Content-Disposition": f'{how}; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, content_type=kind, headers=headers)
