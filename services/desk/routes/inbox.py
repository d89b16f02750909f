"""The inbox and the search: what waits for this seat, the most pressing first."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, house, now, staff, staff_door
from portal.opening import today
from portal.people import StaffSeat, staff_names
from portal.words import N_
from services.desk import rules
from services.desk.actions import listing, paging, watching
from services.desk.actions.standing import READ, answering
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
WHOSE = {Whose.ALL: N_("すべて"), Whose.MINE: N_("自分の担当"), Whose.NOBODYS: N_("担当なし")}


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/inbox", endpoint="inbox")(inbox)
    blueprint.route("/staff/search", methods=["GET", "POST"], endpoint="search")(search)
    blueprint.get("/staff/keys", endpoint="keys")(keys)


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
        page=page,
        wanted=wanted,
        tabs=[(tab, TABS[tab], _address(wanted, tab=tab), page.counts[tab]) for tab in Tab],
        whose=[(str(one), WHOSE[one]) for one in Whose],
        work=WORKS[wanted.work] if wanted.work else "",
        without_work=_address(wanted, work=""),
        next=_address(wanted, after=page.after) if page.after else "",
        first=_address(wanted, after="") if wanted.after else "",
        divisions=_divisions(seat),
        procedures=house().pack.procedures,
        names=_names(page.lines),
    )


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
        procedures=house().pack.procedures,
        names=_names(lines),
    )


@staff_door()
def keys() -> str:
    """Which keys do what."""
    return shown("desk/keys.html")


def _address(wanted: Wanted, **changes: str) -> str:
    kept: dict[str, Any] = {
        "tab": str(wanted.tab),
        "whose": str(wanted.whose),
        "procedure": wanted.procedure,
        "division": wanted.division,
        "work": str(wanted.work or ""),
        **{key: str(value) for key, value in changes.items()},
    }
    usual = {"tab": "open", "whose": "all"}
    return url_for(
        "desk.inbox", **{key: value for key, value in kept.items() if value and usual.get(key) != value}
    )


def _divisions(seat: StaffSeat) -> list[tuple[str, str]]:
    """The divisions to choose between; nobody with one division is asked."""
    own = dict.fromkeys(division for division, _ in seat.roles if seat.may(READ, division))
    found = [(one, answering(db(), one, today(now())).name.say("ja").text) for one in own]
    return found if len(found) > 1 else []


def _names(lines: tuple[listing.Line, ...]) -> dict[UUID, str]:
    return staff_names(db(), frozenset(line.assignee for line in lines if line.assignee))
