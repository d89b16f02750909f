"""Lanes and leases: one in flight for each recipient, in order, whoever works and whoever dies."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal import outbox
from portal.db import Database, writing
from portal.outbox import Row
from tests.portal.sending import added, claimed, furnished, put, row_of

MINUTE = timedelta(minutes=1)


def test_a_lane_gives_one_row_at_a_time_in_its_order(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        with writing(session):
            wanted = [put(session, now) for _ in range(5)]

        got = []
        for _ in wanted:
            (row,) = claimed(session, now)
            assert not claimed(session, now)
            with writing(session):
                outbox.finish(session, row, now)
            got.append(row.id)

    assert got == wanted


def test_different_lanes_go_side_by_side_up_to_the_limit(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        for lane in "abcd":
            added(session, now, lane=lane)

        assert [row.lane for row in claimed(session, now, limit=3)] == ["a", "b", "c"]
        assert [row.lane for row in claimed(session, now)] == ["d"]


def test_a_row_that_waits_for_its_next_try_holds_its_lane(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        first = added(session, now)
        added(session, now)
        (row,) = claimed(session, now)
        with writing(session):
            outbox.retry(session, row, "smtp_down", now)

        assert not claimed(session, now)
        assert not outbox.due(session, ["mail"], now)
        assert outbox.due(session, ["mail"], now + MINUTE)
        assert [row.id for row in claimed(session, now + MINUTE)] == [first]


def test_a_row_that_came_late_into_the_lane_waits_for_the_one_in_flight(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        added(session, now)
        (row,) = claimed(session, now)
        with writing(session):
            session.execute(text("UPDATE outbox SET no = no + 100"))
        late = added(session, now)
        with writing(session):
            session.execute(text("UPDATE outbox SET no = 1 WHERE state = 'waiting'"))

        assert not claimed(session, now)
        with writing(session):
            session.execute(text("UPDATE outbox SET state = 'done' WHERE state = 'leased'"))
        assert [found.id for found in claimed(session, now)] == [late]
        assert row.id != late


def test_the_database_itself_forbids_two_in_flight_in_one_lane(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        added(session, now)
        added(session, now)

        with pytest.raises(IntegrityError), writing(session):
            session.execute(text("UPDATE outbox SET state = 'leased'"))


def test_many_workers_never_take_the_same_row(database: Database, now: datetime) -> None:
    furnished(database)
    with database.session() as session, writing(session):
        for lane in range(12):
            for _ in range(3):
                put(session, now, lane=str(lane))

    def work(_: int) -> list[Row]:
        done = []
        with database.session() as session:
            while rows := claimed(session, now, limit=4):
                with writing(session):
                    for row in rows:
                        assert outbox.finish(session, row, now)
                done += rows
        return done

    with ThreadPoolExecutor(4) as pool:
        done = [row for rows in pool.map(work, range(4)) for row in rows]
    with database.session() as session:
        rest = claimed(session, now, limit=100)

    assert len({row.id for row in [*done, *rest]}) == len(done) + len(rest)
    assert len(done) >= 12
    assert not [row for row in done if row.attempts != 1]


def test_a_dead_workers_rows_wait_again_when_the_lease_ends(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row_id = added(session, now)
        (lost,) = claimed(session, now, lease=MINUTE)

        assert not claimed(session, now + MINUTE / 2)
        (again,) = claimed(session, now + MINUTE)
        with writing(session):
            assert not outbox.finish(session, lost, now)
            assert outbox.finish(session, again, now)

        assert again.attempts == 2
        assert row_of(session, row_id).state == outbox.DONE


def test_a_row_is_not_taken_before_its_time(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        added(session, now, not_before=now + MINUTE)

        assert not claimed(session, now)
        assert len(claimed(session, now + MINUTE)) == 1


def test_what_was_taken_and_not_begun_can_be_given_back(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row_id = added(session, now)
        rows = claimed(session, now)
        with writing(session):
            outbox.release(session, rows)

        found = row_of(session, row_id)
    assert (found.state, found.attempts) == ("waiting", 0)


def test_only_the_kinds_asked_for_are_taken(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        added(session, now, kind="line")

        assert not outbox.due(session, ["mail"], now)
        assert not claimed(session, now)
        assert len(claimed(session, now, kinds=["mail", "line"])) == 1
