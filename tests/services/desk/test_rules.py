"""What staff may do follows from the state, the procedure, the proposal and the roles, and from nothing else."""

from datetime import date

import pytest

from forms.procedure import Decision as Deciding
from portal.people import PERMISSIONS, RoleName
from portal.states import FOLLOWS, OPEN, Outcome, State
from services.desk import rules
from services.desk.rules import Act, Press, Standing, Tab, Wanted, Whose

TODAY = date(2026, 11, 20)


def standing(
    state: State = State.REVIEW, deciding: Deciding = Deciding.TWO_STEPS, **more: object
) -> Standing:
    return Standing(state, deciding, **more)  # type: ignore[arg-type]


def test_what_arrived_is_accepted_or_withdrawn() -> None:
    assert rules.possible(standing(State.ARRIVED))[:2] == (Act.ACCEPT, Act.WITHDRAW)


def test_an_accepted_request_is_examined_first() -> None:
    assert rules.main(rules.possible(standing(State.ACCEPTED))) is Act.REVIEW


def test_a_notification_can_be_completed_at_once() -> None:
    found = rules.possible(standing(State.ACCEPTED, Deciding.NONE))

    assert Act.COMPLETE in found
    assert not {Act.PROPOSE, Act.APPROVE} & set(found)


def test_a_request_that_needs_a_decision_is_not_completed_without_one() -> None:
    assert Act.COMPLETE not in rules.possible(standing(State.REVIEW))


def test_a_simple_procedure_is_approved_by_one_person_and_refused_by_two() -> None:
    found = rules.possible(standing(State.REVIEW, Deciding.ONE_STEP))

    assert {Act.APPROVE, Act.PROPOSE} <= set(found)
    assert rules.offered((Outcome.APPROVE, Outcome.REJECT), Deciding.ONE_STEP) == (Outcome.REJECT,)


def test_a_proposal_waits_for_somebody_else() -> None:
    mine = rules.possible(standing(pending=Outcome.REJECT, proposed_by_me=True))
    theirs = rules.possible(standing(pending=Outcome.REJECT))

    assert (Act.TAKE_BACK in mine, Act.DECIDE in mine) == (True, False)
    assert (Act.TAKE_BACK in theirs, Act.DECIDE in theirs, Act.SEND_BACK in theirs) == (False, True, True)


def test_nothing_else_happens_to_a_proposed_case() -> None:
    found = rules.possible(standing(pending=Outcome.REJECT))

    assert not {Act.CORRECT, Act.RETURN, Act.WITHDRAW, Act.PROPOSE} & set(found)


@pytest.mark.parametrize("state", [state for state in State if state not in OPEN])
def test_an_ended_case_takes_notes_calls_and_labels_only(state: State) -> None:
    assert rules.possible(standing(state)) == (Act.NOTE, Act.CALL, Act.LABEL)


@pytest.mark.parametrize("state", OPEN)
def test_every_open_case_has_a_way_on(state: State) -> None:
    assert rules.possible(standing(state))[0] not in (Act.NOTE, Act.CALL, Act.LABEL)


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (Act.ACCEPT, State.ACCEPTED),
        (Act.REVIEW, State.REVIEW),
        (Act.CORRECT, State.CORRECTION),
        (Act.RETURN, State.RETURNED),
        (Act.WITHDRAW, State.WITHDRAWN),
        (Act.COMPLETE, State.DONE),
    ],
)
def test_no_act_is_offered_that_the_states_do_not_allow(act: Act, state: State) -> None:
    for deciding in Deciding:
        for before in State:
            if act in rules.possible(standing(before, deciding)):
                assert state in FOLLOWS[before]


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        (
            RoleName.COUNTER,
            {Act.ACCEPT, Act.NOTE, Act.CALL},
            {Act.REVIEW, Act.CORRECT, Act.DECIDE, Act.PROPOSE},
        ),
        (RoleName.WORKER, {Act.ACCEPT, Act.REVIEW, Act.CORRECT, Act.PROPOSE}, {Act.DECIDE, Act.SEND_BACK}),
        (RoleName.APPROVER, {Act.DECIDE, Act.SEND_BACK, Act.PROPOSE}, set()),
        (RoleName.MONITOR, set(), set(Act)),
        (RoleName.EDITOR, set(), set(Act)),
        (RoleName.ADMINISTRATOR, set(), set(Act)),
    ],
)
def test_roles_may_what_they_are_for(role: RoleName, may: set[Act], may_not: set[Act]) -> None:
    found: set[Act] = set()
    for state in State:
        for pending in (None, Outcome.REJECT):
            found |= set(rules.allowed(standing(state, pending=pending), PERMISSIONS[role]))

    assert may <= found
    assert not may_not & found


@pytest.mark.parametrize(
    ("state", "due", "left", "found"),
    [
        (State.REVIEW, date(2026, 11, 19), 0, Press.OVERDUE),
        (State.REVIEW, date(2026, 11, 20), 0, Press.TODAY),
        (State.REVIEW, date(2026, 11, 24), 1, Press.SOON),
        (State.REVIEW, date(2026, 11, 27), 4, Press.FINE),
        (State.REVIEW, None, 0, Press.NONE),
        (State.CORRECTION, date(2026, 11, 19), 0, Press.PAUSED),
        (State.DECIDED, date(2026, 11, 19), 0, Press.NONE),
        (State.DONE, date(2026, 11, 19), 0, Press.NONE),
    ],
)
def test_a_deadline_presses_while_the_office_has_it_in_hand(
    state: State, due: date | None, left: int, found: Press
) -> None:
    assert rules.press(state, due, left, TODAY) is found


def test_an_old_or_odd_address_opens_the_usual_list() -> None:
    assert rules.wanted({"tab": "gone", "whose": "<b>"}) == Wanted()
    assert rules.wanted({"tab": "closed", "whose": "mine"}) == Wanted(Tab.CLOSED, Whose.MINE)


def test_what_an_address_asks_for_is_written_back_the_same() -> None:
    given = {
        "tab": "review", "whose": "01a1fc17-6c83-7826-8036-3d622ac79a57", "procedure": "suido_kaishi", "work": "due",
        "channel": "online", "label": "至急", "shielded": "1", "arrived_from": "2026-11-01", "due_to": "2026-11-30",
    }  # fmt: skip

    assert rules.asked(rules.wanted(given)) == given


def test_what_an_address_must_not_say_is_left_out() -> None:
    given = {"tab": "x", "whose": "x", "work": "x", "arrived_from": "2026-02-30", "shielded": "yes"}

    assert rules.wanted(given) == Wanted()
