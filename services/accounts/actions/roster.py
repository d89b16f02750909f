"""人事異動: the personnel office's list, looked at first and then carried out in one block."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import writing
from portal.people import Role, Staff
from services.accounts.actions import staff_people
from services.accounts.actions.invitations import invite
from services.accounts.actions.staff_people import NewRole, NewStaff
from services.accounts.rules import roster
from services.accounts.rules.roster import Changes, Held, Move


@dataclass(frozen=True)
class Planned:
    """What the list does to one person."""

    number: str
    name: str
    is_new: bool
    changes: Changes


def plan(session: Session, moves: Sequence[Move]) -> list[Planned]:
    """What the list would do, person by person; a list carried out before changes nothing."""
    found = []
    for number in dict.fromkeys(move.number for move in moves):
        mine = [move for move in moves if move.number == number]
        staff = session.scalar(select(Staff).where(Staff.number == number))
        held = [] if staff is None else [_held(role) for role in _roles(session, staff)]
        changed = roster.changes(held, mine)
        if staff is None or changed.start or changed.end:
            found.append(Planned(number, mine[0].name, staff is None, changed))
    return found


def carry_out(session: Session, moves: Sequence[Move], now: datetime, *, invitations: bool = False) -> int:
    """Do what the list says, all of it or nothing; roles begin and end on their own days. Says how many people."""
    with writing(session):
        planned = plan(session, moves)
        for one in planned:
            _carry_out(session, one, [move for move in moves if move.number == one.number], now, invitations)
        staff_people.hand_over(session, now)
    return len(planned)


def _carry_out(session: Session, one: Planned, moves: list[Move], now: datetime, invitations: bool) -> None:
    starts = [
        NewRole(role.division, role.role, role.kind, role.since, role.until) for role in one.changes.start
    ]
    mail = next((move.mail for move in moves if move.mail), "")
    if one.is_new:
        new = NewStaff(one.number, one.name, mail, min(role.since for role in starts))
        staff_id = staff_people.store(session, new, starts)
        if invitations:
            invite(session, staff_id, now)
        return
    staff = session.scalars(select(Staff).where(Staff.number == one.number)).one()
    # People marry and change their address; the list is newer than what we have.
    staff.name, staff.mail = one.name, mail or staff.mail
    if staff.until is not None and any(role.until is None or role.until > staff.until for role in starts):
        staff.until = None
    ends = dict(one.changes.end)
    for role in _roles(session, staff):
        last = ends.get(_held(role))
        if last is not None:
            role.until, role.handed_over = last, False
    for new_role in starts:
        staff_people.store_role(session, staff.id, new_role)


def _roles(session: Session, staff: Staff) -> Sequence[Role]:
    return session.scalars(select(Role).where(Role.staff_id == staff.id).order_by(Role.since)).all()


def _held(role: Role) -> Held:
    return Held(role.division, role.role, role.kind, role.since, role.until)
