"""The sweep proposes and erases nothing: closed cases whose time is over go into their division's 廃棄簿, a few at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, literal, select, true, tuple_, update
from sqlalchemy.orm import Session, defer

from portal import audit, editions, tasks
from portal.db import inserting, new_id, writing
from portal.inbox import Case
from portal.opening import fiscal_year, today
from portal.refused import Refused
from portal.tasks import Task
from portal.vault import vault_of
from services.records import rules
from services.records.actions.keeping import Keeping, keeping, may_be_over, moved_money, pack_of
from services.records.models import Disposal, DisposalItem
from services.records.rules import Place, Stage

# The task that tells a division of a list to look through.
LISTED = "disposal_listed"
_AT_ONCE = 100
_PAGE = 500


@dataclass(frozen=True)
class Over:
    """One case whose time is over."""

    case: Case
    kept: Keeping
    until: date


def propose_due(session: Session, now: datetime, only: frozenset[str] | None = None) -> dict[UUID, int]:
    """List what is over in the 廃棄簿 of each division, or of some; says how many cases came to which list."""
    day, listed, busy = today(now), dict[UUID, int](), _busy(session)
    for division, stored in sorted(_answered_for(session, day, only).items()):
        # A full list, or one that an approver is looking at, takes no more; then nothing is looked for either.
        room = _room(session, division)
        found = list(islice(_over(session, stored, busy, day), room)) if room else []
        if found:
            book_id, added = _list(session, division, found, now)
            if added:
                listed[book_id] = added
    return listed


def _answered_for(session: Session, day: date, only: frozenset[str] | None) -> dict[str, list[str]]:
    """For each division that answers today those under whose id cases are stored, itself or whose work it took over."""
    found: dict[str, list[str]] = defaultdict(list)
    every = (
        session.scalars(select(Case.division).distinct()).all()
        if only is None
        else _lineage(session, day, only)
    )
    for one in every:
        division = answering(session, one, day)
        if only is None or division in only:
            found[division].append(one)
    return found


def answering(session: Session, division: str, day: date) -> str:
    """The division that answers for a case today; its own id where nobody succeeded it."""
    try:
        return pack_of(session).division(division, day).id
    except LookupError:
        return division


def _lineage(session: Session, day: date, only: frozenset[str]) -> frozenset[str]:
    """What these divisions answer for; asked by somebody who waits, so without looking through all cases."""
    return only.union(*(pack_of(session).lineage(one, day) for one in only))


def _room(session: Session, division: str) -> int:
    """How many more cases a division's list takes."""
    book = _open_one(session, division)
    if book is None:
        return rules.MOST_ITEMS
    return max(0, rules.MOST_ITEMS - _count(session, book.id)) if book.stage == Stage.LISTED else 0


def _over(session: Session, divisions: Sequence[str], busy: Collection[UUID], day: date) -> Iterator[Over]:
    """The closed cases of these divisions that are over and stand in no list, what was closed first before all, some at a time."""
    stands = exists().where(DisposalItem.case_id == Case.id, DisposalItem.place != Place.RELEASED)
    query = (
        select(Case)
        .where(Case.division.in_(divisions), Case.closed_at.is_not(None), Case.erased_at.is_(None))
        .where(Case.state.in_([str(one) for one in rules.CLOSED]))
        .where(may_be_over(pack_of(session), day), ~stands)
        .order_by(Case.closed_at, Case.id)
        .limit(_PAGE)
        .options(defer(Case.answers))
    )
    here: ColumnElement[bool] = true()
    while cases := session.scalars(query.where(here)).all():
        last = literal(cases[-1].closed_at, Case.closed_at.type), literal(cases[-1].id, Case.id.type)
        here = tuple_(Case.closed_at, Case.id) > tuple_(*last)
        money = moved_money(session, [one.id for one in cases])
        for case in cases:
            kept = keeping(session, case, money=case.id in money)
            until = kept.until if kept else None
            if kept is not None and until is not None and until < day and case.id not in busy:
                yield Over(case, kept, until)


