"""The ledger: counts without names, in the transaction or gathered and written soon."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Event

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import ledger
from portal.db import Database, writing
from portal.ledger import Buffer, Count, Entry, Kind

DAY = date(2026, 11, 20)
NEXT = DAY + timedelta(days=1)


def test_counts_are_summed_by_day_key_channel_and_division(database: Database) -> None:
    with database.session() as session:
        with writing(session):
            ledger.event(session, "filed", "suido_kaishi", "online", "suido", DAY)
            ledger.event(session, Kind.FILED, "suido_kaishi", "online", "suido", DAY, n=2)
            ledger.event(session, "filed", "suido_kaishi", "window", "suido", DAY)
            ledger.event(session, "filed", "juminhyo", "online", "shimin", NEXT)
            ledger.event(session, "withdrawn", "suido_kaishi", "online", "suido", DAY)

        found = ledger.counts(session, "filed", DAY, NEXT)

    assert found == [
        Count(DAY, "suido_kaishi", "online", "suido", 3, None),
        Count(DAY, "suido_kaishi", "window", "suido", 1, None),
        Count(NEXT, "juminhyo", "online", "shimin", 1, None),
    ]
    assert ledger.total(found) == 5


def test_both_ends_of_a_period_belong_to_it(database: Database) -> None:
    with database.session() as session:
        with writing(session):
            for offset in range(-1, 3):
                ledger.event(session, "filed", "juminhyo", "online", "shimin", DAY + timedelta(days=offset))

        assert [count.day for count in ledger.counts(session, "filed", DAY, NEXT)] == [DAY, NEXT]


def test_what_was_measured_is_summed_beside_the_number(database: Database) -> None:
    with database.session() as session:
        with writing(session):
            ledger.event(session, "counter_minutes", "juminhyo", "window", "shimin", DAY, value=7.5)
            ledger.event(session, "counter_minutes", "juminhyo", "window", "shimin", DAY, value=4)

        (count,) = ledger.counts(session, "counter_minutes", DAY, DAY)
    assert (count.n, count.value) == (2, 11.5)


def test_a_wrong_count_is_taken_back_and_both_leave_a_trace(database: Database) -> None:
    with database.session() as session:
        with writing(session):
            ledger.event(session, "counted", "juminhyo", "konbini", "shimin", DAY, n=100)
            ledger.event(session, "counted", "juminhyo", "konbini", "shimin", DAY, n=-40)

        assert ledger.total(ledger.counts(session, "counted", DAY, DAY)) == 60
        assert session.scalar(select(func.count()).select_from(Entry)) == 2


def test_what_is_counted_is_undone_with_its_transaction(database: Database) -> None:
    with database.session() as session:
        with pytest.raises(ZeroDivisionError):
            count_and_fail(session)

        assert ledger.counts(session, "filed", DAY, DAY) == []


def count_and_fail(session: Session) -> None:
    with writing(session):
        ledger.event(session, "filed", "juminhyo", "online", "shimin", DAY)
        raise ZeroDivisionError


def test_an_unknown_kind_is_refused(database: Database) -> None:
    with database.session() as session, writing(session), pytest.raises(ValueError, match="opened"):
        ledger.event(session, "opened", "juminhyo", "online", "shimin", DAY)


@pytest.mark.parametrize("text", ["見本 花子", "hanako@mail.example", "090 1234 5678", "a" * 101, "a\n"])
def test_what_could_be_a_person_is_never_counted(database: Database, text: str) -> None:
    with database.session() as session, writing(session):
        for key, channel, division in ((text, "online", "x"), ("x", text, "x"), ("x", "online", text)):
            with pytest.raises(ValueError, match="ids only"):
                ledger.event(session, "filed", key, channel, division, DAY)


def test_views_gather_in_memory_and_are_written_as_one_row_for_each(database: Database) -> None:
    buffer = Buffer()
    database.info["buffer"] = buffer
    with database.session() as session:
        for _ in range(5):
            ledger.note(session, "viewed", "juminhyo", "online", "shimin", DAY)
        ledger.note(session, "step", "juminhyo:who", "online", "shimin", DAY)
        assert ledger.counts(session, "viewed", DAY, DAY) == []

        assert buffer.flush(session) == 2
        assert buffer.flush(session) == 0

        assert ledger.total(ledger.counts(session, "viewed", DAY, DAY)) == 5
        assert session.scalar(select(func.count()).select_from(Entry)) == 2


def test_a_filing_is_never_gathered(database: Database) -> None:
    with pytest.raises(ValueError, match="own transaction"):
        Buffer().note("filed", "juminhyo", "online", "shimin", DAY)


def test_many_threads_count_into_one_buffer_without_losing_one(database: Database) -> None:
    buffer = Buffer()

    def view(_: int) -> None:
        for _ in range(200):
            buffer.note("viewed", "juminhyo", "online", "shimin", DAY)

    with ThreadPoolExecutor(8) as pool:
        pending = [pool.submit(view, place) for place in range(8)]
        with database.session() as session:
            while not all(one.done() for one in pending):
                buffer.flush(session)
    with database.session() as session:
        buffer.flush(session)

        assert ledger.total(ledger.counts(session, "viewed", DAY, DAY)) == 1600


def test_what_could_not_be_written_is_kept_for_the_next_time(database: Database) -> None:
    buffer = Buffer()
    buffer.note("viewed", "juminhyo", "online", "shimin", DAY)
    with database.session() as session:
        with writing(session), pytest.raises(RuntimeError, match="nest"):
            buffer.flush(session)
        buffer.note("viewed", "juminhyo", "online", "shimin", DAY)

        assert buffer.flush(session) == 1
        assert ledger.total(ledger.counts(session, "viewed", DAY, DAY)) == 2


def soon(buffer: Buffer, sessions: Callable[[], Session], monkeypatch: pytest.MonkeyPatch) -> Event:
    """Watch a buffer with a timer that rings at once, and say when it rang."""
    rang, ring = Event(), Buffer._ring

    def and_tell(self: Buffer) -> None:
        ring(self)
        rang.set()

    monkeypatch.setattr(ledger, "_EVERY", 0.05)
    monkeypatch.setattr(Buffer, "_ring", and_tell)
    buffer.watch(sessions)
    return rang


def test_a_watched_buffer_writes_by_itself(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = Buffer()
    rang = soon(buffer, database.session, monkeypatch)

    for _ in range(3):
        buffer.note("viewed", "juminhyo", "online", "shimin", DAY)

    assert rang.wait(10)
    with database.session() as session:
        assert ledger.total(ledger.counts(session, "viewed", DAY, DAY)) == 3


def test_a_database_that_is_away_loses_no_count(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = Buffer()

    def away() -> Session:
        raise OSError

    rang = soon(buffer, away, monkeypatch)
    monkeypatch.setattr(ledger, "_PATIENCE", 1)
    buffer.note("viewed", "juminhyo", "online", "shimin", DAY)
    assert rang.wait(10)

    with database.session() as session:
        assert buffer.flush(session) == 1


def test_at_most_ten_seconds_of_counts_are_ever_lost() -> None:
    assert ledger._EVERY < 10
