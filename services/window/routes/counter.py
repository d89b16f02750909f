"""Where a visit begins: a scanner's one input, an event or procedures for who prepared nothing, or another office's code."""

from datetime import datetime, timedelta

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from forms.wording import Wording
from portal import i18n
from portal.doors import db, house, now, staff, staff_door
from portal.opening import TOKYO, today
from portal.refused import Refused
from portal.words import LANGUAGES
from services.window.actions import joining, planning, redeeming, signing, visits
from services.window.actions.visits import Nothing
from services.window.models.visits import Visit
from services.window.routes.staff_frame import shown
from services.window.rules.serving import AFTERWARDS, SERVE

Page = str | Response | tuple[str, int]


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/window", endpoint="counter")(counter)
    blueprint.post("/staff/window/redeem", endpoint="redeem")(redeem)
    blueprint.post("/staff/window/join", endpoint="join")(join)
    blueprint.post("/staff/window/tablet", endpoint="offer_tablet")(offer_tablet)
    blueprint.route("/staff/window/new", methods=["GET", "POST"], endpoint="begin")(begin)


@staff_door(SERVE)
def counter() -> str:
    """One focused input; below it the visits that go on."""
    return _counter()


@staff_door(SERVE)
def redeem() -> Page:
    """What a scanner typed, or what somebody read from a slip."""
    try:
        visit_id = redeeming.redeem(db(), staff(), request.form.get("code", ""), now())
    except Refused as refused:
        if refused.status == 429:
            raise
        return _counter(refused=refused), 422
    return redirect(url_for("window.visit", visit_id=visit_id), 303)


@staff_door(SERVE)
def join() -> Page:
    """オンライン窓口: sit down at another office's visit."""
    try:
        visit_id = joining.join(db(), staff(), request.form.get("join", ""), now())
    except Refused as refused:
        if refused.status == 429:
            raise
        return _counter(unjoined=refused), 422
    return redirect(url_for("window.visit", visit_id=visit_id), 303)


@staff_door(SERVE)
def offer_tablet() -> str:
    """A code for a tablet that is to lie at this seat today."""
    return _counter(tablet_code=joining.offer_tablet(db(), staff(), now()))


@staff_door(SERVE)
def begin() -> Page:
    """Somebody without a slip: an event of life, or procedures by name; also forms that were written by hand."""
    if request.method == "GET":
        return _choose()
    try:
        visit_id = visits.begin(db(), staff(), _nothing(), now())
    except Refused as refused:
        return _choose(refused), 422
    return redirect(url_for("window.visit", visit_id=visit_id), 303)


def _counter(refused: Refused | None = None, unjoined: Refused | None = None, tablet_code: str = "") -> str:
    return shown(
        "window/counter.html",
        visits=[_line(one) for one in visits.mine(db(), staff(), now())],
        unsigned=[
            {"id": one.id, "title": _title(one), "since": _clock(one.handed_at), "count": count}
            for one, count in signing.lacking(db(), staff(), house().pack, now())
        ],
        refused=refused,
        unjoined=unjoined,
        errors=refused or unjoined,
        tablet_code=tablet_code,
        tablets=joining.tablets(db(), staff(), now()),
    )


def _line(one: Visit) -> dict[str, object]:
    return {
        "id": one.id,
        "title": _title(one),
        "since": _clock(one.started_at),
        "own": one.staff_id == staff().id,
        "confirmed": one.confirmed_at is not None,
        "from_slip": one.from_slip,
    }


def _title(one: Visit) -> Wording | None:
    event = house().pack.events.get(one.event)
    return event.title if event else None


def _clock(moment: datetime | None) -> str:
    return moment.astimezone(TOKYO).strftime("%H:%M") if moment else ""


def _choose(refused: Refused | None = None) -> str:
    pack, asked = house().pack, request.values.get("q", "").strip()[:60]
    listed = planning.offered(pack, today(now()))
    if asked:
        listed = [
            one
            for one in listed
            if any(
                asked.casefold() in word.casefold()
                for word in (*one.title.texts.values(), *one.search, one.number)
            )
        ]
    return shown(
        "window/begin.html",
        events=list(pack.events.values()),
        procedures=sorted(listed, key=lambda one: (one.number or "9999", one.key)),
        asked=asked,
        refused=refused,
        errors=refused,
        ticked=request.form.getlist("procedure"),
        typed=request.form,
        latest=i18n.moment(now()),
    )


def _nothing() -> Nothing:
    pack, day = house().pack, today(now())
    event = request.form.get("event", "")
    procedures = tuple(
        key for key in request.form.getlist("procedure") if planning.at_counter(pack, key, day)
    )
    if event not in pack.events and not procedures:
        raise Refused("nothing_chosen", status=422)
    locale = request.form.get("locale", "")
    return Nothing(
        event=event if event in pack.events else "",
        procedures=procedures,
        locale=locale if locale in LANGUAGES else "ja",
        answers={},
        arrived_at=_arrived(request.form.get("arrived_on", ""), request.form.get("arrived_at", "")),
    )


def _arrived(day: str, clock: str) -> datetime | None:
    """到達 of forms that were filled in by hand: when the counter took them, which lies a few days back at most."""
    if not day and not clock:
        return None
    try:
        found = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=TOKYO)
    except ValueError:
        raise Refused("arrival_unreadable", status=422) from None
    if not now() - AFTERWARDS <= found <= now() + timedelta(minutes=1):
        raise Refused("arrival_unreadable", status=422)
    return found
