"""廃棄簿: all of a division's, one with its cases, the same on paper; and the table of classes."""

from datetime import date, datetime
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms import show
from portal.doors import db, house, now, staff, staff_door
from portal.opening import today
from services.records import rules
from services.records.actions import proposing, reading, standing
from services.records.actions.reading import Opened
from services.records.actions.standing import APPROVE, READ, REVIEW
from services.records.routes.frame import HERE, shown
from services.records.rules import Stage

SHEET = "sheets/disposal.html"


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(HERE, endpoint="books")(books)
    blueprint.post(f"{HERE}/sweep", endpoint="sweep")(sweep)
    blueprint.get(f"{HERE}/classes", endpoint="classes")(classes)
    blueprint.get(f"{HERE}/<uuid:book_id>", endpoint="book")(book)
    blueprint.get(f"{HERE}/<uuid:book_id>/list.pdf", endpoint="paper")(paper)


@staff_door(READ)
def books() -> str:
    """What is to be looked through, what waits for approval, and what was disposed of."""
    return shown(
        "records/books.html",
        books=reading.books(db(), staff()),
        divisions=_divisions(),
        may_review=staff().may(REVIEW),
        found=request.args.get("found", ""),
    )


@staff_door(REVIEW)
def sweep() -> AnyResponse:
    """Look now for what is over, without waiting for the night."""
    mine = staff().divisions_for(REVIEW)
    listed = proposing.propose_due(db(), now(), mine)
    return redirect(url_for("records.books", found=str(sum(listed.values()))), 303)


@staff_door(READ)
def book(book_id: UUID) -> str:
    """One list, page by page, with what may be done about it."""
    typed = request.args.get("page", "1")
    at = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
    opened = reading.open_book(db(), staff(), book_id, at, now())
    return shown("records/book.html", done=request.args.get("done", ""), **told(opened))


def told(opened: Opened) -> dict[str, object]:
    """What the pages about one list share."""
    found, seat = opened.whole.book, staff()
    mine = found.proposed_by == seat.id
    acts = rules.possible(Stage(found.stage), proposed_by_me=mine)
    return {
        "opened": opened,
        "book": found,
        "acts": [one for one in acts if seat.may(rules.NEEDS[one], found.division)],
        "may_review": seat.may(REVIEW, found.division),
        "may_approve": seat.may(APPROVE, found.division),
        "division": standing.answering(db(), found.division, today(now())),
    }


@staff_door(READ)
def paper(book_id: UUID) -> Response:
    """廃棄簿 as a PDF, to be kept or printed."""
    opened = reading.whole_book(db(), staff(), book_id, now())
    pdf = house().printer.sheet(
        SHEET,
        lang="ja",
        opened=opened,
        book=opened.whole.book,
        division=standing.answering(db(), opened.whole.book.division, today(now())),
        day=_day,
    )
    headers = {"Content-Disposition": f'inline; filename="{book_id}.pdf"', "Cache-Control": "no-store"}
    return Response(pdf, mimetype="application/pdf", headers=headers)


@staff_door(READ)
def classes() -> str:
    """文書分類表 of today, with the procedures of each class."""
    pack, on = house().pack, today(now())
    by_class: dict[str, list[object]] = {}
    for procedure in pack.procedures.values():
        by_class.setdefault(procedure.document_class, []).append(procedure.title)
    return shown("records/classes.html", classes=pack.document_classes(on), procedures=by_class)


def _day(when: date | datetime) -> str:
    return show.day(today(when) if isinstance(when, datetime) else when, "ja")


def _divisions() -> dict[str, object]:
    """The names of the divisions that lists belong to, as they are called today."""
    found = reading.books(db(), staff())
    day = today(now())
    return {one.book.division: standing.answering(db(), one.book.division, day).name for one in found}
