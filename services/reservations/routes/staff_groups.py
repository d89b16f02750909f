"""登録団体 for staff: the register, one group, and what to look at before a request about one is granted."""

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import i18n
from portal.doors import db, house, now, staff, staff_door
from portal.inbox import Case
from portal.refused import Refused
from services.reservations.actions import groups_doubts, groups_keeping, groups_looking
from services.reservations.actions.groups_looking import Sought
from services.reservations.actions.reach import MANAGE, READ
from services.reservations.routes.frame import shown
from services.reservations.rules.states import GroupState

Page = str | Response | tuple[str, int]
HERE = "/staff/reservations/groups"
ONE = f"{HERE}/<uuid:group_id>"
PROPOSE = "case.propose"
# What is wrong with what was written is told on the page it was written on.
BESIDE = frozenset({"reason_needed", "individual_number_in_text"})


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(HERE, endpoint="staff_groups")(every)
    blueprint.get(ONE, endpoint="staff_group")(one)
    blueprint.post(f"{ONE}/do/<act>", endpoint="staff_group_act")(act)
    blueprint.post(f"{HERE}/noted/<uuid:case_id>", endpoint="group_noted")(noted)


@staff_door(READ)
def every() -> str:
    """The register, by number, name, class and state."""
    asked = request.args
    sought = Sought(asked.get("q", "")[:100], asked.get("kind", ""), asked.get("state", ""))
    found = groups_looking.search(db(), staff(), sought, now())
    return shown(
        "reservations/staff/groups.html",
        found=found,
        sought=sought,
        kinds={one.key: one for one in house().pack.groups.classes},
        states=[str(one) for one in GroupState],
        full=len(found) >= groups_looking.MOST,
    )


@staff_door(READ)
def one(group_id: UUID) -> str:
    """One group: what it is, who belongs to it, what it has booked, and what was done."""
    return _page(group_id)


@staff_door(MANAGE)
def act(group_id: UUID, act: str) -> Page:
    """Stop it, or let it go on."""
    if act not in ("stop", "restore"):
        abort(404)
    try:
        if act == "stop":
            groups_keeping.stop(db(), staff(), group_id, request.form.get("reason", ""), now())
        else:
            groups_keeping.restore(db(), staff(), group_id, now())
    except Refused as refused:
        if refused.code not in BESIDE:
            raise
        return _page(group_id, refused), refused.status
    return redirect(url_for("reservations.staff_group", group_id=group_id, done=act), 303)


@staff_door(PROPOSE)
def noted(case_id: UUID) -> Response:
    """Why a request is granted although something speaks against it; it stands in the history of the case."""
    groups_keeping.note(db(), staff(), case_id, request.form.get("text", ""), now())

    return redirect(f"/staff/cases/{case_id}", 303)


def panel(session: Session, case: Case) -> str | None:
    """団体の登録 on the desk's page of a case."""
    found = groups_doubts.of(session, case)
    if found is None:
        return None
    return i18n.page(
        "reservations/staff/group_panel.html",
        case=case,
        doubts=found,
        rules=house().pack.groups,
        kind=house().pack.groups.named(found.asked.kind),
        noted=groups_doubts.noted(session, case),
        writes=staff().may(PROPOSE, case.division) and case.closed_at is None and case.decided_at is None,
        longest=groups_keeping.LONGEST_REASON,
    )


def _page(group_id: UUID, refused: Refused | None = None) -> str:
    sight = groups_looking.look(db(), staff(), group_id, now())
    return shown(
        "reservations/staff/group.html",
        sight=sight,
        group=sight.group,
        kind=house().pack.groups.named(sight.group.kind),
        buildings=house().pack.buildings,
        refused=refused,
        errors=refused is not None,
        typed=request.form,
        longest=groups_keeping.LONGEST_REASON,
        done=request.args.get("done", ""),
    )
