"""One member of staff as the administrator sees them: roles with their days, sessions, invitations."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import i18n, sessions
from portal.doors import db, now, staff, staff_door
from portal.opening import today
from portal.people import Staff
from portal.refused import Refused
from services.accounts.actions import staff_in, staff_people
from services.accounts.routes.browser import said
from services.accounts.routes.frame import shown
from services.accounts.routes.people import asked_day, asked_role, choices, told_role


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    root = "/staff/people/<uuid:staff_id>"
    blueprint.route(root, methods=["GET", "POST"], endpoint="person")(person)
    blueprint.post(f"{root}/roles", endpoint="person_role")(give_role)
    blueprint.post(f"{root}/roles/<uuid:role_id>/end", endpoint="person_role_end")(end_role)
    blueprint.post(f"{root}/invite", endpoint="person_invite")(invite)
    blueprint.post(f"{root}/sessions", endpoint="person_sessions")(end_sessions)


def _found(staff_id: UUID) -> Staff:
    found = db().get(Staff, staff_id)
    if found is None:
        abort(404)
    return found


@staff_door("staff.manage")
def person(staff_id: UUID) -> str | Response | tuple[str, int]:
    """Look at somebody, or change what is written of them."""
    found = _found(staff_id)
    if request.method != "POST":
        return _page(found)
    name, mail = (request.form.get(key, "").strip()[:200] for key in ("name", "mail"))
    return _done(
        found,
        "changed",
        lambda: staff_people.change(db(), staff_id, name, mail, asked_day("until"), now(), by=staff().id),
    )


def _page(found: Staff, refused: Refused | None = None) -> str:
    roles = staff_people.roles_of(db(), [found.id]).get(found.id, [])
    return shown(
        "accounts/person.html",
        person=found,
        factors=staff_in.factors(db(), found),
        roles=[told_role(role) for role in reversed(roles)],
        sessions=[
            {"label": one.label, "seen": i18n.moment(one.seen_at)}
            for one in sessions.of_person(db(), "staff", found.id, now())
        ],
        today=today(now()).isoformat(),
        problem=said(refused) if refused else None,
        errors=refused is not None,
        done=request.args.get("done"),
        **choices(),
    )


@staff_door("staff.manage")
def give_role(staff_id: UUID) -> Response | tuple[str, int]:
    """Give a role from a day on."""
    found = _found(staff_id)
    return _done(
        found, "role", lambda: staff_people.give_role(db(), staff_id, asked_role(), now(), by=staff().id)
    )


@staff_door("staff.manage")
def end_role(staff_id: UUID, role_id: UUID) -> Response | tuple[str, int]:
    """Let a role end."""
    found = _found(staff_id)
    last = asked_day("last") or today(now())
    return _done(
        found,
        "ended",
        lambda: staff_people.end_role(db(), staff_id, role_id, last, now(), by=staff().id),
    )


@staff_door("staff.manage")
def invite(staff_id: UUID) -> Response | tuple[str, int]:
    """Invite again, for a lost password or telephone."""
    found = _found(staff_id)
    if not found.mail:
        return _done(found, "", _no_mail)
    return _done(found, "invited", lambda: staff_people.invite_again(db(), staff_id, now(), by=staff().id))


def _no_mail() -> None:
    raise Refused("staff_without_mail", 422)


@staff_door("staff.manage")
def end_sessions(staff_id: UUID) -> Response | tuple[str, int]:
    """End all sessions of somebody at once."""
    found = _found(staff_id)
    return _done(found, "sessions", lambda: staff_people.revoke_all(db(), staff_id, now(), by=staff().id))


def _done(found: Staff, what: str, do: Callable[[], object]) -> Response | tuple[str, int]:
    try:
        do()
    except Refused as refused:
        return _page(found, refused), refused.status
    return redirect(url_for("accounts.person", staff_id=found.id, done=what), 303)
