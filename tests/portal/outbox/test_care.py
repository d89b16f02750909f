"""What is done to the outbox besides sending."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from portal import outbox, tasks
from portal.db import Database, writing
from portal.outbox import Outbox, care
from portal.vault import DataKey
from tests.portal.sending import added, claimed, furnished

DAY = timedelta(days=1)


def test_a_mail_that_came_back_turns_a_done_row_into_a_task_once(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row_id = added(session, now)
        (row,) = claimed(session, now)
        with writing(session):
            outbox.finish(session, row, now)

        with writing(session):
            known = [care.came_back(session, row_id, "bounced_5.1.1", now) for _ in range(2)]

        (task,) = tasks.open_tasks(session, {"suido"})
    assert known == [True, False]
    assert (task.kind, task.n) == ("undelivered", 1)


def test_an_unknown_row_cannot_come_back(database: Database, now: datetime) -> None:
    with furnished(database).session() as session, writing(session):
        assert not care.came_back(session, UUID(int=1), "bounced", now)


def test_a_dead_row_can_be_tried_again_while_its_values_are_there(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row_id = added(session, now)
        (row,) = claimed(session, now)
        with writing(session):
            outbox.bury(session, row, "smtp_550", now)
            assert care.again(session, row_id, now)

        (row,) = claimed(session, now)
        assert row.attempts == 1
        assert outbox.opened(session, row).values["to"] == "hanako@mail.example"


def test_a_done_row_is_not_sent_again(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row_id = added(session, now)
        (row,) = claimed(session, now)
        with writing(session):
            outbox.finish(session, row, now)
            assert not care.again(session, row_id, now)


def test_the_night_forgets_a_dead_rows_values_after_a_month_and_the_row_after_a_year(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        row_id = added(session, now)
        (row,) = claimed(session, now)
        with writing(session):
            outbox.bury(session, row, "smtp_550", now)

        assert care.sweep(session, now + 29 * DAY) == 0
        assert care.sweep(session, now + 31 * DAY) == 1
        assert session.scalar(select(func.count()).select_from(DataKey)) == 0
        with writing(session):
            assert not care.again(session, row_id, now)
        assert care.sweep(session, now + 401 * DAY) == 1
        assert session.scalar(select(func.count()).select_from(Outbox)) == 0


def test_the_night_clears_done_rows_away_after_their_time(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        for lane in range(3):
            added(session, now, lane=str(lane))
        for row in claimed(session, now):
            with writing(session):
                outbox.finish(session, row, now)
        waiting = added(session, now)

        assert care.sweep(session, now + 91 * DAY) == 3
        assert session.scalars(select(Outbox.id)).all() == [waiting]


def test_what_nobody_can_send_is_buried_visibly_after_an_hour(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        added(session, now, kind="pigeon")
        added(session, now)

        assert care.strays(session, {"mail", "letter"}, now + timedelta(minutes=59)) == 0
        assert care.strays(session, {"mail", "letter"}, now + timedelta(minutes=60)) == 1
        (task,) = tasks.open_tasks(session, {"suido"})

    assert task.kind == "undelivered"


def test_an_operator_sees_how_many_wait_and_since_when(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        assert care.figures(session).waits_since is None
        added(session, now)
        added(session, now + DAY)
        claimed(session, now)

        figures = care.figures(session)

    assert figures.states == {"leased": 1, "waiting": 1}
    assert figures.waits_since == now + DAY
