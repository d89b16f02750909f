"""One case: everything about it on one page, its documents and its papers."""

from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, Response, abort, request
from markupsafe import Markup

from portal import case_papers, editions, files, i18n, service, shielded, states
from portal.doors import db, house, now, staff, staff_door
from portal.inbox import Case
from portal.opening import today
from portal.people import staff_names
from portal.states import State
from services.desk import rules
from services.desk.actions import labels, listing, reading, standing, steps
from services.desk.actions.reading import Opened
from services.desk.actions.shielding import WHEREABOUTS
from services.desk.routes.frame import shown
from services.desk.rules import Act


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/cases/<uuid:case_id>", endpoint="case")(case)
    blueprint.get("/staff/cases/<uuid:case_id>/files/<uuid:file_id>", endpoint="file")(file)
    blueprint.get("/staff/cases/<uuid:case_id>/request.pdf", endpoint="request_paper")(request_paper)
    blueprint.get("/staff/cases/<uuid:case_id>/receipt.pdf", endpoint="receipt_paper")(receipt_paper)
    blueprint.get("/staff/cases/<uuid:case_id>/notice.pdf", endpoint="notice_paper")(notice_paper)


@staff_door("case.read")
def case(case_id: UUID) -> str:
    """Answers on the left, what to do on the right, what happened below."""
    opened = reading.open_case(db(), staff(), case_id, now())
    done = request.args.get("done", "")
    return shown("desk/case.html", done=done if done in set(Act) else "", **told(opened))


def headed(found: Case) -> dict[str, object]:
    """What a page about a case needs for its head alone."""
    procedure = editions.of(db(), found)
    return {
        "case": found,
        "name": listing.name_in(db(), found),
        "title": procedure.title if procedure else found.procedure,
    }


def told(opened: Opened) -> dict[str, object]:
    """What the pages about a case share."""
    found = opened.case
    acts = standing.acts(db(), staff(), found)
    day, left = today(now()), listing.days_left(db(), found, now())
    return {
        "opened": opened,
        "case": found,
        "name": listing.name_in(db(), found),
        "title": opened.procedure.title if opened.procedure else found.procedure,
        "acts": acts,
        "main": rules.main(acts),
        "deciding": standing.standing(db(), staff(), found).deciding.value,
        "press": rules.press(State(found.state), found.due_on, left, day),
        "days_left": left,
        "division": standing.answering(db(), found.division, day),
        "assignee": staff_names(db(), frozenset({found.assignee})).get(found.assignee)
        if found.assignee
        else None,
        "colleagues": steps.colleagues(db(), found, now()),
        "is_open": found.state in states.OPEN,
        "decided": next((one.decision for one in opened.proposed if one.decision.decided_at), None),
        "seen": reading.latest(opened.events),
        "labels": labels.on(db(), [found.id]).get(found.id, ()),
        "known_labels": labels.known(db(), staff()),
        "may_see": staff().may(WHEREABOUTS, found.division),
        "panels": list(panels(found)),
    }


def panels(found: Case) -> Iterator[Markup]:
    """What other rooms have to say about a case."""
    for one in house().services:
        body = one.case_panel(db(), found) if one.case_panel else None
        if body:
            yield Markup(body)  # noqa: S704 (a room's panel is a template of ours, escaped where it was made)


@staff_door("case.read")
def file(case_id: UUID, file_id: UUID) -> Response:
    """A document of the case: shown in the browser where it is a picture or a PDF, never run."""
    found = reading.one_file(db(), staff(), case_id, file_id, now())
    if found is None:
        abort(404)
    headers = {
        "Content-Disposition": f'inline; filename="{found.id}"',
        "Content-Length": str(found.size),
        "Cache-Control": "no-store",
    }
    return Response(files.content(db(), found), mimetype=found.media_type, headers=headers)


@staff_door("case.read")
def request_paper(case_id: UUID) -> Response:
    """申請書: what was filed, in the procedure's own layout."""
    found = _looked(case_id, "printed_request")
    # The paper lies on desks and in trays, so it tells no more than the page does.
    answers = shielded.told(db(), found)
    sheets, day = house().printer.sheets, today(found.arrived_at)
    form = editions.of(db(), found)
    html = sheets.request(found.procedure, answers, found.locale, day, number=found.receipt_no, form=form)
    return _pdf(html, found)


@staff_door("case.read")
def receipt_paper(case_id: UUID) -> Response:
    """受付の控え, for a resident who asks for it at the counter."""
    found = _looked(case_id, "printed_receipt")
    address = f"{house().settings.base_url}/applications"
    sheets = house().printer.sheets
    own = service.course(house().services, db(), found, i18n.words_in(found.locale), now())
    return _pdf(case_papers.receipt(db(), found, sheets, found.locale, address, today(now()), own), found)


@staff_door("case.read")
def notice_paper(case_id: UUID) -> Response:
    """決定通知書."""
    found = _looked(case_id, "printed_notice")
    return _pdf(case_papers.notice(db(), found, house().printer.sheets, found.locale), found)


def _looked(case_id: UUID, verb: str) -> Case:
    found = standing.find(db(), staff(), case_id)
    if found.procedure not in house().pack.procedures:
        abort(404)
    reading.look(db(), staff(), verb, found.id, now())
    return found


def _pdf(html: str, found: Case) -> Response:
    headers = {
        "Content-Disposition": f'inline; filename="{found.receipt_no}.pdf"',
        "Cache-Control": "no-store",
    }
    return Response(house().printer.pdf(html), mimetype="application/pdf", headers=headers)
