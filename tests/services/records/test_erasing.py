"""What four eyes approved is erased so that nothing can be read again, and everything that was counted still counts the same."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import audit, erased, files, holds, inbox
from portal.db import Database, writing
from portal.decisions import Decision
from portal.files.store import Store
from portal.holds import CaseHold, HoldKind, Wanted
from portal.inbox import HOUSE, Case, CaseToken
from portal.ledger import Entry
from portal.vault import Unreadable, vault_of
from services.records.actions import erasing, reviewing
from services.records.actions.proposing import propose_due
from services.records.rules import Place, Stage
from tests.portal.cases import town
from tests.services.records.builders import (
    FILED,
    OVER,
    SECRET,
    at,
    book,
    closed,
    furnished,
    items,
    now_of,
    seat,
)
from tests.services.records.full import approved, blobs, full_case, readable, rows_of


def counted(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Everything a report is made of: the ledger's sums, and the cases by what an office counts them by."""
    ledger = select(Entry.kind, Entry.key, Entry.channel, Entry.division, Entry.day, func.sum(Entry.n))
    kinds = (Entry.kind, Entry.key, Entry.channel, Entry.division, Entry.day)
    shape = (
        Case.procedure, Case.division, Case.channel, Case.way, Case.assurance, Case.state, Case.arrived_at,
        Case.accepted_at, Case.decided_at, Case.closed_at, Case.due_on, Case.paused_days, Case.locale,
    )  # fmt: skip
    outcomes = select(Decision.kind, Decision.document_no, Decision.effective_on, Decision.decided_at)
    return {
        "ledger": [tuple(row) for row in session.execute(ledger.group_by(*kinds).order_by(*kinds))],
        "cases": [tuple(row) for row in session.execute(select(*shape).order_by(Case.id))],
        "decisions": [tuple(row) for row in session.execute(outcomes.order_by(Decision.id))],
    }


def test_nothing_of_a_case_can_be_read_any_more(database: Database) -> None:
    with furnished(database, town()).session() as session:
        case = full_case(session, FILED)
        key = vault_of(session).raw_key(session, case.key_id)
        store: Store = session.info["files"]
        assert len(readable(session, key)) > 8
        assert len(list(store.listed())) == 1
        sealed = {blob for place, blob in blobs(session) if place == "case_token.token"}
        approved(session, OVER, seat(), seat("approver"))

        assert erasing.run(session, OVER) == 1
        files.sweep(session, OVER + timedelta(days=2))

        assert readable(session, key) == []
        assert list(store.listed()) == []
        receipt = vault_of(session).token("receipt", case.receipt_no)
        assert {blob for place, blob in blobs(session) if place == "case_token.token"} == {receipt}
        assert len(sealed) > 3
        # The number of the decision stays, in the book of numbers that were given, and the line of the 廃棄簿.
        assert rows_of(session, case.id) == {"case_token": 1, "decision": 1, "disposal_item": 1}


def test_a_row_without_a_name_is_left(database: Database) -> None:
    with furnished(database, town()).session() as session:
        case = full_case(session, FILED)
        approved(session, OVER, seat(), seat("approver"))
        erasing.run(session, OVER)

        left = now_of(session, case)

        assert (left.state, left.procedure, left.channel) == ("done", "suido_kaishi", "online")
        assert (left.answers, left.erased_at, left.assignee) == (b"", OVER, None)
        with pytest.raises(Unreadable):
            inbox.answers(session, left)


def test_everything_counted_before_is_counted_after(database: Database) -> None:
    with furnished(database, town()).session() as session:
        full_case(session, FILED)
        closed(session, at(2025, 8, 1))
        before = counted(session)
        assert before["ledger"]
        approved(session, OVER, seat(), seat("approver"))

        assert erasing.run(session, OVER) == 2

        assert counted(session) == before


def test_the_list_says_what_happened_and_is_done(database: Database) -> None:
    with furnished(database).session() as session:
        case = closed(session, FILED)
        approved(session, OVER, seat(), seat("approver"))

        erasing.run(session, OVER)

        line = items(session)[0]
        assert (line.place, line.erased_at, line.receipt_no) == (Place.ERASED, OVER, case.receipt_no)
        assert (book(session).stage, book(session).done_at) == (Stage.DONE, OVER)
        assert [row.verb for row in audit.of(session, "case", case.id)] == ["disposed"]
        assert [one.key_id for one in erased.listed(session)] == [case.key_id]


def test_what_nobody_approved_is_not_touched(database: Database) -> None:
    with furnished(database).session() as session:
        case = closed(session, FILED)
        propose_due(session, OVER)
        assert erasing.run(session, OVER) == 0
        reviewing.propose(session, seat(), book(session).id, book(session).version, OVER)

        assert erasing.run(session, OVER) == 0

        assert inbox.answers(session, now_of(session, case))["name"] == "見本 花子"


def test_a_case_held_after_the_approval_stays_and_goes_when_it_is_lifted(database: Database) -> None:
    with furnished(database).session() as session:
        held, free = closed(session, FILED), closed(session, FILED)
        approved(session, OVER, seat(), seat("approver"))
        with writing(session):
            hold = holds.place(
                session,
                inbox.take_hold(session, held.id),
                Wanted(HoldKind.LAWSUIT, OVER.date(), reason="事件第1号"),
                HOUSE,
                OVER,
            )

        assert erasing.run(session, OVER) == 1
        assert book(session).stage == Stage.APPROVED
        assert now_of(session, held).erased_at is None
        assert now_of(session, free).erased_at == OVER

        with writing(session):
            holds.lift(session, session.get_one(CaseHold, hold.id), None, HOUSE, OVER)
        assert erasing.run(session, OVER + timedelta(days=1)) == 1
        assert book(session).stage == Stage.DONE


def test_a_worker_killed_between_two_cases_goes_on_where_it_stopped(database: Database) -> None:
    class Killed(BaseException):
        """As abrupt as a signal: nothing catches it."""

    def dies(_session: Session, case: Case, **_: object) -> None:
        seen.append(case.id)
        if len(seen) == 2:
            raise Killed

    seen: list[Any] = []
    with furnished(database).session() as session:
        three = [closed(session, FILED) for _ in range(3)]
        approved(session, OVER, seat(), seat("approver"))
        hear = session.info["hear"]
        session.info["hear"] = {**hear, "case.erased": (*hear["case.erased"], dies)}

        with pytest.raises(Killed):
            erasing.run(session, OVER)
        done = [one for one in three if now_of(session, one).erased_at]
        half = [one for one in three if not now_of(session, one).erased_at]
        assert len(done) == 1
        assert [inbox.answers(session, now_of(session, one))["name"] for one in half] == ["見本 花子"] * 2

        session.info["hear"] = hear
        assert erasing.run(session, OVER) == 2

        assert book(session).stage == Stage.DONE
        assert len(list(erased.listed(session))) == 3


def test_an_erased_case_is_found_by_its_number_and_by_no_name(database: Database) -> None:
    with furnished(database).session() as session:
        case = closed(session, FILED)
        approved(session, OVER, seat(), seat("approver"))
        erasing.run(session, OVER)

        tokens = set(session.scalars(select(CaseToken.token).where(CaseToken.case_id == case.id)))

        assert tokens == {vault_of(session).token("receipt", case.receipt_no)}
        assert SECRET not in str(items(session)[0].__dict__)
        assert date(2031, 3, 31) == items(session)[0].keep_until
