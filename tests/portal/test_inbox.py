"""The inbox stores a request once, moves it only where it may go, and opens it only to those who may."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal import arrivals, inbox
from portal.arrivals import Filing
from portal.db import Database, writing
from portal.inbox import Case, CaseEvent
from portal.receipt_numbers import LETTERS, check_character, read_receipt_number, receipt_number
from portal.refused import Refused
from portal.states import FOLLOWS, OPEN, State
from tests.portal.cases import ANSWERS, clerk, equip, filed, under_review


def filing(case: Case) -> Filing:
    """The same request handed in once more."""
    return Filing(
        origin=case.origin, procedure=case.procedure, form_digest="x", division="suido", channel="online", way="online",
        assurance=0, locale="ja", key_id=case.key_id, answers={}, holders=[], tokens=[], due_on=None,
    )  # fmt: skip


def test_a_request_arrives_with_everything_that_was_answered(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = filed(session, now)

        assert (case.state, case.arrived_at, inbox.answers(session, case)) == (State.ARRIVED, now, ANSWERS)
        assert [line.kind for line, _ in inbox.history(session, case, public_only=True)] == ["arrived"]


def test_a_double_click_files_once(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = filed(session, now)
        with writing(session):
            again = arrivals.receive(session, filing(case), now)

        assert again.id == case.id
        assert session.scalar(select(func.count()).select_from(Case)) == 1


def test_nothing_of_the_answers_lies_open(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = filed(session, now)

        assert "見本".encode() not in case.answers
        assert b"090-1234-5678" not in case.answers


@pytest.mark.parametrize("state", list(State))
def test_a_case_moves_only_where_it_may(database: Database, now: datetime, state: State) -> None:
    with equip(database).session() as session:
        for to in State:
            case = filed(session, now)
            case.state = state
            if to in FOLLOWS[state]:
                with writing(session):
                    inbox.move(session, case, to, clerk(), now)
                assert case.state == to
            else:
                with pytest.raises(Refused):
                    inbox.move(session, case, to, clerk(), now)
                session.rollback()


def test_an_end_is_never_taken_back() -> None:
    assert all(not FOLLOWS[state] for state in State if state not in OPEN)


def test_each_step_notes_its_moment(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = under_review(session, now)
        with writing(session):
            inbox.move(session, case, State.RETURNED, clerk(), now, text="理由")

        assert (case.accepted_at, case.decided_at, case.closed_at) == (now, None, now)
        assert inbox.history(session, case, public_only=True)[-1][1] == "理由"


def test_a_case_that_changed_since_it_was_seen_is_not_held(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = filed(session, now)
        seen = case.version
        with database.session() as other, writing(other):
            inbox.move(other, inbox.take_hold(other, case.id, seen), State.ACCEPTED, clerk(), now)

        with pytest.raises(Refused) as refused, writing(session):
            inbox.take_hold(session, case.id, seen)

        assert refused.value.code == "case_changed"


def test_a_held_case_is_the_newest_one(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = filed(session, now)
        with database.session() as other, writing(other):
            inbox.move(other, inbox.take_hold(other, case.id), State.ACCEPTED, clerk(), now)

        with writing(session):
            assert inbox.take_hold(session, case.id).state == State.ACCEPTED


def test_a_browser_opens_what_it_filed_and_nothing_else(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = filed(session, now)

        assert inbox.held_by(session, case.id, [b"h" * 32]) is not None
        assert inbox.held_by(session, case.id, [b"x" * 32]) is None
        assert inbox.held_by(session, case.id, []) is None


def test_a_receipt_number_opens_nothing(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = filed(session, now)

        assert inbox.held_by(session, case.id, [case.receipt_no.encode()]) is None


def test_notes_among_staff_stay_among_staff(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = filed(session, now)
        with writing(session):
            inbox.note(session, case, "memo", clerk(), now, public=False, text="内部")

        assert "内部" not in [text for _, text in inbox.history(session, case, public_only=True)]
        sealed = session.scalar(select(CaseEvent.note).where(CaseEvent.kind == "memo"))
        assert sealed is not None
        assert "内部".encode() not in sealed


@given(st.text(LETTERS, min_size=10, max_size=10), st.integers(0, 9), st.sampled_from(LETTERS))
def test_every_single_slip_in_a_receipt_number_is_noticed(body: str, place: int, wrong: str) -> None:
    number = body + check_character(body)
    slipped = number[:place] + wrong + number[place + 1 :]

    assert (read_receipt_number(slipped) is not None) == (slipped == number)


@given(st.text(LETTERS, min_size=10, max_size=10), st.integers(0, 9))
def test_every_swap_of_neighbours_is_noticed(body: str, place: int) -> None:
    number = body + check_character(body)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert (read_receipt_number(swapped) is not None) == (swapped == number)


def test_a_receipt_number_is_read_however_it_is_typed() -> None:
    number = receipt_number()

    for typed in (number, number.lower(), number.replace("-", ""), f" {number} ".replace("-", " ")):
        assert read_receipt_number(typed) == number
