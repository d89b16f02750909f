"""補正 without an answer: reminded once before the day, and after it what the procedure's file says, once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.procedure import AfterDue
from portal import corrections, inbox, ledger, outbox, tasks
from portal.db import Database, writing
from portal.inbox import Case
from portal.opening import today
from portal.outbox import Outbox
from portal.states import State
from services.desk.actions import lapsing
from tests.portal.cases import clerk, equip, town
from tests.services.desk.seats import case_in

# Friday 20 November 2026; Monday the 23rd is a holiday. The day named is Tuesday 1 December.
DUE = date(2026, 12, 1)


def at(day: int, month: int = 11, hour: int = 10) -> datetime:
    """Ten in the morning of a day in Japan."""
    return datetime(2026, month, day, hour - 9, tzinfo=UTC)


def asked(session: Session, now: datetime, due: date = DUE, **answers: Any) -> UUID:
    case = case_in(session, State.REVIEW, now, **answers)
    with writing(session):
        case = inbox.take_hold(session, case.id)
        corrections.ask(session, case, ["name"], "確かめてください。", due, clerk(), now)
    return case.id


def sent(session: Session) -> list[str]:
    return list(session.scalars(select(Outbox.template).order_by(Outbox.no)))


@pytest.mark.parametrize(("day", "times"), [(25, 0), (26, 1), (27, 1), (30, 1)])
def test_somebody_is_reminded_three_open_days_before_and_once(
    day: int, times: int, database: Database, now: datetime
) -> None:
    with equip(database).session() as session:
        asked(session, now)

        assert lapsing.remind(session, at(day)) == times
        lapsing.remind(session, at(day) + timedelta(hours=1))

        assert sent(session).count("correction_reminder") == times


def test_a_reminder_takes_the_way_the_resident_chose_and_says_what_follows(
    database: Database, now: datetime
) -> None:
    with equip(database).session() as session:
        asked(session, now, phone="0000-00-0001", reply_by="phone")
        lapsing.remind(session, at(27))

        with writing(session):
            rows = outbox.claim(session, at(27), 9, kinds=["telephone"])
        (told,) = [outbox.opened(session, one) for one in rows if one.template == "correction_reminder"]

    assert told.values["to"] == "0000-00-0001"
    assert (told.values["after"], told.values["reason"]) == ("wait", "確かめてください。")


@pytest.mark.parametrize("hour", [3, 22])
def test_nobody_is_written_to_while_the_office_is_closed(
    hour: int, database: Database, now: datetime
) -> None:
    night = datetime(2026, 11, 27, hour, tzinfo=UTC) - timedelta(hours=9)
    with equip(database).session() as session:
        asked(session, now)

        assert lapsing.remind(session, night) == 0


def test_nobody_is_reminded_on_the_day_they_were_asked(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        asked(session, now, date(2026, 11, 24))

        assert lapsing.remind(session, now + timedelta(hours=2)) == 0
        assert lapsing.remind(session, at(24)) == 1


def test_who_has_answered_is_left_alone(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case_id = asked(session, now)
        with writing(session):
            corrections.answer(session, inbox.take_hold(session, case_id), {"name": "見本 華子"}, now)

        assert lapsing.remind(session, at(27)) == 0
        assert lapsing.lapse(session, at(2, 12)) == 0


def test_where_the_procedure_waits_staff_are_told_once_and_the_resident_can_still_answer(
    database: Database, now: datetime
) -> None:
    with equip(database).session() as session:
        case_id = asked(session, now)
        assert lapsing.lapse(session, at(1, 12)) == 0

        assert [lapsing.lapse(session, at(2, 12)) for _ in range(2)] == [1, 0]

        assert [one.kind for one in tasks.open_tasks(session, ["suido"])] == ["correction_overdue"]
        with writing(session):
            corrections.answer(session, inbox.take_hold(session, case_id), {"name": "見本 華子"}, at(2, 12))
        assert session.get_one(Case, case_id).state == State.REVIEW


def test_where_the_procedure_says_so_the_case_is_returned_with_its_reason(
    database: Database, now: datetime
) -> None:
    pack = town(after_due=AfterDue.RETURN)
    with equip(database, pack).session() as session:
        case_id = asked(session, now)

        assert [lapsing.lapse(session, at(2, 12)) for _ in range(2)] == [1, 0]

        case = session.get_one(Case, case_id)
        assert case.state == State.RETURNED
        assert sent(session)[-1] == "returned"
        (note,) = [
            note for line, note in inbox.history(session, case, public_only=True) if line.kind == "returned"
        ]
        assert note is not None
        assert "期限までにお返事がなかった" in note
        day = today(at(2, 12))
        assert [row.n for row in ledger.counts(session, "returned", day, day)] == [1]
        assert corrections.waiting(session, case) is None


def test_what_was_taken_back_by_staff_never_lapses(database: Database, now: datetime) -> None:
    with equip(database, town(after_due=AfterDue.RETURN)).session() as session:
        case_id = asked(session, now)
        with writing(session):
            corrections.drop(session, inbox.take_hold(session, case_id), clerk(), now)

        assert lapsing.lapse(session, at(2, 12)) == 0
        assert session.get_one(Case, case_id).state == State.REVIEW
