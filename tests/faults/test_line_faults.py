"""LINE fails at random and workers die at the worst moments: notices arrive once, replies at most once, nothing kept is dropped."""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from portal import friends, outbox
from portal.db import Database, writing
from portal.outbox import Outbox, Row
from services.chat.actions import line_sending
from services.chat.outside.line import Line
from tests.harness.line.events import ALICE, MORNING, text
from tests.harness.line.server import Fault, LineServer
from tests.services.chat import lining
from tests.services.chat.lining import Town

SEED = 7
MANY = {"fast": 12, "normal": 12, "all": 200}
BAD = (
    Fault(500), Fault(503), Fault(429), Fault(429, headers={"Retry-After": "7"}), Fault(dropped=True),
    Fault(500, after=True), Fault(dropped=True, after=True),
)  # fmt: skip


class Killed(BaseException):
    """The process is gone: nothing after this line was ever run."""


@pytest.fixture
def town(database: Database, line_server: LineServer, tmp_path: Path) -> Town:
    return lining.town(database, line_server, tmp_path)


def one_of(number: int) -> str:
    return f"U{number:032x}"


def test_whatever_line_answers_each_notice_arrives_once_and_each_reply_at_most_once(
    town: Town, scale: str
) -> None:
    chance, many = random.Random(SEED), MANY[scale]  # noqa: S311 (faults are no secret)
    town.line.fault = lambda path: (
        chance.choice(BAD) if "/message/" in path and chance.random() < 0.4 else None
    )
    with town.session() as session, writing(session):
        for number in range(many):
            friends.follow(session, one_of(number), "ja", town.clock())
            outbox.add(
                session, "line", lane=f"notice:{number}", template="completed", locale="ja", refs={}, values={"to": one_of(number)}, now=town.clock()
            )  # fmt: skip
    for number in range(many // 4):
        town.tell(text("こんにちは", one_of(number)))

    while standing(town) != {"done"} and town.clock() < MORNING + timedelta(hours=20):
        town.work()
        # While its token is good a reply is tried again every few seconds; later a try is a matter of minutes and hours.
        town.clock.forward(seconds=3 if town.clock() < MORNING + timedelta(minutes=1) else 600)

    keys = [one.key for one in town.line.sent if one.how == "push"]
    assert len(keys) == len(set(keys))
    assert standing(town) == {"done"}, SEED
    told = [one for one in town.line.sent if one.how == "push" and "申請について" in str(one.messages)]
    assert sorted(one.to[0] for one in told) == [one_of(number) for number in range(many)]
    for number in range(many // 4):
        answers = [
            one for one in town.line.arrived(one_of(number)) if "申請について" not in str(one.messages)
        ]
        assert len(answers) <= 1


@pytest.mark.parametrize("moment", ["talk", "stored", "said", "heard"])
def test_a_worker_that_is_killed_leaves_its_work_to_the_next(
    town: Town, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as deadly:
        KILLS[moment](deadly)
        town.tell(text("こんにちは"))
        with pytest.raises(Killed):
            town.work()

    town.clock.forward(seconds=41)
    town.work()

    assert len(town.line.arrived(ALICE)) == 1
    assert standing(town) == {"done"}


def before(place: Any, name: str) -> Callable[[pytest.MonkeyPatch], None]:
    def die(*_: object, **__: object) -> None:
        raise Killed

    return lambda patch: patch.setattr(place, name, die)


def after(place: Any, name: str) -> Callable[[pytest.MonkeyPatch], None]:
    done = getattr(place, name)

    def die(*asked: Any, **more: Any) -> None:
        done(*asked, **more)
        raise Killed

    return lambda patch: patch.setattr(place, name, die)


# Before the talk is stored; with the talk and its answer stored and not yet noted; before LINE is asked; when it has said yes.
KILLS = {
    "talk": before(line_sending, "answer"),
    "stored": before(outbox, "finish"),
    "said": before(Line, "reply"),
    "heard": after(Line, "reply"),
}


def test_a_worker_that_was_away_for_long_pushes_what_it_never_began(town: Town) -> None:
    town.tell(text("こんにちは"))
    with town.session() as session, writing(session):
        outbox.claim(session, town.clock(), 10, kinds=["line_event"])

    town.clock.forward(minutes=6)
    town.work()

    assert [one.how for one in town.line.arrived(ALICE)] == ["push"]


def test_a_row_that_somebody_else_took_over_is_left_alone(town: Town) -> None:
    town.tell(text("こんにちは"))
    with town.session() as session:
        with writing(session):
            (row,) = outbox.claim(session, town.clock(), 1, kinds=["line_event"])
        with writing(session):
            session.execute(update(Outbox).values(lease=None))
        with pytest.raises(outbox.Later), writing(session):
            noted(session, row)


def noted(session: Any, row: Row) -> None:
    outbox.note(session, row, reply="begun")


def standing(town: Town) -> set[str]:
    with town.session() as session:
        return set(session.scalars(select(Outbox.state)))
