"""Webhooks: told in order, signed, again under the same id, given up visibly; nothing personal ever among it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.states import State
from services.connections.actions import hooks, telling
from tests.services.connections.conftest import MORNING
from tests.services.connections.hooked import LOCAL, hook, log, move, open_tasks, waiting, work, work_off
from tests.services.connections.receiver import Receiver, receiving, verifies
from tests.services.connections.systems import boss, desk
from tests.services.desk.builders import Desk


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Desk]:
    """A town that may tell machines on the loopback."""
    found = desk(tmp_path, MORNING, **LOCAL)
    yield found
    found.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A system that is told."""
    with receiving() as found:
        yield found


def test_what_happens_is_told_in_order_and_signed(told: Desk, receiver: Receiver) -> None:
    hook_id, secret = hook(told, receiver.address)
    case_id = told.filed(State.REVIEW)
    move(told, case_id, State.DECIDED, State.DONE)

    work_off(told)

    assert [one.said["type"] for one in receiver.got] == [
        "case.arrived", "case.accepted", "case.review", "case.decided", "case.completed",
    ]  # fmt: skip
    assert {one.said["case"] for one in receiver.got} == {str(case_id)}
    assert all(verifies(one, secret, MORNING.timestamp()) for one in receiver.got)
    assert not verifies(receiver.got[0], secret + "x", MORNING.timestamp())
    assert not verifies(receiver.got[0], secret, MORNING.timestamp() + 301)
    assert [(one.webhook_id, one.state, one.status, one.attempts) for one in log(told)] == [
        (hook_id, "delivered", 204, 1)
    ] * 5


def test_nothing_personal_is_told(told: Desk, receiver: Receiver) -> None:
    hook(told, receiver.address)
    case = told.case(told.filed())

    work_off(told)

    (got,) = receiver.got
    assert set(got.said) == {"id", "type", "at", "case", "procedure", "division", "state"}
    assert case.receipt_no not in got.body.decode()
    assert "見本" not in json.dumps(got.said, ensure_ascii=False)


def test_a_try_again_has_the_same_id_and_body_and_nothing_overtakes_it(
    told: Desk, receiver: Receiver
) -> None:
    hook(told, receiver.address)
    receiver.answers[:] = [500, 503]
    told.filed(State.ACCEPTED)

    work_off(told)
    assert len(receiver.got) == 1
    told.clock.forward(seconds=31)
    work_off(told)
    told.clock.forward(seconds=61)
    work_off(told)

    first, second, third, fourth = receiver.got
    assert first.id == second.id == third.id != fourth.id
    assert first.body == second.body == third.body
    assert first.headers["kurashi-timestamp"] != third.headers["kurashi-timestamp"]
    assert [one.said["type"] for one in (third, fourth)] == ["case.arrived", "case.accepted"]
    assert [(one.state, one.attempts) for one in log(told)] == [("delivered", 3), ("delivered", 1)]


def test_one_silent_receiver_keeps_no_other_waiting(told: Desk, receiver: Receiver) -> None:
    hook(told, receiver.address)
    with receiving() as broken:
        broken.answers[:] = [500] * 5
        hook(told, broken.address)
        told.filed(State.ACCEPTED)

        work_off(told)

    assert len(broken.got) == 1
    assert len(receiver.got) == 2


def test_what_never_arrives_becomes_one_task_for_the_address(told: Desk, receiver: Receiver) -> None:
    hook_id, _ = hook(told, receiver.address)
    told.filed(State.REVIEW)
    receiver.answers[:] = [500] * 100

    work_off(told)
    told.clock.forward(days=3, seconds=1)
    work(told)

    assert {state for state, _ in waiting(told)} == {"expired"}
    assert {one.state for one in log(told)} == {"expired"}
    (task,) = open_tasks(told)
    assert (task.kind, task.n, task.refs["webhook"]) == ("undelivered", 3, str(hook_id))
    page = told.seat("administrator").get("/staff/tasks").text
    assert "外部のシステムに知らせが届かない" in page


def test_a_receiver_that_is_gone_is_not_asked_again(told: Desk, receiver: Receiver) -> None:
    hook(told, receiver.address)
    told.filed()
    receiver.answers[:] = [410]

    work_off(told)

    assert waiting(told) == [("dead", "gone")]
    assert [one.state for one in log(told)] == ["dead"]


def test_while_a_secret_is_exchanged_both_sign(told: Desk, receiver: Receiver) -> None:
    hook_id, older = hook(told, receiver.address)
    with told.session() as session:
        newer = hooks.renew(session, boss(), hook_id, told.clock.moment)
    told.filed()
    work_off(told)
    told.clock.forward(days=8)
    told.filed()
    work_off(told)

    during, after = receiver.got
    assert verifies(during, newer, MORNING.timestamp())
    assert verifies(during, older, MORNING.timestamp())
    late = told.clock.moment.timestamp()
    assert verifies(after, newer, late)
    assert not verifies(after, older, late)


def test_other_events_and_other_divisions_are_not_told(told: Desk, receiver: Receiver) -> None:
    hook(told, receiver.address, events=("case.decided",))
    hook(told, receiver.address, divisions=("zeimu",))
    told.filed(State.REVIEW)

    work_off(told)

    assert receiver.got == []
    assert log(told) == []


def test_a_stopped_address_is_told_nothing_until_it_goes_on(told: Desk, receiver: Receiver) -> None:
    hook_id, _ = hook(told, receiver.address)
    case_id = told.filed()
    with told.session() as session:
        hooks.stop(session, boss(), hook_id, told.clock.moment, again=False)
    move(told, case_id, State.ACCEPTED)
    work_off(told)
    with told.session() as session:
        hooks.stop(session, boss(), hook_id, told.clock.moment, again=True)
    move(told, case_id, State.REVIEW)
    work_off(told)

    assert [one.said["type"] for one in receiver.got] == ["case.review"]
    assert [one.state for one in log(told)] == ["dropped", "delivered"]


def test_an_ended_address_is_told_nothing_and_its_secret_is_gone(told: Desk, receiver: Receiver) -> None:
    hook_id, _ = hook(told, receiver.address)
    told.filed()
    with told.session() as session:
        hooks.end(session, boss(), hook_id, told.clock.moment)

    work_off(told)

    assert receiver.got == []
    assert open_tasks(told) == []
    assert [one.state for one in log(told)] == ["dropped"]


def test_the_log_is_forgotten_after_a_month(told: Desk, receiver: Receiver) -> None:
    hook(told, receiver.address)
    told.filed()
    work_off(told)

    for days, left in ((29, 1), (1, 0)):
        told.clock.forward(days=days)
        with told.session() as session:
            telling.sweep(session, told.clock.moment)
        assert len(log(told)) == left
