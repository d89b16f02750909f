"""キャンセル待ち: the first in line is offered what is given back, has it kept meanwhile, and the next one comes when they do not answer."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import Database
from portal.inbox import HOUSE, RESIDENT
from portal.outbox import Outbox
from portal.refused import Refused
from portal.slots.tables import SlotClaim
from portal.vault import DataKey
from services.reservations import workers
from services.reservations.actions import booking, passing_on, waiting
from services.reservations.actions.booking import Terms
from services.reservations.actions.waiting import Contact
from services.reservations.models.bookings import Booking
from services.reservations.models.waiting import Wait
from services.reservations.rules import waiting as rules
from services.reservations.rules.states import State
from tests.services.reservations.builders import HOLDER, at, booked, form, found, furnished, wish

HOUR = timedelta(hours=1)


def someone(name: str) -> Contact:
    """Somebody by mail."""
    return Contact(name, "", f"{name}@example.jp")


def wait(session: Session, name: str, now: datetime, *, alike: bool = False, **changes: Any) -> Wait:
    """Somebody waits for the two hours of the builders."""
    return waiting.join(session, wish(**changes), someone(name), now, alike=alike)


def offered(session: Session) -> dict[str, Booking]:
    """What is kept for whom at this moment."""
    waits = session.scalars(select(Wait).execution_options(populate_existing=True)).all()
    return {waiting.contact(session, one).name: row for one in waits if (row := waiting.offer(session, one))}


def sent(session: Session, template: str) -> int:
    """How many such messages were stored."""
    return session.scalar(select(func.count()).select_from(Outbox).where(Outbox.template == template)) or 0


def test_what_is_given_back_is_kept_for_the_first_in_line_and_nobody_comes_between(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        row, _ = booked(session, wish(), now)
        wait(session, "first", now)
        wait(session, "second", now + HOUR)

        booking.cancel(session, row.id, RESIDENT, now + 2 * HOUR)

        assert list(offered(session)) == ["first"]
        kept = offered(session)["first"]
        assert (kept.state, kept.channel) == (State.HELD, "waiting")
        assert set(session.scalars(select(SlotClaim.owner))) == {kept.id}
        assert sent(session, "wait_offer") == 1
        with pytest.raises(Refused, match="use_taken"):
            booking.hold(session, wish(), now + 2 * HOUR)


def test_whoever_takes_the_offer_books_like_anybody_and_is_forgotten_by_the_line(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        row, _ = booked(session, wish(), now)
        wait(session, "first", now)
        booking.cancel(session, row.id, RESIDENT, now)
        kept, keys = offered(session)["first"], session.scalar(select(func.count()).select_from(DataKey))

        booking.confirm(session, kept.id, form(session, now), Terms(HOLDER), now)

        assert found(session, kept.id).state == State.CONFIRMED
        assert session.scalar(select(func.count()).select_from(Wait)) == 0
        # One key went with the line, one came with the case.
        assert session.scalar(select(func.count()).select_from(DataKey)) == keys


def test_who_does_not_answer_in_time_makes_room_for_the_next(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row, _ = booked(session, wish(), now)
        wait(session, "first", now)
        wait(session, "second", now + HOUR)
        booking.cancel(session, row.id, RESIDENT, now + 2 * HOUR)
        until = offered(session)["first"].hold_until or now

        workers.lapse(session, until - timedelta(minutes=1))
        assert list(offered(session)) == ["first"]
        workers.lapse(session, until)

        assert list(offered(session)) == ["second"]
        assert session.scalar(select(func.count()).select_from(Wait)) == 1


def test_who_gives_the_offer_up_makes_room_for_the_next_and_after_the_last_it_opens_later(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        row, _ = booked(session, wish(), now)
        first = wait(session, "first", now)
        second = wait(session, "second", now + HOUR)
        booking.cancel(session, row.id, RESIDENT, now + 2 * HOUR)

        waiting.leave(session, first.id, RESIDENT, now + 3 * HOUR)
        assert list(offered(session)) == ["second"]
        waiting.leave(session, second.id, RESIDENT, now + 3 * HOUR)

        assert offered(session) == {}
        # Nobody can foresee when, so that it cannot be handed on.
        assert session.scalars(select(SlotClaim.kind).distinct()).all() == ["reopening"]


def test_a_part_of_what_is_given_back_is_offered_and_the_rest_opens(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        row, _ = booked(session, wish(hours=4), now)
        wait(session, "first", now, starts=at(8, 12))

        booking.cancel(session, row.id, RESIDENT, now)

        kept = offered(session)["first"]
        kinds = dict(session.execute(select(SlotClaim.owner, SlotClaim.kind).distinct()).all())
        assert kinds.pop(kept.id) == "booking"
        assert list(kinds.values()) == ["reopening"]


def test_what_came_free_some_other_way_is_offered_within_a_minute(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row, _ = booked(session, wish(), now)
        wait(session, "first", now)
        booking.move(session, row.id, at(9, 10), at(9, 12), "kaigi", HOUSE, now)
        assert offered(session) == {}

        passing_on.offer_due(session, now)
        passing_on.offer_due(session, now)

        assert list(offered(session)) == ["first"]
        assert sent(session, "wait_offer") == 1


def test_one_person_waits_once_for_a_time_and_for_a_few_in_a_building(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        for day in (8, 9, 10, 11):
            booked(session, wish(at(day, 10)), now)
            if day < 11:
                wait(session, "first", now, starts=at(day, 10))

        with pytest.raises(Refused, match="wait_most"):
            wait(session, "first", now, starts=at(11, 10))
        waiting.join(session, wish(at(8, 10)), someone("second"), now)
        with pytest.raises(Refused, match="wait_twice"):
            waiting.join(session, wish(at(8, 10)), someone("second"), now)


def test_nobody_waits_for_what_is_free_or_without_a_way_to_be_told(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        with pytest.raises(Refused, match="wait_is_free"):
            wait(session, "first", now)
        with pytest.raises(Refused, match="wait_contact"):
            waiting.join(session, wish(), Contact("見本 花子", "", ""), now)


def test_whoever_waits_for_a_day_that_has_come_is_forgotten(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        booked(session, wish(), now)
        wait(session, "first", now)
        before = session.scalar(select(func.count()).select_from(DataKey)) or 0

        passing_on.sweep(session, at(8, 10))

        assert session.scalar(select(func.count()).select_from(Wait)) == 0
        assert session.scalar(select(func.count()).select_from(DataKey)) == before - 1


def test_a_link_that_was_changed_opens_nothing(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        booked(session, wish(), now)
        secret = waiting.token(session, wait(session, "first", now))

        assert waiting.find(session, secret).purpose == "meeting"
        with pytest.raises(Refused, match="wait_over"):
            waiting.find(session, secret[:-1] + ("0" if secret[-1] != "0" else "1"))


@pytest.mark.parametrize(
    ("now", "starts", "until"),
    [
        # A day, as the town says.
        (at(1, 10), at(20, 10), at(2, 10)),
        # Not into the night: the next morning.
        (at(1, 22), at(20, 10), at(3, 10)),
        (at(1, 3), at(20, 10), at(2, 10)),
        # Near the day half of what is left.
        (at(1, 10), at(1, 18), at(1, 14)),
        # Early in the morning an hour is left to whoever comes next.
        (at(1, 20), at(2, 9), at(2, 8)),
        # Too late for an answer.
        (at(1, 10), at(1, 12), None),
    ],
)
def test_an_offer_ends_by_day_and_in_time(now: datetime, starts: datetime, until: datetime | None) -> None:
    assert rules.until(now, starts, 24) == until
