"""The desk of a building: bookings taken there, moved with notice, allowed by four eyes, and those who do not come."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import decisions, inbox, payments, tasks
from portal.db import Database, writing
from portal.inbox import Case
from portal.outbox import Outbox
from portal.payments import Told as Paid
from portal.refused import Refused
from services.reservations.actions import blocking, booking, counter, noticing, numbers, standing
from services.reservations.actions.blocking import Closing
from services.reservations.actions.booking import Wish
from services.reservations.actions.counter import Told
from services.reservations.actions.numbers import Numbered
from services.reservations.models.bookings import Booking
from services.reservations.rules.states import BlockKind
from tests.portal.cases import hinata
from tests.services.reservations.builders import ANSWERS, wish
from tests.services.reservations.staffed import CENTRE, CULTURE, SPORTS, at, ready, seat


@pytest.fixture
def room(database: Database) -> Iterator[Session]:
    """A session of the sample town."""
    with ready(database).session() as session:
        yield session


def asked(unit: str = "hall_1", start: int = 10, day: int = 24) -> Wish:
    """Two hours at the community centre, asked for at its desk."""
    return wish(at(day, start), building=CENTRE, unit=unit, channel="counter")


def taken(room: Session, now: datetime, unit: str = "hall_1", **more: int) -> Booking:
    """A booking taken at the desk."""
    return counter.take(room, seat("counter"), asked(unit, **more), Told(ANSWERS), now)


def case_of(room: Session, row: Booking) -> Case:
    """The request of a booking, as it stands now."""
    return room.get_one(Case, row.case_id, populate_existing=True)


def sent(room: Session, template: str) -> list[Outbox]:
    """The messages that wait to be sent."""
    return [one for one in room.scalars(select(Outbox)) if one.template == template]


def test_a_booking_at_the_desk_is_a_request_like_any_other(room: Session, now: datetime) -> None:
    made = taken(room, now)

    case = case_of(room, made)
    assert (made.state, made.channel, case.channel, case.division) == (
        "confirmed", "counter", "window", CULTURE,
    )  # fmt: skip
    assert inbox.answers(room, case)["company_name"] == "見本子ども会"
    assert payments.outstanding(room, "case", case.id) == 800
    assert len(sent(room, "use_booked")) == 1


def test_two_who_want_the_same_room_do_not_both_get_it(room: Session, now: datetime) -> None:
    taken(room, now)

    with pytest.raises(Refused, match="use_taken"):
        counter.take(room, seat("counter"), asked("hall"), Told(ANSWERS), now)

    assert booking.alternatives(room, asked("hall_1"), now)


def test_another_operator_books_nothing_here(room: Session, now: datetime) -> None:
    with pytest.raises(Refused, match="facility_unknown"):
        counter.take(room, seat("worker", division=SPORTS), asked(), Told(ANSWERS), now)


def test_who_booked_is_told_where_it_was_moved_to(room: Session, now: datetime) -> None:
    made = taken(room, now)

    counter.move(room, seat(), made.id, ("hall_2", at(25, 13), at(25, 15)), now)

    row = room.get_one(Booking, made.id, populate_existing=True)
    assert (row.unit, row.starts_at) == ("hall_2", at(25, 13))
    assert len(sent(room, "use_moved")) == 1
    with pytest.raises(Refused, match="not_permitted"):
        counter.move(room, seat("counter"), made.id, ("hall_1", at(25, 13), at(25, 15)), now)


def test_a_move_that_cannot_be_told_is_no_move(
    room: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = taken(room, now)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(noticing, "moved", killed)
    with pytest.raises(KeyboardInterrupt):
        counter.move(room, seat(), made.id, ("hall_2", at(25, 13), at(25, 15)), now)

    row = room.get_one(Booking, made.id, populate_existing=True)
    assert (row.unit, row.starts_at) == ("hall_1", at(24, 10))


def test_a_refusal_takes_two_and_a_permit_one(room: Session, now: datetime) -> None:
    first, second = taken(room, now, "hall"), taken(room, now, "hall", day=25)
    clerk = seat("worker")

    counter.decide(room, clerk, first.id, "", now, allowed=True)
    counter.decide(room, clerk, second.id, "点検と重なるため。", now, allowed=False)

    assert room.get_one(Booking, first.id, populate_existing=True).state == "confirmed"
    assert decisions.notice(room, case_of(room, first)).document_no
    # Whoever proposed does not decide.
    counter.decide(room, clerk, second.id, "点検と重なるため。", now, allowed=False)
    assert room.get_one(Booking, second.id, populate_existing=True).state == "pending"
    counter.decide(room, seat("approver"), second.id, "点検と重なるため。", now, allowed=False)
    assert room.get_one(Booking, second.id, populate_existing=True).state == "refused"


def test_a_refusal_needs_its_reason(room: Session, now: datetime) -> None:
    made = taken(room, now, "hall")

    with pytest.raises(Refused, match="reason_needed"):
        counter.decide(room, seat(), made.id, " ", now, allowed=False)


def test_points_for_not_coming_are_taken_back_with_a_reason(room: Session, now: datetime) -> None:
    made = taken(room, now)
    later = at(24, 12)
    counter.missed(room, seat("counter"), made.id, later)
    assert made.holder is not None
    assert standing.points(room, made.holder, CENTRE, later) == 1
    assert len(sent(room, "use_missed")) == 1

    counter.waive(room, seat(), made.id, "大雨の警報が出ていた。", later)

    assert standing.points(room, made.holder, CENTRE, later) == 0
    notes = [text for line, text in inbox.history(room, case_of(room, made), public_only=False) if text]
    assert "大雨の警報が出ていた。" in notes
    with pytest.raises(Refused, match="not_permitted"):
        counter.waive(room, seat("counter"), made.id, "理由", later)


def test_a_receipt_number_opens_the_booking_at_its_own_desk_only(room: Session, now: datetime) -> None:
    made = taken(room, now)
    number = case_of(room, made).receipt_no

    found = numbers.by_number(room, seat("counter"), number.lower().replace("-", " "), now)

    assert found == Numbered("booking", made.id)
    assert numbers.by_number(room, seat("counter", division=SPORTS), number, now) is None
    assert numbers.by_number(room, seat("counter"), "0000", now) is None


def closing(kind: BlockKind = BlockKind.POLLING) -> Closing:
    """The whole centre on Tuesday the 24th."""
    return Closing(hinata().buildings[CENTRE], None, at(24, 9), at(24, 21), kind, "市長選挙の投票所（見本）")


def test_a_polling_station_sends_everybody_home_with_their_money(room: Session, now: datetime) -> None:
    paid, pending = taken(room, now), taken(room, now, "hall", start=14)
    other = taken(room, now, day=25)
    case = case_of(room, paid)
    with writing(room):
        due = payments.dues(room, "case", case.id, lock=True)[0]
        payments.paid(room, due, Paid(800, "cash", "見本"), now)

    # Too late for giving it back free of charge, had they done it themselves.
    soon = now + timedelta(days=3)
    made = blocking.block(room, closing(), seat(), soon, sweep=True)

    states = {
        one.id: one.state for one in room.scalars(select(Booking).execution_options(populate_existing=True))
    }
    assert states == {paid.id: "cancelled", pending.id: "cancelled", other.id: "confirmed"}
    assert not made.ended_at
    assert len(sent(room, "use_taken_back")) == 2
    assert not sent(room, "withdrawn")
    wanted = tasks.kinds(room, frozenset({CULTURE}))
    assert wanted.get("refund_wanted") == 1
    assert payments.outstanding(room, "case", case_of(room, pending).id) == 0


def test_what_was_seen_before_is_marked_so_that_nothing_else_is_cancelled(
    room: Session, now: datetime
) -> None:
    taken(room, now)
    seen = blocking.plan(blocking.in_the_way(room, closing()))

    taken(room, now, "hall_2")

    assert blocking.plan(blocking.in_the_way(room, closing())) != seen
