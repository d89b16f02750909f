"""オンライン窓口: a branch or post office joins a visit by its code, and a tablet is bound to a seat by one; both are tried slowly."""

import secrets
import unicodedata
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import audit, throttle
from portal.db import new_id, put, writing
from portal.people import StaffSeat
from portal.refused import Refused
from portal.throttle import Claim, Limit
from portal.vault import vault_of
from services.window.actions import visits
from services.window.actions.visits import Open
from services.window.models.visits import Tablet, Visit, VisitSeat
from services.window.rules.serving import CODE_LENGTH, CODE_LETTERS, JOIN_LIVES

JOIN_TRIES = Limit(burst=10, every=timedelta(minutes=1))
TABLET_TRIES = Limit(burst=10, every=timedelta(minutes=1))
# A tablet stays at its seat for a day's work.
TABLET_LIVES = timedelta(hours=12)


def new_code() -> str:
    """Six characters to be read aloud: thirty bits for a quarter of an hour, behind a slow door."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str:
    """The code meant by what was typed, in any case, width and with any separators."""
    wide = unicodedata.normalize("NFKC", typed[:40]).upper()
    return "".join(letter for letter in wide if letter in CODE_LETTERS)


def invite(session: Session, seat: StaffSeat, visit: Open, now: datetime) -> str:
    """A code for the other office; asking again replaces the one before."""
    code = new_code()
    token = vault_of(session).token("visit_join", code)
    with writing(session):
        row = visits.held(session, visit.id, now)
        row.join_code, row.join_until = token, now + JOIN_LIVES
        audit.did(session, "staff", seat.id, "invited", "visit", row.id, now)
    return code


def join(session: Session, seat: StaffSeat, typed: str, now: datetime) -> UUID:
    """Sit down at the visit of a code; a wrong one and one that ran out are the same."""
    token = vault_of(session).token("visit_join", read_code(typed))
    claims = [Claim("visit_join", (seat.id.bytes,), JOIN_TRIES)]
    with writing(session):
        throttle.take(session, claims, now)
    with writing(session):
        row = session.scalar(
            select(Visit)
            .where(Visit.join_code == token, Visit.join_until > now, Visit.ended_at.is_(None))
            .with_for_update()
        )
        if row is None:
            raise Refused("join_code_unknown", status=422)
        throttle.give_back(session, claims)
        # It is used up: who comes later is invited anew.
        row.join_code = row.join_until = None
        there = session.get(VisitSeat, (row.id, seat.id))
        if there is None:
            put(session, VisitSeat, {"visit_id": row.id, "staff_id": seat.id, "joined_at": now})
        audit.did(session, "staff", seat.id, "joined", "visit", row.id, now)
        return row.id


def seats(session: Session, visit: Open) -> list[UUID]:
    """Who joined a visit."""
    query = select(VisitSeat.staff_id).where(VisitSeat.visit_id == visit.id).order_by(VisitSeat.joined_at)
    return list(session.scalars(query))


def offer_tablet(session: Session, seat: StaffSeat, now: datetime) -> str:
    """A code to be typed on a tablet, which then belongs to this seat for the day."""
    code = new_code()
    tablet_id = new_id()
    row = {
        "id": tablet_id, "staff_id": seat.id, "code": vault_of(session).token("tablet", code),
        "code_until": now + JOIN_LIVES, "holder": None, "visit_id": None, "ends_at": now + TABLET_LIVES,
    }  # fmt: skip
    with writing(session):
        put(session, Tablet, row)
        audit.did(session, "staff", seat.id, "offered", "tablet", tablet_id, now)
    return code


def bind_tablet(session: Session, typed: str, holder: bytes, network: str, now: datetime) -> None:
    """The tablet that knows the code becomes the seat's."""
    token = vault_of(session).token("tablet", read_code(typed))
    claims = [Claim("tablet", (network,), TABLET_TRIES)]
    with writing(session):
        throttle.take(session, claims, now)
    with writing(session):
        found = session.scalar(
            select(Tablet).where(Tablet.code == token, Tablet.code_until > now).with_for_update()
        )
        if found is None:
            raise Refused("tablet_code_unknown", status=422)
        throttle.give_back(session, claims)
        session.execute(update(Tablet).where(Tablet.holder == holder).values(holder=None, visit_id=None))
        found.code, found.holder = None, holder
        audit.did(session, "staff", found.staff_id, "bound", "tablet", found.id, now)


def tablets(session: Session, seat: StaffSeat, now: datetime) -> int:
    """How many tablets lie at this seat."""
    query = select(Tablet.id).where(
        Tablet.staff_id == seat.id, Tablet.holder.is_not(None), Tablet.ends_at > now
    )
    return len(session.scalars(query).all())


def show(session: Session, seat: StaffSeat, visit: Open, now: datetime) -> None:
    """Put a visit before the resident: on every tablet of this seat."""
    with writing(session):
        visits.held(session, visit.id, now)
        session.execute(
            update(Tablet)
            .where(Tablet.staff_id == seat.id, Tablet.holder.is_not(None), Tablet.ends_at > now)
            .values(visit_id=visit.id)
        )
        audit.did(session, "staff", seat.id, "showed", "visit", visit.id, now)


def away(session: Session, visit_id: UUID) -> None:
    """The resident has read it: the tablet waits for the next one."""
    with writing(session):
        session.execute(update(Tablet).where(Tablet.visit_id == visit_id).values(visit_id=None))


def on_tablet(session: Session, holder: bytes, now: datetime) -> Tablet | None:
    """The tablet that this browser is, if it is one."""
    return session.scalar(select(Tablet).where(Tablet.holder == holder, Tablet.ends_at > now))


def shown(session: Session, tablet: Tablet, now: datetime) -> Open | None:
    """What lies before the resident on a tablet; nothing once the visit has ended."""
    row = session.get(Visit, tablet.visit_id) if tablet.visit_id else None
    if row is None or row.ended_at is not None or row.ends_at <= now:
        return None
    return Open(row, visits.content_of(session, row))
