"""The inbox shows what presses first, page by page, and only to those whose it is."""

from datetime import date, datetime, timedelta

import pytest

from portal import corrections, inbox
from portal.db import Database, writing
from portal.decisions import Proposal
from portal.inbox import HOUSE
from portal.states import Outcome, State
from services.desk.actions import listing, outcomes, paging, steps
from services.desk.rules import Press, Tab, Wanted, Whose
from tests.portal.cases import equip
from tests.services.desk.seats import DUE, case_in, held, seat


def test_the_most_pressing_comes_first(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        fresh = case_in(session, State.ARRIVED, now)
        late = case_in(session, State.REVIEW, now - timedelta(days=20))
        waiting = case_in(session, State.REVIEW, now - timedelta(days=30))
        with writing(session):
            corrections.ask(session, waiting, ["phone"], "理由", DUE, HOUSE, now)

        page = paging.page(session, seat(), Wanted(), now)

        assert [line.id for line in page.lines] == [late.id, fresh.id, waiting.id]
        assert [line.press for line in page.lines] == [Press.OVERDUE, Press.FINE, Press.PAUSED]
        assert (page.overdue, page.lines[2].asked_until) == (1, DUE)


def test_every_tab_is_counted(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        for state in (State.ARRIVED, State.ARRIVED, State.ACCEPTED, State.REVIEW):
            case_in(session, state, now)
        proposed = case_in(session, State.REVIEW, now)
        outcomes.propose(session, seat(), held(proposed), Proposal(Outcome.APPROVE), now)

        page = paging.page(session, seat(), Wanted(Tab.PROPOSED), now)

        assert [line.id for line in page.lines] == [proposed.id]
        counts = page.counts
        assert (counts[Tab.OPEN], counts[Tab.ARRIVED], counts[Tab.REVIEW], counts[Tab.PROPOSED]) == (
            5,
            2,
            2,
            1,
        )


def test_pages_follow_one_another_without_gaps_or_repeats(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "PAGE", 3)
    with equip(database).session() as session:
        filed = {case_in(session, State.ARRIVED, now - timedelta(days=n % 3)).id for n in range(8)}
        seen, after = [], ""
        for _ in range(3):
            page = paging.page(session, seat(), Wanted(after=after), now)
            seen += [line.id for line in page.lines]
            after = page.after

        assert (set(seen), len(seen), after) == (filed, 8, "")


def test_what_has_ended_is_listed_newest_first(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "PAGE", 2)
    with equip(database).session() as session:
        ended = []
        for hours in range(3):
            case = case_in(session, State.REVIEW, now)
            steps.hand_back(session, seat(), held(case), "理由", now + timedelta(hours=hours))
            ended.append(case.id)

        first = paging.page(session, seat(), Wanted(Tab.CLOSED), now)
        second = paging.page(session, seat(), Wanted(Tab.CLOSED, after=first.after), now)

        assert [line.id for line in (*first.lines, *second.lines)] == ended[::-1]


@pytest.mark.parametrize(
    "after", ["x", "a_2026-11-20", "a_2026-99-99_1", "_", "a_2026-11-20_no", "b_2026-11-20T10:00:00_1", "z_x"]
)
def test_a_broken_place_begins_at_the_beginning(database: Database, now: datetime, after: str) -> None:
    with equip(database).session() as session:
        case_in(session, State.ARRIVED, now)

        assert len(paging.page(session, seat(), Wanted(after=after), now).lines) == 1


def test_another_divisions_cases_are_not_listed(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case_in(session, State.ARRIVED, now)

        page = paging.page(session, seat(division="zeimu"), Wanted(), now)

        assert (page.lines, page.counts[Tab.OPEN]) == ((), 0)


def test_ones_own_and_nobodys_are_told_apart(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        clerk, mine, free = seat(), case_in(session, State.REVIEW, now), case_in(session, State.REVIEW, now)
        steps.assign(session, clerk, held(mine), None, now)

        found = {
            whose: [line.id for line in paging.page(session, clerk, Wanted(whose=whose), now).lines]
            for whose in (Whose.MINE, Whose.NOBODYS)
        }

        assert found == {Whose.MINE: [mine.id], Whose.NOBODYS: [free.id]}


def test_a_corrected_case_says_so_while_it_is_examined(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, now)
        with writing(session):
            corrections.ask(session, case, ["phone"], "理由", DUE, HOUSE, now)
        with writing(session):
            corrections.answer(session, case, {"phone": "090-1111-0001"}, now)

        assert paging.page(session, seat(), Wanted(Tab.REVIEW), now).lines[0].corrected


@pytest.mark.parametrize("query", ["見本", "みほん", "ミホンハナ", "090-1234-5678", "見本　花子"])
def test_a_case_is_found_by_what_a_clerk_hears(database: Database, now: datetime, query: str) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, now)

        found = listing.search(session, seat("counter"), query, now)

        assert [(line.id, line.name) for line in found] == [(case.id, "見本 花子")]


def test_a_receipt_number_finds_one_case(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, _other = case_in(session, State.REVIEW, now), case_in(session, State.REVIEW, now)

        found = listing.search(session, seat(), case.receipt_no.replace("-", "").lower(), now)

        assert [line.id for line in found] == [case.id]


def test_another_division_learns_where_a_receipt_number_belongs_and_no_more(
    database: Database, now: datetime
) -> None:
    with equip(database).session() as session:
        case, stranger = case_in(session, State.REVIEW, now), seat(division="zeimu")

        assert listing.search(session, stranger, case.receipt_no, now) == ()
        assert listing.elsewhere(session, stranger, case.receipt_no) == "suido"
        assert listing.elsewhere(session, stranger, "見本 花子") is None
        assert listing.elsewhere(session, seat(), case.receipt_no) is None


def test_an_erased_case_is_listed_without_a_name(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, now)
        with writing(session):
            session.info["vault"].erase(session, case.key_id)

        assert [line.name for line in paging.page(session, seat(), Wanted(), now).lines] == [""]


def test_a_successor_sees_the_cases_of_its_predecessor(database: Database) -> None:
    april = datetime.fromisoformat("2027-04-01T03:00:00+00:00")
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, april - timedelta(days=30))
        with writing(session):
            case = inbox.take_hold(session, case.id)
            case.division = "shimin"
        pack = session.info["pack"]
        after = seat(division="shimin_madoguchi")
        reach = {"shimin_madoguchi": pack.lineage("shimin_madoguchi", date(2027, 4, 1))}
        successor = type(after)(after.id, after.number, after.name, after.roles, reach, after.session_id)

        assert [line.id for line in paging.page(session, successor, Wanted(), april).lines] == [case.id]
