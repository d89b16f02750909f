"""Files: staged before the transaction, claimed in it, swept when nobody does."""

import os
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal import files
from portal.db import Database, new_id, writing
from portal.files import Limits, Store, StoredFile
from portal.refused import Refused
from portal.vault import DataKey, Unreadable
from tests.harness.samples import PDF, jpeg
from tests.portal.sending import furnished

ORIGIN, CASE = UUID(int=3), UUID(int=5)
DAY = timedelta(hours=24)


def staged(session: Session, content: bytes = PDF, name: str = "住民票.pdf", **named: Any) -> StoredFile:
    # Objects carry the machine's own time, so rows must here carry it too.
    return files.stage(session, BytesIO(content), name, datetime.now(UTC), **{"origin": ORIGIN, **named})


def claimed(session: Session, *ids: UUID, origin: UUID = ORIGIN, now: datetime) -> None:
    with writing(session):
        files.claim(session, ids, origin=origin, owner_kind="case", owner_id=CASE, now=now)


def objects(session: Session) -> set[UUID]:
    store: Store = session.info["files"]
    return {file_id for file_id, _ in store.listed()}


def test_a_file_comes_back_as_it_was_handed_in(database: Database) -> None:
    content = PDF[:-6] + os.urandom(300_000) + PDF[-6:]
    with furnished(database).session() as session:
        file = staged(session, content, "../髙﨑.PDF")

        assert b"".join(files.content(session, file)) == content
        assert files.name(session, file) == "髙﨑.pdf"
        assert (file.media_type, file.size, file.state) == ("application/pdf", len(content), files.STAGED)


