"""Giving back, moving and deciding: the time is another's again, what is owed follows, and nothing is handed on."""

from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from portal import inbox, ledger, payments
from portal.db import Database, writing
from portal.inbox import HOUSE, RESIDENT, Actor
from portal.opening import today
from portal.pack import Pack
from portal.payments import Told
from portal.refused import Refused
from portal.slots.tables import QuotaCount, SeatCount, SlotClaim
from portal.tasks import Task
from services.reservations import workers
from services.reservations.actions import attending, blocking, booking, standing
from services.reservations.actions.blocking import Closing
from services.reservations.actions.booking import Terms
from services.reservations.models.bookings import Booking
from services.reservations.models.given_back import Point, Reopening
from services.reservations.rules.states import BlockKind, State
from tests.portal.cases import hinata
from tests.services.reservations import staffed
from tests.services.reservations.builders import GYM, HALL, HOLDER, at, band, booked, found, furnished, wish


def at_once() -> Pack:
    """The sample town, whose gymnasium opens again at once."""
    gym = hinata().buildings[GYM]
    gym = replace(gym, rules=replace(gym.rules, reopen_minutes=0))
    return replace(hinata(), buildings=MappingProxyType({**hinata().buildings, GYM: gym}))


def test_given_back_in_time_it_costs_nothing_and_opens_again_later(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row, case = booked(session, wish(), now)

        done = booking.cancel(session, row.id, RESIDENT, now)

        assert (done.fee, found(session, row.id).state) == (0, State.CANCELLED)
        assert session.get_one(inbox.Case, case.id).state == inbox.State.DONE
        kept = session.scalars(select(Reopening)).one()
        assert now < kept.reopens_at <= now + timedelta(minutes=120)
        with pytest.raises(Refused, match="use_taken"):
            booking.hold(session, wish(), now)
        workers.reopen(session, kept.reopens_at)
        booking.hold(session, wish(), now)
        assert session.scalar(select(QuotaCount.used)) == 0


def test_a_booking_and_its_giving_back_are_counted_by_building_way_and_operator(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        booking.hold(session, wish(at(9, 10)), now)
        row, _ = booked(session, wish(), now)
        booking.cancel(session, row.id, RESIDENT, now)

        for kind in ("booked", "cancelled"):
            counted = ledger.counts(session, kind, today(now), today(now))
            # What is only held, while somebody types, is no booking.
            assert [(one.key, one.channel, one.division, one.n) for one in counted] == [
                (GYM, "online", "sports_kyokai", 1)
            ], kind


def test_given_back_late_its_fee_stays_owed(database: Database, now: datetime) -> None:
    with furnished(database, at_once()).session() as session:
        row, case = booked(session, wish(at(25, 10, month=11)), now)

        done = booking.cancel(session, row.id, RESIDENT, now)

        assert done.fee == payments.outstanding(session, "case", case.id) == 600
        assert session.get_one(inbox.Case, case.id).state == inbox.State.DONE
        booking.hold(session, wish(at(25, 10, month=11)), now)


def test_a_request_withdrawn_elsewhere_before_anybody_decided_frees_the_place(
    database: Database, now: datetime
) -> None:
    with furnished(database, at_once()).session() as session:
        row, case = booked(session, wish(building=HALL, unit="hall"), now)

        with writing(session):
            inbox.move(session, inbox.take_hold(session, case.id), inbox.State.WITHDRAWN, RESIDENT, now)

        assert found(session, row.id).state == State.CANCELLED
        assert session.scalars(select(SlotClaim.kind).distinct()).all() == ["reopening"]


def test_a_booking_moves_by_half_an_hour_over_itself_and_costs_what_the_new_time_costs(
    database: Database, now: datetime
) -> None:
    with furnished(database, at_once()).session() as session:
        row, case = booked(session, wish(), now)
        booked(session, wish(at(8, 15)), now)

        moved = booking.move(session, row.id, at(8, 10, 30), at(8, 13, 30), "kaigi", RESIDENT, now)

        assert (moved.starts_at, moved.yen) == (at(8, 10, 30), 900)
        assert payments.outstanding(session, "case", case.id) == 900
        with pytest.raises(Refused, match="use_taken"):
            booking.move(session, row.id, at(8, 14), at(8, 16), "kaigi", RESIDENT, now)
        assert (
            session.scalar(
                select(func.count()).where(SlotClaim.owner == row.id, SlotClaim.space == f"{GYM}/kaigi")
            )
            == 7
        )
        booking.hold(session, wish(at(8, 9), 1), now)


def test_a_hall_is_allowed_by_one_and_refused_by_two(database: Database, now: datetime) -> None:
    first, second = Actor("staff", uuid4()), Actor("staff", uuid4())
    with furnished(database).session() as session:
        allowed, case = booked(session, wish(building=HALL, unit="hall"), now)
        unwanted, _ = booked(session, wish(at(9, 10), building=HALL, unit="hall"), now)

        booking.decide(session, allowed.id, True, first, now)
        booking.decide(session, unwanted.id, False, first, now, "見本の理由")
        assert found(session, unwanted.id).state == State.PENDING
        booking.decide(session, unwanted.id, False, second, now, "見本の理由")

        assert found(session, allowed.id).state == State.CONFIRMED
        assert payments.outstanding(session, "case", case.id) == 1600
        assert found(session, unwanted.id).state == State.REFUSED
        booking.hold(session, wish(at(9, 10), building=HALL, unit="hall"), now)


def test_the_last_seat_is_given_once_and_given_back(database: Database, now: datetime) -> None:
    with furnished(database, at_once()).session() as session:
        asked = wish(unit="training", purpose="exercise", people=12)
        row, _ = booked(session, asked, now)

        with pytest.raises(Refused, match="seats_taken"):
            booking.hold(session, wish(unit="training", purpose="exercise", people=9), now)
        booking.hold(session, wish(unit="training", purpose="exercise", people=8), now)
        booking.cancel(session, row.id, RESIDENT, now)

        assert set(session.scalars(select(SeatCount.used))) == {8}


def test_equipment_is_counted_beside_the_rooms(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        booked(session, wish(), now, Terms(HOLDER, equipment={"projector": 2}))

        with pytest.raises(Refused, match="equipment_taken"):
            booked(
                session,
                band("am", unit="budo", purpose="budo"),
                now,
                Terms(HOLDER, equipment={"projector": 1}),
            )


def test_a_building_becomes_a_polling_place_and_whoever_stood_there_is_swept(
    database: Database, now: datetime
) -> None:
    with furnished(database, at_once()).session() as session:
        room, _ = booked(session, wish(at(24, 10, month=11)), now)
        sport, case = booked(
            session, wish(at(24, 10, month=11), unit="training", purpose="exercise", people=3), now
        )
        closing = Closing(
            hinata().buildings[GYM], None, at(24, 9, month=11), at(24, 21, month=11), BlockKind.POLLING, "見本の投票所"
        )  # fmt: skip
        seat = staffed.seat("approver", division=staffed.SPORTS)
        with pytest.raises(Refused, match="bookings_in_the_way"):
            blocking.block(session, closing, seat, now)

        made = blocking.block(session, closing, seat, now, sweep=True)

        assert {found(session, one.id).state for one in (room, sport)} == {State.CANCELLED}
        assert payments.outstanding(session, "case", case.id) == 0
        for one in (
            wish(at(24, 10, month=11)),
            wish(at(24, 10, month=11), unit="training", purpose="exercise"),
        ):
            with pytest.raises(Refused, match=r"use_taken|seats_taken"):
                booking.hold(session, one, now)
        blocking.unblock(session, made.id, seat, now)
        booking.hold(session, wish(at(24, 10, month=11), unit="training", purpose="exercise", people=20), now)
        booking.hold(session, wish(at(24, 10, month=11)), now)


def test_three_times_not_come_stops_the_fourth_until_it_is_waived(database: Database, now: datetime) -> None:
    clerk = Actor("staff", uuid4())
    with furnished(database).session() as session:
        rows = [booked(session, wish(at(day, 10)), now)[0] for day in (1, 2, 3)]
        for row in rows:
            attending.missed(session, row.id, clerk, at(4, 9))
        assert standing.points(session, HOLDER, GYM, at(4, 9)) == 3

        with pytest.raises(Refused, match="stopped_by_points"):
            booked(session, wish(at(15, 10)), at(4, 9))
        attending.waive(session, rows[0].id, clerk, at(4, 9))
        booked(session, wish(at(16, 10)), at(4, 9))
        attending.came(session, rows[1].id, clerk, at(4, 9))

        assert session.scalar(select(func.count()).where(Point.waived_at.is_(None))) == 1
        assert standing.points(session, HOLDER, GYM, at(4, 9) + timedelta(days=181)) == 0


def test_an_erased_case_leaves_a_use_and_nobody_whose_it_was(database: Database, now: datetime) -> None:
    from portal import service

    with furnished(database).session() as session:
        row, case = booked(session, wish(), now)

        with writing(session):
            service.fire(session, "case.erased", case=case, now=now)

        left = found(session, row.id)
        assert (left.holder, left.group_id, left.starts_at) == (None, None, at(8, 10))


def test_what_is_offered_instead_can_be_booked(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        asked = wish()
        booked(session, asked, now)
        booked(session, wish(at(8, 13)), now)

        offers = booking.alternatives(session, asked, now)

        assert len(offers) == 5
        assert {offer.building for offer in offers} == {GYM, HALL}
        for offer in offers:
            booking.hold(
                session,
                replace(
                    wish(), building=offer.building, unit=offer.unit, starts=offer.starts, ends=offer.ends
                ),
                now,
            )
        assert session.scalar(select(func.count()).select_from(Booking)) == 7


def test_money_for_a_place_that_the_city_needs_goes_back_to_whoever_paid(
    database: Database, now: datetime
) -> None:
    with furnished(database, at_once()).session() as session:
        row, case = booked(session, wish(at(25, 10, month=11)), now)
        (due,) = payments.dues(session, "case", case.id)
        with writing(session):
            payments.paid(session, due, Told(600, "cash", "見本", None), now)

        booking.cancel(session, row.id, HOUSE, now, why="repair")

        assert [task.kind for task in session.scalars(select(Task))] == ["refund_wanted"]
