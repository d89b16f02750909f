"""補正, 起案 and 決裁 at the desk: the shell's rules in one block, with the right of the seat and the paper that follows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal import corrections, decisions, tasks
from portal.decisions import Proposal
from portal.inbox import Case
from portal.people import StaffSeat
from portal.refused import Refused
from portal.states import Outcome
from services.desk.actions.standing import Hold, actor, holding
from services.desk.rules import SEND_NOTICE, Act


@dataclass(frozen=True)
class Wish:
    """What a clerk asks a resident to put right."""

    fields: Collection[str]
    reason: str
    due_on: date


def correct(session: Session, seat: StaffSeat, hold: Hold, wish: Wish, now: datetime) -> None:
    """補正を求める: the resident is told, the clock stands still."""
    with holding(session, seat, hold, Act.CORRECT, now) as case:
        corrections.ask(session, case, wish.fields, wish.reason, wish.due_on, actor(seat), now)


def drop(session: Session, seat: StaffSeat, hold: Hold, now: datetime) -> None:
    """補正の求めを取り消す, because it was settled otherwise."""
    with holding(session, seat, hold, Act.DROP, now) as case:
        corrections.drop(session, case, actor(seat), now)


def approve(session: Session, seat: StaffSeat, hold: Hold, now: datetime) -> None:
    """承認 in one step, where the procedure's file says that one person is enough."""
    with holding(session, seat, hold, Act.APPROVE, now) as case:
        if not decisions.alone(session, case, Outcome.APPROVE):
            raise Refused("four_eyes", status=403)
        decisions.propose(session, case, Proposal(Outcome.APPROVE), actor(seat), now)
        decisions.decide(session, case, actor(seat), now)


def propose(session: Session, seat: StaffSeat, hold: Hold, proposal: Proposal, now: datetime) -> None:
    """起案: 承認案, 却下案 or 減免不承認案 for the approver."""
    with holding(session, seat, hold, Act.PROPOSE, now) as case:
        decisions.propose(session, case, proposal, actor(seat), now)


def take_back(session: Session, seat: StaffSeat, hold: Hold, now: datetime) -> None:
    """引き戻し by whoever proposed it."""
    with holding(session, seat, hold, Act.TAKE_BACK, now) as case:
        decisions.take_back(session, case, actor(seat), now)


def decide(session: Session, seat: StaffSeat, hold: Hold, effective_on: date | None, now: datetime) -> None:
    """決裁; the notice must reach the resident on paper, so somebody is given that to do."""
    with holding(session, seat, hold, Act.DECIDE, now) as case:
        decisions.decide(session, case, actor(seat), now, effective_on=effective_on)
        _send_notice(session, case, now)


def send_back(session: Session, seat: StaffSeat, hold: Hold, remark: str, now: datetime) -> None:
    """差し戻し with a remark."""
    with holding(session, seat, hold, Act.SEND_BACK, now) as case:
        decisions.send_back(session, case, remark, actor(seat), now)


def _send_notice(session: Session, case: Case, now: datetime) -> None:
    # A 処分 takes effect when its notice arrives; the mail that says so goes out when this is ticked off.
    tasks.add(
        session,
        SEND_NOTICE,
        division=case.division,
        refs={"case": str(case.id), "procedure": case.procedure},
        now=now,
        key=f"{SEND_NOTICE}:{case.id}",
    )
