"""Applying for a course that is drawn: its secret promised, everybody entered once, its list published when it closes."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, draw
from portal.db import inserting, must_write, writing
from portal.opening import today
from portal.pack import Pack
from portal.pack.appointments import Bookable
from portal.people import StaffSeat
from portal.receipt_numbers import lot_number
from portal.refused import Refused
from portal.search_forms import digits, plain
from portal.slots import claiming
from portal.vault import vault_of
from services.appointments.actions import looking
from services.appointments.models import Appointment, CourseDraw, CourseEntry
from services.appointments.rules import lots, times
from services.appointments.rules.lots import Stage
from services.appointments.rules.states import State

PERSON, SEALED, SUBJECT = "appointment.applicant", "appointment_draw.sealed", "appointment_draw"
_LONGEST_NUMBER = 100


def of(session: Session, found: Bookable) -> CourseDraw | None:
    """The draw of a course, once its secret is promised."""
    return session.get(CourseDraw, found.key, populate_existing=True)


def stage(session: Session, found: Bookable, now: datetime) -> Stage:
    """Where the draw of a course stands."""
    row = of(session, found)
    if row is not None and row.settled_at is not None:
        return Stage.DONE
    over = found.lot is not None and now >= lots.closes(found.lot)
    return Stage.CLOSED if over or (row is not None and row.list_hash) else Stage.OPEN


def may_apply(session: Session, found: Bookable, starts: datetime, now: datetime) -> None:
    """Refuse what comes after the closing, and a time at which no such course begins."""
    if stage(session, found, now) is not Stage.OPEN:
        raise Refused("draw_closed", 409)
    if _begins(session, found, starts) is None:
        raise Refused("not_offered_then", 409)


def promise_due(session: Session, now: datetime) -> None:
    """Promise a secret for every course that is drawn, before anybody applies."""
    pack: Pack = session.info["pack"]
    for found in pack.appointments.values():
        if found.lot is not None and of(session, found) is None:
            with writing(session):
                promised(session, found, now)


def promised(session: Session, found: Bookable, now: datetime) -> CourseDraw:
    """The draw, locked; made with its secret where this is the first look."""
    must_write(session)
    query = select(CourseDraw).where(CourseDraw.bookable == found.key).with_for_update()
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        vault, secret = vault_of(session), secrets.token_hex(32)
        key_id = vault.new_key(session)
        made = {
            "bookable": found.key, "commitment": draw.commitment_of(secret), "key_id": key_id,
            "sealed": vault.seal(session, key_id, secret, SEALED), "made_at": now,
        }  # fmt: skip
        session.execute(inserting(session, CourseDraw).values(made).on_conflict_do_nothing())
        row = session.scalars(query.execution_options(populate_existing=True)).one()
    return row


def enter(
    session: Session, found: Bookable, row: Appointment, answers: Mapping[str, Any], now: datetime
) -> None:
    """A number in the draw, in the block that files the request; the same name and telephone stand in it once."""
    held = promised(session, found, now)
    if held.list_hash is not None or (found.lot is not None and now >= lots.closes(found.lot)):
        raise Refused("draw_closed", 409)
    name, phone = str(answers.get("name") or ""), digits(str(answers.get("phone") or ""))
    person = vault_of(session).token(PERSON, f"{plain(name)}|{phone}")
    made = {"appointment_id": row.id, "bookable": found.key, "who": lot_number(), "person": person}
    stored = inserting(session, CourseEntry).values(made).on_conflict_do_nothing()
    if session.execute(stored.returning(CourseEntry.who)).first() is None:
        raise Refused("applied_before", 409)


def withdrawn(session: Session, row: Appointment) -> None:
    """Who gives up before the list is fixed was never in it, and may apply again."""
    entry = session.get(CourseEntry, row.id)
    held = session.get(CourseDraw, row.bookable) if entry is not None else None
    if entry is not None and held is not None and held.list_hash is None:
        session.delete(entry)
        session.flush()


def numbers(session: Session, appointment_ids: list[UUID]) -> dict[UUID, str]:
    """The published number of each of these appointments that is in a draw."""
    query = select(CourseEntry).where(CourseEntry.appointment_id.in_(appointment_ids))
    return {one.appointment_id: one.who for one in session.scalars(query)}


def close_due(session: Session, now: datetime) -> None:
    """Fix and publish the list of every draw whose time is over."""
    pack: Pack = session.info["pack"]
    for found in pack.appointments.values():
        if found.lot is not None and now >= lots.closes(found.lot):
            with writing(session):
                row = promised(session, found, now)
                if row.list_hash is None:
                    _publish(session, found, row, now)


def _publish(session: Session, found: Bookable, row: CourseDraw, now: datetime) -> None:
    query = select(CourseEntry.who, Appointment.people).join(
        Appointment, Appointment.id == CourseEntry.appointment_id
    )
    mine = query.where(CourseEntry.bookable == found.key, Appointment.state == State.APPLIED)
    parties = [(who, people) for who, people in session.execute(mine)]
    day = found.sessions[0].day
    listed = lots.listed(found, f"{found.key}/{day}", row.commitment, _places(session, found), parties)
    row.list_hash = draw.list_hash_of(listed)
    row.body = json.dumps({**listed, "list_hash": row.list_hash}, ensure_ascii=False)
    session.flush()
    audit.did(session, "house", None, "closed", SUBJECT, found.key, now)
    claiming.changed(session, found.name)


def type_number(session: Session, seat: StaffSeat, found: Bookable, typed: str, now: datetime) -> bool:
    """The public number, typed by one and then by another; says whether it holds now."""
    value = " ".join(typed.split())
    if not value or len(value) > _LONGEST_NUMBER:
        raise Refused("lottery_number", 422)
    with writing(session):
        row = promised(session, found, now)
        if row.list_hash is None or row.entropy is not None:
            raise Refused("lottery_over", 409)
        if row.typed_by in (None, seat.id):
            row.typed_first, row.typed_by = value, seat.id
        elif row.typed_first != value:
            raise Refused("lottery_number_differs", 409)
        else:
            row.entropy, row.entropy_by = value, seat.id
        session.flush()
        audit.did(session, "staff", seat.id, "typed_number", SUBJECT, found.key, now)
        return row.entropy is not None


def secret(session: Session, row: CourseDraw) -> str:
    """The secret behind the commitment; nobody sees it before the draw."""
    found: str = vault_of(session).open(session, row.key_id, row.sealed, SEALED)
    return found


def _places(session: Session, found: Bookable) -> tuple[int, int]:
    """How many places there are, and how many are taken already."""
    one = times.first(found)
    begins = _begins(session, found, one)
    step = times.slot(found, one)
    used = claiming.places(session, [found.name], step, step + 1)[found.name].get(step, 0)
    return (begins.places if begins else 0), used


def _begins(session: Session, found: Bookable, starts: datetime) -> times.Time | None:
    pack: Pack = session.info["pack"]
    day = today(starts)
    changed = looking.changes(session, found, day, day)
    return times.at(found, starts, pack.closed_days, changed, ())
