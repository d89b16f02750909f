"""The draw of a course: worked out once, then everybody has their places, a place in the line, or is told that it is neither."""

import json
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import audit, draw, inbox
from portal.db import writing
from portal.pack import Pack
from portal.pack.appointments import Bookable
from portal.refused import Refused
from portal.slots import claiming
from services.appointments.actions import charging, draws, ending, noticing, standing
from services.appointments.actions.noticing import News
from services.appointments.models import Appointment, CourseDraw, CourseEntry
from services.appointments.rules import lots
from services.appointments.rules.states import State


def work_due(session: Session, now: datetime) -> None:
    """Take the draw of every course a step further whose time has come."""
    draws.promise_due(session, now)
    draws.close_due(session, now)
    pack: Pack = session.info["pack"]
    ready = select(CourseDraw.bookable).where(
        CourseDraw.entropy.is_not(None), CourseDraw.settled_at.is_(None)
    )
    for key in session.scalars(ready).all():
        found = pack.appointments.get(key)
        if found is not None:
            _draw(session, found, now)
            _settle(session, found, now)


def _draw(session: Session, found: Bookable, now: datetime) -> None:
    """Work it out from what is published, and store the drawn order with it."""
    seen = draws.of(session, found)
    if seen is None or seen.drawn_at is not None or seen.body is None or seen.entropy is None:
        return
    drawn = draw.drawn(json.loads(seen.body), draws.secret(session, seen), seen.entropy)
    turns = [
        {"who": who, "turn": place}
        for place, who in enumerate(drawn["order"][0] if drawn["order"] else [], 1)
    ]
    with writing(session):
        row = draws.promised(session, found, now)
        if row.drawn_at is not None:
            return
        row.drawn_at, row.body = now, json.dumps(drawn, ensure_ascii=False)
        for one in turns:
            mine = CourseEntry.bookable == found.key, CourseEntry.who == one["who"]
            session.execute(update(CourseEntry).where(*mine).values(turn=one["turn"]))
        session.flush()
        audit.did(session, "house", None, "drawn", draws.SUBJECT, found.key, now)


def _settle(session: Session, found: Bookable, now: datetime) -> None:
    """Everybody in a block of their own, in the drawn order; what was interrupted goes on with whoever is left."""
    row = draws.of(session, found)
    if row is None or row.body is None:
        return
    won = lots.won(json.loads(row.body))
    query = (
        select(Appointment.id, Appointment.case_id, CourseEntry.who)
        .join(CourseEntry, CourseEntry.appointment_id == Appointment.id)
        .where(CourseEntry.bookable == found.key, Appointment.state == State.APPLIED)
        .order_by(CourseEntry.turn, Appointment.id)
    )
    for appointment_id, case_id, who in session.execute(query).all():
        with writing(session):
            _one(session, found, (appointment_id, case_id), now, won=who in won)
    with writing(session):
        draws.promised(session, found, now).settled_at = now
        session.flush()
        claiming.changed(session, found.name)
    # Places of those who gave up since the list was fixed go on in the drawn order.
    ending.move_up(session, found, now)


def _one(
    session: Session, found: Bookable, which: tuple[UUID, UUID | None], now: datetime, *, won: bool
) -> None:
    case = inbox.take_hold(session, which[1]) if which[1] else None
    row = standing.take_hold(session, which[0])
    if row.state != State.APPLIED:
        return
    if won and ending.give(session, found, row):
        news = News.WON
        if case is not None and found.costs:
            charging.owe(session, found, row, case, inbox.answers(session, case), now)
    else:
        news = _line(session, found, row, now)
    standing.note(session, row, str(news), inbox.HOUSE, now)
    standing.touched(row, now)
    session.flush()
    noticing.tell(session, case, found, row, news, now)


def _line(session: Session, found: Bookable, row: Appointment, now: datetime) -> News:
    """A place in the line, where there is one and it is not full yet."""
    if found.waiting:
        with suppress(Refused):
            claiming.reseat(session, standing.waiting(found), ())
            row.state = State.WAITING
            return News.IN_LINE
    row.state, row.ended_at = State.LOST, now
    return News.LOST
