"""日計表: the day on one page, its lines as CSV, and what the bank says came in."""

from datetime import date, timedelta

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.doors import db, now, staff, staff_door
from portal.opening import today
from portal.refused import Refused
from services.payments.actions import closing
from services.payments.actions.closing import BANK
from services.payments.actions.standing import READ
from services.payments.routes.frame import shown


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/payments", endpoint="day")(day)
    blueprint.get("/staff/payments/lines.csv", endpoint="lines")(lines)
    blueprint.post("/staff/payments/deposits", endpoint="bank")(bank)


@staff_door(READ)
def day() -> str:
    """日計表 of the day that is asked for, or of today."""
    return _page(_day(request.args.get("day", "")))


@staff_door(READ)
def lines() -> Response:
    """The day's lines, UTF-8 with its mark for Excel."""
    on = _day(request.args.get("day", ""))
    headers = {
        "Content-Disposition": f'attachment; filename="nikkei-{on:%Y%m%d}.csv"',
        "Cache-Control": "no-store",
    }
    return Response(
        closing.lines_csv(db(), staff(), on, now()), mimetype="text/csv; charset=utf-8", headers=headers
    )


@staff_door(BANK)
def bank() -> AnyResponse | tuple[str, int]:
    """The statement's line: which days of which method, how much, on which day."""
    form = request.form
    method, on = form.get("method", ""), _day(form.get("banked_on", ""))
    days = [date.fromisoformat(one) for one in form.getlist("days") if _is_day(one)]
    typed = form.get("yen", "").replace(",", "").removesuffix("円").strip()
    yen = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 13 else -1
    try:
        closing.bank(db(), staff(), method, days, yen, on, now(), differs=form.get("differs") == "yes")
    except Refused as refused:
        if refused.status != 422:
            raise
        return _page(on, refused, typed), 422
    return redirect(url_for("payments.day", day=on.isoformat(), done="banked"), 303)


def _page(on: date, refused: Refused | None = None, typed: str = "") -> str:
    seat = staff()
    found = closing.day(db(), seat, on)
    ways: dict[str, list[object]] = {}
    for one in found.on_the_way:
        ways.setdefault(one.method, []).append(one)
    return shown(
        "payments/staff/day.html",
        found=found,
        ways=ways,
        before=on - timedelta(days=1),
        after=on + timedelta(days=1) if on < today(now()) else None,
        may_bank=seat.may(BANK),
        refused=refused,
        errors=[("yen", refused.code)] if refused else None,
        typed=typed,
        picked=set(request.form.getlist("days")),
        method=request.form.get("method", ""),
        done=request.args.get("done", ""),
    )


def _day(typed: str) -> date:
    """The day that was asked for; one that is none, or lies ahead, is today."""
    last = today(now())
    return min(date.fromisoformat(typed), last) if _is_day(typed) else last


def _is_day(typed: str) -> bool:
    try:
        return date(2000, 1, 1) < date.fromisoformat(typed) < date(2100, 1, 1)
    except ValueError:
        return False
