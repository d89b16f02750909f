"""One action makes a building a 投票所: whatever somebody has or waits for there ends free of charge, and each of them is told."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import payments, tasks
from portal.db import Database, new_id, writing
from portal.inbox import RESIDENT, Case
from portal.outbox import Outbox
from portal.payments import Told as Paid
from portal.refused import Refused
from services.reservations.actions import (
    blocking,
    booking,
    drawing,
    own_series,
    series,
    waiting,
)
from services.reservations.actions.blocking import Closing
from services.reservations.actions.counter import Told
from services.reservations.actions.series_plan import Plan
from services.reservations.actions.waiting import Contact
from services.reservations.models.bookings import Booking
from services.reservations.models.rounds import Win
from services.reservations.models.waiting import Wait
from services.reservations.rules.series import Every, Rhythm
from services.reservations.rules.states import BlockKind, State
from tests.portal.cases import hinata
from tests.services.reservations import lottery
from tests.services.reservations.builders import ANSWERS, GYM, at, band, booked, furnished, wish
from tests.services.reservations.staffed import SPORTS, seat

HOUSE = hinata().buildings[GYM]


@pytest.fixture
def room(database: Database) -> Iterator[Session]:
    with furnished(database).session() as session:
        yield session


def needed(room: Session, day: datetime, now: datetime) -> None:
    """The whole building is a polling station on a day."""
    wish = Closing(HOUSE, None, day.replace(hour=7), day.replace(hour=21), BlockKind.POLLING, "見本の投票所")
    blocking.block(room, wish, seat(division=SPORTS), now, sweep=True)


def sent(room: Session, template: str) -> int:
    return room.scalar(select(func.count()).select_from(Outbox).where(Outbox.template == template)) or 0


def person(name: str) -> Contact:
    return Contact(name, "", f"{name}@example.jp")


def test_one_date_of_a_series_ends_and_is_paid_back_and_the_others_stand(
    room: Session, now: datetime
) -> None:
    rhythm = Rhythm((1,), Every.WEEK, (), at(8, 18).time(), at(8, 20).time())
    plan = Plan(GYM, "kaigi", rhythm, at(8, 0).date(), at(22, 0).date(), "meeting", 8, wish().who)
    made = series.make(room, seat(division=SPORTS), plan, Told(ANSWERS), {}, now, new_id())
    case = room.get_one(Case, made.case_id)
    with writing(room):
        for place, due in enumerate(payments.dues(room, "case", case.id, lock=True)):
            payments.paid(room, due, Paid(600, "cash", f"見本{place}"), now)

    # Too late for giving it back free of charge, had they done it themselves.
    needed(room, at(15, 7), at(14, 9))

    found = own_series.of_case(room, case, at(14, 9))
    assert found is not None
    assert [one.date.day for one in found.exceptions] == [date(2026, 12, 15)]
    assert [one.date.day for one in found.coming] == [date(2026, 12, 22)]
    assert sent(room, "use_taken_back") == 1
    # One evening's money is to be given back, and nothing more.
    assert tasks.kinds(room, frozenset({SPORTS})).get("refund_wanted") == 1
    assert payments.outstanding(room, "case", case.id) == 0


def test_whoever_was_offered_the_time_and_whoever_waits_for_it_is_told_and_waits_no_more(
    room: Session, now: datetime
) -> None:
    row, _ = booked(room, wish(), now)
    for name in ("offered", "next"):
        waiting.join(room, wish(), person(name), now)
    elsewhere = band("am", unit="arena_a")
    booked(room, elsewhere, now)
    waiting.join(room, elsewhere, person("another room would do"), now, alike=True)
    booking.cancel(room, row.id, RESIDENT, now)
    assert sent(room, "wait_offer") == 1

    needed(room, at(8, 7), now)

    assert (sent(room, "hold_taken_back"), sent(room, "wait_taken_back")) == (1, 1)
    left = room.scalars(select(Wait).execution_options(populate_existing=True)).all()
    assert [waiting.contact(room, one).name for one in left] == ["another room would do"]
    with pytest.raises(Refused, match="use_taken"):
        booking.hold(room, wish(), now)


def test_a_win_that_is_not_confirmed_yet_ends_and_whoever_won_is_told(
    database: Database,
) -> None:
    with lottery.equip(database).session() as room:
        row = lottery.a_round(room)
        lottery.enter(room, row, "見本 花子", lottery.wish(room))
        lottery.drawn(room, row)
        (win,) = room.scalars(select(Win)).all()
        now = lottery.CLOSES + timedelta(days=2)

        needed(room, at(12, 7, month=1, year=2027), now)

        assert room.get_one(Win, win.id, populate_existing=True).state == "blocked"
        assert room.get_one(Booking, win.id, populate_existing=True).state == State.CANCELLED
        assert sent(room, "hold_taken_back") == 1
        with pytest.raises(Refused, match="lottery_win_over"):
            drawing.confirm(room, win, ("resident", new_id()), now)
        # The round comes to its end, and nobody counts the win as confirmed.
        drawing.pass_on_due(room, lottery.CONFIRM)
        assert room.get_one(Win, win.id, populate_existing=True).state == "blocked"