def test_neither_name_nor_content_lies_open(database: Database) -> None:
    with furnished(database).session() as session:
        file = staged(session, PDF[:-6] + "見本 花子".encode() + PDF[-6:], "花子の住民票.pdf")

        row = session.execute(text("SELECT * FROM stored_file")).one()
        store: Store = session.info["files"]
        stored = b"".join(store.get(file.id)) + b"".join(part for part in row if isinstance(part, bytes))
    assert "花子".encode() not in stored
    assert b"%PDF" not in stored


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (PDF[:-6] + b"x" * 2_000_000 + PDF[-6:], "file_too_large"),
        (b"MZ\x90\x00 program", "file_kind"),
        (b"GIF89a", "file_kind"),
        (b"<svg/>", "file_kind"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_leaves_nothing(
    database: Database, content: bytes, code: str
) -> None:
    with furnished(database).session() as session:
        with pytest.raises(Refused, match=code):
            staged(session, content, limits=Limits(size=1_000_000))

        assert session.scalar(select(func.count()).select_from(StoredFile)) == 0
        assert session.scalar(select(func.count()).select_from(DataKey)) == 0
        assert not objects(session)


def test_one_question_takes_so_many_files_and_no_more(database: Database) -> None:
    with furnished(database).session() as session:
        for _ in range(2):
            staged(session, field="photo", limits=Limits(count=2))

        with pytest.raises(Refused, match="too_many_files"):
            staged(session, field="photo", limits=Limits(count=2))
        staged(session, jpeg(), field="other", limits=Limits(count=2))
        assert len(files.staged(session, ORIGIN)) == 3


def test_a_claimed_file_belongs_to_the_case(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        file = staged(session)
        claimed(session, file.id, now=now)

        (found,) = files.of(session, "case", CASE)
        assert found.id == file.id
        assert not files.staged(session, ORIGIN)
        assert files.one(session, file.id) is not None


def test_a_file_of_another_draft_cannot_be_claimed(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        file = staged(session)

        for origin, ids in ((uuid4(), [file.id]), (ORIGIN, [file.id, new_id()])):
            with pytest.raises(Refused, match="file_gone"):
                claimed(session, *ids, origin=origin, now=now)
        assert len(files.staged(session, ORIGIN)) == 1


def test_a_file_is_claimed_by_one_case_only(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        file = staged(session)
        claimed(session, file.id, now=now)

        with pytest.raises(Refused, match="file_gone"):
            claimed(session, file.id, now=now)


def test_claiming_nothing_is_no_fault(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        claimed(session, now=now)

        assert not files.of(session, "case", CASE)


def test_the_night_takes_away_what_nobody_claimed_for_a_day(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        kept, left = staged(session), staged(session)
        claimed(session, kept.id, now=now)
        later = datetime.now(UTC) + DAY + timedelta(minutes=1)

        assert files.sweep(session, later - timedelta(hours=1)).unclaimed == 0
        assert files.sweep(session, later) == files.Swept(unclaimed=1, orphans=0, drafts=0)

        assert objects(session) == {kept.id}
        assert session.scalars(select(StoredFile.id)).all() == [kept.id]
        assert session.scalars(select(DataKey.id)).all() == [kept.key_id]
        assert files.one(session, left.id) is None
        with pytest.raises(Refused, match="file_gone"):
            claimed(session, left.id, now=now)


def test_an_object_without_a_row_is_taken_away_when_it_is_old(database: Database) -> None:
    with furnished(database).session() as session:
        store: Store = session.info["files"]
        kept, orphan = staged(session), new_id()
        store.put(orphan, iter([b"x"]))
        with writing(session):
            files.claim(
                session, [kept.id], origin=ORIGIN, owner_kind="case", owner_id=CASE, now=datetime.now(UTC)
            )

        assert files.sweep(session, datetime.now(UTC)).orphans == 0
        assert files.sweep(session, datetime.now(UTC) + DAY).orphans == 1
        assert objects(session) == {kept.id}


class Dying:
    """A store on a machine that dies while a file is put, after the object or before it."""

    def __init__(self, store: Store, *, after: bool) -> None:
        self.store, self.after = store, after
        self.scanner = store.scanner

    def put(self, file_id: UUID, chunks: Any) -> None:
        if self.after:
            self.store.put(file_id, chunks)
        raise KeyboardInterrupt


@pytest.mark.parametrize("after", [False, True])
def test_an_upload_that_dies_anywhere_leaves_nothing_after_the_sweep(database: Database, after: bool) -> None:
    with furnished(database).session() as session:
        store: Store = session.info["files"]
        session.info["files"] = Dying(store, after=after)
        with pytest.raises(KeyboardInterrupt):
            staged(session)
        session.info["files"] = store

        assert not files.staged(session, ORIGIN)
        assert files.sweep(session, datetime.now(UTC) + DAY).unclaimed == 1
        assert not objects(session)
        assert session.scalar(select(func.count()).select_from(StoredFile)) == 0
        assert session.scalar(select(func.count()).select_from(DataKey)) == 0


def test_a_file_taken_out_of_a_draft_is_gone_at_once(database: Database) -> None:
    with furnished(database).session() as session:
        file = staged(session)
        with writing(session):
            assert not files.discard(session, file.id, origin=uuid4())
            assert files.discard(session, file.id, origin=ORIGIN)
            assert not files.discard(session, file.id, origin=ORIGIN)

        assert files.one(session, file.id) is None
        with pytest.raises(Unreadable):
            list(files.content(session, file))
        files.sweep(session, datetime.now(UTC))
        assert not objects(session)


def test_erasing_a_case_destroys_the_keys_of_its_files(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        file = staged(session)
        claimed(session, file.id, now=now)
        with writing(session):
            assert files.erase(session, "case", CASE) == 1

        assert not files.of(session, "case", CASE)
        with pytest.raises(Unreadable):
            list(files.content(session, file))
        files.sweep(session, datetime.now(UTC))
        assert session.scalar(select(func.count()).select_from(StoredFile)) == 0


def test_a_file_is_not_staged_inside_a_transaction(database: Database) -> None:
    with (
        furnished(database).session() as session,
        writing(session),
        pytest.raises(RuntimeError, match="nest"),
    ):
        staged(session)
