"""The end of a batch: its file goes, its number and hash stay, and what nobody fetched goes in again."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from portal import files
from portal.db import Database, writing
from portal.files import StoredFile
from portal.refused import Refused
from services.batches.actions import bringing, making, ordering, sweeping, taking
from services.batches.models import Batch, BatchResult
from tests.services.batches.town import accepted, equip, made, numbers, plan, seat


def test_a_batch_is_erased_after_its_days_and_keeps_its_number(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        accepted(session, now)
        batch, clerk = made(session, now), seat()
        list(taking.take(session, clerk, batch.id, now)[1])
        hashed = batch.sha256

        sweeping.sweep(session, now + timedelta(days=30))
        kept = files.of(session, making.OWNER, batch.id)
        sweeping.sweep(session, now + timedelta(days=31))
        files.sweep(session, now + timedelta(days=31))

        session.refresh(batch)
        assert len(kept) == 1
        assert (batch.state, batch.number, batch.sha256, batch.manifest) == ("erased", 1, hashed, None)
        assert session.scalars(select(StoredFile)).all() == []
        assert ordering.waiting(session, plan(), now) == 0
        with pytest.raises(Refused) as refused:
            taking.take(session, clerk, batch.id, now)
        assert refused.value.status == 410


def test_an_erased_case_takes_the_files_that_hold_it_along(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        gone = accepted(session, now)
        first = made(session, now)
        accepted(session, now)
        second = made(session, now)

        with writing(session):
            sweeping.forget(session, gone, now)

        assert (first.state, second.state) == ("erased", "made")
        assert files.of(session, making.OWNER, first.id) == []
        assert files.of(session, making.OWNER, second.id) != []


def test_what_nobody_fetched_goes_into_the_next_number(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        accepted(session, now)
        lost = made(session, now)
        later = now + timedelta(days=31)

        sweeping.sweep(session, later)
        batch = made(session, later)

        assert (lost.cases, batch.cases, numbers(session)) == (1, 1, [1, 2])
        assert batch.manifest
        assert batch.manifest["previous"] == lost.sha256


def test_a_result_files_words_are_erased_after_a_month(database: Database, now: datetime) -> None:
    raw = "受付番号,状態,日付,備考\r\nXXXX,完了,2026-11-20,見本の備考\r\n".encode()
    with equip(database).session() as session:
        result_id = bringing.bring(session, seat(), raw, now)

        sweeping.sweep(session, now + timedelta(days=30))

        found = bringing.look(session, seat(), result_id, now)
        assert found.rows == ()
        assert session.scalars(select(BatchResult.sealed)).all() == [b""]
        assert session.scalars(select(Batch)).all() == []
