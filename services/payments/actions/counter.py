"""At the counter: cash taken, 減免 decided on a document, money handed back; each with whoever did it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal import audit, inbox, notify, payments, tasks
from portal.db import new_id, writing
from portal.inbox import HOUSE, Actor, Case
from portal.opening import today
from portal.pack.fees import Payable
from portal.payments import CASH, Due, Payment, Told, refunds, waivers
from portal.payments.refunds import Refund
from portal.people import StaffSeat
from portal.refused import Refused
from services.payments.actions import asking
from services.payments.actions.paying import drop
from services.payments.actions.standing import APPROVE, PROPOSE, TAKE, WAIVE, Account, account, check, find
from services.payments.models import Checkout


def take(session: Session, seat: StaffSeat, case_id: UUID, seen: int, now: datetime) -> int:
    """Cash for everything that is to be paid now; refused where that is not the sum the page showed."""
    find(session, seat, case_id, TAKE)
    with writing(session):
        case = inbox.take_hold(session, case_id)
        found = account(session, case, lock=True)
        if found.payable != seen:
            # Somebody else took it, or the resident paid online while standing here.
            raise Refused("sum_changed", seen=seen, payable=found.payable)
        for one in found.owed:
            if one.money.payable:
                told = Told(one.money.payable, CASH, f"cash:{new_id()}", seat.id)
                payments.paid(session, one.due, told, now)
        inbox.note(session, case, "paid", Actor("staff", seat.id), now, public=True)
        drop(session, case.id, now)
        audit.did(session, "staff", seat.id, "took_cash", "case", case.id, now)
    return seen


def decide_waiver(session: Session, seat: StaffSeat, due_id: UUID, now: datetime, *, confirmed: bool) -> UUID:
    """減免 is confirmed on its document or refused; the resident reads which."""
    due = _due(session, due_id)
    case = find(session, seat, due.subject_id, WAIVE)
    with writing(session):
        case = inbox.take_hold(session, case.id)
        (waivers.confirm if confirmed else waivers.refuse)(session, due, seat.id, now)
        word = "waived" if confirmed else "waiver_refused"
        inbox.note(session, case, word, Actor("staff", seat.id), now, public=True)
        audit.did(session, "staff", seat.id, word, "due", due.id, now)
        if not confirmed:
            values = {"yen": f"{waivers.payable(session, due):,}"}
            notify.notify_case(session, case, "waiver_refused", now, values=values)
    return case.id


def propose(session: Session, seat: StaffSeat, payment_id: UUID, reason: str, now: datetime) -> UUID:
    """還付 of what is left of a payment, to be approved by the accounts."""
    line = session.get(Payment, payment_id)
    if line is None:
        raise Refused("refund_unknown", status=404)
    case = find(session, seat, _due(session, line.due_id).subject_id, PROPOSE)
    with writing(session):
        refund = refunds.propose(session, line, refunds.left(session, line), reason, seat.id, now)
        audit.did(session, "staff", seat.id, "proposed_refund", "refund", refund.id, now)
    return case.id


def decide_refund(
    session: Session, seat: StaffSeat, refund_id: UUID, now: datetime, *, approved: bool
) -> None:
    """The accounts approve or refuse; what was paid through a provider goes back the way it came."""
    check(seat, APPROVE, "")
    with writing(session):
        if approved:
            refund = refunds.approve(session, refund_id, seat.id, now)
            if refund.method != CASH:
                asking.ask_refund(session, refund, now)
        else:
            refunds.refuse(session, refund_id, seat.id, now)
        verb = "approved_refund" if approved else "refused_refund"
        audit.did(session, "staff", seat.id, verb, "refund", refund_id, now)


def hand_back(session: Session, seat: StaffSeat, refund_id: UUID, now: datetime) -> UUID:
    """Cash over the counter, once it was approved; also for what a provider could not give back."""
    refund = session.get(Refund, refund_id)
    if refund is None:
        raise Refused("refund_unknown", status=404)
    case = find(session, seat, _due(session, refund.due_id).subject_id, TAKE)
    if refund.method != CASH and refund.stage != refunds.Stage.FAILED:
        raise Refused("refund_goes_back_itself")
    with writing(session):
        held = inbox.take_hold(session, case.id)
        if refunds.done(session, refund_id, CASH, today(now), seat.id, now):
            inbox.note(session, held, "refunded", Actor("staff", seat.id), now, public=True)
        audit.did(session, "staff", seat.id, "handed_back", "refund", refund_id, now)
    return case.id


def end(session: Session, case: Case, now: datetime) -> None:
    """A case that was withdrawn or sent back owes nothing any more; hears it in the same transaction."""
    found: Account = account(session, case, lock=True)
    for one in found.owed:
        waivers.drop(session, one.due, now)
        left = payments.owing(session, one.due)
        if left > 0:
            payments.waived(session, one.due, Told(left, "ended", f"ended:{one.due.id}"), now)
    drop(session, case.id, now)
    if found.paid > 0:
        refs = {"case": str(case.id), "division": case.division}
        tasks.add(
            session,
            "refund_wanted",
            division=case.division,
            refs=refs,
            now=now,
            key=f"refund_wanted:{case.id}",
        )


def hear_changed(session: Session, case: Case, now: datetime) -> None:
    """What is owed is another sum by now: a page on which the old one could be paid is closed."""
    drop(session, case.id, now)


def forget(session: Session, case: Case, now: datetime) -> None:
    """The provider's pages go with an erased case; the book, which names nobody, stays with the accounts."""
    mine = (Checkout.subject_kind == "case", Checkout.subject_id == case.id)
    session.execute(update(Checkout).where(*mine).values(url=None, voucher=None))


def ask_to_pay(session: Session, case: Case, now: datetime) -> None:
    """受付: what could not be paid before can be paid now, and the resident is told; in the same transaction."""
    found = account(session, case)
    later = [one for one in found.owed if one.money.payable and one.money.when is not Payable.ARRIVAL]
    if later:
        values = {"yen": f"{found.payable:,}"}
        notify.notify_case(session, case, "payment_due", now, values=values, dedupe_key=f"due:{case.id}")


def hear_refunded(session: Session, due: Due, method: str, now: datetime, **_: object) -> None:
    """A provider gave back: it stands in the case's history, where the resident reads it."""
    case = session.get(Case, due.subject_id) if due.subject_kind == "case" else None
    if case is not None and method != CASH:
        inbox.note(session, case, "refunded", HOUSE, now, public=True)


def _due(session: Session, due_id: UUID) -> Due:
    found = session.get(Due, due_id)
    if found is None or found.subject_kind != "case":
        raise Refused("due_unknown", status=404)
    return found
