"""Every filter of the inbox shows what it says and nothing else."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.db import Database, writing
from portal.inbox import Case
from portal.people import StaffSeat
from portal.states import State
from services.desk.actions import labels, paging, steps
from services.desk.rules import Wanted, Work
from tests.portal.cases import equip
from tests.services.desk.seats import case_in, held, seat

CHOSEN: dict[str, tuple[Callable[[Case], None], Wanted]] = {
    "channel": (lambda case: setattr(case, "channel", "telephone"), Wanted(channel="telephone")),
    "procedure": (lambda case: setattr(case, "procedure", "juminhyo"), Wanted(procedure="juminhyo")),
    "shielded": (lambda case: setattr(case, "shielded", True), Wanted(shielded=True)),
    "due from": (lambda case: setattr(case, "due_on", date(2027, 3, 1)), Wanted(due_from=date(2027, 3, 1))),
    "due to": (lambda case: setattr(case, "due_on", date(2026, 10, 1)), Wanted(due_to=date(2026, 10, 1))),
    "arrived to": (
        # Ten in the evening of the first, in Japan.
        lambda case: setattr(case, "arrived_at", datetime.fromisoformat("2026-11-01T13:00:00+00:00")),
        Wanted(arrived_to=date(2026, 11, 1)),
    ),
}


def listed(session: Session, who: StaffSeat, wanted: Wanted, now: datetime) -> list[object]:
    return [line.id for line in paging.page(session, who, wanted, now).lines]


@pytest.mark.parametrize("name", CHOSEN)
def test_a_filter_shows_what_it_says(database: Database, now: datetime, name: str) -> None:
    change, wanted = CHOSEN[name]
    with equip(database).session() as session:
        case_in(session, State.REVIEW, now)
        case = case_in(session, State.REVIEW, now)
        with writing(session):
            change(case)

        page = paging.page(session, seat(), wanted, now)

        assert [line.id for line in page.lines] == [case.id]
        assert page.counts[wanted.tab] == 1


def test_what_arrived_from_a_day_on_is_listed(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case_in(session, State.REVIEW, now - timedelta(days=2))
        case = case_in(session, State.REVIEW, now)

        assert listed(session, seat(), Wanted(arrived_from=date(2026, 11, 20)), now) == [case.id]


def test_a_colleagues_cases_are_listed(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        colleague, case = seat(), case_in(session, State.REVIEW, now)
        case_in(session, State.REVIEW, now)
        steps.assign(session, colleague, held(case), None, now)

        assert listed(session, seat(), Wanted(clerk=colleague.id), now) == [case.id]


def test_a_label_lists_the_cases_that_bear_it(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, clerk = case_in(session, State.REVIEW, now), seat("counter")
        case_in(session, State.REVIEW, now)
        labels.put(session, clerk, held(case), "至急", now)

        assert listed(session, clerk, Wanted(label="至急"), now) == [case.id]
        assert listed(session, clerk, Wanted(label="保留"), now) == []


@pytest.mark.parametrize("work", Work)
def test_a_part_of_the_day_lists_nothing_of_another_division(
    database: Database, now: datetime, work: Work
) -> None:
    with equip(database).session() as session:
        for state in (State.ARRIVED, State.REVIEW):
            case_in(session, state, now - timedelta(hours=4))

        page = paging.page(session, seat("approver", division="zeimu"), Wanted(work=work), now)

        assert (page.lines, sum(page.counts.values())) == ((), 0)
