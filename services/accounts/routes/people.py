"""Staff as the administrator sees them: the list, and somebody new."""

from datetime import date

from flask import Blueprint, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal import i18n
from portal.doors import db, house, now, staff, staff_door
from portal.opening import today
from portal.people import Role, RoleKind, RoleName, in_force
from portal.refused import Refused
from portal.words import N_
from services.accounts.actions import staff_people
from services.accounts.actions.staff_people import NewRole, NewStaff
from services.accounts.routes.browser import said
from services.accounts.routes.frame import shown

ROLE_WORDS = {
    RoleName.COUNTER: N_("窓口"),
    RoleName.WORKER: N_("担当"),
    RoleName.APPROVER: N_("決裁"),
    RoleName.EDITOR: N_("編集"),
    RoleName.MONITOR: N_("閲覧"),
    RoleName.ADMINISTRATOR: N_("管理"),
    RoleName.ACCOUNTANT: N_("会計"),
}
KIND_WORDS = {RoleKind.MAIN: N_("本務"), RoleKind.SECOND: N_("兼務"), RoleKind.HELP: N_("応援")}


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/people", endpoint="people")(people)
    blueprint.route("/staff/people/new", methods=["GET", "POST"], endpoint="people_new")(new)


@staff_door("staff.manage")
def people() -> str:
    """The list, by number."""
    asked, day = request.args.get("name", "").strip()[:50], today(now())
    found = staff_people.listed(db(), asked, day, gone="gone" in request.args)
    roles = staff_people.roles_of(db(), [one.id for one in found])
    rows = [
        {
            "person": one,
            "roles": [
                told_role(role) for role in roles.get(one.id, []) if in_force(role.since, role.until, day)
            ],
            "ready": one.password_hash is not None,
            "until": i18n.day(one.until) if one.until else "",
        }
        for one in found
    ]
    return shown("accounts/people.html", rows=rows, name=asked, gone="gone" in request.args)


def told_role(role: Role) -> dict[str, object]:
    """A role in words."""
    words, day = i18n.words(), today(now())
    return {
        "id": role.id,
        "division": division_name(role.division),
        "role": words.gettext(ROLE_WORDS[RoleName(role.role)]),
        "kind": words.gettext(KIND_WORDS[RoleKind(role.kind)]),
        "since": i18n.day(role.since),
        "until": i18n.day(role.until) if role.until else "",
        "now": in_force(role.since, role.until, day),
        "over": role.until is not None and role.until < day,
    }


def told_duty(division: str, role: str) -> Markup:
    """A division and a role in words."""
    return Markup("{} {}").format(division_name(division), i18n.words().gettext(ROLE_WORDS[RoleName(role)]))


def division_name(id: str) -> Markup | str:
    """A division by its name of today; one that nobody succeeded by its id."""
    try:
        return i18n.speaker(i18n.words())(house().pack.division(id, today(now())).name)
    except LookupError:
        return id


def choices() -> dict[str, list[tuple[str, object]]]:
    """What the forms offer to choose from; divisions of the coming year too, for roles are given in March."""
    words, day = i18n.words(), today(now())
    pack = house().pack
    named = {one.id: i18n.speaker(words)(one.name) for one in pack.divisions(day)}
    later = {id: division_name(id) for id in sorted(pack.division_ids - named.keys())}
    return {
        "divisions": list({**named, **later}.items()),
        "role_choices": [(str(role), words.gettext(text)) for role, text in ROLE_WORDS.items()],
        "kinds": [(str(kind), words.gettext(text)) for kind, text in KIND_WORDS.items()],
    }


def asked_role() -> NewRole:
    """The role that a form asks for."""
    division = request.form.get("division", "")
    role, kind = request.form.get("role", ""), request.form.get("kind", RoleKind.MAIN)
    if division not in house().pack.division_ids or role not in ROLE_WORDS or kind not in KIND_WORDS:
        raise Refused("role_incomplete", 422)
    since = asked_day("since") or today(now())
    return NewRole(division, role, kind, since, asked_day("until"))


def asked_day(name: str) -> date | None:
    """A day of a form; nothing where nothing stands there."""
    text = request.form.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused("day_unreadable", 422) from None


@staff_door("staff.manage")
def new() -> str | Response | tuple[str, int]:
    """Somebody new, with a first role and an invitation."""
    if request.method != "POST":
        return _ask()
    number, name, mail = (request.form.get(key, "").strip()[:200] for key in ("number", "name", "mail"))
    try:
        role = asked_role()
        who = NewStaff(number, name, mail, min(role.since, today(now())))
        staff_id, _ = staff_people.add(db(), who, [role], now(), by=staff().id)
    except Refused as refused:
        return _ask(refused), refused.status
    return redirect(url_for("accounts.person", staff_id=staff_id, done="invited"), 303)


def _ask(refused: Refused | None = None) -> str:
    return shown(
        "accounts/people_new.html",
        typed=request.form,
        problem=said(refused) if refused else None,
        errors=refused is not None,
        **choices(),
    )
