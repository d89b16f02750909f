"""A time that was chosen: looked at once more with what is done then, and held for some minutes while somebody types."""

from math import ceil
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import crowd, i18n, waiting_room
from portal.db import new_id
from portal.doors import db, house, now, open_door, resident, visitor
from portal.pack.appointments import Bookable, Matter, Sort
from portal.refused import Refused
from portal.throttle import network
from portal.vault import vault_of
from services.appointments.actions import booking, looking
from services.appointments.actions.wishes import Wish
from services.appointments.routes.frame import applies, lot_of, place_of, whom
from services.appointments.routes.public import chosen, moment
from services.appointments.rules import rushes

Page = str | Response | tuple[str, int]
# Refusals that leave another time to be chosen; of all others the page of the refusal tells.
TAKEN = frozenset({"seats_taken", "not_offered_then", "time_is_past", "too_late_online", "draw_closed"})
BESIDE = frozenset({"matter_needed", "too_many_together"})
# Hundreds may stand behind one address of a telephone company; of the forms that a network may begin at once so great a
# part may be holds.
HOLDS = 1 / 4


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route("/appointments/<key>/hold", methods=["GET", "POST"], endpoint="hold")(hold)


@open_door
def hold(key: str) -> Page:
    """What is done then, for each of the party; sent in, the time is held."""
    found = looking.find(db(), key)
    waits = waiting_room.stop(rushes.rush(found), lambda: whom(found))
    if waits is not None:
        return waits
    if request.method == "GET" and "at" not in request.args:
        # Whoever waited for the opening chooses a time now.
        return redirect(url_for("appointments.bookable", key=key) + "#times", 303)
    if request.method == "GET":
        return _ask(found)
    try:
        token = _hold(found)
    except Refused as refused:
        if refused.code in BESIDE:
            return _ask(found, refused), refused.status
        if refused.code in TAKEN:
            return gone(found, refused), refused.status
        raise
    return redirect(url_for("appointments.details", token=token), 303)


def gone(found: Bookable, refused: Refused) -> str:
    """Somebody was faster: the days that are left."""
    first, last = looking.bookable_span(found, now())
    people, matters = chosen(found)
    days = looking.days(db(), found, first, last, [matters] * people, now())
    return i18n.page(
        "appointments/gone.html",
        found=found,
        code=refused.code,
        values=refused.values,
        people=people,
        matters=matters,
        days=[one for one in days if one.free][:6],
        contact=whom(found),
    )


def once_key(token: UUID) -> UUID:
    """The key of a hold: of this browser and its form, so that the address alone opens nothing to anybody else."""
    mark = vault_of(db()).token("appointment.once", f"{visitor().hash.hex()}:{token}")
    return UUID(bytes=mark[:16])


def let_in() -> None:
    """A network that holds more than people do is asked to wait."""
    seat, forms = resident(), house().settings.forms_per_network
    if not forms:
        return
    whose = seat.holder.hex() if seat else network(request.remote_addr)
    limit = crowd.ALONE if seat else crowd.together(ceil(forms * HOLDS))
    wait = house().crowd.let_in(f"appointments {whose}", limit, now())
    if wait:
        raise Refused("too_many_tries", 429, minutes=ceil(wait.total_seconds() / 60))


def _hold(found: Bookable) -> UUID:
    starts = moment(request.form.get("at", ""))
    if starts is None:
        raise Refused("not_offered_then", 409)
    let_in()
    token = _token()
    people, matters = chosen(found)
    wish = Wish(
        bookable=found.key,
        starts=starts,
        people=_people(found, people, matters),
        once_key=once_key(token),
        waits=request.form.get("waits") == "yes",
    )
    booking.hold(db(), wish, now())
    return token


def _people(found: Bookable, people: int, matters: tuple[Matter, ...]) -> tuple[tuple[str, ...], ...]:
    """What each of them comes for."""
    if found.sort is not Sort.CLINIC:
        return tuple(tuple(one.key for one in matters) for _ in range(people))
    if len(found.matters) == 1:
        return ((found.matters[0].key,),) * people
    return tuple(tuple(request.form.getlist(f"matters-{place}")[:20]) for place in range(people))


def _token() -> UUID:
    try:
        return UUID(request.form.get("token", ""))
    except ValueError:
        return new_id()


def _ask(found: Bookable, refused: Refused | None = None) -> str:
    starts = moment(request.values.get("at", ""))
    if starts is None:
        raise Refused("not_offered_then", 404)
    people, matters = chosen(found)
    offered = looking.time_of(db(), found, starts, [matters] * people, now())
    return i18n.page(
        "appointments/hold.html",
        found=found,
        starts=starts,
        offered=offered,
        people=people,
        matters=matters,
        full=found.sort is Sort.COURSE and (offered is None or not offered.fits),
        waits=found.sort is Sort.COURSE and looking.may_wait(db(), found),
        picked={place: request.form.getlist(f"matters-{place}") for place in range(people)},
        refused=refused,
        errors=refused,
        lot=lot_of(found),
        applies=applies(found),
        token=request.form.get("token") or new_id(),
        place=place_of(offered.time.place if offered else found.place),
        contact=whom(found),
    )
