"""The inbox and the search: what waits for this seat, the most pressing first."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, house, now, staff, staff_door
from portal.opening import today
from portal.people import StaffSeat, staff_for, staff_names
from portal.words import N_
from services.desk import rules
from services.desk.actions import labels, listing, paging, views, watching
from services.desk.actions.standing import READ, answering
from services.desk.routes import bulk
from services.desk.routes.frame import elsewhere_in_the_menu, shown
from services.desk.routes.today import WORKS
from services.desk.rules import Tab, Wanted, Whose

TABS = {
    Tab.OPEN: N_("対応中"),
    Tab.ARRIVED: N_("到達"),
    Tab.ACCEPTED: N_("受付"),
    Tab.REVIEW: N_("審査"),
    Tab.PROPOSED: N_("決裁待ち"),
    Tab.CORRECTION: N_("補正待ち"),
    Tab.DECIDED: N_("決定"),
    Tab.CLOSED: N_("終わったもの"),
}
CHANNELS = {
    "online": N_("インターネット"),
    "window": N_("窓口"),
    "telephone": N_("電話"),
    "post": N_("郵送"),
}
_NARROWING = frozenset({"arrived_from", "arrived_to", "due_from", "due_to", "channel", "label", "shielded"})
WHOSE = {Whose.ALL: N_("すべて"), Whose.MINE: N_("自分の担当"), Whose.NOBODYS: N_("担当なし")}


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/inbox", endpoint="inbox")(inbox)
    blueprint.route("/staff/search", methods=["GET", "POST"], endpoint="search")(search)
    blueprint.get("/staff/keys", endpoint="keys")(keys)
    blueprint.post("/staff/views", endpoint="save_view")(save_view)
    blueprint.post("/staff/views/<uuid:view_id>/remove", endpoint="remove_view")(remove_view)


@staff_door()
def inbox() -> str | Response:
    """The list; whoever has no cases goes to the first page that is theirs."""
    seat = staff()
    if not seat.may(READ):
        return redirect(elsewhere_in_the_menu(), 303)
    wanted = rules.wanted(request.args)
    watching.listed(db(), seat, str(wanted.work or wanted.tab), now())
    page = paging.page(db(), seat, wanted, now())
    return shown(
        "desk/inbox.html",
        **beside(page.lines),
        page=page,
        wanted=wanted,
        tabs=[(tab, TABS[tab], _address(wanted, tab=tab), page.counts[tab]) for tab in Tab],
        whose=[(str(one), WHOSE[one]) for one in Whose],
        work=WORKS[wanted.work] if wanted.work else "",
        without_work=_address(wanted, work=None),
        views=[
            (one, _address(one.wanted), one.wanted == replace(wanted, after=""))
            for one in views.of(db(), seat)
        ],
        sharing=_divisions(seat, views.SHARE, least=1),
        query=rules.asked(replace(wanted, after="")),
        channels=CHANNELS,
        clerks=_clerks(seat),
        known_labels=labels.known(db(), seat),
        may=bulk.may(seat, [line.procedure for line in page.lines]),
        all=request.args.get("all") == "1",
        here=_address(wanted, after=wanted.after),
        here_all=_address(wanted, after=wanted.after) + ("&all=1" if rules.asked(wanted) else "?all=1"),
        narrowed=bool(rules.asked(wanted).keys() & _NARROWING),
        next=_address(wanted, after=page.after) if page.after else "",
        first=_address(wanted, after="") if wanted.after else "",
        divisions=_divisions(seat, READ, least=2),
    )


def beside(lines: tuple[listing.Line, ...]) -> dict[str, Any]:
    """What every page with a list of cases needs beside the list."""
    return {
        "procedures": house().pack.procedures,
        "names": _names(lines),
        "labels": labels.on(db(), [line.id for line in lines]),
    }


@staff_door("case.read")
def search() -> str:
    """Cases by receipt number, name, reading or telephone; what was typed is sent with the form and stands in no address."""
    asked = request.form.get("q", "").strip()[:120]
    lines = listing.search(db(), staff(), asked, now()) if asked else ()
    elsewhere = listing.elsewhere(db(), staff(), asked) if asked and not lines else None
    watching.found(db(), staff(), [line.id for line in lines], now())
    return shown(
        "desk/search.html",
        asked=asked,
        lines=lines,
        most=listing.MOST_HITS,
        elsewhere=answering(db(), elsewhere, today(now())) if elsewhere else None,
        **beside(lines),
    )


@staff_door("case.read")
def save_view() -> Response:
    """Keep the list that was looked at under a name."""
    wanted = rules.wanted(request.form)
    name, shared = request.form.get("name", ""), request.form.get("share", "")
    views.save(db(), staff(), name, wanted, shared, now())
    return redirect(_address(wanted), 303)


@staff_door("case.read")
def remove_view(view_id: UUID) -> Response:
    """Take a saved view away."""
    views.remove(db(), staff(), view_id, now())
    return redirect(url_for("desk.inbox"), 303)


@staff_door()
def keys() -> str:
    """Which keys do what."""
    return shown("desk/keys.html")


def _address(wanted: Wanted, **changes: Any) -> str:
    return url_for("desk.inbox", **rules.asked(replace(wanted, **{"after": "", **changes})))  # type: ignore[arg-type]


def _divisions(seat: StaffSeat, permission: str, least: int) -> list[tuple[str, str]]:
    """The divisions to choose between; where there are fewer than that, nobody is asked."""
    own = dict.fromkeys(division for division, _ in seat.roles if seat.may(permission, division))
    found = [(one, answering(db(), one, today(now())).name.say("ja").text) for one in own]
    return found if len(found) >= least else []


def _clerks(seat: StaffSeat) -> list[tuple[UUID, str]]:
    """The colleagues whose cases may be listed."""
    found = staff_for(db(), "case.work", seat.divisions_for(READ), today(now()))
    return [(one.id, one.name) for one in found if one.id != seat.id]


def _names(lines: tuple[listing.Line, ...]) -> dict[UUID, str]:
    return staff_names(db(), frozenset(line.assignee for line in lines if line.assignee))
