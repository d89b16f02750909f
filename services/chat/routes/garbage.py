"""ごみの日のお知らせ: a page to choose districts and the time on, and what it costs for staff."""

from datetime import time

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from forms.wording import Wording
from portal import friends, i18n
from portal.doors import Assurance, db, house, now, resident, resident_door, staff_door
from portal.friends import Friend
from portal.refused import Refused
from services.chat.actions import garbage_wishes
from services.chat.actions.reach import FIGURES
from services.chat.routes.desk import HERE
from services.chat.routes.frame import shown
from services.chat.rules.garbage_days import EVENING, MORNING, MOST

PAGE = "/line/garbage"


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(PAGE, endpoint="line_garbage")(page)
    blueprint.post(PAGE, endpoint="line_garbage_choose")(choose)
    blueprint.get(f"{HERE}/garbage", endpoint="garbage_forecast")(forecast)


@resident_door(Assurance.contact)
def page() -> str:
    """Which districts, and when; whoever has not linked an account reads how it is done in the talk."""
    friend = _friend()
    chosen = garbage_wishes.chosen(db(), friend.id) if friend else ()
    return _shown(friend, [one for one, _ in chosen], chosen[0][1] if chosen else EVENING)


@resident_door(Assurance.contact)
def choose() -> str | Response | tuple[str, int]:
    """Exactly these from now on."""
    friend = _friend()
    if friend is None:
        abort(404)
    districts, at = request.form.getlist("district"), request.form.get("at", "")
    try:
        garbage_wishes.wish(db(), friend.id, districts, at, now())
    except Refused as refused:
        if refused.code != "garbage_most":
            raise
        return _shown(friend, districts, at, most=True), refused.status
    return redirect(url_for("chat.line_garbage", done="1" if districts else "0"), 303)


@staff_door(FIGURES)
def forecast() -> str:
    """How many are told, and how many messages that makes."""
    settings, pack = house().settings, house().pack
    names = {one.key: Wording(one.name) for one in pack.collections.districts}
    times = garbage_wishes.times(pack)
    return shown(
        "chat/staff/garbage.html",
        line=settings.line,
        off=times.off,
        evening=_clock(times.evening),
        morning=_clock(times.morning),
        found=garbage_wishes.forecast(db(), now()),
        names=names,
        reserve=settings.line_reserve,
    )


def _shown(friend: Friend | None, districts: list[str], at: str, *, most: bool = False) -> str:
    pack = house().pack
    times = garbage_wishes.times(pack)
    return i18n.page(
        "chat/line_garbage.html",
        linked=friend is not None,
        districts=[
            {
                "id": f"district-{one.key}",
                "value": one.key,
                "label": Wording(one.name),
                "selected": one.key in districts,
            }
            for one in pack.collections.districts
        ],
        times=[(EVENING, _clock(times.evening)), (MORNING, _clock(times.morning))],
        at=at,
        most=MOST if most else 0,
        done=request.args.get("done", ""),
    )


def _clock(at: time) -> str:
    return f"{at:%-H:%M}"


def _friend() -> Friend | None:
    """The account of whoever is signed in; nothing in a town without LINE, or one that does not tell."""
    if not house().settings.line or not garbage_wishes.offered(house().pack):
        abort(404)
    seat = resident()
    return friends.linked(db(), seat.id) if seat else None
