"""廃棄の停止: placed on one case, or on all cases that a search finds, and lifted when what it was for is over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import audit, holds, inbox
from portal.db import writing
from portal.holds import CaseHold, Stop, Wanted
from portal.inbox import Actor, Case, CaseToken
from portal.opening import today
from portal.people import StaffSeat
from portal.refused import Refused
from portal.search_forms import tokens_of_query
from portal.vault import vault_of
from services.records.actions.keeping import pack_of
from services.records.actions.standing import HOLD, READ, check

# A person with more cases than this is looked for by more of their name.
MOST_FOUND = 100
MOST_LISTED = 200


@dataclass(frozen=True)
class Found:
    """A case that a search found, with the name it was filed under and what stops its erasing already."""

    case: Case
    name: str
    stop: Stop | None


@dataclass(frozen=True)
class Held:
    """One hold in the list of all of them."""

    hold: CaseHold
    case: Case
    stop: Stop


def found(session: Session, seat: StaffSeat, query: str, now: datetime) -> tuple[Found, ...]:
    """The cases that what was typed may mean, of the seat's divisions, the newest first."""
    tokens = [vault_of(session).token(*form) for form in tokens_of_query(query)]
    if not tokens:
        return ()
    hits = select(CaseToken.case_id).where(CaseToken.token.in_(tokens))
    mine = Case.division.in_(seat.divisions_for(HOLD))
    query_of = select(Case).where(Case.id.in_(hits), mine, Case.erased_at.is_(None))
    cases = session.scalars(query_of.order_by(Case.id.desc()).limit(MOST_FOUND)).all()
    return looked(session, seat, cases, now)


def looked(session: Session, seat: StaffSeat, cases: Sequence[Case], now: datetime) -> tuple[Found, ...]:
    """Cases with their names, to choose from; each is a look, so each is in the audit."""
    with writing(session):
        for case in cases:
            audit.saw(session, "staff", seat.id, "searched", "case", case.id, now)
    vault_of(session).fetch(session, [one.key_id for one in cases])
    stops = holds.standing(session, [one.id for one in cases], today(now))
    return tuple(Found(one, _name(session, one), stops.get(one.id)) for one in cases)


def _name(session: Session, case: Case) -> str:
    dictionary, held = pack_of(session).dictionary, inbox.answers(session, case)
    named = (key for key in held if (field := dictionary.get(key)) and field.kind == "name" and held[key])
    key = "name" if held.get("name") else next(named, None)
    return str(held[key]) if key else ""


def place(session: Session, seat: StaffSeat, case_ids: Sequence[UUID], wanted: Wanted, now: datetime) -> int:
    """Stop the erasing of these cases, all of them or none; one that is held for the same already stays as it is."""
    if not case_ids:
        raise Refused("hold_nothing", 422)
    placed = 0
    with writing(session):
        for case_id in sorted(set(case_ids)):
            case = inbox.take_hold(session, case_id)
            check(seat, HOLD, case.division)
            if _same(session, case_id, wanted):
                continue
            holds.place(session, case, wanted, Actor("staff", seat.id), now)
            audit.did(session, "staff", seat.id, "held", "case", case_id, now)
            placed += 1
    return placed


def lift(session: Session, seat: StaffSeat, hold_id: UUID, ended_on: date | None, now: datetime) -> UUID:
    """Lift a hold: its matter ended on a day, or it was a mistake where none is named."""
    hold = session.get(CaseHold, hold_id)
    if hold is None:
        raise Refused("hold_unknown", 404)
    with writing(session):
        case = inbox.take_hold(session, hold.case_id)
        check(seat, HOLD, case.division)
        newest = session.get_one(CaseHold, hold_id, populate_existing=True)
        holds.lift(session, newest, ended_on, Actor("staff", seat.id), now)
        audit.did(session, "staff", seat.id, "lifted", "case", case.id, now)
    return case.id


def every(session: Session, seat: StaffSeat, now: datetime) -> tuple[Held, ...]:
    """What stops erasing today in the seat's divisions, the newest first."""
    day = today(now)
    query = (
        select(CaseHold, Case)
        .join(Case, Case.id == CaseHold.case_id)
        .where(Case.division.in_(seat.divisions_for(READ)))
        .where(or_(CaseHold.lifted_at.is_(None), CaseHold.keep_until >= day))
        .order_by(CaseHold.id.desc())
        .limit(MOST_LISTED)
    )
    rows = session.execute(query).all()
    return tuple(Held(row[0], row[1], holds.told(row[0])) for row in rows)


def _same(session: Session, case_id: UUID, wanted: Wanted) -> bool:
    """A second press, or a colleague's: a hold of this kind and day stands already."""
    query = select(CaseHold.id).where(
        CaseHold.case_id == case_id, CaseHold.kind == str(wanted.kind), CaseHold.since == wanted.since,
        CaseHold.lifted_at.is_(None),
    )  # fmt: skip
    return session.scalar(query.limit(1)) is not None


def ids(typed: Collection[str]) -> list[UUID]:
    """The cases that a form ticked; what is no id is nobody's case."""
    try:
        return [UUID(one) for one in typed]
    except ValueError:
        raise Refused("case_unknown", 404) from None
