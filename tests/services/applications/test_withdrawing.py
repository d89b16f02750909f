"""取下げ by the resident: possible until there is a decision, in every state, on both databases, paid for or not."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import inbox, payments, tasks
from portal.db import Database, writing
from portal.inbox import HOUSE, Case
from portal.ledger import Entry
from portal.payments import Told
from portal.refused import Refused
from portal.states import FOLLOWS, State
from services.applications.actions import cases
from tests.portal.cases import file
from tests.services.records.builders import FILED, furnished

HOLDER = b"h" * 32
# The shortest way to each state.
STEPS = {
    State.ARRIVED: (),
    State.ACCEPTED: (State.ACCEPTED,),
    State.REVIEW: (State.ACCEPTED, State.REVIEW),
    State.CORRECTION: (State.ACCEPTED, State.CORRECTION),
    State.DECIDED: (State.ACCEPTED, State.REVIEW, State.DECIDED),
    State.RETURNED: (State.ACCEPTED, State.RETURNED),
    State.WITHDRAWN: (State.WITHDRAWN,),
    State.DONE: (State.ACCEPTED, State.DONE),
}


def case_in(session: Session, state: State, *, paid: int | None = None) -> Case:
    """A case of this state, with a fee of 300 yen of which so much was paid, or with none."""
    with writing(session):
        case = file(session, FILED)
        if paid is not None:
            due = payments.owe(session, "case", case.id, "fee", 300, FILED, key="juminhyo", division="suido")
            if paid:
                payments.paid(session, due, Told(paid, "cash", f"cash:{case.id}"), FILED)
        for step in STEPS[state]:
            inbox.move(session, case, step, HOUSE, FILED)
    return case


def withdraw(session: Session, case: Case) -> None:
    cases.withdraw(session, case.id, [HOLDER], (), FILED)


def counted(session: Session) -> int:
    return session.scalar(select(func.sum(Entry.n)).where(Entry.kind == "withdrawn")) or 0


@pytest.mark.parametrize("state", [one for one in State if State.WITHDRAWN in FOLLOWS[one]])
def test_before_a_decision_it_ends_and_is_counted_once(database: Database, state: State) -> None:
    with furnished(database).session() as session:
        case = case_in(session, state)

        withdraw(session, case)
        withdraw(session, case)

        stands = session.get_one(Case, case.id, populate_existing=True)
        assert (stands.state, stands.closed_at) == (State.WITHDRAWN, FILED)
        assert counted(session) == 1


@pytest.mark.parametrize("state", [State.DECIDED, State.RETURNED, State.DONE])
def test_after_an_end_there_is_nothing_to_take_back(database: Database, state: State) -> None:
    with furnished(database).session() as session:
        case = case_in(session, state)

        with pytest.raises(Refused, match="state_not_possible"):
            withdraw(session, case)

        assert session.get_one(Case, case.id, populate_existing=True).state == state
        assert counted(session) == 0


@pytest.mark.parametrize("state", [State.ARRIVED, State.ACCEPTED, State.REVIEW, State.CORRECTION])
def test_what_was_paid_becomes_a_refund_to_think_of(database: Database, state: State) -> None:
    with furnished(database).session() as session:
        case = case_in(session, state, paid=300)

        withdraw(session, case)

        found = [one.kind for one in tasks.open_tasks(session, ["suido"])]
        assert found.count("refund_wanted") == 1


@pytest.mark.parametrize("state", [State.ARRIVED, State.ACCEPTED, State.REVIEW, State.CORRECTION])
def test_what_was_not_paid_is_owed_no_more(database: Database, state: State) -> None:
    with furnished(database).session() as session:
        case = case_in(session, state, paid=0)

        withdraw(session, case)

        due = payments.dues(session, "case", case.id)[0]
        assert payments.owing(session, due) == 0
        assert "refund_wanted" not in [one.kind for one in tasks.open_tasks(session, ["suido"])]


def test_a_stranger_takes_nothing_back(database: Database) -> None:
    with furnished(database).session() as session:
        case = case_in(session, State.ARRIVED)

        with pytest.raises(Refused, match="case_unknown"):
            cases.withdraw(session, case.id, [b"s" * 32], (), FILED)

        assert session.get_one(Case, case.id, populate_existing=True).state == State.ARRIVED
