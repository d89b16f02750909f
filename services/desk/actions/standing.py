"""Who may do what to which case: found for the seat that asks, checked again on the newest state before anything changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from forms.procedure import Decision as Deciding
from portal import audit, decisions, editions, inbox
from portal.db import writing
from portal.inbox import Actor, Case
from portal.pack import Division, Pack
from portal.people import StaffSeat
from portal.refused import Refused
from portal.states import Outcome, State
from services.desk import rules
from services.desk.rules import Act, Standing

READ = "case.read"
_PERMISSIONS = frozenset(rules.NEEDS.values())


@dataclass(frozen=True)
class Hold:
    """The case a clerk wants to change, and the version they looked at; None where adding can hurt nobody."""

    case_id: UUID
    version: int | None = None


def find(session: Session, seat: StaffSeat, case_id: UUID) -> Case:
    """A case this seat may see; somebody else's is refused without a word about it."""
    case = session.get(Case, case_id)
    if case is None:
        raise Refused("case_unknown", status=404)
    if not seat.may(READ, case.division):
        raise Refused("not_permitted", status=403)
    return case


def standing(session: Session, seat: StaffSeat, case: Case) -> Standing:
    """Where a case stands, as seen from a seat."""
    pending = decisions.pending(session, case) if case.state == State.REVIEW else None
    return Standing(
        state=State(case.state),
        deciding=deciding(session, case),
        pending=Outcome(pending.kind) if pending else None,
        proposed_by_me=pending is not None and pending.proposed_by == seat.id,
        mine=case.assignee == seat.id,
    )


def deciding(session: Session, case: Case) -> Deciding:
    """How a case is decided: as its form said when it was made; what the town no longer has is decided with care."""
    procedure = editions.of(session, case)
    return procedure.decision if procedure else Deciding.TWO_STEPS


def permissions(seat: StaffSeat, division: str) -> frozenset[str]:
    """What a seat may do for one division."""
    return frozenset(one for one in _PERMISSIONS if seat.may(one, division))


def acts(session: Session, seat: StaffSeat, case: Case) -> tuple[Act, ...]:
    """The acts to offer on a case's page."""
    return rules.allowed(standing(session, seat, case), permissions(seat, case.division))


def check(session: Session, seat: StaffSeat, case: Case, act: Act) -> None:
    """Refuse what the seat may not do, or what the state does not allow."""
    if not seat.may(rules.NEEDS[act], case.division):
        raise Refused("not_permitted", status=403)
    if act not in rules.possible(standing(session, seat, case)):
        raise Refused("state_not_possible", state=case.state, to=str(act))


@contextmanager
def holding(session: Session, seat: StaffSeat, hold: Hold, act: Act, now: datetime) -> Iterator[Case]:
    """One act in one writing block: the case locked, the right checked on its newest state, the deed in the audit."""
    with writing(session):
        case = inbox.take_hold(session, hold.case_id)
        if not seat.may(READ, case.division):
            raise Refused("not_permitted", status=403)
        if hold.version is not None and case.version != hold.version:
            raise Refused("case_changed", seen=hold.version)
        check(session, seat, case, act)
        yield case
        session.flush()
        audit.did(session, "staff", seat.id, str(act), "case", case.id, now)


def actor(seat: StaffSeat) -> Actor:
    """The seat as the inbox writes it down."""
    return Actor("staff", seat.id)


def answering(session: Session, division: str, day: date) -> Division:
    """The division in charge on a day; the reception, where nobody succeeded one that is gone."""
    pack = pack_of(session)
    try:
        return pack.division(division, day)
    except LookupError:
        return pack.division(pack.town.reception, day)


def pack_of(session: Session) -> Pack:
    """The town that the shell handed to this session."""
    pack: Pack = session.info["pack"]
    return pack
