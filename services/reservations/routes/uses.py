"""One booking for staff: what it is, and what becomes of it at the desk."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import case_papers, decisions
from portal.doors import db, house, now, staff, staff_door
from portal.inbox import Case
from portal.opening import today
from portal.pack.buildings import Building
from portal.refused import Refused
from services.reservations.actions import (
    attending,
    calendar,
    cancelling,
    counter,
    instead,
    numbers,
    reach,
    series,
    standing,
    waiting,
    waiting_desk,
)
from services.reservations.actions.offering import Offer
from services.reservations.actions.reach import BOOK, MANAGE, READ
from services.reservations.actions.waiting_desk import Slot
from services.reservations.models.bookings import Booking
from services.reservations.routes import typed
from services.reservations.routes.frame import shown
from services.reservations.rules import prices
from services.reservations.rules.states import FOLLOWS, State

Page = str | AnyResponse | tuple[str, int]
ONE = "/staff/reservations/use/<uuid:booking_id>"
# What is wrong with what was written is told on the page it was written on.
BESIDE = frozenset(
    {
        "reason_needed", "individual_number_in_text", "use_taken", "seats_taken", "not_offered_then", "block_time",
        "equipment_taken", "time_is_past", "too_many_people", "purpose_not_here", "not_let_to_them",
        "quota_used_up", "stopped_by_points", "not_yet_open", "equipment_unknown", "relief_unknown",
        "group_none", "group_several", "group_not_in_force",
    }
)  # fmt: skip


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.post("/staff/reservations/find", endpoint="use_find")(find)
    blueprint.get(ONE, endpoint="use")(one)
    blueprint.get(f"{ONE}/permit.pdf", endpoint="permit")(permit)
    blueprint.route(f"{ONE}/move", methods=["GET", "POST"], endpoint="use_move")(move)
    blueprint.post(f"{ONE}/do/<act>", endpoint="use_act")(act)


@staff_door(READ)
def find() -> AnyResponse:
    """A receipt number typed at the desk, or read by a scanner that types."""
    reach.buildings(db(), staff())
    found = numbers.by_number(db(), staff(), request.form.get("number", "")[:200], now())
    if found is None:
        raise Refused("use_unknown", 404)
    if found.kind == waiting.SUBJECT:
        return redirect(url_for("reservations.staff_waiting", wait=found.id), 303)
    if found.kind == series.SUBJECT:
        return redirect(url_for("reservations.one_series", id=found.id), 303)
    return redirect(url_for("reservations.use", booking_id=found.id), 303)


@staff_door(READ)
def one(booking_id: UUID) -> str:
    """Everything about one booking."""
    return _page(booking_id)


@staff_door(BOOK)
def act(booking_id: UUID, act: str) -> Page:
    """One press: here, not here, called off, allowed, refused, points taken back."""
    do = ACTS.get(act)
    if do is None:
        abort(404)
    try:
        do(booking_id)
    except Refused as refused:
        if refused.code not in BESIDE:
            raise
        return _page(booking_id, refused), refused.status
    return redirect(url_for("reservations.use", booking_id=booking_id, done=act), 303)


@staff_door(MANAGE)
def move(booking_id: UUID) -> Page:
    """Another time or room; whoever booked is told."""
    building, row = reach.booking(db(), staff(), booking_id, MANAGE)
    refused, offers = None, tuple[Offer, ...]()
    if request.method == "POST":
        to: tuple[str, datetime, datetime] | None = None
        try:
            unit = typed.unit(building, request.form.get("unit", ""))
            to = unit.key, typed.moment("from"), typed.moment("to")
            counter.move(db(), staff(), booking_id, to, now())
            return redirect(url_for("reservations.use", booking_id=booking_id, done="moved"), 303)
        except Refused as error:
            if error.code not in BESIDE:
                raise
            refused, offers = error, _instead(row, to)
    page = shown(
        "reservations/staff/move.html",
        building=building,
        booking=row,
        units=[one for one in building.units if row.purpose in one.purposes],
        typed=request.form,
        refused=refused,
        errors=refused,
        offers=offers,
    )
    return (page, refused.status) if refused else page


def _instead(row: Booking, to: tuple[str, datetime, datetime] | None) -> tuple[Offer, ...]:
    """Where else it can move, near what was asked for."""
    if to is None:
        return ()
    wish = replace(instead.wish_of(row), unit=to[0], starts=to[1], ends=to[2], channel="counter")
    return instead.of_move_by_staff(db(), row, wish, now())


@staff_door(READ)
def permit(booking_id: UUID) -> Response:
    """使用許可書: the notice of what was decided."""
    _, row = reach.booking(db(), staff(), booking_id)
    case = _case(row)
    if case is None or decisions.decided(db(), case) is None:
        abort(404)
    if not staff().may(calendar.NAMES, case.division):
        abort(404)
    calendar.looked(db(), staff(), case, "printed_notice", now())
    body = house().printer.pdf(case_papers.notice(db(), case, house().printer.sheets, case.locale))
    headers = {
        "Content-Disposition": f'inline; filename="{case.receipt_no}.pdf"',
        "Cache-Control": "no-store",
    }
    return Response(body, mimetype="application/pdf", headers=headers)


def _page(booking_id: UUID, refused: Refused | None = None) -> str:
    building, row = reach.booking(db(), staff(), booking_id)
    case = _case(row)
    decided = decisions.decided(db(), case) if case else None
    pending = decisions.pending(db(), case) if case else None
    manages = staff().may(MANAGE, building.operator)
    return shown(
        "reservations/staff/use.html",
        building=building,
        booking=row,
        bill=prices.thawed(row.price),
        case=case,
        name=calendar.names(db(), staff(), building, [row], now()).get(row.id, ""),
        day=today(row.starts_at).isoformat(),
        fee=cancelling.fee(db(), row, now()) if row.state == State.CONFIRMED else 0,
        can=_can(building, row),
        waits=waiting_desk.count(db(), Slot(building, row.unit, row.starts_at, row.ends_at)),
        last_right=today(row.ends_at) + timedelta(days=building.rules.correct_days),
        books=staff().may(BOOK, building.operator),
        manages=manages,
        decided=decided,
        pending=pending,
        mine=pending is not None and pending.proposed_by == staff().id,
        refused=refused,
        errors=refused,
        typed=request.form,
        done=request.args.get("done", ""),
        longest=counter.LONGEST_REASON,
    )


def _can(building: Building, row: Booking) -> Mapping[str, bool]:
    """What can follow at this moment."""
    follows = FOLLOWS[State(row.state)]
    if row.state in (State.USED, State.NO_SHOW) and not attending.is_open(building, row, now()):
        follows = frozenset()
    near = today(row.starts_at) <= today(now())
    return {
        "came": State.USED in follows and near,
        "missed": State.NO_SHOW in follows and row.starts_at <= now(),
        "cancel": State.CANCELLED in follows,
        "move": row.state in (State.PENDING, State.CONFIRMED),
        "decide": row.state == State.PENDING and row.case_id is not None,
        "waive": row.state == State.NO_SHOW and row.holder is not None,
    }


def _case(row: Booking) -> Case | None:
    of = standing.cases_of(db(), [row.id]).get(row.id)
    return db().get(Case, of) if of else None


def _text() -> str:
    return request.form.get("reason", "")


ACTS: Mapping[str, Callable[[UUID], Any]] = {
    "came": lambda one: counter.came(db(), staff(), one, now()),
    "missed": lambda one: counter.missed(db(), staff(), one, now()),
    "waive": lambda one: counter.waive(db(), staff(), one, _text(), now()),
    "cancel": lambda one: counter.cancel(db(), staff(), one, _text(), now(), free=False),
    "call-off": lambda one: counter.cancel(db(), staff(), one, _text(), now(), free=True),
    "allow": lambda one: counter.decide(db(), staff(), one, "", now(), allowed=True),
    "refuse": lambda one: counter.decide(db(), staff(), one, _text(), now(), allowed=False),
}
