"""廃棄の停止: what is held, the search that holds all cases of somebody in one go, one case held, and lifting."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, house, now, staff, staff_door
from portal.holds import CaseHold, HoldKind, Wanted
from portal.inbox import Case
from portal.opening import today
from portal.refused import Refused
from services.records.actions import holding, standing
from services.records.actions.holding import Found
from services.records.actions.standing import HOLD, READ
from services.records.routes.frame import HERE, day, shown

HOLDS = f"{HERE}/holds"
BESIDE = {
    "reason_needed": "text",
    "individual_number_in_text": "text",
    "hold_since_day": "since",
    "hold_expected_day": "expected",
    "hold_kind": "kind",
    "hold_nothing": "cases",
}


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(HOLDS, endpoint="holds")(listed)
    blueprint.post(f"{HOLDS}/search", endpoint="search")(search)
    blueprint.post(f"{HOLDS}/place", endpoint="place")(place)
    blueprint.get(f"{HERE}/cases/<uuid:case_id>/hold", endpoint="hold")(hold)
    blueprint.route(f"{HOLDS}/<uuid:hold_id>/lift", methods=["GET", "POST"], endpoint="lift")(lift)


@staff_door(READ)
def listed() -> str:
    """Everything that is held in the seat's divisions."""
    return shown(
        "records/holds.html",
        held=holding.every(db(), staff(), now()),
        titles=_titles(),
        may_hold=staff().may(HOLD),
        placed=request.args.get("placed", ""),
        lifted="lifted" in request.args,
    )


@staff_door(HOLD)
def search() -> str:
    """Every case of somebody, found by name, telephone or receipt number; what was typed stands in no address."""
    asked = request.form.get("q", "")
    return _page(holding.found(db(), staff(), asked, now()), None, asked)


@staff_door(HOLD)
def hold(case_id: UUID) -> str:
    """One case, from its own page."""
    case = standing.find_case(db(), staff(), case_id, HOLD)
    return _page(holding.looked(db(), staff(), [case], now()), None, "")


@staff_door(HOLD)
def place() -> str | Response | tuple[str, int]:
    """Hold what was ticked."""
    form = request.form
    try:
        wanted = _wanted()
        placed = holding.place(db(), staff(), holding.ids(form.getlist("cases")), wanted, now())
    except Refused as refused:
        if refused.code not in BESIDE:
            raise
        cases = [standing.find_case(db(), staff(), one, HOLD) for one in holding.ids(form.getlist("found"))]
        return _page(holding.looked(db(), staff(), cases, now()), refused, form.get("q", "")), refused.status
    return redirect(url_for("records.holds", placed=str(placed)), 303)


def _wanted() -> Wanted:
    form = request.form
    if form.get("kind") not in set(HoldKind):
        raise Refused("hold_kind", 422)
    since = day(form.get("since", ""), "hold_since_day") or today(now())
    expected = day(form.get("expected", ""), "hold_expected_day")
    return Wanted(HoldKind(form["kind"]), since, expected, form.get("text", ""))


def _page(found: Sequence[Found], refused: Refused | None, asked: str) -> str:
    return shown(
        "records/hold.html",
        found=found,
        titles=_titles(),
        asked_for=asked,
        kinds=[str(one) for one in HoldKind],
        today=today(now()).isoformat(),
        typed=request.form if refused else {},
        ticked=set(request.form.getlist("cases")) if refused else {str(one.case.id) for one in found},
        refused=refused,
        errors=refused,
        at=BESIDE.get(refused.code, "") if refused else "",
    )


@staff_door(HOLD)
def lift(hold_id: UUID) -> str | Response | tuple[str, int]:
    """It is over, and since when; or it was a mistake."""
    found = db().get(CaseHold, hold_id)
    if found is None:
        abort(404)
    case = standing.find_case(db(), staff(), found.case_id, HOLD)
    if request.method == "GET":
        return _ask_end(found, case, None)
    try:
        holding.lift(db(), staff(), hold_id, _ended(), now())
    except Refused as refused:
        if refused.code != "hold_end_day":
            raise
        return _ask_end(found, case, refused), refused.status
    return redirect(url_for("records.holds", lifted="1"), 303)


def _ended() -> date | None:
    """The day it ended; none where it was placed by mistake."""
    if request.form.get("how") == "mistake":
        return None
    ended = day(request.form.get("ended", ""), "hold_end_day")
    if ended is None:
        raise Refused("hold_end_day", 422)
    return ended


def _ask_end(found: CaseHold, case: Case, refused: Refused | None) -> str:
    return shown(
        "records/lift.html",
        hold=found,
        case=case,
        titles=_titles(),
        typed=request.form,
        refused=refused,
        errors=refused,
        today=today(now()).isoformat(),
    )


def _titles() -> dict[str, object]:
    return {key: one.title for key, one in house().pack.procedures.items()}
