"""Staff come in: number and password, second factor, another user of the same PC, and out again."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from portal.asking import give_cookie, read_cookie
from portal.doors import (
    STAFF,
    STAFF_SECOND,
    STAFF_SIGN_IN,
    STAFF_SWITCH,
    db,
    device,
    house,
    now,
    open_door,
    safe_next,
    seated_staff,
    staff_session,
)
from portal.people import Staff
from portal.refused import Refused
from portal.sessions import WebSession
from portal.throttle import TooMany
from services.accounts.actions import limits, sample, staff_in
from services.accounts.routes.browser import browser, said, seat_staff
from services.accounts.routes.frame import shown
from services.accounts.routes.people import told_duty
from services.accounts.routes.providers import offered

DESK = "/staff"


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route("/staff/sign-in", methods=["GET", "POST"], endpoint="staff_sign_in")(sign_in)
    blueprint.route("/staff/second", methods=["GET", "POST"], endpoint="staff_second")(second)
    blueprint.route("/staff/switch", methods=["GET", "POST"], endpoint="staff_switch")(switch)
    blueprint.post("/staff/lock", endpoint="staff_lock")(lock)
    blueprint.post("/staff/sign-out", endpoint="staff_sign_out")(sign_out)


def onward() -> str:
    """Where to go after signing in."""
    return safe_next(request.values.get("next"), DESK)


@open_door
def sign_in() -> str | Response | tuple[str, int]:
    """The first factor."""
    if request.method != "POST":
        return _ask_password()
    number, password = request.form.get("number", ""), request.form.get("password", "")
    try:
        signed = staff_in.by_password(db(), number, password, browser(), now(), replaces=read_cookie(STAFF))
    except Refused as refused:
        return _ask_password(refused), refused.status
    seat_staff(signed.token, whole=False)
    return redirect(f"{STAFF_SECOND}?{urlencode({'next': onward()})}", 303)


def _ask_password(refused: Refused | None = None) -> str:
    return shown(
        "accounts/staff_sign_in.html",
        next=onward(),
        number=request.form.get("number", "")[:50],
        problem=said(refused) if refused else None,
        errors=refused is not None,
        new_device=by_strangers(refused),
        providers=offered(staff=True),
        sample=_sample_people(),
        sample_password=sample.PASSWORD,
    )


def _sample_people() -> list[dict[str, object]]:
    """Whom a visitor of a sample town may sign in as; a real town's page names nobody."""
    if not sample.is_sample(house().pack.town):
        return []
    return [
        {"number": one.number, "name": one.name, "roles": [told_duty(*role[:2]) for role in one.roles]}
        for one in sample.people()
    ]


def by_strangers(refused: Refused | None) -> bool:
    """Whether it was strangers who used up the tries, so that a new device must be made known another way."""
    return isinstance(refused, TooMany) and refused.claim.name in limits.BY_STRANGERS


@open_door
def second() -> str | Response | tuple[str, int]:
    """The second factor, after the password or after a pause."""
    half = staff_session()
    if half is None:
        return redirect(STAFF_SIGN_IN, 303)
    if seated_staff() is not None:
        return redirect(onward(), 303)
    if request.method != "POST":
        return _ask_code(half)
    try:
        signed = staff_in.by_code(
            db(), half, read_cookie(STAFF), request.form.get("code", ""), browser(), now()
        )
    except Refused as refused:
        return _ask_code(half, refused), refused.status
    seat_staff(signed.token, whole=True)
    return redirect(onward(), 303)


def _ask_code(half: WebSession, refused: Refused | None = None) -> str:
    person = db().get_one(Staff, half.person_id)
    return shown(
        "accounts/staff_second.html",
        next=onward(),
        person=person,
        factors=staff_in.factors(db(), person),
        problem=said(refused) if refused else None,
        errors=refused is not None,
        new_device=by_strangers(refused),
        code=shown_code(person, now()),
    )


def shown_code(person: Staff, moment: datetime) -> str | None:
    """The code itself, for made-up people of a sample town and nobody else."""
    return sample.code(db(), house().pack.town, person, moment)


@open_door
def switch() -> str | Response | tuple[str, int]:
    """Who used this PC lately: whoever gave the password on it today needs only the second factor."""
    if request.method != "POST":
        return _ask_who()
    chosen = _uuid(request.form.get("person", ""))
    if chosen is None:
        return _ask_who(Refused("nobody_chosen")), 422
    code = request.form.get("code", "")
    try:
        signed = staff_in.switch_by_code(db(), chosen, code, browser(), now(), replaces=read_cookie(STAFF))
    except Refused as refused:
        return _ask_who(refused, chosen), refused.status
    seat_staff(signed.token, whole=True)
    return redirect(onward(), 303)


def _ask_who(refused: Refused | None = None, chosen: UUID | None = None) -> str:
    here, moment = browser(), now()
    known = staff_in.recent(db(), here, moment) if device() else []
    ready = [one for one in known if staff_in.gave_password_today(db(), one.id, here, moment)]
    locked = staff_session()
    first = chosen or (locked.person_id if locked else None)
    people = [
        {
            "id": f"p{one.id.hex}",
            "value": str(one.id),
            "label": f"{one.name}（{one.number}）",
            "selected": one.id == first,
        }
        for one in ready
    ]
    return shown(
        "accounts/staff_switch.html",
        next=onward(),
        people=people,
        others=[one for one in known if one not in ready],
        problem=said(refused) if refused else None,
        errors=refused is not None,
        codes=[(one.name, shown_code(one, moment)) for one in ready if one.sample],
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@open_door
def lock() -> Response:
    """席を離れる."""
    found = staff_session()
    if found is not None:
        staff_in.lock(db(), found, now())
    return redirect(STAFF_SWITCH, 303)


@open_door
def sign_out() -> Response:
    """The session ends; who wishes so is also taken off this PC's list."""
    found, token = staff_session(), read_cookie(STAFF)
    here = device()
    forget = (here, found.person_id) if found and here and request.form.get("forget") else None
    if token:
        staff_in.sign_out(db(), token, now(), forget=forget)
    give_cookie(STAFF, "")
    return redirect(STAFF_SWITCH if here and not forget else STAFF_SIGN_IN, 303)
