"""Booking: furnace and all that is taken along in one block with the request, never within 24 hours of a death."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from portal import inbox
from portal.db import Database
from portal.inbox import Case
from portal.refused import Refused
from portal.slots.tables import QuotaCount, SlotClaim
from services.crematorium.models.cremations import Cremation, CremationExtra
from services.crematorium.rules.states import State
from tests.services.crematorium.builders import PERMIT, at, booked, furnished, wish


def test_a_booking_is_a_case_of_the_office_and_tentative_without_a_permit(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        row = booked(session, now)

        case = session.get_one(Case, row.case_id)
        assert (case.procedure, case.division, case.channel) == ("saijo_riyo", "shimin", "online")
        assert inbox.answers(session, case)["deceased_name"] == "見本 一郎"
        assert (row.state, row.permit_until, row.yen) == (State.TENTATIVE, at(22, 15, 30), 10000)
        spaces = session.scalars(select(SlotClaim.space).where(SlotClaim.owner == row.id).distinct()).all()
        assert spaces == ["saijo/ro_1"]


def test_with_the_permits_number_it_is_certain_at_once(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row = booked(session, now, **PERMIT)

        assert (row.state, row.permit_until) == (State.CONFIRMED, None)


def test_everything_along_is_taken_with_it_or_nothing_is(database: Database, now: datetime) -> None:
    along = {"shikijo": "tsuya", "machiai_1": "during", "reikyu": "to_here"}
    with furnished(database).session() as session:
        first = booked(session, now, wish(along=along))

        with pytest.raises(Refused, match="use_taken"):
            booked(session, now, wish(furnace="ro_2", along={"machiai_2": "during", "shikijo": "kokubetsu"}))

        extras = session.scalars(select(CremationExtra).order_by(CremationExtra.extra)).all()
        assert [(one.extra, one.cremation_id == first.id) for one in extras] == [
            ("machiai_1", True), ("reikyu", True), ("shikijo", True),
        ]  # fmt: skip
        assert session.scalar(select(func.count()).select_from(Cremation)) == 1
        assert session.scalar(select(func.count()).select_from(Case)) == 1
        owners = set(session.scalars(select(SlotClaim.owner)))
        assert owners == {first.id}


@pytest.mark.parametrize(
    ("died", "code"),
    [
        # The admission is at 9:30; the minute of death may lie at its end.
        (("2026-11-22", "09:29"), None),
        (("2026-11-22", "09:30"), "within_24_hours"),
        # No time is known: the end of the day counts.
        (("2026-11-21", None), None),
        (("2026-11-22", None), "within_24_hours"),
    ],
)
def test_no_admission_lies_within_24_hours_of_the_death(
    database: Database, now: datetime, died: tuple[str, str | None], code: str | None
) -> None:
    answers: dict[str, Any] = {"deceased_on": died[0], "cremation_time": died[1], **PERMIT}
    later = now + timedelta(days=2, hours=5)
    with furnished(database).session() as session:
        if code is None:
            assert booked(session, later, **answers).state == State.CONFIRMED
            return

        with pytest.raises(Refused, match=code):
            booked(session, later, **answers)

        assert session.scalar(select(func.count()).select_from(SlotClaim)) == 0


def test_the_exceptions_are_those_the_law_names(database: Database, now: datetime) -> None:
    early = at(21, 9, 30)
    stillborn: dict[str, Any] = {"deceased_on": "2026-11-20", "cremation_time": None, **PERMIT}
    with furnished(database).session() as session:
        with pytest.raises(Refused, match="within_24_hours"):
            booked(session, now, wish(early, sort="stillborn"), **stillborn, cremation_weeks="from_24")

        booked(session, now, wish(early, sort="stillborn"), **stillborn, cremation_weeks="under_24")
        booked(session, now, wish(early, "ro_2"), cremation_infection="yes", cremation_time="09:50", **PERMIT)


def test_on_tomobiki_and_at_new_year_nobody_is_taken_in(database: Database, now: datetime) -> None:
    year_end = at(28, 1, month=12)
    with furnished(database).session() as session:
        for day, moment in ((at(25, 9, 30), now), (at(2, 9, 30, month=1, year=2027), year_end)):
            with pytest.raises(Refused, match="no_admission_then"):
                booked(session, moment, wish(day), **PERMIT)


def test_the_age_decides_the_fee(database: Database, now: datetime) -> None:
    with furnished(database).session() as session, pytest.raises(Refused, match="age_of_another_sort"):
        booked(session, now, wish(sort="child"))


def test_a_furnace_rests_after_as_many_as_it_can(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        for hour in (9, 11, 13):
            booked(session, now, wish(at(23, hour, 30), "pet", sort="pet"))

        with pytest.raises(Refused, match="furnace_rests"):
            booked(session, now, wish(at(23, 15, 30), "pet", sort="pet"))


def test_a_form_sent_twice_is_one_booking(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        one = wish()

        first, second = booked(session, now, one), booked(session, now, one)

        assert first.id == second.id
        assert session.scalar(select(func.count()).select_from(Cremation)) == 1


def test_a_family_holds_so_many_tentative_ones_at_once(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        booked(session, now, wish(at(23, 9, 30)))
        booked(session, now, wish(at(23, 11, 30)))

        with pytest.raises(Refused, match="tentative_used_up"):
            booked(session, now, wish(at(23, 13, 30)))

        assert booked(session, now, wish(at(23, 13, 30)), **PERMIT).state == State.CONFIRMED
        assert session.scalar(select(QuotaCount.used).where(QuotaCount.building == "saijo/tentative")) == 2


def test_so_near_that_no_time_is_left_the_permit_comes_first(database: Database, now: datetime) -> None:
    answers: dict[str, Any] = {"deceased_on": "2026-11-18"}
    with furnished(database).session() as session:
        with pytest.raises(Refused, match="permit_needed_now"):
            booked(session, now, wish(at(20, 15, 30)), **answers)

        assert booked(session, now, wish(at(20, 15, 30)), **answers, **PERMIT).state == State.CONFIRMED
