"""A 廃棄簿 is looked through by its division, proposed by one person and approved by another."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from portal import tasks
from portal.keeping import keep_until
from portal.opening import today
from portal.pack.classes import Filed
from portal.people import StaffSeat
from portal.refused import Refused
from portal.tasks import Task
from portal.vault import vault_of
from services.records import rules
from services.records.actions.keeping import pack_of
from services.records.actions.proposing import LISTED
from services.records.actions.standing import APPROVE, REVIEW, changing
from services.records.models import Disposal, DisposalItem
from services.records.rules import Act, Place, Stage, Why

NOTE, REMARK = "disposal_item.note", "disposal.remark"
# 廃棄簿そのもの, where the town's list of classes names none for it.
USUAL_YEARS = 30


def take_out(
    session: Session,
    seat: StaffSeat,
    book_id: UUID,
    case_id: UUID,
    seen: int,
    why: Why,
    note: str,
    now: datetime,
) -> None:
    """Take one case out of the list, with the reason why it stays; it is not listed again by itself."""
    text = _worded(note)
    with changing(session, seat, book_id, seen, REVIEW, "kept_case", now) as book:
        item = _item(session, book, case_id, Place.IN)
        item.place, item.why = Place.OUT, str(why)
        item.note = vault_of(session).seal(session, book.key_id, text, NOTE)
        item.changed_by, item.changed_at = seat.id, now


def put_back(
    session: Session, seat: StaffSeat, book_id: UUID, case_id: UUID, seen: int, now: datetime
) -> None:
    """Put a case back that was taken out: into this list while it is open, else into the next one."""
    with changing(session, seat, book_id, seen, REVIEW, "released_case", now) as book:
        item = _item(session, book, case_id, Place.OUT, any_stage=True)
        item.place = Place.IN if book.stage == Stage.LISTED else Place.RELEASED
        item.changed_by, item.changed_at = seat.id, now


def propose(session: Session, seat: StaffSeat, book_id: UUID, seen: int, now: datetime) -> None:
    """起案: the list is looked through and put before an approver; it does not change any more."""
    with changing(session, seat, book_id, seen, REVIEW, "proposed_disposal", now) as book:
        _must_be(book, Act.PROPOSE)
        if not _left(session, book):
            raise Refused("disposal_empty", 422)
        book.stage, book.proposed_by, book.proposed_at = Stage.PROPOSED, seat.id, now
        _end_task(session, book, seat, now)


def take_back(session: Session, seat: StaffSeat, book_id: UUID, seen: int, now: datetime) -> None:
    """引き戻し by who proposed it."""
    with changing(session, seat, book_id, seen, REVIEW, "took_back_disposal", now) as book:
        _must_be(book, Act.TAKE_BACK)
        if book.proposed_by != seat.id:
            raise Refused("not_permitted", 403)
        _open_again(book)


def send_back(
    session: Session, seat: StaffSeat, book_id: UUID, seen: int, remark: str, now: datetime
) -> None:
    """差し戻し: the approver does not agree and says why."""
    text = _worded(remark)
    with changing(session, seat, book_id, seen, APPROVE, "sent_back_disposal", now) as book:
        _must_be(book, Act.SEND_BACK)
        _four_eyes(book, seat)
        _open_again(book)
        book.sent_back_by, book.sent_back_at = seat.id, now
        book.remark = vault_of(session).seal(session, book.key_id, text, REMARK)


def approve(session: Session, seat: StaffSeat, book_id: UUID, seen: int, now: datetime) -> None:
    """決裁 by somebody else than who proposed it; the worker erases what is not held."""
    with changing(session, seat, book_id, seen, APPROVE, "approved_disposal", now) as book:
        _must_be(book, Act.APPROVE)
        _four_eyes(book, seat)
        found = pack_of(session).class_of(Filed.DISPOSAL, today(now))
        years = found.years if found and found.years else USUAL_YEARS
        book.stage, book.approved_by, book.approved_at = Stage.APPROVED, seat.id, now
        book.keep_until = keep_until(today(now), years)


def _item(
    session: Session, book: Disposal, case_id: UUID, place: Place, *, any_stage: bool = False
) -> DisposalItem:
    if book.stage != Stage.LISTED and not any_stage:
        raise Refused("disposal_stage")
    item = session.get(DisposalItem, (book.id, case_id), populate_existing=True)
    if item is None:
        raise Refused("case_unknown", 404)
    if item.place != place:
        raise Refused("disposal_changed")
    return item


def _must_be(book: Disposal, act: Act) -> None:
    if book.stage != rules.FROM[act]:
        raise Refused("disposal_stage")


def _four_eyes(book: Disposal, seat: StaffSeat) -> None:
    if book.proposed_by == seat.id:
        raise Refused("four_eyes", 403)


def _open_again(book: Disposal) -> None:
    book.stage, book.proposed_by, book.proposed_at = Stage.LISTED, None, None


def _left(session: Session, book: Disposal) -> int:
    counted = select(func.count()).select_from(DisposalItem)
    mine = (DisposalItem.disposal_id == book.id, DisposalItem.place == Place.IN)
    return session.scalar(counted.where(*mine)) or 0


def _end_task(session: Session, book: Disposal, seat: StaffSeat, now: datetime) -> None:
    """What the sweep asked for is done."""
    key = Task.key == f"{LISTED}:{book.id}"
    for task_id in session.scalars(select(Task.id).where(key, Task.done_at.is_(None))):
        tasks.finish(session, task_id, seat.id, now)


def _worded(text: str) -> str:
    written = text.replace("\r\n", "\n").strip()
    if not written or len(written) > rules.LONGEST_NOTE:
        raise Refused("reason_needed", 422, longest=rules.LONGEST_NOTE)
    if find_individual_numbers(written):
        raise Refused("individual_number_in_text", 422)
    return written
