"""A booking is given back or made smaller: less is owed for its case, and what was paid too much is to be given back."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal import service, tasks
from portal.inbox import Case
from portal.payments import Due, Move, Told, book, dues, owing, waived, waivers


def leave(
    session: Session, case: Case, fee: int, now: datetime, once: str = "ended", *, only: str = ""
) -> None:
    """Of everything owed for a case only so much stays owed; what was paid beyond it goes back, and nobody decides a 減免 any more.

    `only`: one thing among those owed for the case, the others staying as they are.
    """
    # Nobody pays the old sum on a page that is still open.
    service.fire(session, "charge.changed", case=case, now=now)
    left = fee
    for due in dues(session, "case", case.id, lock=True):
        if only and due.what != only:
            continue
        waivers.drop(session, due, now)
        stays, still, paid = min(left, due.yen), owing(session, due), _came_in(session, due)
        left -= stays
        surplus = still - max(0, stays - paid)
        if surplus > 0:
            waived(session, due, Told(surplus, "ended", f"{once}:{due.id}"), now)
        if paid > stays:
            _want_refund(session, case, now)


def _came_in(session: Session, due: Due) -> int:
    signs = {Move.PAID: 1, Move.REFUNDED: -1}
    return sum(signs.get(Move(line.move), 0) * line.yen for line in book(session, due))


def _want_refund(session: Session, case: Case, now: datetime) -> None:
    refs = {"case": str(case.id), "division": case.division}
    key = f"refund_wanted:{case.id}"
    tasks.add(session, "refund_wanted", division=case.division, refs=refs, now=now, key=key)
