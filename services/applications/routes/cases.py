"""What became of it: the receipt, where it stands, the list of all of somebody's applications."""

from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from portal import case_papers, corrections, decisions, errors, files, i18n, inbox, shielded
from portal.conversation import FIELD
from portal.doors import db, holders, house, now, open_door, resident
from portal.inbox import Case
from portal.opening import today
from portal.refused import Refused
from portal.replies import chosen
from portal.vault import Unreadable
from services.applications.actions import cases, drafts
from services.applications.routes import rating_words, replies
from services.applications.routes.course import course, own_course, told_case


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/applications/")(mine)
    blueprint.get("/applications/<uuid:case_id>")(case)
    blueprint.get("/applications/<uuid:case_id>/receipt.pdf")(receipt)
    blueprint.get("/applications/<uuid:case_id>/notice.pdf")(notice)
    blueprint.route("/applications/<uuid:case_id>/withdraw", methods=["GET", "POST"])(withdraw)
    blueprint.register_error_handler(Unreadable, erased)


@open_door
def mine() -> str:
    """申請の一覧: what this browser filed, and what the signed-in resident's address is known by."""
    found = inbox.all_held_by(db(), holders(), mail_tokens())
    listed = [
        {**told_case(one), "arrived": i18n.moment(one.arrived_at), "own": own_course(one)} for one in found
    ]
    open_drafts = [
        {"id": one.id, "procedure": one.procedure, "until": i18n.day(today(one.ends_at))}
        for one in drafts.all_of(db(), holders(), house().pack, now())
    ]
    return i18n.page("applications/mine.html", cases=listed, drafts=open_drafts, seat=resident())


@open_door
def case(case_id: UUID) -> str:
    """Receipt and status in one place: it can be kept as a bookmark."""
    found = held(case_id)
    told_answers = shielded.told(db(), found)
    waiting = corrections.waiting(db(), found)
    correction, own = None, own_course(found)
    if waiting is not None:
        reason = corrections.reason(db(), found, waiting)
        correction = {"reason": reason, "due": i18n.day(waiting.due_on)}
    return i18n.page(
        "applications/case.html",
        course=course(db(), found, own),
        own=own,
        correction=correction,
        notice=decisions.decided(db(), found) is not None,
        fresh=cases.is_fresh(found, now()),
        reply=replies.shown(told_answers),
        mailed=chosen(told_answers) == "mail",
        can_withdraw=cases.may_withdraw(found) and (own is None or own.withdraws),
        panels=list(panels(found)),
        rating=rating_words.asked(found) if own is None else (),
        files=[_file(found, one) for one in files.of(db(), "case", found.id) if one.field != FIELD],
        due=i18n.day(found.due_on) if found.due_on and found.state in inbox.OPEN else None,
        **told_case(found),
    )


def _file(found: Case, file: files.StoredFile) -> dict[str, str]:
    return {
        "name": files.name(db(), file),
        "size": f"{max(1, file.size // 1024):,} KB",
        "href": url_for("applications.case_file", case_id=found.id, file_id=file.id),
    }


def panels(found: Case) -> Iterator[Markup]:
    """What other rooms have to say to the resident about their case, such as what is to be paid."""
    for service in house().services:
        body = service.own_panel(db(), found) if service.own_panel else None
        if body:
            yield Markup(body)  # noqa: S704 (a room's panel is a template of ours, escaped where it was made)


@open_door
def receipt(case_id: UUID) -> Response:
    """The receipt as a PDF to keep or to print."""
    found = held(case_id)
    sheets, lang = house().printer.sheets, i18n.words().language.key
    address, day = house().settings.base_url, today(now())
    html = case_papers.receipt(db(), found, sheets, lang, address, day, own_course(found))
    return pdf(house().printer.pdf(html), f"{found.receipt_no}.pdf")


@open_door
def notice(case_id: UUID) -> Response:
    """決定通知書, once it was decided; the paper with the seal comes by post."""
    found = held(case_id)
    if decisions.decided(db(), found) is None:
        abort(404)
    html = case_papers.notice(db(), found, house().printer.sheets, i18n.words().language.key)
    return pdf(house().printer.pdf(html), f"{found.receipt_no}-notice.pdf")


@open_door
def withdraw(case_id: UUID) -> str | AnyResponse:
    """取下げ: asked once more, then done."""
    found = held(case_id)
    if request.method == "GET":
        return i18n.page("applications/withdraw.html", **told_case(found))
    cases.withdraw(db(), case_id, holders(), mail_tokens(), now())
    return redirect(url_for("applications.case", case_id=case_id), 303)


def erased(_error: Unreadable) -> tuple[str, int]:
    """What was personal about it is gone, its key destroyed; what is left is for the statistics."""
    return errors.refused(Refused("case_erased", 410))


def held(case_id: UUID) -> Case:
    """The case of an address, for a browser or a resident who may open it; for all others there is none."""
    found = inbox.held_by(db(), case_id, holders(), mail_tokens())
    if found is None:
        abort(404)
    return found


def mail_tokens() -> tuple[bytes, ...]:
    """What the signed-in resident's confirmed addresses are known by."""
    seat = resident()
    return seat.mail_tokens if seat else ()


def pdf(body: bytes, name: str) -> Response:
    """A PDF to be opened in the browser under a name that tells nothing about a person."""
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, mimetype="application/pdf", headers=headers)
