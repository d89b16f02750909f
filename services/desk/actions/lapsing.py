"""補正 that nobody answers: a reminder before the day, and after it what the procedure's file says."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from forms.procedure import AfterDue
from forms.wording import Wording
from portal import corrections, inbox, ledger, notify, opening, tasks
from portal.corrections import Correction
from portal.db import writing
from portal.inbox import HOUSE, Case
from portal.opening import today
from portal.refused import Refused
from portal.states import State
from services.desk.actions.standing import answering, pack_of

OVERDUE = "correction_overdue"
AT_ONCE = 500
# Ten open days never take longer than this, a turn of the year and a golden week among them.
_AHEAD = timedelta(days=25)
REASON = Wording(
    {
        "ja": "直していただく期限までにお返事がなかったため、お返しします。",
        "easy": "なおす 日までに へんじが なかったので、お返しします。",
        "en": "We return your application because we did not hear from you by the day we had named.",
    }
)
_OPEN = (Correction.answered_at.is_(None), Correction.dropped_at.is_(None))

Do = Callable[[Session, Case, Correction, datetime], None]


def remind(session: Session, now: datetime) -> int:
    """Remind, once, whoever has few open days left; nobody on the day on which they were asked."""
    day = today(now)
    ahead = (Correction.reminded_at.is_(None), Correction.due_on >= day, Correction.due_on <= day + _AHEAD)
    return sum(
        _one(session, case_id, one, now, _remind)
        for one, case_id, division in _found(session, now, *ahead)
        if _is_near(session, one, division, now)
    )


def lapse(session: Session, now: datetime) -> int:
    """After the day, once: staff get a task where the procedure waits, or the case is returned where it says so."""
    past = (Correction.lapsed_at.is_(None), Correction.due_on < today(now))
    return sum(_one(session, case_id, one, now, _lapse) for one, case_id, _ in _found(session, now, *past))


def _found(session: Session, now: datetime, *wanted: ColumnElement[bool]) -> list[tuple[UUID, UUID, str]]:
    """What is waited for at offices that are open now: nobody is written to at two in the morning."""
    rows = session.execute(
        select(Correction.id, Correction.case_id, Case.division)
        .join(Case, Case.id == Correction.case_id)
        .where(*_OPEN, *wanted, Case.state == State.CORRECTION)
        .order_by(Correction.due_on, Correction.id)
        .limit(AT_ONCE)
    ).all()
    pack, day = pack_of(session), today(now)
    offices = {row.division: answering(session, row.division, day).office for row in rows}
    at_work = {division for division, office in offices.items() if opening.is_open(pack, office, now)}
    return [(row.id, row.case_id, row.division) for row in rows if row.division in at_work]


def _is_near(session: Session, correction_id: UUID, division: str, now: datetime) -> bool:
    one, pack, day = session.get_one(Correction, correction_id), pack_of(session), today(now)
    office = answering(session, division, day).office
    left = opening.count_open_days(pack, office, day, one.due_on)
    return left <= pack.town.remind_days and today(one.asked_at) < day


def _one(session: Session, case_id: UUID, correction_id: UUID, now: datetime, do: Do) -> bool:
    """One case in one short block, on its newest state; an answer that came meanwhile is an answer."""
    try:
        with writing(session):
            case = inbox.take_hold(session, case_id)
            correction = corrections.waiting(session, case)
            if correction is None or correction.id != correction_id:
                return False
            do(session, case, correction, now)
    except Refused:
        return False
    return True


def _remind(session: Session, case: Case, correction: Correction, now: datetime) -> None:
    if correction.reminded_at is None:
        corrections.remind(session, case, correction, now)


def _lapse(session: Session, case: Case, correction: Correction, now: datetime) -> None:
    if correction.lapsed_at is not None:
        return
    correction.lapsed_at = now
    if corrections.after_due(session, case) is AfterDue.RETURN:
        _return(session, case, now)
    else:
        refs = {"case": str(case.id), "procedure": case.procedure}
        tasks.add(
            session, OVERDUE, division=case.division, refs=refs, now=now, key=f"{OVERDUE}:{correction.id}"
        )
    session.flush()


def _return(session: Session, case: Case, now: datetime) -> None:
    """返戻, as the page and the reminder said beforehand."""
    said = dict.fromkeys((REASON.say("ja").text, REASON.say(case.locale).text))
    text = "\n".join(said)
    inbox.move(session, case, State.RETURNED, HOUSE, now, text=text)
    session.flush()
    day = today(now)
    ledger.event(session, ledger.Kind.RETURNED, case.procedure, case.channel, case.division, day)
    notify.notify_case(session, case, "returned", now, values={"reason": text})
