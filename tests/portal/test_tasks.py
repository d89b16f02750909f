"""What staff must do by hand."""

from datetime import datetime, timedelta
from uuid import UUID

from portal import tasks
from portal.db import Database, new_id, writing

STAFF = UUID(int=7)


def test_a_division_sees_its_own_open_tasks_oldest_first(database: Database, now: datetime) -> None:
    with database.session() as session, writing(session):
        tasks.add(session, "letter", division="shimin", refs={"letter": "a"}, now=now)
        tasks.add(session, "letter", division="suido", refs={"letter": "b"}, now=now)
        tasks.add(session, "letter", division="shimin", refs={"letter": "c"}, now=now + timedelta(minutes=1))

    with database.session() as session:
        found = tasks.open_tasks(session, {"shimin", "zeimu"})

    assert {task.refs["letter"] for task in found} == {"a", "c"}
    assert found[0].made_at <= found[1].made_at


def test_the_same_open_task_is_counted_and_not_repeated(database: Database, now: datetime) -> None:
    with database.session() as session, writing(session):
        for _ in range(3):
            tasks.add(
                session, "undelivered", division="shimin", refs={"case": "1"}, now=now, key="undelivered:1"
            )

    with database.session() as session:
        (task,) = tasks.open_tasks(session, {"shimin"})

    assert task.n == 3


def test_a_finished_task_does_not_swallow_the_next_one_of_its_key(database: Database, now: datetime) -> None:
    with database.session() as session:
        with writing(session):
            tasks.add(session, "undelivered", division="shimin", refs={"case": "1"}, now=now, key="k")
        (first,) = tasks.open_tasks(session, {"shimin"})
        with writing(session):
            assert tasks.finish(session, first.id, STAFF, now)
            tasks.add(session, "undelivered", division="shimin", refs={"case": "1"}, now=now, key="k")

        (second,) = tasks.open_tasks(session, {"shimin"})

    assert second.id != first.id
    assert second.n == 1


def test_a_task_is_finished_by_one_person_only(database: Database, now: datetime) -> None:
    with database.session() as session:
        with writing(session):
            tasks.add(session, "letter", refs={"letter": "a"}, now=now)
        (task,) = tasks.open_tasks(session, set(), nobodys=True)

        with writing(session):
            answers = [
                tasks.finish(session, task.id, STAFF, now),
                tasks.finish(session, task.id, UUID(int=8), now),
            ]
        session.expire_all()
        found = tasks.of(session, task.id)

    assert answers == [True, False]
    assert found is not None
    assert found.done_by == STAFF


def test_an_unknown_task_cannot_be_finished(database: Database, now: datetime) -> None:
    with database.session() as session, writing(session):
        assert not tasks.finish(session, new_id(), STAFF, now)


def test_tasks_of_no_division_are_seen_only_by_those_who_ask_for_them(
    database: Database, now: datetime
) -> None:
    with database.session() as session, writing(session):
        tasks.add(session, "job_failed", refs={"job": "sweep"}, now=now)

    with database.session() as session:
        assert not tasks.open_tasks(session, {"shimin"})
        assert len(tasks.open_tasks(session, {"shimin"}, nobodys=True)) == 1
