"""領収書: handed out at one press, to the resident or at the counter, and opened as a PDF."""

from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from portal import i18n
from portal.doors import db, house, now, open_door, staff, staff_door
from portal.inbox import Case
from services.payments.actions import receipts
from services.payments.actions.standing import READ, TAKE
from services.payments.models import ReceiptIssue
from services.payments.routes.pay import held


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.post("/payments/cases/<uuid:case_id>/receipts/<uuid:payment_id>", endpoint="issue")(issue)
    blueprint.get("/payments/receipts/<uuid:issue_id>", endpoint="receipt")(receipt)
    blueprint.post("/staff/payments/cases/<uuid:case_id>/receipts/<uuid:payment_id>", endpoint="staff_issue")(
        staff_issue
    )
    blueprint.get("/staff/payments/receipts/<uuid:issue_id>", endpoint="staff_receipt")(staff_receipt)


@open_door
def issue(case_id: UUID, payment_id: UUID) -> Response:
    """Pressed by whoever holds the case; a phone that fetches the paper twice was handed it once."""
    made = receipts.issue(db(), held(case_id), payment_id, None, now())
    return redirect(url_for("payments.receipt", issue_id=made.id), 303)


@open_door
def receipt(issue_id: UUID) -> Response:
    """The paper, for whoever may open its case."""
    made, case = receipts.case_of(db(), issue_id)
    held(case.id)
    return _pdf(made, case, i18n.words().language.key)


@staff_door(TAKE)
def staff_issue(case_id: UUID, payment_id: UUID) -> Response:
    """Printed at the counter."""
    made = receipts.at_counter(db(), staff(), case_id, payment_id, TAKE, now())
    return redirect(url_for("payments.staff_receipt", issue_id=made.id), 303)


@staff_door(READ)
def staff_receipt(issue_id: UUID) -> Response:
    """The paper in the resident's language, to be handed over."""
    made, case = receipts.seen_by_staff(db(), staff(), issue_id, READ, now())
    return _pdf(made, case, case.locale)


def _pdf(made: ReceiptIssue, case: Case, lang: str) -> Response:
    html = receipts.paper(db(), case, made, house().printer.sheets, lang)
    headers = {
        "Content-Disposition": f'inline; filename="{case.receipt_no}-receipt.pdf"',
        "Cache-Control": "no-store",
    }
    return Response(house().printer.pdf(html), mimetype="application/pdf", headers=headers)
