"""The administrator's pages about who is told: a secret shown once, a trial with its outcome, the log, an end, shut to others."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from portal.audit import Audit
from portal.db import new_id
from services.connections.models import Webhook
from tests.services.connections.conftest import MORNING
from tests.services.connections.hooked import LOCAL, hook, log
from tests.services.connections.receiver import Receiver, receiving, verifies
from tests.services.connections.systems import desk
from tests.services.desk.builders import Desk, Seat

ROOT = "/staff/connections/webhooks"
MOST_BYTES = 80 * 1024
SECRET = re.compile(r"kmadowh_[\w-]{43}")


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


def boss(town: Desk) -> Seat:
    return town.seat("administrator", division="joho")


def form(url: str, **changes: Any) -> dict[str, Any]:
    asked = {
        "name": "料金",
        "url": url,
        "events": ["case.arrived"],
        "divisions": ["suido"],
        "once": str(new_id()),
    }
    return {**asked, **changes}


def test_a_secret_is_shown_once_and_signs_the_trial(told: Desk, receiver: Receiver) -> None:
    seat, asked = boss(told), form(receiver.address)

    made = seat.post(f"{ROOT}/new", **asked)
    secret = SECRET.findall(made.text)[0]
    tried = seat.post(f"{ROOT}/{asked['once']}/try")

    assert made.headers["Cache-Control"] == "no-store"
    assert "届きました（204" in tried.text
    assert receiver.got[0].said["type"] == "test"
    assert verifies(receiver.got[0], secret, MORNING.timestamp())
    assert [(one.event, one.state) for one in log(told)] == [("test", "delivered")]
    assert seat.post(f"{ROOT}/new", **asked).status_code == 409
    for page in (seat.get(f"{ROOT}/{asked['once']}"), seat.get("/staff/connections")):
        assert "料金" in page.text
        assert not SECRET.search(page.text)
        assert len(page.data) < MOST_BYTES


def test_a_trial_that_fails_says_why(told: Desk, receiver: Receiver) -> None:
    hook_id, _ = hook(told, receiver.address)
    receiver.answers[:] = [500]

    page = boss(told).post(f"{ROOT}/{hook_id}/try").text

    assert "届きませんでした" in page
    assert "受け取る側が 500 と答えた" in page
    assert [one.state for one in log(told)] == ["failed"]


def test_a_private_address_is_refused_at_the_form(tmp_path: Path) -> None:
    town = desk(tmp_path, MORNING)

    page = boss(town).post(f"{ROOT}/new", **form("https://169.254.169.254/", events=[], divisions=[]))

    assert page.status_code == 422
    assert "内側のアドレスには知らせられません。" in page.text
    assert "知らせることを1つ以上選んでください。" in page.text
    assert 'value="https://169.254.169.254/"' in page.text
    with town.session() as session:
        assert session.scalars(select(Webhook)).all() == []
    town.close()


def test_an_address_is_stopped_started_given_a_new_secret_and_ended(told: Desk, receiver: Receiver) -> None:
    hook_id, first = hook(told, receiver.address)
    seat = boss(told)

    assert "停止中" in seat.get(seat.post(f"{ROOT}/{hook_id}/stop").location).text
    assert "停止中" not in seat.get(seat.post(f"{ROOT}/{hook_id}/start").location).text
    second = SECRET.findall(seat.post(f"{ROOT}/{hook_id}/secret").text)[0]
    ended = seat.post(f"{ROOT}/{hook_id}/end")

    assert second != first
    assert "知らせるのをやめました" in seat.get(ended.location).text
    assert seat.get(f"{ROOT}/{hook_id}").status_code == 404
    with told.session() as session:
        mine = select(Audit.verb).where(Audit.subject_id == str(hook_id)).order_by(Audit.id)
        assert session.scalars(mine).all() == ["made", "changed", "changed", "changed", "revoked"]


@pytest.mark.parametrize("role", ["counter", "worker", "approver", "editor", "monitor", "accountant"])
def test_only_an_administrator_says_who_is_told(told: Desk, receiver: Receiver, role: str) -> None:
    hook_id, _ = hook(told, receiver.address)
    seat = told.seat(role)

    assert seat.get(f"{ROOT}/new").status_code == 403
    assert seat.get(f"{ROOT}/{hook_id}").status_code == 403
    assert {
        seat.post(f"{ROOT}/{hook_id}/{act}").status_code for act in ("try", "secret", "stop", "start", "end")
    } == {403}
    assert receiver.got == []
