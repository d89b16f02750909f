"""葬祭業者: the office registers and stops them; their people join by a link from a mail."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.db import writing
from portal.doors import db, now, resident, resident_door, staff, staff_door
from portal.people import mail_addresses
from portal.refused import Refused
from services.crematorium.actions import firms, reach
from services.crematorium.routes.frame import page, shown

Page = str | Response | tuple[str, int]
HERE = "/staff/crematorium/firms"
BESIDE = frozenset({"undertaker_incomplete", "reason_needed"})


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route("/crematorium/firm/join/<token>", methods=["GET", "POST"], endpoint="join")(join)
    blueprint.route(HERE, methods=["GET", "POST"], endpoint="firms")(listed)
    blueprint.get(f"{HERE}/<uuid:firm_id>", endpoint="firm")(one)
    blueprint.post(f"{HERE}/<uuid:firm_id>/do/<act>", endpoint="firm_act")(act)


@resident_door()
def join(token: str) -> Page:
    """Looking does not use the invitation up; pressing does."""
    seat = resident()
    assert seat is not None  # noqa: S101 (the door let only a signed-in resident in)
    if request.method == "GET":
        return page("crematorium/join.html", firm=firms.invited(db(), token, now()))
    firms.join(db(), token, seat.id, now())
    return redirect(url_for("crematorium.mine"), 303)


@staff_door(reach.READ)
def listed() -> Page:
    """Every business, and a form for a new one."""
    reach.hall(db(), staff())
    refused = None
    if request.method == "POST":
        reach.hall(db(), staff(), reach.MANAGE)
        told = [request.form.get(name, "")[:100] for name in ("name", "phone", "mail")]
        try:
            made = firms.register(db(), told[0], told[1], told[2], now(), staff())
            return redirect(url_for("crematorium.firm", firm_id=made, done="registered"), 303)
        except Refused as error:
            if error.code not in BESIDE:
                raise
            refused = error
    every = [
        (
            one,
            firms.tentative(db(), one.id),
            firms.late(db(), one.id, now()),
            firms.stopped_until(db(), one.id, now()),
        )
        for one in firms.listed(db())
    ]
    shown_page = shown(
        "crematorium/staff/firms.html", every=every, manages=_manages(), refused=refused, errors=refused,
        typed=request.form, on=None,
    )  # fmt: skip
    return (shown_page, refused.status) if refused else shown_page


@staff_door(reach.READ)
def one(firm_id: UUID) -> str:
    """One business with its people and what it may still book."""
    return _page(firm_id)


@staff_door(reach.MANAGE)
def act(firm_id: UUID, act: str) -> Page:
    """One press: invite somebody, let somebody go, stop, let in again."""
    do = ACTS.get(act)
    if do is None:
        abort(404)
    reach.hall(db(), staff(), reach.MANAGE)
    firms.get(db(), firm_id)
    try:
        do(firm_id)
    except Refused as refused:
        if refused.code not in BESIDE:
            raise
        return _page(firm_id, refused), refused.status
    return redirect(url_for("crematorium.firm", firm_id=firm_id, done=act), 303)


def _invite(firm_id: UUID) -> None:
    firms.invite(db(), firm_id, request.form.get("mail", "")[:254], now(), staff())


def _remove(firm_id: UUID) -> None:
    firms.remove(db(), firm_id, _person(request.form.get("person", "")), now(), staff())


def _stop(firm_id: UUID) -> None:
    firms.stop(db(), firm_id, request.form.get("reason", ""), now(), staff())


def _resume(firm_id: UUID) -> None:
    firms.resume(db(), firm_id, now(), staff())


ACTS: Mapping[str, Callable[[UUID], None]] = MappingProxyType(
    {"invite": _invite, "remove": _remove, "stop": _stop, "resume": _resume}
)


def _person(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused("undertaker_unknown", 404) from None


def _manages() -> bool:
    return staff().may(reach.MANAGE, reach.hall(db(), staff()).operator)


def _page(firm_id: UUID, refused: Refused | None = None) -> str:
    reach.hall(db(), staff())
    firm = firms.get(db(), firm_id)
    members = firms.members(db(), firm_id)
    if members:
        with writing(db()):
            firms.looked(db(), staff(), firm_id, now())
    return shown(
        "crematorium/staff/firm.html",
        firm=firm,
        members=[(one, ", ".join(mail_addresses(db(), one.resident_id))) for one in members],
        tentative=firms.tentative(db(), firm_id),
        late=firms.late(db(), firm_id, now()),
        pauses=firms.stopped_until(db(), firm_id, now()),
        manages=_manages(),
        refused=refused,
        errors=refused,
        typed=request.form,
        done=request.args.get("done", ""),
    )
