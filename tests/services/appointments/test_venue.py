"""A house becomes a 投票所: what other rooms hold there takes nobody new, everybody is told once, and staff have it to do."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import tasks
from portal.db import Database
from portal.outbox import Outbox
from portal.refused import Refused
from services.appointments.actions import booking, closing
from services.appointments.models import DayChange
from services.appointments.rules.states import State
from services.reservations.actions import blocking
from services.reservations.actions.blocking import Closing
from services.reservations.models.bookings import Block
from services.reservations.rules.states import BlockKind
from tests.portal.cases import hinata
from tests.services.appointments.builders import COOKING, again, at, booked, wish
from tests.services.reservations.builders import HALL, furnished
from tests.services.reservations.staffed import seat

# The cooking course is held in the community centre that can be booked, and run by the same division.
HOUSE, CULTURE = hinata().buildings[HALL], hinata().appointments[COOKING].division
CLASS = at(1, 16, 10, year=2027)
TOLD = "appointment_changed"


@pytest.fixture
def room(database: Database) -> Iterator[Session]:
    with furnished(database).session() as session:
        yield session


def needed(room: Session, now: datetime, first: int = 7, last: int = 21) -> Block:
    closing_ = Closing(
        HOUSE,
        None,
        at(1, 16, first, year=2027),
        at(1, 16, last, year=2027),
        BlockKind.POLLING,
        "見本の投票所",
    )
    return blocking.block(room, closing_, seat(division=HOUSE.operator), now, sweep=True)


def sent(room: Session) -> int:
    return room.scalar(select(func.count()).select_from(Outbox).where(Outbox.template == TOLD)) or 0


def to_do(room: Session, kind: str) -> int:
    return tasks.kinds(room, frozenset({CULTURE})).get(kind, 0)


def test_whoever_has_a_place_there_is_told_once_keeps_it_and_staff_have_a_task(
    room: Session, now: datetime
) -> None:
    mine, _ = booked(room, wish(CLASS, "", "", what=COOKING), now)

    needed(room, now)
    closing.sweep_due(room, now)
    closing.sweep_due(room, now)

    assert (sent(room), to_do(room, "venue_closed")) == (1, 1)
    assert again(room, mine).state == State.BOOKED


def test_nobody_new_can_book_there_while_the_house_is_needed(room: Session, now: datetime) -> None:
    needed(room, now)

    with pytest.raises(Refused, match="not_offered_then"):
        booked(room, wish(CLASS, "", what=COOKING), now)


def test_what_lies_outside_the_time_or_in_another_house_is_left_alone(room: Session, now: datetime) -> None:
    needed(room, now, 14, 21)

    assert room.scalars(select(DayChange)).all() == []
    assert to_do(room, "venue_closed") == 0
    booked(room, wish(CLASS, "", what=COOKING), now)


def test_who_is_still_typing_at_that_moment_has_the_place_no_more(room: Session, now: datetime) -> None:
    held = booking.hold(room, wish(CLASS, "", what=COOKING), now)

    needed(room, now)
    closing.sweep_due(room, now)

    assert again(room, held).state == State.CALLED_OFF
    assert sent(room) == 0


def test_staff_call_off_what_is_left_and_each_is_told_why(room: Session, now: datetime) -> None:
    mine, _ = booked(room, wish(CLASS, "", what=COOKING), now)
    needed(room, now)
    closing.sweep_due(room, now)
    (row,) = room.scalars(select(DayChange)).all()
    assert closing.left(room, hinata().appointments[COOKING], row) == 1

    closing.finish(room, seat(division=CULTURE), COOKING, row.id, now)

    assert again(room, mine).state == State.CALLED_OFF
    assert sent(room) == 2


def test_a_house_that_opens_again_offers_the_time_again_and_staff_say_so(
    room: Session, now: datetime
) -> None:
    block = needed(room, now)
    closing.sweep_due(room, now)

    blocking.unblock(room, block.id, seat(division=HOUSE.operator), now)

    assert to_do(room, "venue_opened") == 1
    booked(room, wish(CLASS, "", what=COOKING), now)
