"""A 廃棄簿 is looked through by one person and approved by another; what nobody looked at is never erased."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal import audit, tasks
from portal.db import Database
from portal.people import StaffSeat
from portal.refused import Refused
from services.records.actions import reading, reviewing
from services.records.actions.proposing import propose_due
from services.records.rules import Place, Stage, Why
from tests.services.records.builders import OVER, at, book, closed, furnished, items, seat

Do = Callable[..., Any]


def listed(session: Session, count: int = 2) -> UUID:
    """A list of some cases, not proposed yet."""
    for _ in range(count):
        closed(session, at(2025, 6, 2))
    propose_due(session, OVER)
    return book(session).id


def do(session: Session, act: Do, by: StaffSeat, *more: object) -> None:
    """One act on the list as it stands now."""
    stands = book(session)
    act(session, by, stands.id, stands.version, *more, OVER)


def take_out(session: Session, by: StaffSeat, note: str = "郷土史の資料として") -> UUID:
    """The oldest case stays."""
    line = items(session)[0]
    stands = book(session)
    reviewing.take_out(session, by, stands.id, line.case_id, stands.version, Why.HISTORIC, note, OVER)
    return line.case_id


def test_a_case_is_taken_out_with_a_reason_that_stays(database: Database) -> None:
    with furnished(database).session() as session:
        book_id, clerk = listed(session), seat()

        case_id = take_out(session, clerk)

        opened = reading.open_book(session, clerk, book_id, 1, OVER)
        found = {line.item.case_id: line for line in opened.lines}[case_id]
        assert (found.item.place, found.item.why, found.note) == (Place.OUT, "historic", "郷土史の資料として")
        assert found.item.changed_by == clerk.id
        assert (opened.whole.total, opened.whole.kept) == (1, 1)


@pytest.mark.parametrize(
    ("note", "code"), [(" ", "reason_needed"), ("番号は123456789018です", "individual_number_in_text")]
)
def test_a_reason_is_asked_for_and_takes_no_individual_number(
    database: Database, note: str, code: str
) -> None:
    with furnished(database).session() as session:
        listed(session)

        with pytest.raises(Refused, match=code):
            take_out(session, seat(), note)

        assert {line.place for line in items(session)} == {Place.IN}


def test_what_was_taken_out_is_not_listed_again_by_itself(database: Database) -> None:
    with furnished(database).session() as session:
        listed(session)
        take_out(session, seat())

        assert propose_due(session, OVER) == {}


def test_what_was_taken_out_may_be_put_back(database: Database) -> None:
    with furnished(database).session() as session:
        listed(session)
        case_id = take_out(session, seat())

        do(session, lambda s, by, b, v, n: reviewing.put_back(s, by, b, case_id, v, n), seat())

        assert {line.place for line in items(session)} == {Place.IN}


def test_put_back_from_a_list_that_is_closed_it_comes_into_the_next(database: Database) -> None:
    with furnished(database).session() as session:
        first = listed(session)
        case_id = take_out(session, seat())
        do(session, reviewing.propose, seat())
        do(session, reviewing.approve, seat("approver"))
        do(session, lambda s, by, b, v, n: reviewing.put_back(s, by, b, case_id, v, n), seat())

        propose_due(session, OVER)

        stands = {
            (line.disposal_id == first, line.place) for line in items(session) if line.case_id == case_id
        }
        assert stands == {(True, Place.RELEASED), (False, Place.IN)}


def test_four_eyes_bring_it_to_the_worker(database: Database) -> None:
    with furnished(database).session() as session:
        book_id, clerk, approver = listed(session), seat(), seat("approver")

        do(session, reviewing.propose, clerk)
        do(session, reviewing.approve, approver)

        stands = book(session)
        assert (stands.stage, stands.proposed_by, stands.approved_by) == (
            Stage.APPROVED,
            clerk.id,
            approver.id,
        )
        verbs = [row.verb for row in audit.of(session, "disposal", book_id)]
        assert verbs == ["approved_disposal", "proposed_disposal", "listed_disposal"]
        assert tasks.open_tasks(session, ["suido"]) == []


def test_the_list_itself_is_kept_thirty_years(database: Database) -> None:
    with furnished(database).session() as session:
        listed(session)
        do(session, reviewing.propose, seat())
        do(session, reviewing.approve, seat("approver"))

        assert book(session).keep_until == date(2062, 3, 31)


def test_who_proposed_cannot_approve_or_send_back(database: Database) -> None:
    both = seat("worker", "approver")
    with furnished(database).session() as session:
        listed(session)
        do(session, reviewing.propose, both)

        with pytest.raises(Refused, match="four_eyes"):
            do(session, reviewing.approve, both)
        with pytest.raises(Refused, match="four_eyes"):
            do(session, reviewing.send_back, both, "だめ")

        assert book(session).stage == Stage.PROPOSED


def test_an_approver_sends_back_with_a_reason(database: Database) -> None:
    with furnished(database).session() as session:
        book_id = listed(session)
        do(session, reviewing.propose, seat())

        do(session, reviewing.send_back, seat("approver"), "二件目は係争中では")

        opened = reading.open_book(session, seat(), book_id, 1, OVER)
        assert (opened.whole.book.stage, opened.remark) == (Stage.LISTED, "二件目は係争中では")


def test_who_proposed_takes_it_back_and_nobody_else(database: Database) -> None:
    clerk = seat()
    with furnished(database).session() as session:
        listed(session)
        do(session, reviewing.propose, clerk)

        with pytest.raises(Refused, match="not_permitted"):
            do(session, reviewing.take_back, seat())
        do(session, reviewing.take_back, clerk)

        assert book(session).stage == Stage.LISTED


def test_another_list_than_the_one_seen_is_not_approved(database: Database) -> None:
    with furnished(database).session() as session:
        book_id = listed(session)
        seen = book(session).version
        take_out(session, seat())

        with pytest.raises(Refused, match="disposal_changed"):
            reviewing.propose(session, seat(), book_id, seen, OVER)

        assert book(session).stage == Stage.LISTED


def test_a_list_in_which_nothing_is_left_is_not_proposed(database: Database) -> None:
    with furnished(database).session() as session:
        listed(session, 1)
        take_out(session, seat())

        with pytest.raises(Refused, match="disposal_empty"):
            do(session, reviewing.propose, seat())

        assert book(session).stage == Stage.LISTED


def test_after_it_was_proposed_nothing_is_taken_out(database: Database) -> None:
    with furnished(database).session() as session:
        listed(session)
        do(session, reviewing.propose, seat())

        with pytest.raises(Refused, match="disposal_stage"):
            take_out(session, seat())

        assert {line.place for line in items(session)} == {Place.IN}


@pytest.mark.parametrize(
    ("act", "by"),
    [
        (reviewing.propose, seat("counter")),
        (reviewing.propose, seat(division="zeimu")),
        (reviewing.approve, seat("worker")),
        (reviewing.approve, seat("approver", division="zeimu")),
        (reviewing.approve, seat("administrator")),
    ],
)
def test_only_the_division_and_its_approver_may(database: Database, act: Do, by: StaffSeat) -> None:
    with furnished(database).session() as session:
        listed(session)
        if act is reviewing.approve:
            do(session, reviewing.propose, seat())

        with pytest.raises(Refused, match="not_permitted"):
            do(session, act, by)

        assert book(session).stage in (Stage.LISTED, Stage.PROPOSED)
