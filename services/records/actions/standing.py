"""Who may do what to which 廃棄簿: found for the seat that asks, and locked as it stands now before anything changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import wareki
from portal import audit
from portal.db import writing
from portal.inbox import Case
from portal.pack import Division
from portal.people import StaffSeat
from portal.refused import Refused
from services.records.actions.keeping import pack_of
from services.records.models import Disposal

READ, REVIEW, APPROVE, HOLD = "record.read", "record.review", "record.approve", "record.hold"


def find(session: Session, seat: StaffSeat, book_id: UUID, permission: str = READ) -> Disposal:
    """A 廃棄簿 of one of the seat's divisions."""
    book = session.get(Disposal, book_id)
    if book is None:
        raise Refused("disposal_unknown", 404)
    check(seat, permission, book.division)
    return book


def find_case(session: Session, seat: StaffSeat, case_id: UUID, permission: str = READ) -> Case:
    """A case of one of the seat's divisions."""
    case = session.get(Case, case_id)
    if case is None:
        raise Refused("case_unknown", 404)
    check(seat, permission, case.division)
    return case


def check(seat: StaffSeat, permission: str, division: str) -> None:
    """Refuse what the seat may not do for a division."""
    if not seat.may(permission, division):
        raise Refused("not_permitted", 403)


@contextmanager
def changing(
    session: Session, seat: StaffSeat, book_id: UUID, seen: int, permission: str, verb: str, now: datetime
) -> Iterator[Disposal]:
    """One act on a 廃棄簿 in one block: as it was seen, the right checked, the deed in the audit."""
    with writing(session):
        newest = select(Disposal).where(Disposal.id == book_id).with_for_update()
        book = session.scalar(newest.execution_options(populate_existing=True))
        if book is None:
            raise Refused("disposal_unknown", 404)
        check(seat, permission, book.division)
        if book.version != seen:
            raise Refused("disposal_changed")
        yield book
        book.version += 1
        session.flush()
        audit.did(session, "staff", seat.id, verb, "disposal", book.id, now)


def answering(session: Session, division: str, day: date) -> Division:
    """The division in charge on a day; the reception, where nobody succeeded one that is gone."""
    pack = pack_of(session)
    try:
        return pack.division(division, day)
    except LookupError:
        return pack.division(pack.town.reception, day)


def number(session: Session, book: Disposal) -> str:
    """8ひ水廃第1号: the year of the era, the division's mark, the number; as it was on the day it was listed."""
    day = date(book.fiscal_year, 4, 1)
    era = wareki.era_of(day)
    year = book.fiscal_year - era.first.year + 1 if era else book.fiscal_year
    division = answering(session, book.division, day)
    return f"{year}{division.letter_mark or division.name.say('ja').text}廃第{book.no}号"
