"""Results: each row moves its case as the office's rules allow, refused ones stop no other, and twice does nothing."""

import threading
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.procedure import Decision
from portal import decisions, inbox
from portal.audit import Audit
from portal.db import Database, writing
from portal.decisions import Proposal
from portal.inbox import HOUSE, Case, CaseEvent
from portal.ledger import Entry
from portal.outbox import Outbox
from portal.people import StaffSeat
from portal.refused import Refused
from portal.states import Outcome, State
from services.batches.actions import applying, bringing, ordering
from services.batches.models import MADE, Batch
from services.batches.rules import results
from tests.portal.cases import clerk
from tests.services.batches.town import accepted, equip, made, plan, seat


def handed_over(session: Session, now: datetime, count: int = 1) -> list[Case]:
    """Cases that went in with one batch, which was fetched; its file matters to no result, so it is not printed."""
    cases = [accepted(session, now) for _ in range(count)]
    batch_id = ordering.order(session, plan(), HOUSE, now)
    with writing(session):
        batch = session.get_one(Batch, batch_id)
        batch.state, batch.made_at, batch.taken_at = MADE, now, now
    return cases


def table(*rows: str) -> bytes:
    return "\r\n".join(("受付番号,状態,日付,文書番号,備考", *rows)).encode("cp932")


def verdicts(session: Session, by: StaffSeat, raw: bytes, now: datetime) -> list[str]:
    """What the preview says of each row."""
    found = bringing.look(session, by, bringing.bring(session, by, raw, now), now)
    return [one.code for one in found.rows]


def state(session: Session, case: Case) -> str:
    session.refresh(case)
    return case.state


