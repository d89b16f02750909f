"""A hold stops every erasing of a case, shows why, and after a decision lasts a year more."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal import audit, holds, inbox
from portal.db import Database
from portal.holds import CaseHold, HoldKind, Wanted
from portal.refused import Refused
from services.records.actions import erasing, holding
from services.records.rules import Stage
from tests.services.records.builders import FILED, OVER, at, book, closed, day, furnished, now_of, seat
from tests.services.records.full import approved

REVIEW = Wanted(HoldKind.REVIEW, date(2031, 4, 1), date(2031, 10, 1), "令和13年審査第5号")


def test_all_cases_of_a_person_are_held_in_one_go(database: Database) -> None:
    with furnished(database).session() as session:
        mine = {closed(session, FILED, name="審査 太郎", name_kana="シンサ タロウ").id for _ in range(3)}
        closed(session, FILED)

        found = holding.found(session, seat(), "審査　太郎", OVER)
        placed = holding.place(session, seat(), [one.case.id for one in found], REVIEW, OVER)

        assert {one.case.id for one in found} == mine
        assert {one.name for one in found} == {"審査 太郎"}
        assert placed == 3
        assert set(holds.standing(session, mine, day(OVER))) == mine


def test_every_case_that_a_search_shows_is_a_look_at_it(database: Database) -> None:
    with furnished(database).session() as session:
        case = closed(session, FILED)

        holding.found(session, seat(), "見本 花子", OVER)

        assert [row.verb for row in audit.of(session, "case", case.id)] == ["searched"]


def test_cases_of_another_division_are_neither_found_nor_held(database: Database) -> None:
    other = seat(division="zeimu")
    with furnished(database).session() as session:
        case = closed(session, FILED)

        assert holding.found(session, other, "見本 花子", OVER) == ()
        with pytest.raises(Refused, match="not_permitted"):
            holding.place(session, other, [case.id], REVIEW, OVER)

        assert holds.on(session, case.id, day(OVER)) is None


def test_why_lies_sealed_and_stands_in_the_history_without_words(database: Database) -> None:
    with furnished(database).session() as session:
        case = closed(session, FILED)
        holding.place(session, seat(), [case.id], REVIEW, OVER)

        hold, reason = holds.of_case(session, case)[0]
        lines = [(line.kind, note) for line, note in inbox.history(session, case, public_only=False)]

        assert reason == "令和13年審査第5号"
        assert "審査第5号".encode() not in hold.reason
        assert ("hold_placed", None) in lines
        assert "hold_placed" not in [line.kind for line, _ in inbox.history(session, case, public_only=True)]


def test_a_second_press_places_no_second_hold(database: Database) -> None:
    with furnished(database).session() as session:
        case = closed(session, FILED)
        holding.place(session, seat(), [case.id], REVIEW, OVER)

        assert holding.place(session, seat(), [case.id], REVIEW, OVER) == 0

        assert len(session.scalars(select(CaseHold.id)).all()) == 1


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Wanted(HoldKind.REVIEW, date(2031, 4, 2), reason="x"), "hold_since_day"),
        (Wanted(HoldKind.REVIEW, date(2031, 4, 1), date(2031, 3, 1), "x"), "hold_expected_day"),
        (Wanted(HoldKind.REVIEW, date(2031, 4, 1), reason=" "), "reason_needed"),
        (Wanted(HoldKind.REVIEW, date(2031, 4, 1), reason="123456789018"), "individual_number_in_text"),
    ],
)
def test_a_hold_that_makes_no_sense_is_refused(database: Database, wanted: Wanted, code: str) -> None:
    with furnished(database).session() as session:
        case = closed(session, FILED)

        with pytest.raises(Refused, match=code):
            holding.place(session, seat(), [case.id], wanted, OVER)

        assert holds.on(session, case.id, day(OVER)) is None


def test_of_several_cases_all_are_held_or_none(database: Database) -> None:
    with furnished(database).session() as session:
        case, gone = closed(session, FILED), closed(session, at(2020, 6, 2))
        approved(session, at(2026, 4, 1), seat(), seat("approver"))
        erasing.run(session, at(2026, 4, 1))

        with pytest.raises(Refused, match="case_erased"):
            holding.place(session, seat(), [case.id, gone.id], REVIEW, OVER)

        assert holds.on(session, case.id, day(OVER)) is None


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        (HoldKind.DISCLOSURE, date(2032, 5, 1)),
        (HoldKind.REVIEW, date(2032, 5, 1)),
        (HoldKind.LAWSUIT, date(2031, 5, 1)),
        (HoldKind.AUDIT, date(2031, 5, 1)),
    ],
)
def test_after_a_decision_on_disclosure_or_review_it_stays_a_year(
    database: Database, kind: HoldKind, last: date
) -> None:
    with furnished(database).session() as session:
        case = closed(session, FILED)
        holding.place(session, seat(), [case.id], Wanted(kind, day(OVER), reason="第5号"), OVER)
        hold = session.scalars(select(CaseHold)).one()

        holding.lift(session, seat(), hold.id, date(2031, 5, 1), at(2031, 5, 1))

        assert holds.on(session, case.id, last) is not None
        assert holds.on(session, case.id, last + timedelta(days=1)) is None


def test_a_year_from_a_leap_day_ends_with_february(database: Database) -> None:
    with furnished(database).session() as session:
        case = closed(session, FILED)
        wanted = Wanted(HoldKind.REVIEW, date(2032, 2, 1), reason="第5号")
        holding.place(session, seat(), [case.id], wanted, at(2032, 2, 29))
        hold = session.scalars(select(CaseHold)).one()

        holding.lift(session, seat(), hold.id, date(2032, 2, 29), at(2032, 2, 29))

        assert session.get_one(CaseHold, hold.id).keep_until == date(2033, 2, 28)


def test_lifting_needs_a_day_that_can_be(database: Database) -> None:
    with furnished(database).session() as session:
        case = closed(session, FILED)
        holding.place(session, seat(), [case.id], REVIEW, OVER)
        hold = session.scalars(select(CaseHold)).one()

        for wrong in (date(2031, 3, 31), date(2031, 4, 2)):
            with pytest.raises(Refused, match="hold_end_day"):
                holding.lift(session, seat(), hold.id, wrong, OVER)

        assert holds.on(session, case.id, day(OVER)) is not None


def test_one_of_two_holds_that_is_over_leaves_the_other(database: Database) -> None:
    with furnished(database).session() as session:
        case = closed(session, FILED)
        lawsuit = Wanted(HoldKind.LAWSUIT, day(OVER), reason="事件第1号")
        holding.place(session, seat(), [case.id], REVIEW, OVER)
        holding.place(session, seat(), [case.id], lawsuit, OVER)
        first = session.scalars(select(CaseHold).order_by(CaseHold.id)).first()
        assert first is not None

        holding.lift(session, seat(), first.id, None, OVER)

        stop = holds.on(session, case.id, day(OVER))
        assert stop is not None
        assert (stop.kind, stop.lifted) == (HoldKind.LAWSUIT, False)


def test_a_year_after_the_decision_the_worker_erases_what_was_approved(database: Database) -> None:
    with furnished(database).session() as session:
        case = closed(session, FILED)
        holding.place(session, seat(), [case.id], REVIEW, OVER)
        approved(session, OVER, seat(), seat("approver"))
        hold = session.scalars(select(CaseHold)).one()
        holding.lift(session, seat(), hold.id, date(2031, 4, 1), OVER)

        assert erasing.run(session, at(2032, 4, 1)) == 0
        assert erasing.run(session, at(2032, 4, 2)) == 1

        assert book(session).stage == Stage.DONE
        assert now_of(session, case).erased_at == at(2032, 4, 2)
