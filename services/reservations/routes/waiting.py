"""キャンセル待ち: joining the line for a time that is taken, one's place in it, and the answer when it is offered."""

from datetime import datetime, timedelta

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import i18n
from portal.db import new_id, writing
from portal.doors import db, house, now, open_door, resident
from portal.inbox import Actor
from portal.opening import today
from portal.pack.buildings import Building, Unit, Who
from portal.refused import Refused
from portal.vault import vault_of
from services.reservations.actions import looking, standing, waiting, wishes
from services.reservations.actions.booking import Wish
from services.reservations.actions.waiting import Contact
from services.reservations.routes.everybody import asked_day, whom
from services.reservations.routes.holding import moment, number, once_key, slow_down
from services.reservations.rules import openings, prices

Page = str | Response | tuple[str, int]
PLACE = "/reservations/waiting/<secret>"
# Whoever opens the offer has at least so long to type.
_TYPING = timedelta(minutes=15)
# Refusals that are told beside the form; what else is wrong has a page of its own.
BESIDE = frozenset(
    {
        "wait_contact", "wait_most", "wait_twice", "wait_is_free", "individual_number_in_text", "not_offered_then",
        "too_many_people", "purpose_not_here", "time_is_past",
    }
)  # fmt: skip


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route("/reservations/wait", methods=["GET", "POST"], endpoint="wait")(join)
    blueprint.get(PLACE, endpoint="waiting")(place)
    blueprint.post(f"{PLACE}/take", endpoint="waiting_take")(take)
    blueprint.post(f"{PLACE}/leave", endpoint="waiting_leave")(leave)


@open_door
def join() -> Page:
    """Which time, what for, and whom to tell."""
    found, room = looking.find(
        house().pack, request.values.get("building", ""), request.values.get("unit", "")
    )
    if not found.rules.wait_hours:
        raise Refused("wait_not_here", 404)
    # Whoever comes from a form brings along what they typed there, which no address may carry.
    if request.method == "GET" or _typed("step") == "begin":
        return _ask(found, room, None)
    try:
        slow_down()
        wait = waiting.join(
            db(), _wish(found, room), _contact(), now(), alike=bool(_typed("alike")),
            locale=i18n.words().language.key,
        )  # fmt: skip
    except Refused as refused:
        if refused.code not in BESIDE:
            raise
        return _ask(found, room, refused), refused.status
    return redirect(url_for("reservations.waiting", secret=waiting.token(db(), wait), joined="yes"), 303)


@open_door
def place(secret: str) -> str:
    """Where somebody stands, or what is offered to them."""
    wait = waiting.find(db(), secret)
    row = waiting.offer(db(), wait)
    found, room = looking.find(house().pack, wait.building, row.unit if row else wait.unit)
    return i18n.page(
        "reservations/waiting.html",
        wait=wait,
        row=row,
        building=found,
        unit=room,
        before=waiting.before(db(), wait),
        joined="joined" in request.args,
        mailed=bool(waiting.contact(db(), wait).mail),
        secret=secret,
        contact=whom(found),
    )


@open_door
def take(secret: str) -> Response:
    """Yes: what is kept for them becomes the hold of this browser, and is booked like any other."""
    wait = waiting.find(db(), secret)
    token = new_id()
    with writing(db()):
        row = standing.take_hold(db(), wait.booking_id) if wait.booking_id else None
        if row is None or row.hold_until is None or row.case_id is not None:
            raise Refused("wait_over", 410)
        row.once_key = once_key(token)
        row.hold_until = max(row.hold_until, now() + _TYPING)
    return redirect(url_for("reservations.details", token=token), 303)


@open_door
def leave(secret: str) -> Response:
    """No, or not any more: whoever is next has it."""
    wait = waiting.find(db(), secret)
    back = url_for("reservations.unit", building=wait.building, unit=wait.unit, day=today(wait.starts_at))
    if _typed("back") == "mine":
        back = url_for("reservations.mine", left="yes")
    seat = resident()
    waiting.leave(db(), wait.id, Actor("resident", seat.id if seat else None), now())
    return redirect(back, 303)


def _ask(found: Building, room: Unit, refused: Refused | None) -> str:
    starts = moment(_typed("from"))
    day = today(starts) if starts else asked_day()
    pieces = openings.pieces(found, room, day, house().pack.closed_days)
    return i18n.page(
        "reservations/wait.html",
        building=found,
        unit=room,
        day=day,
        begins=[one.starts for one in pieces],
        ends=[one.ends for one in pieces],
        typed=_filled(starts),
        kinds=[one for one in Who if prices.lets(room, one)],
        purposes=[one for key in room.purposes if (one := found.purpose(key)) is not None],
        most=room.seats or room.people,
        refused=refused,
        errors=bool(refused),
        contact=whom(found),
    )


def _filled(starts: datetime | None) -> dict[str, str]:
    """What was chosen on the page before, and what was typed here."""
    names = ("purpose", "people", "who", "name", "phone", "mail", "alike")
    until = moment(_typed("until"))
    return {
        **{name: _typed(name) for name in names},
        # A booking's form calls it otherwise.
        "mail": _typed("mail") or _typed("email"),
        "from": starts.isoformat() if starts else "",
        "until": until.isoformat() if until else "",
    }


def _wish(found: Building, room: Unit) -> Wish:
    starts, ends, who = moment(_typed("from")), moment(_typed("until")), _typed("who")
    if starts is None or ends is None or who not in list(Who):
        raise Refused("not_offered_then", 422)
    seat = resident()
    holder = wishes.holder(vault_of(db()), resident=seat.id) if seat else None
    return Wish(
        found.key, room.key, starts, ends, _typed("purpose"), number(_typed("people")), Who(who), new_id(), "online",
        holder=holder,
    )  # fmt: skip


def _contact() -> Contact:
    return Contact(_typed("name"), _typed("phone"), _typed("mail"))


def _typed(name: str) -> str:
    return request.values.get(name, "").strip()[:200]