def _busy(session: Session) -> set[UUID]:
    """Cases about which somebody still has to do something by hand: a refund, a letter, a call."""
    refs = session.scalars(select(Task.refs).where(Task.done_at.is_(None)))
    return {UUID(one["case"]) for one in refs if one.get("case")}


def _list(session: Session, division: str, found: Sequence[Over], now: datetime) -> tuple[UUID, int]:
    with writing(session):
        book = _open_book(session, division, now)
        if book.stage != Stage.LISTED:
            # An approver is looking at it: what is over now waits until that is decided.
            return book.id, 0
        holds = _count(session, book.id)
    added = 0
    for first in range(0, min(len(found), rules.MOST_ITEMS - holds), _AT_ONCE):
        with writing(session):
            page = found[first : min(first + _AT_ONCE, rules.MOST_ITEMS - holds)]
            added += _add(session, book.id, page)
    if added:
        with writing(session):
            refs = {"disposal": str(book.id), "cases": str(holds + added)}
            key = f"{LISTED}:{book.id}"
            tasks.add(session, LISTED, division=division, refs=refs, now=now, key=key)
            audit.did(session, "house", None, "listed_disposal", "disposal", book.id, now)
    return book.id, added


def _open_book(session: Session, division: str, now: datetime) -> Disposal:
    """The list of a division that is not decided yet, a new one where there is none."""
    found = _open_one(session, division)
    if found is not None:
        return found
    year = fiscal_year(today(now))
    last = session.scalar(
        select(func.max(Disposal.no)).where(Disposal.division == division, Disposal.fiscal_year == year)
    )
    key_id = vault_of(session).new_key(session)
    row = {
        "id": new_id(), "division": division, "fiscal_year": year, "no": (last or 0) + 1,
        "stage": str(Stage.LISTED), "version": 1, "key_id": key_id, "listed_at": now,
    }  # fmt: skip
    session.execute(inserting(session, Disposal).values(row).on_conflict_do_nothing())
    book = _open_one(session, division)
    if book is None:
        # Another sweep took this number at this moment; the next one finds a list or the next number.
        raise Refused("disposal_changed")
    if book.key_id != key_id:
        vault_of(session).erase(session, key_id)
    return book


def _open_one(session: Session, division: str) -> Disposal | None:
    stands = Disposal.stage.in_([str(Stage.LISTED), str(Stage.PROPOSED)])
    return session.scalar(select(Disposal).where(Disposal.division == division, stands))


def _count(session: Session, book_id: UUID) -> int:
    counted = select(func.count()).select_from(DisposalItem).where(DisposalItem.disposal_id == book_id)
    return session.scalar(counted) or 0


def _add(session: Session, book_id: UUID, page: Sequence[Over]) -> int:
    """Put cases into a list, unless somebody listed them meanwhile."""
    ids = [one.case.id for one in page]
    known = set(
        session.scalars(
            select(DisposalItem.case_id).where(
                DisposalItem.case_id.in_(ids),
                (DisposalItem.place != Place.RELEASED) | (DisposalItem.disposal_id == book_id),
            )
        )
    )
    rows = [_row(session, book_id, one) for one in page if one.case.id not in known]
    if not rows:
        return 0
    # Another sweep may list the same case at this moment; it stands in one list only.
    add = inserting(session, DisposalItem).on_conflict_do_nothing().returning(DisposalItem.case_id)
    added = len(session.execute(add, rows).all())
    session.execute(update(Disposal).where(Disposal.id == book_id).values(version=Disposal.version + 1))
    return added


def _row(session: Session, book_id: UUID, one: Over) -> dict[str, object]:
    case, kept = one.case, one.kept
    procedure = pack_of(session).procedures.get(case.procedure) or editions.of(session, case)
    return {
        "disposal_id": book_id, "case_id": case.id, "receipt_no": case.receipt_no, "procedure": case.procedure,
        "title": procedure.title.say("ja").text if procedure else case.procedure, "class_id": kept.class_id,
        "class_name": kept.class_name, "years": kept.years, "closed_on": kept.closed_on,
        "keep_until": one.until, "place": Place.IN, "why": None, "note": None, "changed_by": None,
        "changed_at": None, "erased_at": None,
    }  # fmt: skip