def test_a_row_moves_its_case_as_done_by_whoever_applied_it(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        (case,), by = handed_over(session, now), seat()
        result_id = bringing.bring(
            session, by, table(f"{case.receipt_no},完了,2026-11-20,水12,開栓した"), now
        )
        assert state(session, case) == State.ACCEPTED

        moved = applying.apply(session, by, result_id, now)

        lines = inbox.history(session, case, public_only=False)[-2:]
        assert (moved, state(session, case)) == (1, State.DONE)
        assert [(line.kind, line.actor_id, line.public) for line, _ in lines] == [
            ("done", by.id, True),
            ("by_batch", by.id, False),
        ]
        assert lines[-1][1] == "第1号 結果CSV 2行目　2026-11-20　水12　開栓した"
        assert "completed" in session.scalars(select(Outbox.template)).all()
        assert session.scalars(select(Entry.kind)).all().count("completed") == 1
        assert ("result_done", str(case.id)) in session.execute(select(Audit.verb, Audit.subject_id)).all()


def test_a_refused_row_stops_no_other(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        (first, second, third), by = handed_over(session, now, 3), seat()
        raw = table(
            f"{first.receipt_no},完了,2026-11-20",
            f"{second.receipt_no},却下,2026-11-20",
            f"{third.receipt_no},審査,2026/11/20",
        )

        moved = applying.apply(session, by, bringing.bring(session, by, raw, now), now)

        assert moved == 2
        assert [state(session, one) for one in (first, second, third)] == ["done", "accepted", "review"]
        assert verdicts(session, by, raw, now) == ["done", "by_hand", "done"]


def test_the_same_file_twice_does_nothing(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        (case,), by = handed_over(session, now), seat()
        raw = table(f"{case.receipt_no},審査,2026-11-20")
        first = bringing.bring(session, by, raw, now)
        applying.apply(session, by, first, now)
        before = session.scalar(select(func.count()).select_from(CaseEvent))

        again = bringing.bring(session, seat(), raw, now)
        moved = applying.apply(session, seat(), again, now)

        assert (again, moved) == (first, 0)
        assert session.scalar(select(func.count()).select_from(CaseEvent)) == before


def test_two_who_apply_at_once_move_each_case_once(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        cases, by = handed_over(session, now, 4), seat()
        result_id = bringing.bring(
            session, by, table(*(f"{one.receipt_no},完了,2026-11-20" for one in cases)), now
        )
    start, moved = threading.Barrier(2), []

    def press() -> None:
        start.wait()
        with database.session() as own:
            moved.append(applying.apply(own, by, result_id, now))

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.session() as session:
        done = select(func.count()).select_from(CaseEvent).where(CaseEvent.kind == "by_batch")
        assert sum(moved) == 4
        assert session.scalar(done) == 4


def test_whoever_stops_in_the_middle_goes_on_where_it_stopped(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with equip(database).session() as session:
        cases, by = handed_over(session, now, 3), seat()
        raw = table(*(f"{one.receipt_no},完了,2026-11-20" for one in cases))
        result_id, whole, seen = bringing.bring(session, by, raw, now), applying._move, []

        def fall(*given: object) -> None:
            seen.append(given)
            if len(seen) == 2:
                raise MemoryError
            whole(*given)  # type: ignore[arg-type]

        with monkeypatch.context() as power:
            power.setattr(applying, "_move", fall)
            with pytest.raises(MemoryError):
                applying.apply(session, by, result_id, now)

        assert applying.apply(session, by, result_id, now) == 2
        assert [state(session, one) for one in cases] == ["done"] * 3


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("{no},承認,2026-11-20", "by_hand"),
        ("{no},返戻,2026-11-20", "by_hand"),
        ("{no},おわり,2026-11-20", "state_unknown"),
        ("{no},完了,", "day_unreadable"),
        ("{no},完了,2026-11-21", "day_ahead"),
        ("{no},完了,2026-11-19", "day_before_arrival"),
        ("{no},完了,2026-11-20,,1234-5678-9018", "individual_number"),
        ("{no},完了,2026-11-20,,{long}", "too_long"),
        ("ABCD,完了,2026-11-20", "receipt_unreadable"),
        ("2222-222-2222,完了,2026-11-20", "case_unknown"),
        ("{no},完了,令和8年11月20日,'=1", ""),
    ],
)
def test_each_fault_is_told_by_its_row(database: Database, now: datetime, row: str, why: str) -> None:
    with equip(database).session() as session:
        (case,) = handed_over(session, now)

        raw = table(row.format(no=case.receipt_no, long="長" * 201))

        assert verdicts(session, seat(), raw, now) == [why]


def test_an_individual_number_is_not_even_kept(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        (case,), by = handed_over(session, now), seat()

        result_id = bringing.bring(
            session, by, table(f"{case.receipt_no},完了,2026-11-20,,123456789018"), now
        )

        (line,) = bringing.lines(session, bringing.find(session, by, result_id))
        assert (line.fault, line.remark, line.number) == ("individual_number", "", "")


def test_a_receipt_number_that_stands_twice_counts_once(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        (case,) = handed_over(session, now)

        raw = table(f"{case.receipt_no},審査,2026-11-20", f"{case.receipt_no},完了,2026-11-20")

        assert verdicts(session, seat(), raw, now) == ["", "doubled"]


def test_a_case_that_never_went_in_is_not_moved(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = accepted(session, now)
        raw = table(f"{case.receipt_no},完了,2026-11-20")
        assert verdicts(session, seat(), raw, now) == ["not_in_batch"]

        made(session, now)

        # Made, and fetched by nobody: nobody inside can know of it.
        assert verdicts(session, seat(), raw, now) == ["not_in_batch"]


def test_what_needs_a_decision_is_completed_only_once_people_decided(
    database: Database, now: datetime
) -> None:
    with equip(database, decision=Decision.ONE_STEP).session() as session:
        (case,), by = handed_over(session, now), seat()
        raw = table(f"{case.receipt_no},完了,2026-11-20")
        assert verdicts(session, by, raw, now) == ["state_not_possible"]
        with writing(session):
            held = inbox.take_hold(session, case.id)
            inbox.move(session, held, State.REVIEW, HOUSE, now)
            decisions.propose(session, held, Proposal(Outcome.APPROVE), clerk(), now)
        assert verdicts(session, by, raw, now) == ["proposed"]

        with writing(session):
            decisions.decide(session, inbox.take_hold(session, case.id), clerk(), now)

        assert verdicts(session, by, raw, now) == [""]


def test_a_case_that_is_there_already_is_left_alone(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        (case,), by = handed_over(session, now), seat()
        with writing(session):
            inbox.move(session, inbox.take_hold(session, case.id), State.REVIEW, HOUSE, now)

        assert verdicts(session, by, table(f"{case.receipt_no},審査中,2026-11-20"), now) == ["already"]


def test_another_divisions_case_is_not_known(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        (case,), stranger = handed_over(session, now), seat(division="zeimu")

        assert verdicts(session, stranger, table(f"{case.receipt_no},完了,2026-11-20"), now) == [
            "case_unknown"
        ]


def test_another_divisions_result_is_not_there(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        (case,) = handed_over(session, now)
        result_id = bringing.bring(session, seat(), table(f"{case.receipt_no},完了,2026-11-20"), now)

        for wanted in (result_id, uuid4()):
            with pytest.raises(Refused) as refused:
                applying.apply(session, seat(division="zeimu"), wanted, now)
            assert refused.value.status == 404
        assert state(session, case) == State.ACCEPTED


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"\x81\x00\xff", "results_unreadable"),
        (b"a,b\r\n1,2\r\n", "results_columns"),
        ("受付番号,状態,日付\r\n\r\n".encode(), "results_empty"),
        (table(*["X,完了,2026-11-20"] * (results.MOST_ROWS + 1)), "results_too_large"),
        (b"x" * (results.MOST_BYTES + 1), "results_too_large"),
    ],
)
def test_a_file_that_is_no_result_is_refused_whole(
    database: Database, now: datetime, raw: bytes, code: str
) -> None:
    with equip(database).session() as session, pytest.raises(Refused) as refused:
        bringing.bring(session, seat(), raw, now)

    assert refused.value.code == code
