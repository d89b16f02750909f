"""The audit trail: appended freely, sealed into a chain, and every change of a sealed row is found."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal import audit, logs
from portal.audit import Audit, Broken, Head
from portal.db import Database, writing

STAFF, CASE = UUID(int=7), UUID(int=8)


def happened(session: Session, now: datetime, n: int = 3) -> None:
    with writing(session):
        for _ in range(n):
            audit.saw(session, "staff", STAFF, "case.read", "case", CASE, now)


def changed(session: Session, statement: str) -> Broken | None:
    with writing(session):
        session.execute(text(statement))
    return audit.verify(session)


def test_looking_and_doing_leave_rows_of_ids_only(database: Database, now: datetime) -> None:
    with database.session() as session:
        with writing(session):
            audit.saw(session, "staff", STAFF, "case.read", "case", CASE, now)
            audit.did(session, "resident", None, "case.withdraw", "case", CASE, now)

        newest, oldest = sorted(audit.of(session, "case", CASE), key=lambda row: row.verb, reverse=True)

    assert (oldest.actor_kind, oldest.actor_id, oldest.verb, oldest.at) == (
        "staff",
        str(STAFF),
        "case.read",
        now,
    )
    assert (newest.actor_kind, newest.actor_id) == ("resident", None)


def test_looking_at_several_at_once_leaves_a_row_for_each(database: Database, now: datetime) -> None:
    cases = [UUID(int=number) for number in (8, 9, 10)]
    with database.session() as session:
        with writing(session):
            audit.saw_each(session, "staff", STAFF, "searched", "case", cases, now)

        rows = [row for case in cases for row in audit.of(session, "case", case)]

    assert [row.subject_id for row in rows] == [str(case) for case in cases]
    assert {(row.actor_id, row.verb, row.at) for row in rows} == {(str(STAFF), "searched", now)}


def test_a_sealed_chain_holds_and_grows(database: Database, now: datetime) -> None:
    with database.session() as session:
        happened(session, now)
        first = audit.seal(session, now)
        happened(session, now, 2)
        second = audit.seal(session, now)

        assert first is not None
        assert second is not None
        assert (first.seal_no, second.seal_no) == (3, 5)
        assert audit.verify(session) is None
        assert audit.verify(session, known=first) is None


def test_the_chains_end_is_told_to_the_log_whenever_it_has_grown(
    database: Database, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    # A town before it in this process may have been told to log less.
    logs.configure("INFO")
    with database.session() as session:
        happened(session, now)
        end = audit.seal(session, now)
        audit.seal(session, now)

    assert end is not None
    (told,) = (json.loads(line) for line in caplog.messages)
    at = datetime.fromisoformat(told.pop("timestamp"))
    assert told == {
        "event": "audit_sealed", "level": "info", "seal_no": end.seal_no, "seal": end.seal.hex()
    }  # fmt: skip
    assert at.tzinfo is not None


def test_sealing_nothing_changes_nothing(database: Database, now: datetime) -> None:
    with database.session() as session:
        assert audit.seal(session, now) is None
        happened(session, now)
        assert audit.seal(session, now) == audit.seal(session, now)
        assert audit.verify(session) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET verb = 'case.list' WHERE seal_no = 2",
        "UPDATE audit SET actor_id = NULL WHERE seal_no = 2",
        "UPDATE audit SET actor_kind = 'house' WHERE seal_no = 2",
        "UPDATE audit SET subject_id = 'x' WHERE seal_no = 2",
        "UPDATE audit SET subject_kind = 'file' WHERE seal_no = 2",
    ],
)
def test_a_changed_row_is_found(database: Database, now: datetime, statement: str) -> None:
    with database.session() as session:
        happened(session, now)
        audit.seal(session, now)

        broken = changed(session, statement)

    assert broken is not None
    assert (broken.seal_no, broken.why) == (2, "changed")
    assert broken.row_id is not None


def test_a_changed_moment_is_found(database: Database, now: datetime) -> None:
    with database.session() as session:
        happened(session, now)
        audit.seal(session, now)
        row = session.scalars(select(Audit).where(Audit.seal_no == 1)).one()
        with writing(session):
            row.at = now.replace(microsecond=1)

        found = audit.verify(session)
    assert found is not None
    assert (found.seal_no, found.why) == (1, "changed")


def test_a_row_taken_out_is_found(database: Database, now: datetime) -> None:
    with database.session() as session:
        happened(session, now)
        audit.seal(session, now)

        assert changed(session, "DELETE FROM audit WHERE seal_no = 2") == Broken(2, None, "missing")


def test_an_end_that_was_cut_off_is_found_by_a_head_noted_before(database: Database, now: datetime) -> None:
    with database.session() as session:
        happened(session, now)
        noted = audit.seal(session, now)

        assert changed(session, "DELETE FROM audit WHERE seal_no = 3") is None
        assert audit.verify(session, known=noted) == Broken(3, None, "cut_off")


def test_a_chain_made_anew_is_found_by_a_head_noted_before(database: Database, now: datetime) -> None:
    with database.session() as session:
        happened(session, now)
        noted = audit.seal(session, now)
        with writing(session):
            session.execute(text("UPDATE audit SET seal_no = NULL, seal = NULL, verb = 'case.list'"))
        audit.seal(session, now)

        assert audit.verify(session) is None
        broken = audit.verify(session, known=noted)
    assert broken is not None
    assert broken.why == "made_anew"


def test_rows_written_while_others_are_sealed_find_their_place_later(
    database: Database, now: datetime
) -> None:
    def work(place: int) -> Head | None:
        with database.session() as session:
            happened(session, now, 5)
            return audit.seal(session, now) if place % 2 else None

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(12)))
    with database.session() as session:
        end = audit.seal(session, now)

        assert end is not None
        assert end.seal_no == session.scalar(select(func.count()).select_from(Audit)) == 60
        assert audit.verify(session) is None


def test_a_long_trail_is_sealed_in_several_blocks(database: Database, now: datetime) -> None:
    with database.session() as session:
        happened(session, now, 1201)
        end = audit.seal(session, now)

        assert end is not None
        assert end.seal_no == 1201
        assert audit.verify(session) is None


def test_who_looked_at_something_is_told_newest_first(database: Database, now: datetime) -> None:
    with database.session() as session:
        happened(session, now)
        with writing(session):
            audit.saw(session, "staff", STAFF, "case.read", "case", uuid4(), now)

        assert len(audit.of(session, "case", CASE)) == 3
