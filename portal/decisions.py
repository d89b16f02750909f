"""決裁: an outcome is proposed by one person, decided by another, numbered without gaps, and told in a notice."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from forms import wareki
from forms.numbers import find_individual_numbers
from forms.procedure import Decision as Deciding
from forms.procedure import Procedure
from portal import editions, inbox, ledger, opening
from portal.db import Base, inserting, new_id
from portal.inbox import Actor, Case
from portal.pack import Pack
from portal.refused import Refused
from portal.states import ADVERSE, Outcome, State
from portal.vault import vault_of

REASON, REMARK = "decision.reason", "decision.remark"
LONGEST_REASON = 2000
# A notice is dated on the day it goes out; further ahead than a fiscal year's turn nobody can know.
LATEST = timedelta(days=60)


class Seal(enum.StrEnum):
    """公印 is stamped by hand on the printed notice; 公印省略 is printed in its place."""

    STAMPED = "seal"
    OMITTED = "omitted"


class Teaching(enum.StrEnum):
    """Which 教示 a notice carries; its words stand on the sheet."""

    NONE = "none"
    # 審査請求 to the head of the city within three months, 取消訴訟 within six.
    APPEAL = "appeal"


class Decision(Base):
    """One proposal and what became of it; a case may have several that were sent back and at most one that was decided."""

    __tablename__ = "decision"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str]
    reason: Mapped[bytes]
    teaching: Mapped[str]
    seal: Mapped[str]
    division: Mapped[str]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None]
    sent_back_at: Mapped[datetime | None]
    sent_back_by: Mapped[UUID | None]
    remark: Mapped[bytes | None]
    document_no: Mapped[str | None] = mapped_column(unique=True)
    effective_on: Mapped[date | None]


class DocumentCounter(Base):
    """The last 文書番号 a division gave in a 年度; it counts in the decision's own transaction, so no number is lost."""

    __tablename__ = "document_number"

    division: Mapped[str] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


@dataclass(frozen=True)
class Proposal:
    """What a clerk puts before the approver."""

    kind: Outcome
    reason: str = ""
    seal: Seal = Seal.OMITTED

    @property
    def teaching(self) -> Teaching:
        """The law asks for 教示 with every 処分 that can be appealed, so nobody chooses to leave it out."""
        return Teaching.APPEAL if self.kind in ADVERSE else Teaching.NONE


@dataclass(frozen=True)
class Notice:
    """Everything the paper says beside the town's own words."""

    kind: Outcome
    reason: str
    teaching: Teaching
    seal: Seal
    document_no: str
    effective_on: date


def kinds(session: Session, case: Case) -> tuple[Outcome, ...]:
    """The outcomes this case can have: a 届出 has none, it is only completed."""
    procedure = _procedure(session, case)
    if procedure.decision is Deciding.NONE:
        return ()
    return tuple(kind for kind in Outcome if kind is not Outcome.NO_EXEMPTION or procedure.exemption)


def alone(session: Session, case: Case, kind: Outcome) -> bool:
    """Whether one person may decide it without 決裁: only the approval of a procedure its file calls simple."""
    return kind not in ADVERSE and _procedure(session, case).decision is Deciding.ONE_STEP


def propose(session: Session, case: Case, proposal: Proposal, actor: Actor, now: datetime) -> Decision:
    """起案: put an outcome before an approver; the case stays where it is until that is decided."""
    if case.state != State.REVIEW or proposal.kind not in kinds(session, case):
        raise Refused("state_not_possible", state=case.state, to=str(proposal.kind))
    if pending(session, case) is not None:
        raise Refused("proposal_already_there")
    _may_say(proposal)
    decision = Decision(
        id=new_id(), case_id=case.id, kind=str(proposal.kind),
        reason=vault_of(session).seal(session, case.key_id, proposal.reason.strip(), REASON),
        teaching=str(proposal.teaching), seal=str(proposal.seal), division=case.division,
        proposed_at=now, proposed_by=actor.id, decided_at=None, decided_by=None,
        sent_back_at=None, sent_back_by=None, remark=None, document_no=None, effective_on=None,
    )  # fmt: skip
    session.add(decision)
    case.version += 1
    inbox.note(session, case, f"proposed_{proposal.kind}", actor, now, public=False)
    session.flush()
    return decision


def decide(
    session: Session, case: Case, actor: Actor, now: datetime, *, effective_on: date | None = None
) -> Decision:
    """決裁: the outcome stands and has its number and its day; the resident hears of it when the notice has been sent."""
    decision = _pending(session, case)
    kind = Outcome(decision.kind)
    # Two pairs of eyes; whoever proposed cannot be the one who agrees, whatever roles they hold.
    if decision.proposed_by == actor.id and not alone(session, case, kind):
        raise Refused("four_eyes", status=403)
    day = effective_on or _open_day(session, case, opening.today(now))
    if not opening.today(now) <= day <= opening.today(now) + LATEST:
        raise Refused("effective_day")
    decision.decided_at, decision.decided_by, decision.effective_on = now, actor.id, day
    decision.document_no = _document_no(session, decision, day)
    # Whoever hears of it reads what was decided.
    session.flush()
    inbox.move(session, case, State.DECIDED, actor, now)
    session.flush()
    ledger.event(
        session, ledger.Kind.DECIDED, case.procedure, case.channel, case.division, opening.today(now)
    )
    return decision


