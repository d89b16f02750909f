"""The steps of a case that need no paper: 受付, 審査開始, 完了, 返戻, 取下げ, 担当, notes and telephone calls."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from portal import inbox, ledger, notify, pace
from portal.inbox import Actor, Case
from portal.opening import today
from portal.people import StaffSeat, staff_for, staff_names
from portal.refused import Refused
from portal.states import State
from services.desk.actions.standing import Hold, actor, holding, pack_of
from services.desk.rules import LONGEST_NOTE, Act


def accept(session: Session, seat: StaffSeat, hold: Hold, now: datetime) -> None:
    """受付: the office takes the request in hand."""
    with holding(session, seat, hold, Act.ACCEPT, now) as case:
        take_in_hand(session, case, actor(seat), now)


def review(session: Session, seat: StaffSeat, hold: Hold, now: datetime) -> None:
    """審査開始; whoever begins becomes 担当 where nobody is."""
    with holding(session, seat, hold, Act.REVIEW, now) as case:
        inbox.move(session, case, State.REVIEW, actor(seat), now)
        if case.assignee is None:
            _assign(session, seat, case, seat.id, now)


def complete(session: Session, seat: StaffSeat, hold: Hold, now: datetime) -> None:
    """完了: everything the resident was to get has been given."""
    with holding(session, seat, hold, Act.COMPLETE, now) as case:
        inbox.move(session, case, State.DONE, actor(seat), now)
        pace.completed(session, case, now)
        notify.notify_case(session, case, "completed", now)


def hand_back(session: Session, seat: StaffSeat, hold: Hold, reason: str, now: datetime) -> None:
    """返戻: the request cannot be taken and goes back with a reason that the resident reads."""
    text = worded(reason)
    with holding(session, seat, hold, Act.RETURN, now) as case:
        inbox.move(session, case, State.RETURNED, actor(seat), now, text=text)
        count(session, case, ledger.Kind.RETURNED, now)
        # A letter or a call says why; a mail only that it can be read.
        notify.notify_case(session, case, "returned", now, values={"reason": text})


def withdraw(session: Session, seat: StaffSeat, hold: Hold, how: str, now: datetime) -> None:
    """取下げ that the resident asked for at the counter, by letter or on the telephone."""
    text = worded(how)
    with holding(session, seat, hold, Act.WITHDRAW, now) as case:
        inbox.move(session, case, State.WITHDRAWN, actor(seat), now)
        inbox.note(session, case, "memo", actor(seat), now, public=False, text=text)
        count(session, case, ledger.Kind.WITHDRAWN, now)
        notify.notify_case(session, case, "withdrawn", now)


def assign(session: Session, seat: StaffSeat, hold: Hold, to: UUID | None, now: datetime) -> None:
    """担当にする: oneself, or a colleague who works on this division's cases."""
    with holding(session, seat, hold, Act.TAKE, now) as case:
        if to not in {None, seat.id, *colleagues(session, case, now)}:
            raise Refused("not_permitted", status=403)
        _assign(session, seat, case, to or seat.id, now)


def leave(session: Session, seat: StaffSeat, hold: Hold, now: datetime) -> None:
    """担当を外す: the case is anybody's again."""
    with holding(session, seat, hold, Act.LEAVE, now) as case:
        _assign(session, seat, case, None, now)


def remember(session: Session, seat: StaffSeat, hold: Hold, text: str, now: datetime) -> None:
    """支援メモ: for colleagues only; the resident never sees it, except by a request for disclosure."""
    written = worded(text)
    with holding(session, seat, hold, Act.NOTE, now) as case:
        inbox.note(session, case, "memo", actor(seat), now, public=False, text=written)


def call(session: Session, seat: StaffSeat, hold: Hold, direction: str, text: str, now: datetime) -> None:
    """対応記録: what was said on the telephone; it is counted, because calls are what the portal should spare."""
    written = worded(text)
    kind = "call_in" if direction == "in" else "call_out"
    with holding(session, seat, hold, Act.CALL, now) as case:
        inbox.note(session, case, kind, actor(seat), now, public=False, text=written)
        ledger.event(session, ledger.Kind.TELEPHONED, case.procedure, "telephone", case.division, today(now))


def colleagues(session: Session, case: Case, now: datetime) -> dict[UUID, str]:
    """Who may work on a case today, by name."""
    divisions = pack_of(session).lineage(case.division, today(now)) | {case.division}
    return {one.id: one.name for one in staff_for(session, "case.work", divisions, today(now))}


def take_in_hand(session: Session, case: Case, by: Actor, now: datetime) -> None:
    """受付, by a clerk or by the house; told to the resident where the receipt is no longer of the same day."""
    inbox.move(session, case, State.ACCEPTED, by, now)
    session.flush()
    count(session, case, ledger.Kind.ACCEPTED, now)
    if today(case.arrived_at) != today(now):
        notify.notify_case(session, case, "accepted", now)


def worded(text: str) -> str:
    """What a clerk wrote, or why it cannot be kept."""
    written = text.replace("\r\n", "\n").strip()
    if not written or len(written) > LONGEST_NOTE:
        raise Refused("reason_needed", status=422, longest=LONGEST_NOTE)
    if find_individual_numbers(written):
        raise Refused("individual_number_in_text", status=422)
    return written


def count(session: Session, case: Case, kind: ledger.Kind, now: datetime) -> None:
    """Count a step in the transaction in which it happens."""
    ledger.event(session, kind, case.procedure, case.channel, case.division, today(now))


def _assign(session: Session, seat: StaffSeat, case: Case, to: UUID | None, now: datetime) -> None:
    case.assignee = to
    case.version += 1
    name = staff_names(session, frozenset({to})).get(to, "") if to else None
    kind = "assigned" if to else "unassigned"
    inbox.note(session, case, kind, actor(seat), now, public=False, text=name)
