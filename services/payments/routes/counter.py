"""The money of one case, for staff: cash, 減免 and 還付, each at one press with the sum that was shown."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, house, now, staff, staff_door
from portal.payments import Payment
from portal.payments import refunds as giving_back
from portal.payments.refunds import REASONS, Refund
from portal.people import staff_names
from services.payments import rules
from services.payments.actions import counter, receipts, standing
from services.payments.actions.standing import PROPOSE, READ, TAKE, WAIVE, Account
from services.payments.routes.frame import shown


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/payments/cases/<uuid:case_id>", endpoint="case")(case)
    blueprint.post("/staff/payments/cases/<uuid:case_id>/cash", endpoint="cash")(cash)
    blueprint.post("/staff/payments/dues/<uuid:due_id>/<what>", endpoint="waiver")(waiver)
    blueprint.post("/staff/payments/lines/<uuid:payment_id>/refund", endpoint="propose")(propose)
    blueprint.post("/staff/payments/refunds/<uuid:refund_id>/hand-back", endpoint="hand_back")(hand_back)


@staff_door(READ)
def case(case_id: UUID) -> str:
    """Everything about the money of a case."""
    return _page(case_id)


@staff_door(TAKE)
def cash(case_id: UUID) -> str | tuple[str, int] | Response:
    """The cash lies on the tray: what it is for was on the page, and お釣り is told afterwards."""
    seen, tendered = _whole(request.form.get("seen", "")), request.form.get("tendered", "").strip()
    back = rules.change(tendered, seen) if tendered else None
    if tendered and back is None:
        return _page(case_id, tendered=tendered), 422
    counter.take(db(), staff(), case_id, seen, now())
    return redirect(url_for("payments.case", case_id=case_id, done="cash", change=back), 303)


@staff_door(WAIVE)
def waiver(due_id: UUID, what: str) -> Response:
    """The document was seen, or it was not."""
    case_id = counter.decide_waiver(db(), staff(), due_id, now(), confirmed=what == "confirm")
    return redirect(
        url_for("payments.case", case_id=case_id, done="waived" if what == "confirm" else "not_waived"), 303
    )


@staff_door(PROPOSE)
def propose(payment_id: UUID) -> Response:
    """Ask the accounts to give a payment back."""
    case_id = counter.propose(db(), staff(), payment_id, request.form.get("reason", ""), now())
    return redirect(url_for("payments.case", case_id=case_id, done="proposed"), 303)


@staff_door(TAKE)
def hand_back(refund_id: UUID) -> Response:
    """The cash was handed over."""
    case_id = counter.hand_back(db(), staff(), refund_id, now())
    return redirect(url_for("payments.case", case_id=case_id, done="handed_back"), 303)


def _page(case_id: UUID, *, tendered: str = "") -> str:
    seat = staff()
    found = standing.find(db(), seat, case_id, READ)
    account = standing.account(db(), found)
    given = [one for owed in account.owed for one in giving_back.of(db(), owed.due)]
    change = request.args.get("change", "")
    return shown(
        "payments/staff/case.html",
        account=account,
        case=found,
        title=_title(found.procedure),
        refunds=given,
        returnable=_returnable(account) if seat.may(PROPOSE, found.division) else [],
        reasons=REASONS,
        receipts=() if found.erased_at else receipts.of(db(), account),
        names=_names(account, given),
        may_take=seat.may(TAKE, found.division),
        may_waive=seat.may(WAIVE, found.division),
        may_read_case=seat.may("case.read", found.division),
        done=request.args.get("done", ""),
        change=int(change) if change.isascii() and change.isdigit() and len(change) < 10 else None,
        tendered=tendered,
        errors=[("tendered", "too_little")] if tendered else None,
    )


def _returnable(account: Account) -> list[tuple[Payment, int]]:
    paid = [line for line in account.lines if line.move == "paid"]
    left = ((line, giving_back.left(db(), line)) for line in paid)
    return [(line, yen) for line, yen in left if yen]


def _names(account: Account, given: list[Refund]) -> dict[UUID, str]:
    people = {line.by for line in account.lines} | {one.proposed_by for one in given}
    return staff_names(db(), frozenset(one for one in people | {g.decided_by for g in given} if one))


def _title(key: str) -> object:
    procedure = house().pack.procedures.get(key)
    return procedure.title if procedure else key


def _whole(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
