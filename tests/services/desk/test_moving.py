"""人事異動 leaves no case behind: what was somebody's is anybody's again, and the division knows."""

from datetime import date, datetime

from sqlalchemy import select

from portal import inbox, tasks
from portal.db import Database, writing
from portal.inbox import Case
from portal.states import State
from services.desk.actions import steps
from services.desk.actions.moving import hand_over
from tests.portal.cases import equip
from tests.services.desk.seats import case_in, held, seat

LAST = date(2027, 3, 31)


def test_open_cases_become_nobodys_and_the_division_is_told(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        gone, stays = seat(), seat()
        theirs, others = (case_in(session, State.REVIEW, now) for _ in range(2))
        steps.assign(session, gone, held(theirs), None, now)
        steps.assign(session, stays, held(others), None, now)

        with writing(session):
            hand_over(session, staff_id=gone.id, division="suido", until=LAST, now=now)

        assert (theirs.assignee, others.assignee) == (None, stays.id)
        task = tasks.open_tasks(session, ["suido"])[0]
        assert (task.kind, task.refs["cases"]) == ("hand_over", "1")
        assert inbox.history(session, theirs, public_only=False)[-1][0].kind == "handed_over"


def test_cases_of_another_division_stay_with_them(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        gone = seat()
        case = case_in(session, State.REVIEW, now)
        steps.assign(session, gone, held(case), None, now)

        with writing(session):
            hand_over(session, staff_id=gone.id, division="zeimu", until=LAST, now=now)

        assert case.assignee == gone.id
        assert tasks.open_tasks(session, ["zeimu"]) == []


def test_what_has_ended_keeps_the_name_of_its_clerk(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        gone, case = seat(), case_in(session, State.REVIEW, now)
        steps.assign(session, gone, held(case), None, now)
        steps.hand_back(session, gone, held(case), "理由", now)

        with writing(session):
            hand_over(session, staff_id=gone.id, division="suido", until=LAST, now=now)

        assert session.scalars(select(Case.assignee)).one() == gone.id
