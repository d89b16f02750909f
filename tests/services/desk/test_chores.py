"""Work by hand: seen by those whose it is, ticked off once, and followed by what ticking off means."""

from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal import inbox, outbox, tasks
from portal.db import Database, writing
from portal.decisions import Proposal
from portal.outbox import Outbox
from portal.refused import Refused
from portal.states import Outcome, State
from services.desk.actions import chores, outcomes
from tests.portal.cases import equip
from tests.services.desk.seats import case_in, held, seat


def test_a_task_is_seen_by_its_division_only(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        with writing(session):
            tasks.add(session, "telephone", division="suido", refs={}, now=now)
            tasks.add(session, "job_failed", refs={"job": "x"}, now=now)

        found = {
            name: [one.task.kind for one in chores.open_chores(session, who)]
            for name, who in {
                "own": seat("counter"),
                "other": seat("counter", division="zeimu"),
                "administrator": seat("administrator", division="sogo"),
            }.items()
        }

        assert found == {"own": ["telephone"], "other": [], "administrator": ["job_failed"]}


def test_posting_the_notice_tells_the_resident_that_it_was_sent(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, now)
        outcomes.propose(session, seat(), held(case), Proposal(Outcome.REJECT, "理由"), now)
        outcomes.decide(session, seat("approver"), held(case), None, now)
        task = tasks.open_tasks(session, ["suido"])[0]

        chores.finish(session, seat("counter"), task.id, now, again=False)
        chores.finish(session, seat("counter"), task.id, now, again=False)

        assert list(session.scalars(select(Outbox.template))) == ["decided_notice_sent"]
        assert inbox.history(session, case, public_only=True)[-1][0].kind == "notice_sent"


def test_a_strangers_task_is_not_ticked_off(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        with writing(session):
            tasks.add(session, "telephone", division="suido", refs={}, now=now)
        task = tasks.open_tasks(session, ["suido"])[0]

        with pytest.raises(Refused) as refused:
            chores.finish(session, seat(division="zeimu"), task.id, now, again=False)

        assert refused.value.status == 403
        assert len(tasks.open_tasks(session, ["suido"])) == 1


def test_an_unknown_task_is_refused(database: Database, now: datetime) -> None:
    with equip(database).session() as session, pytest.raises(Refused) as refused:
        chores.finish(session, seat(), uuid4(), now, again=False)

    assert refused.value.status == 404


def test_what_could_not_be_sent_is_tried_again(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        with writing(session):
            outbox.add(
                session, "mail", lane="l", template="receipt", locale="ja", refs={"division": "suido"},
                values={"to": "a@example.jp"}, now=now,
            )  # fmt: skip
            row = outbox.claim(session, now, 1, kinds=["mail"])[0]
            outbox.bury(session, row, "smtp_550", now)
        found = chores.open_chores(session, seat())[0]
        assert (found.task.kind, found.sendable, found.error) == ("undelivered", True, "smtp_550")

        chores.finish(session, seat(), found.task.id, now, again=True)

        assert session.scalars(select(Outbox.state)).one() == outbox.WAITING
        assert chores.open_chores(session, seat()) == []


def test_what_is_forgotten_cannot_be_sent_again(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        with writing(session):
            tasks.add(session, "undelivered", division="suido", refs={"outbox": str(uuid4())}, now=now)
        task = tasks.open_tasks(session, ["suido"])[0]

        with pytest.raises(Refused) as refused:
            chores.finish(session, seat(), task.id, now, again=True)

        assert refused.value.code == "not_sendable"
        assert len(tasks.open_tasks(session, ["suido"])) == 1
