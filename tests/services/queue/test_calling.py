"""Calling: turns are kept, nobody is called twice, whoever was absent comes back to their own turn."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.audit import Audit
from portal.db import Database, new_id, put, writing
from portal.refused import Refused
from services.queue.actions import calling
from services.queue.models import Call
from tests.services.queue import hall
from tests.services.queue.hall import MORNING, call, clerk, queue, seen, take, ticket


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session on a hall with three counters for bands A and B."""
    with hall.equip(database).session() as opened:
        yield opened


def test_numbers_are_called_in_the_order_in_which_they_were_taken(session: Session) -> None:
    for letter in "ABAAB":
        take(session, letter)
    seat = clerk(session)

    called = [call(session, seat) for _ in range(6)]

    assert called == ["A001", "B001", "A002", "A003", "B002", ""]


def test_whoever_asks_for_priority_comes_a_quarter_of_an_hour_earlier_and_not_before_everybody(
    session: Session,
) -> None:
    take(session, now=MORNING - timedelta(minutes=20))
    take(session, now=MORNING - timedelta(minutes=5))
    take(session, needs="priority")
    seat = clerk(session)

    called = [call(session, seat) for _ in range(3)]

    assert called == ["A001", "A003", "A002"]


def test_a_counter_calls_only_what_it_serves(session: Session) -> None:
    take(session, "C")
    seat = clerk(session)

    assert call(session, seat) == ""


def test_a_button_pressed_twice_calls_one_number(session: Session) -> None:
    take(session)
    take(session)
    seat = clerk(session)
    shown = seen(session, seat)
    calling.call_next(session, seat, queue(session), shown, MORNING)

    with pytest.raises(Refused) as refused:
        calling.call_next(session, seat, queue(session), shown, MORNING)

    assert refused.value.code == "queue_moved"
    assert hall.states(session) == {"A001": "called", "A002": "waiting"}


def test_the_database_itself_refuses_a_second_first_call(session: Session) -> None:
    take(session)
    seat = clerk(session)
    call(session, seat)
    first = session.scalars(select(Call)).one()
    row = {
        "id": new_id(), "day_id": first.day_id, "ticket_id": first.ticket_id, "round": 1, "again": 0,
        "counter": 2, "at": MORNING,
    }  # fmt: skip

    with pytest.raises(IntegrityError), writing(session):
        put(session, Call, row)


def test_an_absent_number_comes_back_to_its_own_turn(session: Session) -> None:
    first = take(session)
    take(session)
    seat = clerk(session)
    call(session, seat)
    calling.absent(session, seat, queue(session), seen(session, seat), MORNING)
    assert hall.states(session)["A001"] == "absent"

    calling.back(session, seat, queue(session), first.id, MORNING)

    assert [call(session, seat) for _ in range(2)] == ["A001", "A002"]
    assert ticket(session, first.id).round == 2


def test_only_an_absent_number_comes_back(session: Session) -> None:
    first = take(session)
    seat = clerk(session)

    with pytest.raises(Refused) as refused:
        calling.back(session, seat, queue(session), first.id, MORNING)

    assert refused.value.code == "queue_moved"


def test_a_number_goes_on_to_another_band_with_the_turn_in_which_it_came(session: Session) -> None:
    take(session, "A", MORNING - timedelta(minutes=9))
    take(session, "B", MORNING - timedelta(minutes=6))
    seat = clerk(session)
    call(session, seat)

    calling.transfer(session, seat, queue(session), seen(session, seat), "B", MORNING)

    assert [call(session, seat) for _ in range(2)] == ["A001", "B001"]
    assert hall.counted(session, "served") == [("honcho.A", "kiosk", 1, 0.0), ("honcho.B", "kiosk", 1, 0.0)]


def test_a_recall_is_a_further_call_of_the_same_round(session: Session) -> None:
    take(session)
    seat = clerk(session)
    call(session, seat)

    calling.again(session, seat, queue(session), seen(session, seat), MORNING + timedelta(seconds=30))

    assert [(one.round, one.again) for one in session.scalars(select(Call).order_by(Call.at))] == [
        (1, 0),
        (1, 1),
    ]
    assert hall.counted(session, "called") == [("honcho.A", "kiosk", 1, None)]


def test_waits_and_services_are_counted_in_minutes(session: Session) -> None:
    take(session, now=MORNING)
    seat = clerk(session)
    call(session, seat, MORNING + timedelta(minutes=7))

    calling.finish(session, seat, queue(session), seen(session, seat), MORNING + timedelta(minutes=19))

    # With the hour in which the wait began.
    assert hall.counted(session, "waited") == [("honcho.A/10", "kiosk", 1, 7.0)]
    assert hall.counted(session, "served") == [("honcho.A", "kiosk", 1, 12.0)]


def test_a_counter_has_one_person_and_a_person_one_counter(session: Session) -> None:
    one, other = clerk(session, 1), clerk(session, 2)

    with pytest.raises(Refused) as refused:
        calling.sit(session, other, queue(session), 1, MORNING)
    calling.sit(session, one, queue(session), 3, MORNING)
    calling.sit(session, other, queue(session), 1, MORNING)

    assert refused.value.code == "counter_taken"


def test_a_forgotten_counter_is_taken_over_with_whom_it_serves(session: Session) -> None:
    take(session)
    away, here = clerk(session, 1), clerk(session, 2)
    call(session, away)
    shown = seen(session, away)

    calling.sit(session, here, queue(session), 1, MORNING, over=True)

    assert seen(session, here) == shown
    with pytest.raises(Refused) as refused:
        calling.again(session, away, queue(session), shown, MORNING)
    assert refused.value.code == "no_counter"


def test_nobody_leaves_a_counter_with_somebody_at_it(session: Session) -> None:
    take(session)
    seat = clerk(session)
    call(session, seat)

    with pytest.raises(Refused) as refused:
        calling.rise(session, seat, queue(session), MORNING)

    assert refused.value.code == "counter_busy"


def test_every_act_is_written_down_by_ids_only(session: Session) -> None:
    take(session)
    seat = clerk(session)
    call(session, seat)
    calling.absent(session, seat, queue(session), seen(session, seat), MORNING)

    rows = session.scalars(select(Audit).order_by(Audit.id)).all()
    assert [row.verb for row in rows] == ["queue_sat", "queue_called", "queue_absent"]
    assert {row.actor_id for row in rows} == {str(seat.id)}
