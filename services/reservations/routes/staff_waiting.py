"""キャンセル待ち for staff: the lines of their buildings, one slot's line, somebody added to it, and answers by telephone."""

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, now, staff, staff_door
from portal.pack.buildings import Building
from portal.refused import Refused
from services.reservations.actions import reach, waiting_desk
from services.reservations.actions.reach import BOOK, READ
from services.reservations.actions.waiting import Contact
from services.reservations.actions.waiting_desk import Slot
from services.reservations.routes.counter import locale_in, place_in, when, wish_in
from services.reservations.routes.frame import shown
from services.reservations.rules.waiting import Why

Page = str | Response | tuple[str, int]
HERE = "/staff/reservations/waiting"
BESIDE = frozenset(
    {"reason_needed", "individual_number_in_text", "answers_incomplete", "quota_used_up", "wait_not_offered"}
)
# What is wrong with a new place in the line, and beside what of the form it is told.
FIELDS = {
    "wait_contact": "name", "individual_number_in_text": "name", "wait_twice": "name", "wait_most": "name",
    "wait_not_here": "place", "wait_is_free": "from_day", "not_offered_then": "from_day", "block_time": "from_day",
    "time_is_past": "from_day", "not_yet_open": "from_day", "too_many_people": "people", "purpose_not_here": "purpose",
}  # fmt: skip


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(HERE, endpoint="staff_waiting")(listed)
    blueprint.route(f"{HERE}/new", methods=["GET", "POST"], endpoint="staff_wait_new")(new)
    blueprint.post(f"{HERE}/<uuid:wait_id>/<act>", endpoint="staff_waiting_act")(act)


@staff_door(READ)
def listed() -> str:
    """Who waits for what, the nearest day first; with a booking or a place in the line, everybody who waits for that time."""
    return _page(_slot())


@staff_door(BOOK)
def new() -> Page:
    """Somebody stands at the counter or telephones and would like to wait."""
    mine = reach.buildings(db(), staff(), BOOK)
    if request.method == "GET":
        return _ask(mine)
    try:
        building, unit = place_in()
        wait = waiting_desk.join(
            db(), staff(), wish_in(building, unit), Contact(_text("name"), _text("phone"), _text("mail")), now(),
            alike=bool(_text("alike")), locale=locale_in(),
        )  # fmt: skip
    except Refused as refused:
        if refused.code not in FIELDS:
            raise
        return _ask(mine, refused), refused.status
    return redirect(url_for("reservations.staff_waiting", wait=wait.id, done="joined"), 303)


@staff_door(BOOK)
def act(wait_id: UUID, act: str) -> Page:
    """What somebody answered on the telephone, or that nobody answered."""
    if act not in ("leave", "take", "move-on"):
        abort(404)
    try:
        if act == "leave":
            waiting_desk.leave(db(), staff(), wait_id, now())
        elif act == "take":
            waiting_desk.take(db(), staff(), wait_id, request.form.get("use_purpose", ""), now())
        else:
            waiting_desk.move_on(db(), staff(), wait_id, _why(), now())
    except Refused as refused:
        if refused.code not in BESIDE:
            raise
        return _page(None, refused), refused.status
    return redirect(url_for("reservations.staff_waiting", done=act), 303)


def _slot() -> Slot | None:
    for name in ("use", "wait"):
        if request.args.get(name):
            try:
                return waiting_desk.slot(db(), staff(), **{name: UUID(request.args[name])})
            except ValueError:
                abort(404)
    return None


def _why() -> Why:
    typed = request.form.get("why", "")
    if typed not in set(Why):
        raise Refused("reason_needed", 422, longest=waiting_desk.LONGEST_PURPOSE)
    return Why(typed)


def _page(slot: Slot | None, refused: Refused | None = None) -> str:
    return shown(
        "reservations/staff/waiting.html",
        lines=waiting_desk.listed(db(), staff(), now(), slot),
        slot=slot,
        past=waiting_desk.past(db(), slot) if slot else (),
        wanted=request.args.get("wait", ""),
        books=staff().may(BOOK),
        refused=refused,
        errors=bool(refused),
        done=request.args.get("done", ""),
    )


def _ask(mine: tuple[Building, ...], refused: Refused | None = None) -> str:
    return shown(
        "reservations/staff/wait_new.html",
        refused=refused,
        field=FIELDS.get(refused.code, "place") if refused else "",
        errors=bool(refused),
        **when(tuple(one for one in mine if one.rules.wait_hours) or mine),
    )


def _text(name: str) -> str:
    return request.form.get(name, "").strip()[:200]
