"""The sweep lists what is over, once each, and erases nothing."""

import pytest
from sqlalchemy import select

from portal import holds, inbox, tasks
from portal.db import Database, writing
from portal.holds import HoldKind, Wanted
from portal.inbox import HOUSE
from portal.states import State
from services.records import rules
from services.records.actions.proposing import propose_due
from services.records.actions.reviewing import approve, propose
from services.records.actions.standing import number
from services.records.models import Disposal
from services.records.rules import Place, Stage
from tests.portal.cases import filed
from tests.services.records.builders import OVER, at, book, closed, day, furnished, items, now_of, seat


def test_a_case_is_listed_on_the_first_day_after_its_time(database: Database) -> None:
    with furnished(database).session() as session:
        case = closed(session, at(2026, 3, 31))

        assert propose_due(session, at(2031, 3, 31, 14)) == {}
        listed = propose_due(session, at(2031, 3, 31, 15))

        line = items(session)[0]
        assert list(listed.values()) == [1]
        assert (line.receipt_no, line.procedure, line.class_id) == (case.receipt_no, "suido_kaishi", "D1")
        assert (line.closed_on, line.keep_until) == (day(at(2026, 3, 31)), day(at(2031, 3, 31)))


def test_a_day_later_closed_is_a_year_longer_kept(database: Database) -> None:
    with furnished(database).session() as session:
        closed(session, at(2026, 4, 1))

        assert propose_due(session, OVER) == {}
        assert list(propose_due(session, at(2032, 4, 1)).values()) == [1]


def test_nothing_is_erased_and_nothing_listed_twice(database: Database) -> None:
    with furnished(database).session() as session:
        case = closed(session, at(2025, 6, 2))
        propose_due(session, OVER)

        assert propose_due(session, OVER) == {}

        assert len(items(session)) == 1
        assert inbox.answers(session, now_of(session, case))["name"] == "見本 花子"


def test_open_cases_are_never_listed(database: Database) -> None:
    with furnished(database).session() as session:
        filed(session, at(2010, 6, 2))

        assert propose_due(session, OVER) == {}


def test_a_new_night_adds_to_the_list_that_is_open(database: Database) -> None:
    with furnished(database).session() as session:
        closed(session, at(2025, 6, 2))
        propose_due(session, OVER)
        before = book(session).version
        closed(session, at(2024, 6, 2))

        propose_due(session, OVER)

        assert len(items(session)) == 2
        assert book(session).version > before


def test_what_is_over_waits_while_an_approver_looks_at_the_list(database: Database) -> None:
    with furnished(database).session() as session:
        closed(session, at(2025, 6, 2))
        propose_due(session, OVER)
        propose(session, seat(), book(session).id, book(session).version, OVER)
        closed(session, at(2024, 6, 2))

        assert propose_due(session, OVER) == {}

        assert book(session).stage == Stage.PROPOSED
        assert len(items(session)) == 1


def test_a_case_with_work_still_to_do_is_not_listed(database: Database) -> None:
    with furnished(database).session() as session:
        case = closed(session, at(2025, 6, 2))
        with writing(session):
            refs = {"case": str(case.id)}
            tasks.add(session, "refund_wanted", division="suido", refs=refs, now=OVER)

        assert propose_due(session, OVER) == {}

        task = tasks.open_tasks(session, ["suido"])[0]
        with writing(session):
            tasks.finish(session, task.id, seat().id, OVER)
        assert list(propose_due(session, OVER).values()) == [1]


def test_a_held_case_stands_in_the_list_as_held(database: Database) -> None:
    with furnished(database).session() as session:
        case = closed(session, at(2025, 6, 2))
        with writing(session):
            wanted = Wanted(HoldKind.REVIEW, day(OVER), reason="審査請求第3号")
            holds.place(session, case, wanted, HOUSE, OVER)

        assert list(propose_due(session, OVER).values()) == [1]


def test_the_division_that_took_over_gets_the_list(database: Database) -> None:
    with furnished(database).session() as session:
        case = closed(session, at(2025, 6, 2))
        with writing(session):
            now_of(session, case).division = "shimin"
            session.flush()

        propose_due(session, OVER)

        assert book(session).division == "shimin_madoguchi"


def test_a_division_looks_for_its_own_only(database: Database) -> None:
    with furnished(database).session() as session:
        closed(session, at(2025, 6, 2))

        assert propose_due(session, OVER, frozenset({"zeimu"})) == {}


def test_withdrawn_and_decided_cases_are_over_at_their_own_times(database: Database) -> None:
    with furnished(database).session() as session:
        for end in (State.WITHDRAWN, State.RETURNED, State.DONE):
            closed(session, at(2026, 6, 2), end)

        counts = [sum(propose_due(session, at(year, 4, 1)).values()) for year in (2028, 2030, 2031, 2032)]

    assert counts == [1, 1, 0, 1]


def test_the_division_is_told_once(database: Database) -> None:
    with furnished(database).session() as session:
        closed(session, at(2025, 6, 2))
        propose_due(session, OVER)
        propose_due(session, OVER)

        found = [task.kind for task in tasks.open_tasks(session, ["suido"])]

    assert found == ["disposal_listed"]


def test_the_numbers_of_a_division_run_on_within_a_fiscal_year(database: Database) -> None:
    with furnished(database).session() as session:
        closed(session, at(2025, 6, 2))
        propose_due(session, OVER)
        propose(session, seat(), book(session).id, book(session).version, OVER)
        approve(session, seat("approver"), book(session).id, book(session).version, OVER)
        closed(session, at(2024, 6, 2))
        propose_due(session, OVER)

        books = session.scalars(select(Disposal).order_by(Disposal.no)).all()
        numbers = [number(session, one) for one in books]

    assert numbers == ["13ひ水廃第1号", "13ひ水廃第2号"]


def test_a_long_list_stops_where_nobody_would_read_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_ITEMS", 2)
    with furnished(database).session() as session:
        for _ in range(3):
            closed(session, at(2025, 6, 2))

        propose_due(session, OVER)

        assert len(items(session)) == 2
        assert {line.place for line in items(session)} == {Place.IN}
