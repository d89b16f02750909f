"""What staff see of a mailing: its people page by page, the search, its files for the bank."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from portal.audit import Audit
from portal.db import Database
from services.mailings.actions import answering, listing, transfers
from services.mailings.models import Mailing
from services.mailings.rules.stages import Outcome
from tests.services.mailings import scene
from tests.services.mailings.town import people


def test_people_are_listed_by_what_became_of_them_and_every_look_is_written_down(
    database: Database, now: datetime
) -> None:
    with scene.ready(database).session() as session:
        mailing_id = scene.released(session, now, people(3))
        first, *_ = scene.addressees(session, mailing_id)
        answering.tell(session, scene.seat(), first.id, Outcome.DECLINED, now)
        mailing = session.get_one(Mailing, mailing_id)

        def places(shown: str, after: int = 0) -> list[int]:
            found = listing.lines(session, scene.seat(), mailing, shown, after, now)
            return [line.addressee.place for line in found]

        assert (places("unanswered"), places("declined"), places("stopped")) == ([2, 3], [1], [])
        assert places("all", 1) == [2, 3]
        assert session.scalars(select(Audit.verb).where(Audit.verb.startswith("listed"))).all()


@pytest.mark.parametrize("asked", ["100002", "みほん", "080-0000-0001", "code"])
def test_somebody_is_found_by_number_reading_telephone_and_code(
    asked: str, database: Database, now: datetime
) -> None:
    with scene.ready(database).session() as session:
        mailing_id = scene.released(session, now, people(2))
        second = scene.addressees(session, mailing_id)[1]
        mailing = session.get_one(Mailing, mailing_id)
        held = scene.code(session, second.id)

        found = listing.search(session, scene.seat(), mailing, held if asked == "code" else asked, now)

        assert second.id in [line.addressee.id for line in found]
        assert [line.name for line in found] == ["見本 花子"] * len(found)


def test_files_for_the_bank_are_listed_with_what_came_back(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        one = scene.addressees(session, scene.released(session, now))[0]
        scene.approved(session, one.id, now)
        batch_id = transfers.propose(session, scene.seat(), one.mailing_id, date(2026, 12, 10), now)
        transfers.release(session, scene.seat("approver"), batch_id, now)
        transfers.failed(session, scene.seat(), batch_id, [(1, "3")], now)

        found = listing.transfers(session, session.get_one(Mailing, one.mailing_id))

        assert [(batch.no, back) for batch, back in found] == [(1, 1)]
