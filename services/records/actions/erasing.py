"""Erasing a case: everything personal goes with its keys in one short block, and a row for the statistics stays."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal import audit, erased, files, holds, inbox, outbox, service
from portal.conversation import CaseMessage
from portal.corrections import Correction
from portal.db import must_write, writing
from portal.decisions import Decision
from portal.erased import Whose
from portal.holds import CaseHold
from portal.inbox import Case, CaseEvent, CaseHolder, CaseToken
from portal.letters import Letter
from portal.opening import today
from portal.outbox import Outbox
from portal.saved_answers import AnswerUse, SavedAnswer
from portal.tasks import Task
from portal.vault import vault_of
from services.records.models import Disposal, DisposalItem
from services.records.rules import Place, Stage

_AT_ONCE = 50


@dataclass
class Traces:
    """Rows that name a case and that no index leads to, so they are looked up for many cases at once."""

    letters: list[UUID] = field(default_factory=list)
    messages: list[int] = field(default_factory=list)
    tasks: list[UUID] = field(default_factory=list)
    uses: list[UUID] = field(default_factory=list)
    saved: list[tuple[UUID, str]] = field(default_factory=list)


def run(session: Session, now: datetime) -> int:
    """Erase what was approved, case by case, each in a block of its own; whoever is killed goes on where it stopped."""
    total = 0
    books = select(Disposal.id).where(Disposal.stage == Stage.APPROVED).order_by(Disposal.approved_at)
    for book_id in session.scalars(books).all():
        total += _work_off(session, book_id, now)
    return total


def _work_off(session: Session, book_id: UUID, now: datetime) -> int:
    done = 0
    for page in _pages(session, book_id):
        held = holds.standing(session, page, today(now))
        free = [one for one in page if one not in held]
        traces = traces_of(session, free)
        for case_id in free:
            with writing(session):
                done += _erase_item(session, book_id, case_id, traces[case_id], now)
        session.expunge_all()
    with writing(session):
        _finish(session, book_id, now)
    return done


def _pages(session: Session, book_id: UUID) -> Iterator[Sequence[UUID]]:
    """The cases still to be erased, some at a time; those that are held stay and are passed over."""
    last: UUID | None = None
    query = (
        select(DisposalItem.case_id)
        .where(DisposalItem.disposal_id == book_id, DisposalItem.place == Place.IN)
        .order_by(DisposalItem.case_id)
        .limit(_AT_ONCE)
    )
    while page := session.scalars(query if last is None else query.where(DisposalItem.case_id > last)).all():
        last = page[-1]
        yield page


def _erase_item(session: Session, book_id: UUID, case_id: UUID, traces: Traces, now: datetime) -> bool:
    """One case of a list, looked at again now that it is locked: it may be held, or taken out, since it was listed."""
    case = inbox.take_hold(session, case_id)
    newest = select(DisposalItem).where(
        DisposalItem.disposal_id == book_id, DisposalItem.case_id == case_id, DisposalItem.place == Place.IN
    )
    item = session.scalar(newest.with_for_update().execution_options(populate_existing=True))
    if item is None or holds.on(session, case_id, today(now)) is not None:
        return False
    if case.erased_at is None:
        erase(session, case, traces, now)
    item.place, item.erased_at, item.note = Place.ERASED, case.erased_at, None
    audit.did(session, "house", None, "disposed", "case", case_id, now)
    session.flush()
    return True


def erase(session: Session, case: Case, traces: Traces, now: datetime) -> None:
    """Destroy a case's keys and what they sealed, in the caller's writing block; rooms hear it and do the same with theirs."""
    must_write(session)
    files.erase(session, "case", case.id)
    files.let_go(session, [case.id, case.origin])
    # The receipt number stays in the row, so it is still found by it; by a name or a telephone no more.
    receipt = vault_of(session).token("receipt", case.receipt_no)
    session.execute(delete(CaseToken).where(CaseToken.case_id == case.id, CaseToken.token != receipt))
    for table in (CaseHolder, CaseEvent, CaseMessage, Correction, CaseHold):
        session.execute(delete(table).where(table.case_id == case.id))
    # 発番簿: number, kind and day of a decision are nobody's; why it was decided so goes.
    session.execute(update(Decision).where(Decision.case_id == case.id).values(reason=b"", remark=None))
    _erase_traces(session, traces)
    service.fire(session, "case.erased", case=case, now=now)
    vault_of(session).erase(session, case.key_id)
    erased.note(session, case.key_id, Whose.CASE, now)
    case.answers, case.erased_at, case.assignee = b"", now, None
    case.shielded, case.safe_way, case.shield_confirmed_at = False, "", None
    case.version += 1
    session.flush()


def _erase_traces(session: Session, traces: Traces) -> None:
    for letter in session.scalars(select(Letter).where(Letter.id.in_(traces.letters))):
        vault_of(session).erase(session, letter.key_id)
    for row in session.scalars(select(Outbox).where(Outbox.no.in_(traces.messages))):
        outbox.forget(session, row)
    session.flush()
    session.execute(delete(Letter).where(Letter.id.in_(traces.letters)))
    session.execute(delete(Outbox).where(Outbox.no.in_(traces.messages)))
    session.execute(delete(Task).where(Task.id.in_(traces.tasks)))
    # 次に使う答え stay their owner's; only where they stood and went is forgotten.
    session.execute(delete(AnswerUse).where(AnswerUse.id.in_(traces.uses)))
    for resident_id, kept in traces.saved:
        mine = (SavedAnswer.resident_id == resident_id, SavedAnswer.field == kept)
        session.execute(update(SavedAnswer).where(*mine).values(case_id=None))


def traces_of(session: Session, case_ids: Collection[UUID]) -> dict[UUID, Traces]:
    """What letters, messages, tasks and kept answers say about these cases, read once for all of them."""
    found = {case_id: Traces() for case_id in case_ids}
    by_text = {str(case_id): traces for case_id, traces in found.items()}
    for table, key, kept in (
        (Letter, Letter.id, "letters"),
        (Outbox, Outbox.no, "messages"),
        (Task, Task.id, "tasks"),
    ):
        about = table.refs["case"].as_string()
        for row in session.execute(select(key, about).where(about.in_(list(by_text)))):
            getattr(by_text[row[1]], kept).append(row[0])
    uses = select(AnswerUse.case_id, AnswerUse.id).where(AnswerUse.case_id.in_(found))
    for case_id, use_id in session.execute(uses):
        found[case_id].uses.append(use_id)
    saved = select(SavedAnswer.case_id, SavedAnswer.resident_id, SavedAnswer.field)
    for row in session.execute(saved.where(SavedAnswer.case_id.in_(found))):
        by_text[str(row[0])].saved.append((row.resident_id, row.field))
    return found


def _finish(session: Session, book_id: UUID, now: datetime) -> None:
    """The list is done when nothing is left in it; what is held keeps it open."""
    left = select(DisposalItem.case_id).where(
        DisposalItem.disposal_id == book_id, DisposalItem.place == Place.IN
    )
    if session.scalar(left.limit(1)) is None:
        session.execute(
            update(Disposal)
            .where(Disposal.id == book_id, Disposal.stage == Stage.APPROVED)
            .values(stage=str(Stage.DONE), done_at=now)
        )
