"""まちの困りごとを知らせる: one page, photo first; whether it was reported before is shown before it is sent."""

from uuid import UUID

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import files, i18n
from portal.db import new_id
from portal.distances import point_of, written
from portal.doors import Assurance, db, holders, now, open_door, resident, visitor
from portal.security import shows_map
from services.reports.actions import beginning, following, looking, photos, reporting
from services.reports.actions.asking import POINT
from services.reports.actions.following import Joins
from services.reports.actions.photos import NOTHING, Taken
from services.reports.actions.reporting import Told
from services.reports.routes import typed
from services.reports.routes.frame import chart, page, slow_down
from services.reports.routes.typed import Form

Page = str | AnyResponse | tuple[str, int]


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route("/reports/new", methods=["GET", "POST"], endpoint="new")(new)
    blueprint.get("/reports/new/<uuid:origin>/<uuid:file_id>", endpoint="draft_photo")(draft_photo)
    blueprint.post("/reports/<uuid:report_id>/follow", endpoint="follow")(follow)
    blueprint.get("/reports/followed", endpoint="followed")(followed)


@open_door
@shows_map
def new() -> Page:
    """The page, its photos, the reports of the same thing, and the receipt."""
    if request.method == "GET":
        visitor(make=True)
        word = request.args.get(typed.BEGUN, "")
        begun = beginning.begun(db(), word, now())
        return _ask(typed.fresh(begun, word) if begun else typed.empty(new_id()))
    slow_down()
    form = typed.read()
    if gone := typed.identifier(request.form.get("remove", "")):
        photos.drop(db(), form.origin, gone)
        return _ask(form)
    taken = photos.take(db(), typed.uploads(), form.origin, now())
    if taken.refused or request.form.get("step") == "add" or typed.offers(form, taken):
        return _ask(form, taken), 422 if taken.refused else 200
    return _send(form)


def _send(form: Form) -> Page:
    """Show what was reported before, or send it."""
    if not form.validate():
        return _ask(form), 422
    told = _told(form)
    if request.form.get("step") != "another":
        near = looking.near(db(), reporting.seen(db(), told))
        if near:
            return page("reports/near.html", near=near, again=typed.again(), email=form.value("email"))
    case = reporting.report(db(), told, now())
    return redirect(f"/applications/{case.id}", 303)


def _told(form: Form) -> Told:
    seat = resident()
    return Told(
        origin=form.origin,
        answers=form.answers(),
        locale=i18n.words().language.key,
        holders=(*holders(), *beginning.friend_of(db(), form.origin, form.begun, now())),
        login=seat is not None and seat.level >= Assurance.login,
        channel=form.channel,
    )


def _ask(form: Form, taken: Taken = NOTHING) -> str:
    new_offer = written(taken.point) if taken.point and typed.offers(form, taken) else ""
    return page(
        "reports/new.html",
        form=form,
        asks=form.asks,
        held=photos.held(db(), form.origin),
        most=photos.MOST,
        offer=new_offer or form.offer,
        refused=taken.refused,
        errors=bool(taken.refused or form.asks.errors or form.lost),
        point=point_of(form.value(POINT)),
        chart=chart(),
        here=url_for("reports.new"),
    )


@open_door
def draft_photo(origin: UUID, file_id: UUID) -> Response:
    """A photo of a form that is not sent yet; the form's own id, which nobody else has, opens it."""
    found = next((one for one in photos.held(db(), origin) if one.id == file_id), None)
    if found is None:
        abort(404)
    headers = {"Content-Length": str(found.size), "Cache-Control": "no-store"}
    return Response(files.content(db(), found), mimetype=found.media_type, headers=headers)


@open_door
def follow(report_id: UUID) -> AnyResponse:
    """私も困っている."""
    slow_down()
    seat = resident()
    holder = seat.holder if seat else visitor(make=True).hash
    mail = typed.mail(request.form.get("email", ""))
    following.follow(db(), report_id, Joins(holder, i18n.words().language.key, mail), now())
    return redirect(url_for("reports.followed", told="mail" if mail else None), 303)


@open_door
def followed() -> str:
    """Thanks, and what happens next."""
    return page("reports/followed.html", told=request.args.get("told") == "mail")
