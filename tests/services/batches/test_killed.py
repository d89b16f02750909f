"""Whoever dies between making and recording loses nothing: the same number is made again, and once only it counts."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from portal import files, outbox
from portal.db import Database, writing
from portal.files import StoredFile
from portal.inbox import HOUSE
from portal.outbox import Later
from services.batches.actions import making, ordering
from services.batches.models import Batch
from tests.services.batches.town import accepted, content, equip, make, numbers, plan, unpacked


class Killed(BaseException):
    """What no handler catches, as when the machine loses its power."""


def claimed(database: Database, now: datetime) -> outbox.Row:
    with database.session() as session, writing(session):
        (row,) = outbox.claim(session, now, 1, kinds=[ordering.KIND])
    return row


def test_a_worker_killed_after_storing_leaves_the_batch_to_the_next(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with equip(database).session() as session:
        case = accepted(session, now)
        batch_id = ordering.order(session, plan(), HOUSE, now)
    row = claimed(database, now)

    def die(*_given: object, **_more: object) -> None:
        raise Killed

    with monkeypatch.context() as power, database.session() as session:
        # The file lies in the store already; the block that would record it never ends.
        power.setattr(files, "claim", die)
        with pytest.raises(Killed):
            making.send(session, row)

    later = now + timedelta(minutes=10)
    with database.session() as session:
        assert session.get_one(Batch, batch_id).state == "ordered"
        make(session, later)
        batch = session.get_one(Batch, batch_id, populate_existing=True)
        assert (batch.state, batch.number, numbers(session)) == ("made", 1, [1])
        assert f"cases/{case.receipt_no}/request.pdf" in unpacked(content(session, batch))
        # What the dead one stored is swept like every file that nobody claims.
        assert files.sweep(session, now + timedelta(days=2)).unclaimed == 1
        assert len(session.scalars(select(StoredFile)).all()) == 1


def test_two_workers_that_make_the_same_batch_leave_one_file(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        accepted(session, now)
        batch_id = ordering.order(session, plan(), HOUSE, now)
    slow, quick = claimed(database, now), claimed(database, now + timedelta(minutes=10))
    with database.session() as session:
        making.send(session, quick)
        first = session.get_one(Batch, batch_id).zip_sha256

    with database.session() as session:
        batch = session.get_one(Batch, batch_id)
        making._make(session, batch, slow)

    with database.session() as session:
        batch = session.get_one(Batch, batch_id)
        assert batch.zip_sha256 == first
        assert len(files.of(session, making.OWNER, batch_id)) == 1


def test_a_batch_waits_for_the_one_before_it(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        accepted(session, now)
        ordering.order(session, plan(), HOUSE, now)
        accepted(session, now)
        second = ordering.order(session, plan(), HOUSE, now)
        row = claimed(database, now)

        ahead = outbox.Row(**{**vars(row), "refs": {"batch": str(second), "division": "suido"}})
        with pytest.raises(Later) as later:
            making.send(session, ahead)

        assert later.value.code == "batch_before"


def test_making_once_more_what_is_made_changes_nothing(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        accepted(session, now)
        ordering.order(session, plan(), HOUSE, now)
        row = claimed(database, now)
        making.send(session, row)
        before = content(session, session.scalars(select(Batch)).one())

        making.send(session, row)

        assert content(session, session.scalars(select(Batch)).one()) == before


def test_the_same_cases_give_the_same_bytes_whoever_makes_them(database: Database, now: datetime) -> None:
    """Made twice from the same state, as after a kill, the ZIP does not differ in a byte."""
    from services.batches.actions import contents
    from services.batches.rules import bundle

    with equip(database).session() as session:
        accepted(session, now)
        accepted(session, now)
        batch = session.get_one(Batch, ordering.order(session, plan(), HOUSE, now))

        once = bundle.packed("a", contents.gather(session, batch, now).files)
        again = bundle.packed("a", contents.gather(session, batch, now + timedelta(hours=1)).files)

        assert once == again