def send_back(session: Session, case: Case, remark: str, actor: Actor, now: datetime) -> Decision:
    """差し戻し: the approver does not agree and says why; the clerk proposes anew."""
    decision = _pending(session, case)
    if not remark.strip() or len(remark) > LONGEST_REASON:
        raise Refused("reason_needed", longest=LONGEST_REASON)
    if find_individual_numbers(remark):
        raise Refused("individual_number_in_text")
    decision.sent_back_at, decision.sent_back_by = now, actor.id
    decision.remark = vault_of(session).seal(session, case.key_id, remark.strip(), REMARK)
    case.version += 1
    inbox.note(session, case, "sent_back", actor, now, public=False, text=remark.strip())
    session.flush()
    return decision


def take_back(session: Session, case: Case, actor: Actor, now: datetime) -> Decision:
    """引き戻し: who proposed it takes it back before anybody decided."""
    decision = _pending(session, case)
    if decision.proposed_by != actor.id:
        raise Refused("not_permitted", status=403)
    decision.sent_back_at, decision.sent_back_by = now, actor.id
    case.version += 1
    inbox.note(session, case, "taken_back", actor, now, public=False)
    session.flush()
    return decision


def pending(session: Session, case: Case) -> Decision | None:
    """The proposal that waits for an approver."""
    return session.scalar(
        select(Decision)
        .where(Decision.case_id == case.id, Decision.decided_at.is_(None), Decision.sent_back_at.is_(None))
        .limit(1)
    )


def decided(session: Session, case: Case) -> Decision | None:
    """What was decided, once it was."""
    return session.scalar(
        select(Decision).where(Decision.case_id == case.id, Decision.decided_at.is_not(None)).limit(1)
    )


def every(session: Session, case: Case) -> Sequence[Decision]:
    """All proposals of a case, the newest first."""
    return session.scalars(
        select(Decision).where(Decision.case_id == case.id).order_by(Decision.proposed_at.desc())
    ).all()


def reason(session: Session, case: Case, decision: Decision) -> str:
    """The reason as it was written, for whoever may see the case."""
    return str(vault_of(session).open(session, case.key_id, decision.reason, REASON))


def notice(session: Session, case: Case) -> Notice:
    """What the notice of a decided case says; the paper is made from it each time it is asked for."""
    decision = decided(session, case)
    if decision is None or decision.document_no is None or decision.effective_on is None:
        raise Refused("not_decided", status=404)
    return Notice(
        Outcome(decision.kind), reason(session, case, decision), Teaching(decision.teaching), Seal(decision.seal),
        decision.document_no, decision.effective_on,
    )  # fmt: skip


def document_number(session: Session, division: str, fiscal_year: int) -> int:
    """The next number of a division in a 年度; the row is locked until the transaction ends, so none is given twice."""
    first = {"division": division, "fiscal_year": fiscal_year, "last": 0}
    session.execute(inserting(session, DocumentCounter).values(first).on_conflict_do_nothing())
    counted = (
        update(DocumentCounter)
        .where(DocumentCounter.division == division, DocumentCounter.fiscal_year == fiscal_year)
        .values(last=DocumentCounter.last + 1)
        .returning(DocumentCounter.last)
    )
    return session.execute(counted).scalar_one()


def _document_no(session: Session, decision: Decision, day: date) -> str:
    """8ひ市第12号: the year of the era, the division's mark, the number; the division is the one in charge on that day."""
    pack, year = _pack(session), opening.fiscal_year(day)
    division = pack.division(decision.division, day)
    era = wareki.era_of(date(year, 4, 1))
    counted = year - era.first.year + 1 if era else year
    mark = division.letter_mark or division.name.say("ja").text
    return f"{counted}{mark}第{document_number(session, division.id, year)}号"


def _open_day(session: Session, case: Case, day: date) -> date:
    """A notice is dated on a day the office works."""
    pack = _pack(session)
    return opening.next_open_day(pack, pack.division(case.division, day).office, day)


def _may_say(proposal: Proposal) -> None:
    if proposal.kind in ADVERSE and not proposal.reason.strip():
        raise Refused("reason_needed", longest=LONGEST_REASON)
    if len(proposal.reason) > LONGEST_REASON:
        raise Refused("reason_needed", longest=LONGEST_REASON)
    if find_individual_numbers(proposal.reason):
        raise Refused("individual_number_in_text")


def _pending(session: Session, case: Case) -> Decision:
    found = pending(session, case)
    if found is None:
        raise Refused("no_proposal")
    return found


def _procedure(session: Session, case: Case) -> Procedure:
    """The procedure as it was when the case was made: who may decide it, and what, does not change under a request."""
    return editions.of(session, case) or _pack(session).procedure(case.procedure)


def _pack(session: Session) -> Pack:
    pack: Pack = session.info["pack"]
    return pack
