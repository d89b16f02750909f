"""問診票: what each person answers before they come, sealed as their request is, printed for whoever examines them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import show
from portal import inbox
from portal.db import inserting, writing
from portal.inbox import Actor, Case
from portal.opening import TOKYO
from portal.pack.appointments import Bookable
from portal.people import StaffSeat
from portal.printing import Printer
from portal.refused import Refused
from portal.vault import Unreadable, vault_of
from services.appointments.actions import party, roll, standing
from services.appointments.actions.roll import Line
from services.appointments.models import Appointment, VisitorAnswers
from services.appointments.rules.states import UNPLACED, State

SEALED, SHEET = "appointment_answers.sealed", "sheets/appointment_questions.html"
Key = tuple[UUID, int]


def may_answer(found: Bookable, row: Appointment, now: datetime) -> bool:
    """Whether there is anything to answer, and still time for it."""
    return bool(found.questions) and row.state == State.BOOKED and row.starts_at > now


def answer(
    session: Session, found: Bookable, which: Key, answers: Mapping[str, Any], actor: Actor, now: datetime
) -> None:
    """Keep what one person answered, in place of what stood there."""
    appointment_id, place = which
    case_id = session.scalar(select(Appointment.case_id).where(Appointment.id == appointment_id))
    with writing(session):
        case = inbox.take_hold(session, case_id) if case_id else None
        row = standing.take_hold(session, appointment_id)
        if case is None or not may_answer(found, row, now):
            raise Refused("use_over", 409)
        if place not in {one.place for one in party.there(session, row)}:
            raise Refused("use_unknown", 404)
        sealed = vault_of(session).seal(session, case.key_id, dict(answers), SEALED)
        kept = {"sealed": sealed, "changed_at": now}
        made = inserting(session, VisitorAnswers).values(appointment_id=appointment_id, place=place, **kept)
        session.execute(made.on_conflict_do_update(index_elements=["appointment_id", "place"], set_=kept))
        standing.note(session, row, "answered", actor, now)


def told(session: Session, which: Key) -> dict[str, Any]:
    """What one person answered; nothing where they have not, or where it was erased."""
    row = session.get(VisitorAnswers, which, populate_existing=True)
    key_id = session.scalar(
        select(Case.key_id)
        .join(Appointment, Appointment.case_id == Case.id)
        .where(Appointment.id == which[0])
    )
    if row is None or key_id is None:
        return {}
    try:
        found: dict[str, Any] = vault_of(session).open(session, key_id, row.sealed, SEALED)
    except Unreadable:
        return {}
    return found


def answered(session: Session, appointment_ids: Collection[UUID]) -> frozenset[Key]:
    """Who of these appointments has answered."""
    query = select(VisitorAnswers.appointment_id, VisitorAnswers.place)
    rows = session.execute(query.where(VisitorAnswers.appointment_id.in_(appointment_ids)))
    return frozenset((row[0], row[1]) for row in rows)


def pdf(
    session: Session,
    seat: StaffSeat,
    found: Bookable,
    day: date,
    printer: Printer,
    now: datetime,
    only: Key | None = None,
) -> bytes:
    """The 問診票 of a day, a page a person, or that of one; what nobody answered is left open for a pen."""
    booked = [one for one in roll.rows(session, found, day, day) if one.state not in UNPLACED]
    lines = roll.lines(session, seat, found, booked, now)
    asked = [one for one in lines if found.asked_of(one.matters)]
    mine = [one for one in asked if only in (None, (one.row.id, one.visitor.place))]
    return printer.sheet(
        SHEET,
        title=found.title.say("ja").text,
        day=show.day(day, "ja"),
        people=[
            {"line": one, "time": _clock(one), "born": _born(one), "rows": _rows(session, found, one)}
            for one in mine
        ],
        printed=f"{now.astimezone(TOKYO):%Y-%m-%d %H:%M}　{seat.name}",
    )


def _rows(session: Session, found: Bookable, line: Line) -> Sequence[tuple[str, str]]:
    """Each question with its answer; without the right to read names there is none to read either."""
    said = told(session, (line.row.id, line.visitor.place)) if line.name else {}
    return [
        (
            one.field.label.say("ja").text,
            show.plain(one.field, said[one.key], "ja") if one.key in said else "",
        )
        for one in found.asked_of(line.matters)
    ]


def _clock(line: Line) -> str:
    return f"{line.visitor.starts_at.astimezone(TOKYO):%H:%M}"


def _born(line: Line) -> str:
    try:
        return show.day(date.fromisoformat(line.born), "ja")
    except ValueError:
        return line.born
