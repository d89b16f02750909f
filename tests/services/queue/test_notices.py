"""「あと3人です」: told once, by mail, and the address is gone when it was used, was not needed, or the day is over."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import outbox
from portal.db import Database, writing
from portal.outbox import Row
from portal.vault import DataKey
from services.queue.actions import closing, issuing, notices
from services.queue.models import Notice
from tests.services.queue import hall
from tests.services.queue.hall import MORNING, call, clerk, take, ticket

MAIL = "hanako@example.jp"


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session on a hall with three counters for bands A and B."""
    with hall.equip(database).session() as opened:
        yield opened


def told(session: Session) -> list[Row]:
    """The mails that wait to be sent, opened."""
    with writing(session):
        rows = outbox.claim(session, MORNING, 10, kinds=["mail"])
    return [outbox.opened(session, row) for row in rows]


def kept(session: Session) -> int:
    return int(session.scalar(select(func.count()).select_from(Notice)) or 0)


def test_the_mail_goes_when_three_are_left_and_only_once(session: Session) -> None:
    for _ in range(5):
        last = take(session)
    seat = clerk(session)
    notices.ask(session, ticket(session, last.id), MAIL, "ja", MORNING)
    assert told(session) == []

    call(session, seat)
    mails = told(session)
    call(session, seat)

    assert [(row.template, row.values["to"], row.values["ahead"]) for row in mails] == [
        ("queue_soon", MAIL, 3)
    ]
    assert mails[0].values["label"] == "A005"
    assert told(session) == []
    assert kept(session) == 0


def test_whoever_has_three_before_them_already_is_told_at_once(session: Session) -> None:
    issued = take(session)

    notices.ask(session, ticket(session, issued.id), MAIL, "en", MORNING)

    assert [row.values["ahead"] for row in told(session)] == [0]


def test_an_address_lies_sealed_and_dies_with_its_key(session: Session) -> None:
    for _ in range(5):
        last = take(session)
    notices.ask(session, ticket(session, last.id), MAIL, "ja", MORNING)
    row = session.scalars(select(Notice)).one()
    assert MAIL.encode() not in row.sealed

    issuing.leave(session, last.id, MORNING)

    assert kept(session) == 0
    assert session.get(DataKey, row.key_id, populate_existing=True) is None


def test_at_the_end_of_the_day_every_address_is_erased(session: Session) -> None:
    for _ in range(6):
        last = take(session)
    notices.ask(session, ticket(session, last.id), MAIL, "ja", MORNING)

    closing.nightly(session, MORNING + timedelta(hours=16))

    assert kept(session) == 0
    assert session.scalar(select(func.count()).select_from(DataKey)) == 0


def test_of_two_addresses_the_last_counts(session: Session) -> None:
    for _ in range(5):
        last = take(session)
    notices.ask(session, ticket(session, last.id), "old@example.jp", "ja", MORNING)
    notices.ask(session, ticket(session, last.id), MAIL, "ja", MORNING)
    call(session, clerk(session))

    assert [row.values["to"] for row in told(session)] == [MAIL]
