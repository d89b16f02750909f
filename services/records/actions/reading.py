"""廃棄簿 opened for its pages and its paper: what stands in it, who proposed and approved it, what is held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import audit, holds
from portal.db import writing
from portal.holds import Stop
from portal.inbox import Case
from portal.opening import today
from portal.people import StaffSeat, staff_names
from portal.vault import vault_of
from services.records.actions.keeping import Keeping, keeping, moved_money
from services.records.actions.reviewing import NOTE, REMARK
from services.records.actions.standing import READ, find, number
from services.records.models import Disposal, DisposalItem
from services.records.rules import Place, Stage

ROWS_A_PAGE = 100
MOST_BOOKS = 100


@dataclass(frozen=True)
class Book:
    """One 廃棄簿 in a list."""

    book: Disposal
    number: str
    counts: Mapping[Place, int]

    @property
    def total(self) -> int:
        """How many cases it disposes of, those already gone included."""
        return self.counts.get(Place.IN, 0) + self.counts.get(Place.ERASED, 0)

    @property
    def kept(self) -> int:
        """How many were taken out of it."""
        return self.counts.get(Place.OUT, 0) + self.counts.get(Place.RELEASED, 0)


@dataclass(frozen=True)
class Line:
    """One case of a 廃棄簿 as the page shows it."""

    item: DisposalItem
    stop: Stop | None
    note: str


@dataclass(frozen=True)
class Opened:
    """A page of one 廃棄簿 with everything around it."""

    whole: Book
    lines: tuple[Line, ...]
    at: int
    pages: int
    held: int
    remark: str
    names: Mapping[UUID, str]


@dataclass(frozen=True)
class Kept:
    """What the room knows about one case."""

    keeping: Keeping | None
    stop: Stop | None
    item: DisposalItem | None
    number: str


def books(session: Session, seat: StaffSeat) -> tuple[Book, ...]:
    """The 廃棄簿 of the seat's divisions, what is open first, then the newest."""
    mine = Disposal.division.in_(seat.divisions_for(READ))
    query = select(Disposal).where(mine).order_by(Disposal.id.desc()).limit(MOST_BOOKS)
    found = session.scalars(query).all()
    counts = _counts(session, [one.id for one in found])
    order = list(Stage)
    whole = [Book(one, number(session, one), counts.get(one.id, {})) for one in found]
    return tuple(sorted(whole, key=lambda one: order.index(Stage(one.book.stage))))


def open_book(session: Session, seat: StaffSeat, book_id: UUID, at: int, now: datetime) -> Opened:
    """One page of a 廃棄簿, once the look is in the audit."""
    book = find(session, seat, book_id)
    with writing(session):
        audit.saw(session, "staff", seat.id, "viewed", "disposal", book.id, now)
    counts = _counts(session, [book.id]).get(book.id, {})
    pages = max(1, -(-sum(counts.values()) // ROWS_A_PAGE))
    at = min(max(1, at), pages)
    items = _items(session, book, (at - 1) * ROWS_A_PAGE, ROWS_A_PAGE)
    lines = _lines(session, book, items, now)
    remark = vault_of(session).open(session, book.key_id, book.remark, REMARK) if book.remark else ""
    people = (book.proposed_by, book.approved_by, book.sent_back_by)
    names = staff_names(session, frozenset(one for one in people if one))
    whole = Book(book, number(session, book), counts)
    return Opened(whole, lines, at, pages, _held(session, book, now), str(remark), names)


def whole_book(session: Session, seat: StaffSeat, book_id: UUID, now: datetime) -> Opened:
    """All of a 廃棄簿, for its paper."""
    opened = open_book(session, seat, book_id, 1, now)
    book = opened.whole.book
    items = _items(session, book, 0, sum(opened.whole.counts.values()))
    return Opened(
        opened.whole, _lines(session, book, items, now), 1, 1, opened.held, opened.remark, opened.names
    )


def one_item(session: Session, seat: StaffSeat, book_id: UUID, case_id: UUID) -> DisposalItem | None:
    """One case of a 廃棄簿, for the page that asks why it stays."""
    return session.get(DisposalItem, (find(session, seat, book_id).id, case_id))


def of_case(session: Session, case: Case, now: datetime) -> Kept:
    """How long a case is kept, what stops its erasing, and in which 廃棄簿 it stands."""
    money = case.id in moved_money(session, [case.id])
    query = select(DisposalItem).where(DisposalItem.case_id == case.id, DisposalItem.place != Place.RELEASED)
    item = session.scalar(query)
    book = session.get(Disposal, item.disposal_id) if item else None
    return Kept(
        keeping(session, case, money=money),
        holds.on(session, case.id, today(now)),
        item,
        number(session, book) if book else "",
    )


def _items(session: Session, book: Disposal, first: int, count: int) -> Sequence[DisposalItem]:
    query = select(DisposalItem).where(DisposalItem.disposal_id == book.id)
    order = (DisposalItem.closed_on, DisposalItem.receipt_no)
    return session.scalars(query.order_by(*order).offset(first).limit(count)).all()


def _lines(
    session: Session, book: Disposal, items: Sequence[DisposalItem], now: datetime
) -> tuple[Line, ...]:
    stops = holds.standing(session, [one.case_id for one in items], today(now))
    vault = vault_of(session)
    notes = {one.case_id: str(vault.open(session, book.key_id, one.note, NOTE)) for one in items if one.note}
    return tuple(Line(one, stops.get(one.case_id), notes.get(one.case_id, "")) for one in items)


def _held(session: Session, book: Disposal, now: datetime) -> int:
    waiting = select(DisposalItem.case_id).where(
        DisposalItem.disposal_id == book.id, DisposalItem.place == Place.IN
    )
    return len(holds.standing(session, session.scalars(waiting).all(), today(now)))


def _counts(session: Session, ids: Sequence[UUID]) -> dict[UUID, dict[Place, int]]:
    query = (
        select(DisposalItem.disposal_id, DisposalItem.place, func.count())
        .where(DisposalItem.disposal_id.in_(ids))
        .group_by(DisposalItem.disposal_id, DisposalItem.place)
    )
    found: dict[UUID, dict[Place, int]] = {}
    for book_id, place, count in session.execute(query):
        found.setdefault(book_id, {})[Place(place)] = int(count)
    return found
