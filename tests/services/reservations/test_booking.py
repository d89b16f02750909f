"""Booking: held while somebody types, sent in with what they typed, and nothing of it where somebody was quicker."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal import inbox, ledger, payments
from portal.db import Database
from portal.inbox import Case
from portal.opening import today
from portal.outbox import Outbox
from portal.refused import Refused
from portal.slots import claiming
from portal.slots.tables import SlotClaim
from services.reservations.actions import booking
from services.reservations.actions.booking import Terms
from services.reservations.models.bookings import Booking
from services.reservations.rules.states import State
from tests.harness import statements
from tests.services.reservations.builders import (
    GYM,
    HALL,
    HOLDER,
    at,
    band,
    booked,
    form,
    found,
    furnished,
    wish,
)


def test_a_held_time_becomes_a_case_of_the_operator_with_what_is_owed(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        row, case = booked(session, wish(), now)

        assert (row.state, row.case_id, row.hold_until) == (State.CONFIRMED, case.id, None)
        assert (case.procedure, case.division, case.channel) == ("shisetsu_riyo", "sports_kyokai", "online")
        assert inbox.answers(session, case)["use_purpose"] == "子ども会の見本の会"
        assert payments.outstanding(session, "case", case.id) == row.yen == 600
        counted = ledger.counts(session, "filed", today(now), today(now))
        assert [(row.channel, row.division, row.n) for row in counted] == [("online", "sports_kyokai", 1)]


def test_what_is_held_cannot_be_held_by_another(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        booking.hold(session, wish(), now)

        with pytest.raises(Refused, match="use_taken"):
            booking.hold(session, wish(at(8, 11)), now)

        assert session.scalar(select(func.count()).select_from(Booking)) == 1


def test_the_turnaround_belongs_to_the_use_before(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        booking.hold(session, wish(), now)

        with pytest.raises(Refused, match="use_taken"):
            booking.hold(session, wish(at(8, 12)), now)
        booking.hold(session, wish(at(8, 12, 30)), now)


def test_the_whole_arena_is_the_claims_of_its_halves(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        booking.hold(session, band("am", unit="arena_b"), now)

        with pytest.raises(Refused, match="use_taken"):
            booking.hold(session, band("am"), now)
        booking.hold(session, band("am", unit="arena_a"), now)
        booking.hold(session, band("pm"), now)


def test_a_form_sent_twice_is_one_booking(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        asked = wish()
        first = booking.hold(session, asked, now)

        assert booking.hold(session, asked, now) == first
        typed = form(session, now)
        case = booking.confirm(session, first, typed, Terms(HOLDER), now)
        assert booking.confirm(session, first, typed, Terms(HOLDER), now).id == case.id
        assert session.scalar(select(func.count()).select_from(Case)) == 1


def test_a_key_that_made_another_booking_is_refused(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        asked = wish()
        booking.hold(session, asked, now)

        with pytest.raises(Refused, match="form_sent_before"):
            booking.hold(session, wish(at(9, 10), once_key=asked.once_key), now)


def test_what_is_booked_at_once_waits_for_nobody(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        _, case = booked(session, wish(), now)

        assert (case.state, case.due_on, case.accepted_at, case.closed_at) == ("done", None, now, now)
        assert session.scalars(select(Outbox.template)).all() == ["use_booked"]
        counted = ledger.counts(session, ledger.Kind.COMPLETED, today(now), today(now))
        assert sum(row.n for row in counted) == 1


def test_an_approved_hall_waits_and_owes_nothing_yet(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row, case = booked(session, wish(building=HALL, unit="hall"), now)

        assert row.state == State.PENDING
        assert (case.state, case.closed_at) == ("arrived", None)
        assert case.due_on is not None
        assert session.scalars(select(Outbox.template)).all() == ["use_asked"]
        assert payments.outstanding(session, "case", case.id) == 0


def test_the_month_holds_only_so_many(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        for day in (1, 2, 3, 4, 5, 6, 8, 9):
            booked(session, wish(at(day, 10)), now)

        with pytest.raises(Refused, match="quota_used_up"):
            booked(session, wish(at(10, 10)), now)
        booked(session, wish(at(10, 14)), now, Terms(b"\x06" * 16))
        booked(session, wish(at(5, 10, month=1, year=2027)), now)


def test_whoever_typed_too_long_gets_it_where_nobody_took_it(database: Database, now: datetime) -> None:
    from services.reservations import workers

    with furnished(database).session() as session:
        first, second = booking.hold(session, wish(), now), booking.hold(session, wish(at(9, 10)), now)
        later = now + timedelta(minutes=16)
        workers.lapse(session, later)
        assert session.scalar(select(func.count()).select_from(SlotClaim)) == 0
        booking.hold(session, wish(at(9, 11)), later)

        booking.confirm(session, first, form(session, now), Terms(HOLDER), later)
        assert found(session, first).state == State.CONFIRMED
        with pytest.raises(Refused, match="use_taken"):
            booking.confirm(session, second, form(session, now), Terms(HOLDER), later)


def test_a_building_that_changed_has_another_version(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        before = claiming.version(session, GYM)

        row = booking.hold(session, wish(), now)
        held = claiming.version(session, GYM)
        booking.confirm(session, row, form(session, now), Terms(HOLDER), now)

        assert before < held < claiming.version(session, GYM)


def test_a_hold_asks_the_database_three_times_and_the_version_last(database: Database, now: datetime) -> None:
    with furnished(database).session() as session, statements.asked(database) as asked:
        booking.hold(session, wish(), now)

        assert asked == ["INSERT INTO booking", "INSERT INTO slot_claim", "INSERT INTO booking_version"]
