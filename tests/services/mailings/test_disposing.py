"""The end of a list: kept as long as its class says, agreed on by two people, and then nobody on it can be found."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import erased, files, tasks
from portal.db import Database
from portal.files import StoredFile
from portal.refused import Refused
from portal.vault import DataKey
from services.mailings.actions import answering, disposing, letters, listing, making, standing
from services.mailings.models import Addressee, AddresseeToken, LetterBatch, Mailing
from services.mailings.rules.stages import Stage
from tests.services.batches.town import printer
from tests.services.mailings.scene import addressees, approved, code, ready, released, seat
from tests.services.mailings.town import people

# Closed in the 年度 of 2026 and kept for five years from 1 April 2027.
LAST = date(2032, 3, 31)
AFTER = datetime(2032, 4, 1, 1, 0, tzinfo=UTC)


def closed(session: Session, now: datetime) -> UUID:
    """A mailing of three people, one of whom answered, that is over."""
    mailing_id = released(session, now, people(3))
    approved(session, addressees(session, mailing_id)[0].id, now)
    making.close(session, seat("approver"), mailing_id, now)
    return mailing_id


def test_a_closed_list_is_kept_until_the_end_of_its_class(database: Database, now: datetime) -> None:
    with ready(database).session() as session:
        mailing_id = closed(session, now)

        disposing.sweep(session, AFTER - timedelta(days=1))

        assert disposing.until(session, session.get_one(Mailing, mailing_id)) == LAST
        assert tasks.open_tasks(session, ["shimin"]) == []
        with pytest.raises(Refused) as refused:
            disposing.propose(session, seat(), mailing_id, AFTER - timedelta(days=1))
        assert refused.value.code == "mailing_kept"


def test_a_list_that_is_over_is_told_once_and_erased_by_nobody_alone(
    database: Database, now: datetime
) -> None:
    with ready(database).session() as session:
        mailing_id, clerk = closed(session, now), seat("approver")

        disposing.sweep(session, AFTER)
        disposing.sweep(session, AFTER)
        told = tasks.open_tasks(session, ["shimin"])
        disposing.propose(session, clerk, mailing_id, AFTER)

        assert [one.kind for one in told] == ["mailing_over"]
        with pytest.raises(Refused) as refused:
            disposing.approve(session, clerk, mailing_id, AFTER)
        assert refused.value.code == "four_eyes"
        disposing.take_back(session, seat(), mailing_id, AFTER)
        assert session.get_one(Mailing, mailing_id).stage == Stage.CLOSED


def test_a_disposed_list_forgets_everybody_and_keeps_its_counts(database: Database, now: datetime) -> None:
    with ready(database).session() as session:
        mailing_id = closed(session, now)
        keys = [one.key_id for one in addressees(session, mailing_id)]
        lost = code(session, addressees(session, mailing_id)[1].id)
        before = listing.progress(session, session.get_one(Mailing, mailing_id))
        disposing.sweep(session, AFTER)
        disposing.propose(session, seat(), mailing_id, AFTER)

        disposing.approve(session, seat("approver"), mailing_id, AFTER)
        disposing.erase(session, mailing_id, AFTER)

        mailing = session.get_one(Mailing, mailing_id, populate_existing=True)
        assert (mailing.stage, mailing.disposed_at) == (Stage.DISPOSED, AFTER)
        after = listing.progress(session, mailing)
        assert (after.total, after.answered, after.unanswered) == (
            before.total,
            before.answered,
            before.unanswered,
        )
        assert session.scalars(select(DataKey.id).where(DataKey.id.in_(keys))).all() == []
        assert {one.key_id for one in erased.listed(session)} >= set(keys)
        assert session.scalar(select(func.count()).select_from(AddresseeToken)) == 0
        assert all((one.sealed, one.case_id) == (b"", None) for one in addressees(session, mailing_id))
        assert answering.find(session, lost) is None
        assert tasks.open_tasks(session, ["shimin"]) == []
        with pytest.raises(Refused):
            standing.addressee(session, seat(), addressees(session, mailing_id)[0].id)
        assert listing.lines(session, seat(), mailing, "all", 0, AFTER) == []


def test_whoever_is_killed_while_erasing_goes_on_where_they_stopped(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ready(database).session() as session:
        mailing_id = closed(session, now)
        disposing.propose(session, seat(), mailing_id, AFTER)
        disposing.approve(session, seat("approver"), mailing_id, AFTER)
        monkeypatch.setattr(disposing, "_AT_ONCE", 2)
        whole = disposing._erase_copy

        def dies(session: Session, batch_id: UUID) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(disposing, "_erase_copy", dies)
        with pytest.raises(KeyboardInterrupt):
            disposing.erase(session, mailing_id, AFTER)
        session.rollback()
        monkeypatch.setattr(disposing, "_erase_copy", whole)
        disposing.erase(session, mailing_id, AFTER)
        disposing.erase(session, mailing_id, AFTER)

        assert session.get_one(Mailing, mailing_id, populate_existing=True).stage == Stage.DISPOSED
        assert session.scalars(select(Addressee.id).where(Addressee.sealed != b"")).all() == []


def test_a_file_of_letters_is_a_copy_and_goes_after_ninety_days(database: Database, now: datetime) -> None:
    with ready(database).session() as session:
        mailing_id = released(session, now)
        batch = session.scalars(select(LetterBatch).where(LetterBatch.mailing_id == mailing_id)).one()
        letters.print_batch(session, batch.id, printer(), now)
        kept = files.of(session, "mailing_batch", batch.id)

        disposing.sweep(session, now + timedelta(days=89))
        still = files.of(session, "mailing_batch", batch.id)
        disposing.sweep(session, now + timedelta(days=90))

        session.refresh(batch)
        assert (len(kept), len(still), batch.file_id) == (1, 1, None)
        files.sweep(session, now + timedelta(days=91))
        assert session.scalars(select(StoredFile.id)).all() == []
