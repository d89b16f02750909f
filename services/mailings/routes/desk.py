"""Mailings as staff see them: the list, a new one, one from its list of people to its last answer."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.doors import db, house, now, staff, staff_door
from portal.opening import today
from portal.pack.lists import day as read_day
from portal.people import staff_names
from portal.refused import Refused
from portal.security import body_limit
from services.mailings.actions import disposing, letters, listing, loading, making, standing
from services.mailings.actions.making import Wish
from services.mailings.actions.standing import MANAGE, RELEASE
from services.mailings.models import Mailing
from services.mailings.routes.frame import shown
from services.mailings.rules.stages import Stage

ACTS: dict[str, Callable[..., None]] = {
    "count": loading.count,
    "propose": making.propose,
    "take-back": making.take_back,
    "release": making.release,
    "close": making.close,
    "dispose": disposing.propose,
    "keep": disposing.take_back,
    "agree": disposing.approve,
}


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/mailings", endpoint="listed")(listed)
    blueprint.route("/staff/mailings/new", methods=["GET", "POST"], endpoint="new")(new)
    blueprint.get("/staff/mailings/<uuid:mailing_id>", endpoint="one")(one)
    blueprint.post("/staff/mailings/<uuid:mailing_id>/list", endpoint="hand_in")(hand_in)
    blueprint.post("/staff/mailings/<uuid:mailing_id>/remind", endpoint="remind")(remind)
    blueprint.post("/staff/mailings/<uuid:mailing_id>/do/<act>", endpoint="act")(act)
    blueprint.get("/staff/mailings/<uuid:mailing_id>/preview.pdf", endpoint="preview")(preview)
    blueprint.get("/staff/mailings/letters/<uuid:batch_id>.pdf", endpoint="letters")(fetch)


@staff_door(MANAGE)
def listed() -> str:
    """The mailings of this seat's divisions."""
    found = listing.mailings(db(), staff())
    return shown("mailings/staff/list.html", mailings=found, procedures=house().pack.procedures)


@staff_door(MANAGE)
def new() -> str | AnyResponse | tuple[str, int]:
    """A procedure, a heading, some words and a last day."""
    if request.method == "GET":
        return _new()
    said = {key: request.form.get(key, "") for key in ("procedure", "title", "lead", "answer_by")}
    wish = Wish(said["procedure"], said["title"], said["lead"], read_day(said["answer_by"]))
    try:
        mailing_id = making.make(db(), staff(), wish, now())
    except Refused as refused:
        return _new(refused.code), refused.status
    return redirect(url_for("mailings.one", mailing_id=mailing_id), 303)


@staff_door(MANAGE)
def one(mailing_id: UUID) -> str:
    """One mailing, with what can be done next."""
    return _page(standing.find(db(), staff(), mailing_id))


@body_limit(loading.LARGEST + 1024 * 1024)
@staff_door(MANAGE)
def hand_in(mailing_id: UUID) -> AnyResponse:
    """The list is handed in and looked at; nothing counts yet."""
    upload = request.files.get("list")
    if upload is None or not upload.filename:
        raise Refused("file_empty", 422)
    taken = loading.hand_in(db(), staff(), mailing_id, upload.stream, now())  # type: ignore[arg-type]
    return redirect(url_for("mailings.one", mailing_id=mailing_id, done="list" if taken else "same"), 303)


@staff_door(MANAGE)
def act(mailing_id: UUID, act: str) -> AnyResponse:
    """One step onward, or back."""
    if act not in ACTS:
        abort(404)
    ACTS[act](db(), staff(), mailing_id, now())
    return redirect(url_for("mailings.one", mailing_id=mailing_id, done=act), 303)


@staff_door(RELEASE)
def remind(mailing_id: UUID) -> AnyResponse:
    """Another letter to those who have not answered."""
    seen = request.form.get("seen", "")
    making.remind(db(), staff(), mailing_id, int(seen) if seen.isascii() and seen.isdigit() else -1, now())
    return redirect(url_for("mailings.one", mailing_id=mailing_id, done="remind"), 303)


@staff_door(MANAGE)
def preview(mailing_id: UUID) -> Response:
    """One letter as it will be printed, with a code that opens nothing."""
    mailing = standing.find(db(), staff(), mailing_id)
    made = letters.preview(db(), staff(), mailing, house().printer, now())
    return _pdf([made], "preview.pdf")


@staff_door(MANAGE)
def fetch(batch_id: UUID) -> Response:
    """A file of letters for the printer."""
    name, content = letters.fetch(db(), staff(), batch_id, now())
    return _pdf(content, name)


def _pdf(content: Any, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return Response(content, mimetype="application/pdf", headers=headers)


def _new(code: str = "") -> str:
    seat, pack, day = staff(), house().pack, today(now())
    procedures = [
        (key, found.title.say("ja").text)
        for key, found in pack.procedures.items()
        if found.way("online") and pack.offered(key, day) and seat.may(MANAGE, pack.owner(key, day).id)
    ]
    return shown(
        "mailings/staff/new.html", procedures=procedures, typed=request.form, code=code, errors=bool(code)
    )


def _page(mailing: Mailing) -> str:
    seat, stage = staff(), Stage(mailing.stage)
    people = frozenset(
        one
        for one in (mailing.made_by, mailing.proposed_by, mailing.released_by, mailing.disposal_by)
        if one is not None
    )
    return shown(
        "mailings/staff/one.html",
        mailing=mailing,
        procedure=standing.procedure_of(db(), mailing),
        report=loading.report(db(), mailing) if stage is Stage.CHECKED else None,
        progress=listing.progress(db(), mailing),
        batches=listing.batches(db(), mailing),
        round=making.last_round(db(), mailing.id),
        names=staff_names(db(), people),
        takes_list=stage in (Stage.DRAFT, Stage.CHECKED, Stage.LOADED),
        may_release=seat.may(RELEASE, mailing.division),
        mine=seat.id == (mailing.disposal_by or mailing.proposed_by),
        kept_until=(last := disposing.until(db(), mailing)),
        over=last is not None and last < today(now()),
        late=mailing.answer_by < today(now()),
        done=request.args.get("done", ""),
    )


def day_of(name: str) -> date | None:
    """A day of a form, however it is written."""
    return read_day(request.form.get(name, ""))
