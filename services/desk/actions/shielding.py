"""支援措置 at the desk: confirming it, beginning and ending it, and the one way to see what it hides."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal import audit, editions, inbox, shielded
from portal.db import writing
from portal.inbox import Case
from portal.people import StaffSeat
from portal.refused import Refused
from services.desk.actions import reading
from services.desk.actions.reading import Row
from services.desk.actions.standing import Hold, actor, find, pack_of
from services.desk.actions.steps import worded

WHEREABOUTS = "case.whereabouts"
WORK = "case.work"


def whereabouts(
    session: Session, seat: StaffSeat, case_id: UUID, now: datetime
) -> tuple[Case, list[Row], list[str]]:
    """The addresses and contacts of a shielded case, for somebody who pressed for them; the look is in the audit."""
    case = find(session, seat, case_id)
    if not case.shielded or not seat.may(WHEREABOUTS, case.division):
        raise Refused("not_permitted", status=403)
    reading.look(session, seat, "saw_whereabouts", case.id, now)
    held = inbox.answers(session, case)
    covered = shielded.cover(held, pack_of(session).dictionary)
    rows = (row for group in reading.groups(session, editions.of(session, case), held) for row in group.rows)
    calls = [
        text
        for line, text in inbox.history(session, case, public_only=False)
        if text and shielded.note(case, line.kind, text) is None
    ]
    return case, [row for row in rows if row.shown and covered.get(row.key) != held[row.key]], calls


def confirm(session: Session, seat: StaffSeat, hold: Hold, now: datetime) -> None:
    """支援措置確認: a clerk has spoken with the person."""
    with writing(session):
        case = _held(session, seat, hold)
        shielded.confirm(session, case, actor(seat), now)
        _did(session, seat, case, "shield_confirmed", now)


def begin(session: Session, seat: StaffSeat, hold: Hold, way: str, now: datetime) -> None:
    """Shield a case of which the office learns it later, on the telephone or by a notice of another office."""
    with writing(session):
        case = _held(session, seat, hold)
        shielded.begin(session, case, way, actor(seat), now)
        _did(session, seat, case, "shielded", now)


def lift(session: Session, seat: StaffSeat, hold: Hold, text: str, now: datetime) -> None:
    """End it, with a word on who asked for that and how."""
    written = worded(text)
    with writing(session):
        case = _held(session, seat, hold)
        shielded.lift(session, case, actor(seat), now, written)
        _did(session, seat, case, "shield_lifted", now)


def _held(session: Session, seat: StaffSeat, hold: Hold) -> Case:
    case = inbox.take_hold(session, hold.case_id)
    if not seat.may(WORK, case.division):
        raise Refused("not_permitted", status=403)
    if hold.version is not None and case.version != hold.version:
        raise Refused("case_changed", seen=hold.version)
    return case


def _did(session: Session, seat: StaffSeat, case: Case, verb: str, now: datetime) -> None:
    session.flush()
    audit.did(session, "staff", seat.id, verb, "case", case.id, now)
