"""The outbox: stored with the change, sealed, tried again, buried visibly, forgotten when done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal import outbox, tasks
from portal.db import Database, writing
from portal.outbox import Outbox
from portal.vault import DataKey, Unreadable
from tests.portal.sending import REFS, added, claimed, furnished, put, row_of

MINUTE = timedelta(minutes=1)


def change_that_fails(session: Session, now: datetime) -> None:
    with writing(session):
        put(session, now)
        raise ZeroDivisionError


def test_a_row_is_stored_with_the_change_or_not_at_all(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        with pytest.raises(ZeroDivisionError):
            change_that_fails(session, now)

        assert session.scalar(select(func.count()).select_from(Outbox)) == 0


def test_nothing_is_added_outside_a_writing_block(database: Database, now: datetime) -> None:
    with furnished(database).session() as session, pytest.raises(RuntimeError, match="writing block"):
        put(session, now)


def test_personal_values_lie_sealed_and_come_out_as_they_went_in(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row_id = added(session, now, values={"to": "hanako@mail.example", "name": "髙﨑𠮷葛󠄀"})
        (row,) = claimed(session, now)

        stored = session.execute(text("SELECT * FROM outbox")).one()
        full = outbox.opened(session, row)

    assert "hanako" not in repr([bytes(c) if isinstance(c, memoryview) else c for c in stored])
    assert "hanako" not in repr(full)
    assert full.values == {"to": "hanako@mail.example", "name": "髙﨑𠮷葛󠄀"}
    assert (full.id, full.attempts, full.refs) == (row_id, 1, REFS)


def test_the_same_dedupe_key_is_stored_once_and_leaves_no_key_behind(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session, writing(session):
        first = put(session, now, dedupe_key="receipt:1")
        second = put(session, now, dedupe_key="receipt:1")

        assert first is not None
        assert second is None
        assert session.scalar(select(func.count()).select_from(DataKey)) == 1


def test_two_who_add_the_same_key_at_once_store_it_once(database: Database, now: datetime) -> None:
    furnished(database)

    def add(_: int) -> UUID | None:
        with database.session() as session, writing(session):
            return put(session, now, dedupe_key="receipt:1")

    with ThreadPoolExecutor(4) as pool:
        ids = list(pool.map(add, range(12)))

    assert sum(row_id is not None for row_id in ids) == 1


def test_a_done_row_forgets_what_it_sealed(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row_id = added(session, now)
        (row,) = claimed(session, now)
        with writing(session):
            outbox.finish(session, row, now)

        found = row_of(session, row_id)
        assert (found.sealed, found.key_id, found.done_at) == (None, None, now)
        assert session.scalar(select(func.count()).select_from(DataKey)) == 0


def test_a_key_that_belongs_to_a_case_stays_when_the_row_is_done(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        with writing(session):
            key_id = session.info["vault"].new_key(session)
            put(session, now, key_id=key_id)
        (row,) = claimed(session, now)
        with writing(session):
            outbox.finish(session, row, now)

        assert session.scalar(select(DataKey.id)) == key_id


def test_values_die_with_the_key_of_their_case(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        with writing(session):
            key_id = session.info["vault"].new_key(session)
            put(session, now, key_id=key_id)
        (row,) = claimed(session, now)
        with writing(session):
            session.info["vault"].erase(session, key_id)

        with pytest.raises(Unreadable):
            outbox.opened(session, row)


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 0.5), (2, 1), (3, 2), (6, 16), (8, 64), (9, 120), (40, 120), (2000, 120)]
)
def test_the_wait_doubles_up_to_two_hours(attempts: int, minutes: float) -> None:
    assert outbox.backoff(attempts) == timedelta(minutes=minutes)


def test_a_receiver_may_be_down_for_three_days_and_not_for_a_week() -> None:
    whole = sum((outbox.backoff(n) for n in range(1, outbox.TRIES)), timedelta())

    assert timedelta(days=3) < whole < timedelta(days=5)


def test_a_sender_may_say_itself_when_to_try_again(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row_id = added(session, now)
        (row,) = claimed(session, now)
        with writing(session):
            outbox.retry(session, row, "quota", now, after=timedelta(hours=5))

        found = row_of(session, row_id)
    assert (found.state, found.last_error, found.not_before) == ("waiting", "quota", now + timedelta(hours=5))


def heard(database: Database) -> list[Any]:
    """Who listens to what died."""
    dead: list[Any] = []
    database.info["hear"] = {
        "outbox.dead": (lambda _session, row, now: dead.append((row.id, row.state, now)),)
    }
    return dead


def test_a_buried_row_becomes_a_task_of_its_division_and_is_heard_of(
    database: Database, now: datetime
) -> None:
    dead = heard(furnished(database))
    with database.session() as session:
        row_id = added(session, now)
        (row,) = claimed(session, now)
        with writing(session):
            outbox.bury(session, row, "smtp_550", now)

        assert row_of(session, row_id).last_error == "smtp_550"
        (task,) = tasks.open_tasks(session, {"suido"})

    assert dead == [(row_id, "dead", now)]
    assert (task.kind, task.refs) == ("undelivered", {**REFS, "outbox": str(row_id)})


def test_the_last_try_is_followed_by_a_burial(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row_id = added(session, now)
        at = now
        for _ in range(outbox.TRIES):
            (row,) = claimed(session, at)
            with writing(session):
                outbox.retry(session, row, "smtp_down", at)
            at += timedelta(hours=2)

        assert row_of(session, row_id).state == outbox.DEAD
        assert not claimed(session, at)


def test_a_row_that_kills_every_worker_is_buried_in_the_end(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row_id = added(session, now)
        at = now
        while claimed(session, at, lease=MINUTE):
            at += MINUTE

        found = row_of(session, row_id)
    assert (found.state, found.last_error, found.attempts) == ("dead", "worker_lost", outbox.TRIES)


def test_what_is_too_late_is_not_sent_and_the_lane_goes_on(database: Database, now: datetime) -> None:
    dead = heard(furnished(database))
    with database.session() as session:
        late = added(session, now, template="login_link", refs={}, expires_at=now + MINUTE)
        good = added(session, now)

        assert [row.id for row in claimed(session, now + MINUTE)] == [good]
        (task,) = tasks.open_tasks(session, (), nobodys=True)

    assert dead == [(late, "expired", now + MINUTE)]
    assert task.refs == {"outbox": str(late)}
