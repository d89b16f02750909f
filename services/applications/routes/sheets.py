"""Papers instead of a case: what was answered fills the sheet for the counter or the post."""

from uuid import UUID

from flask import Blueprint, Response

from portal import i18n
from portal.doors import db, house, now, open_door
from portal.opening import today
from services.applications.actions import papers
from services.applications.routes.cases import pdf
from services.applications.routes.filling import finished


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.get("/applications/draft/<uuid:draft_id>/sheet.pdf")(sheet)


@open_door
def sheet(draft_id: UUID) -> Response:
    """The filled sheet; nothing has reached the city by it, and the page before says so."""
    draft = finished(draft_id)
    body = papers.sheet(draft, house().printer, i18n.words().language.key, today(now()))
    papers.count(db(), draft, house().pack, today(now()))
    return pdf(body, f"{draft.procedure.key}.pdf")
