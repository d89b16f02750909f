"""Arrival: the same for every door, stored in the caller's own block, and never without one."""

from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import filing, inbox, ledger
from portal.db import Database, new_id, writing
from portal.filing import Handed
from portal.inbox import Case
from portal.opening import today
from portal.outbox import Outbox
from portal.vault import vault_of
from tests.portal.cases import ANSWERS, hinata
from tests.services.applications.builders import furnished


def handed(session: Session, channel: str = "window") -> Handed:
    """The water notification as a clerk hands it in."""
    procedure = hinata().procedure("suido_kaishi")
    way = procedure.way("online")
    assert way is not None
    answers = {key: value for key, value in ANSWERS.items() if procedure.ask(key) or key == "way"}
    with writing(session):
        key_id = vault_of(session).new_key(session)
    return Handed(new_id(), procedure, way, answers, key_id, "ja", channel, 0)


def test_what_arrives_at_the_counter_is_a_case_with_tokens_count_and_receipt(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        made = filing.ready(session, handed(session), hinata(), now)

        with writing(session):
            case = filing.arrive(session, made, now)

        assert (case.channel, case.division) == ("window", "suido")
        assert inbox.answers(session, case)["name"] == "見本 花子"
        counted = ledger.counts(session, "filed", today(now), today(now))
        assert [(row.channel, row.n) for row in counted] == [("window", 1)]
        assert session.scalars(select(Outbox.template)).all() == ["receipt"]


def test_nothing_arrives_outside_a_writing_block(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        made = filing.ready(session, handed(session), hinata(), now)

        with pytest.raises(RuntimeError, match="writing block"):
            filing.arrive(session, made, now)

        assert session.scalar(select(func.count()).select_from(Case)) == 0


def test_what_a_room_keeps_beside_a_case_falls_with_it(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        made = filing.ready(session, handed(session), hinata(), now)

        def fall(session: Session, case: Case) -> None:
            raise ValueError("the room fell")

        with pytest.raises(ValueError, match="the room fell"), writing(session):
            filing.arrive(session, made, now, fall)

        assert session.scalar(select(func.count()).select_from(Case)) == 0


def test_answers_do_not_show_themselves(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        one = handed(session)

        assert "見本" not in repr(one) + repr(filing.ready(session, one, hinata(), now))
