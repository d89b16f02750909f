"""A course that is drawn: entered once, its list published, drawn by two people's number, and everybody told what became of it."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import draw
from portal.db import Database
from portal.inbox import RESIDENT
from portal.outbox import Outbox
from portal.refused import Refused
from services.appointments import workers
from services.appointments.actions import booking, drawing, draws, ending, looking
from services.appointments.models import Appointment, CourseDraw, CourseEntry
from services.appointments.rules.lots import Stage
from services.appointments.rules.states import State
from tests.portal.cases import hinata
from tests.services.appointments.builders import again, at, told, wish
from tests.services.reservations.builders import furnished
from tests.services.reservations.staffed import seat

STARS = "hoshi_kai"
FOUND = hinata().appointments[STARS]
STARTS = at(1, 30, 18, year=2027)
CLOSED = at(12, 18, 17)


@pytest.fixture
def room(database: Database) -> Iterator[Session]:
    with furnished(database).session() as session:
        yield session


def applied(room: Session, number: int, people: int = 1, now: datetime | None = None) -> Appointment:
    """A party that applied, each with a telephone of its own."""
    now = now or at(11, 24, 10)
    row = booking.hold(room, wish(STARTS, *[""] * people, what=STARS), now)
    form = told(room, STARS, people, now, name=f"見本 {number}", phone=f"090-1234-{number:04}")
    booking.confirm(room, row.id, form, now)
    return again(room, row)


def numbered(room: Session, value: str = "38,123.45") -> None:
    for _ in range(2):
        draws.type_number(room, seat(), FOUND, value, CLOSED + timedelta(days=3))


def drawn(room: Session) -> None:
    drawing.work_due(room, CLOSED)
    numbered(room)
    drawing.work_due(room, CLOSED + timedelta(days=3))


def states(room: Session) -> list[str]:
    room.expire_all()
    return sorted(room.scalars(select(Appointment.state)).all())


def sent(room: Session, template: str) -> int:
    return room.scalar(select(func.count()).select_from(Outbox).where(Outbox.template == template)) or 0


def test_who_applies_has_no_place_yet_and_a_number_that_says_nothing(room: Session) -> None:
    row = applied(room, 1, 3)

    assert row.state == State.APPLIED
    assert len(draws.numbers(room, [row.id])[row.id]) == 9
    day = looking.days(room, FOUND, STARTS.date(), STARTS.date(), ((),), at(11, 24, 10))
    assert day[0].offers[0].left == FOUND.places
    assert sent(room, "appointment_news") == 1


def test_the_same_name_and_telephone_applies_once(room: Session) -> None:
    applied(room, 1)

    with pytest.raises(Refused, match="applied_before"):
        applied(room, 1)


def test_who_gives_up_before_the_closing_was_never_in_it_and_may_apply_again(room: Session) -> None:
    row = applied(room, 1)

    ending.cancel(room, row.id, RESIDENT, at(11, 25, 10))

    assert room.scalars(select(CourseEntry)).all() == []
    applied(room, 1)


def test_after_the_closing_nobody_applies_and_the_list_is_published(room: Session) -> None:
    applied(room, 1, 2)
    held = booking.hold(room, wish(STARTS, "", what=STARS), CLOSED - timedelta(minutes=1))

    drawing.work_due(room, CLOSED)

    row = room.get_one(CourseDraw, STARS)
    assert row.body is not None
    published = json.loads(row.body)
    assert [one["wishes"][0]["claims"] for one in published["entries"]] == [[[0, 0, 2]]]
    assert "見本" not in row.body.replace(FOUND.lot.number.say("ja").text if FOUND.lot else "", "")
    with pytest.raises(Refused, match="draw_closed"):
        applied(room, 2, now=CLOSED)
    with pytest.raises(Refused, match="draw_closed"):
        booking.confirm(room, held.id, told(room, STARS, 1, CLOSED, name="見本 3"), CLOSED)


def test_the_number_is_typed_by_two_and_they_must_agree(room: Session) -> None:
    applied(room, 1)
    with pytest.raises(Refused, match="lottery_over"):
        draws.type_number(room, seat(), FOUND, "1", at(11, 25, 10))
    drawing.work_due(room, CLOSED)
    one = seat()

    assert not draws.type_number(room, one, FOUND, "38,123.45", CLOSED)
    assert not draws.type_number(room, one, FOUND, "38,123.46", CLOSED)
    with pytest.raises(Refused, match="lottery_number_differs"):
        draws.type_number(room, seat(), FOUND, "38,123.45", CLOSED)
    assert draws.type_number(room, seat(), FOUND, "38,123.46", CLOSED)


def test_families_have_all_their_places_or_wait_in_the_drawn_order_and_anybody_can_verify_it(
    room: Session,
) -> None:
    for number in range(1, 10):
        applied(room, number, 4)

    drawn(room)

    # Twenty places are five parties of four; the other four wait, for the line has room for ten.
    assert states(room) == ["booked"] * 5 + ["waiting"] * 4
    body = room.get_one(CourseDraw, STARS, populate_existing=True).body
    assert body is not None
    record = json.loads(body)
    assert all(right for right, _ in draw.verify(record))
    turns = dict(room.execute(select(CourseEntry.who, CourseEntry.turn)).all())
    assert sorted(turns, key=lambda who: turns[who] or 0) == record["order"][0]
    assert sent(room, "appointment_changed") == 9
    # A second look changes nothing.
    drawing.work_due(room, CLOSED + timedelta(days=4))
    assert sent(room, "appointment_changed") == 9


def test_a_place_that_comes_free_goes_to_the_next_of_the_drawn_order(room: Session) -> None:
    for number in range(1, 8):
        applied(room, number, 4)
    drawn(room)
    winner = room.scalars(select(Appointment).where(Appointment.state == State.BOOKED)).first()
    assert winner is not None
    query = select(Appointment.id).join(CourseEntry, CourseEntry.appointment_id == Appointment.id)
    first = room.scalars(query.where(Appointment.state == State.WAITING).order_by(CourseEntry.turn)).first()

    ending.cancel(room, winner.id, RESIDENT, CLOSED + timedelta(days=5))

    assert room.get_one(Appointment, first, populate_existing=True).state == State.BOOKED


def test_where_everybody_has_a_place_the_rest_is_first_come(room: Session) -> None:
    applied(room, 1, 2)
    later = CLOSED + timedelta(days=4)
    assert draws.stage(room, FOUND, CLOSED) is Stage.CLOSED

    drawn(room)

    assert states(room) == ["booked"]
    assert draws.stage(room, FOUND, later) is Stage.DONE
    row = booking.hold(room, wish(STARTS, "", what=STARS), later)
    assert row.state == State.HELD


def test_who_gave_up_after_the_closing_makes_room_for_the_next(room: Session) -> None:
    rows = [applied(room, number, 4) for number in range(1, 7)]
    drawing.work_due(room, CLOSED)
    ending.cancel(room, rows[0].id, RESIDENT, CLOSED + timedelta(days=1))

    drawn(room)

    assert states(room) == ["booked"] * 5 + ["cancelled"]


def test_the_worker_promises_a_secret_before_anybody_applies(room: Session, now: datetime) -> None:
    workers.WORKERS["draw_courses"](room, now)

    row = room.get_one(CourseDraw, STARS)
    assert draw.commitment_of(draws.secret(room, row)) == row.commitment
    assert (row.list_hash, row.body) == (None, None)
