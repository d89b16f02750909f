"""Drafts: saved at every step, opened by nobody else, resumed once by a code, forgotten after a while."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from portal.db import Database, new_id, writing
from portal.people import resident_holder
from portal.refused import Refused
from portal.throttle import TooMany
from portal.vault import DataKey
from services.applications import rules
from services.applications.actions import drafts
from services.applications.models import Draft
from tests.portal.cases import hinata
from tests.services.applications.builders import HOLDER, STRANGER, a_draft, furnished, opened

HARD_NAME = "髙﨑 𠮷神葛\U000e0100"


def test_answers_come_back_byte_for_byte(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        draft_id = a_draft(session, now, name=HARD_NAME)

        found = opened(session, draft_id, now)

        assert found.answers["name"].encode() == HARD_NAME.encode()


def test_what_is_stored_cannot_be_read_without_the_key(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        a_draft(session, now, name="見本 花子")

        stored = session.scalars(select(Draft.answers)).one()

        assert "花子".encode() not in stored


def test_a_draft_is_opened_by_its_own_browser_only(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        draft_id = a_draft(session, now)

        assert drafts.find(session, draft_id, [STRANGER], hinata(), now) is None
        assert drafts.find(session, draft_id, [], hinata(), now) is None
        assert drafts.find(session, draft_id, [HOLDER], hinata(), now) is not None


def test_a_step_keeps_the_answers_of_an_abandoned_branch(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        draft = opened(session, a_draft(session, now, billing_to="other", billing_name="見本 一郎"), now)

        drafts.answer(session, draft, {"billing_to": "same"}, now)

        assert opened(session, draft.id, now).answers["billing_name"] == "見本 一郎"


def test_what_two_open_pages_save_is_kept_whichever_was_read_first(database: Database, now: datetime) -> None:
    with furnished(database).session() as session, database.session() as other:
        draft_id = a_draft(session, now)
        first, second = opened(session, draft_id, now), opened(other, draft_id, now)

        drafts.answer(session, first, {"name": "見本 次郎"}, now)
        saved = drafts.answer(other, second, {"note": "犬がいます"}, now)

        assert (saved.answers["name"], saved.answers["note"]) == ("見本 次郎", "犬がいます")
        assert opened(session, draft_id, now).answers == saved.answers
        assert drafts.answer(other, saved, {"note": None}, now).answers["name"] == "見本 次郎"


def test_a_page_of_a_draft_that_is_gone_is_refused(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        draft = opened(session, a_draft(session, now), now)
        drafts.sweep(session, now + rules.DRAFT_LIVES)

        with pytest.raises(Refused, match="draft_gone"):
            drafts.answer(session, draft, {"name": "見本 次郎"}, now)


def test_a_resume_code_works_once_in_any_spelling(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        draft = opened(session, a_draft(session, now), now)
        code = drafts.keep_for_later(session, draft)
        spelt = code.lower().replace("-", " ")

        first = drafts.resume(session, spelt, STRANGER, "198.51.100.1", now)
        double_click = drafts.resume(session, code, STRANGER, "198.51.100.1", now)
        second = drafts.resume(session, code, HOLDER, "198.51.100.1", now)

        assert (first, double_click, second) == (draft.id, draft.id, None)
        assert opened(session, draft.id, now, STRANGER).answers["name"]


def test_a_full_width_code_is_read_too() -> None:
    assert rules.read_code("Ａ２ｂ３－ｃ４d5 E6F7") == "A2B3-C4D5-E6F7"


def test_guessing_codes_is_slowed_down(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        for _ in range(drafts.RESUME_TRIES.burst):
            drafts.resume(session, "AAAA-BBBB-CCCC", STRANGER, "198.51.100.1", now)

        with pytest.raises(TooMany):
            drafts.resume(session, "AAAA-BBBB-CCCC", STRANGER, "198.51.100.1", now)


def test_a_draft_nobody_touched_is_erased_with_its_key(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        draft_id = a_draft(session, now)
        later = now + rules.DRAFT_LIVES + timedelta(seconds=1)

        assert drafts.find(session, draft_id, [HOLDER], hinata(), later) is None
        assert drafts.sweep(session, later) == 1

        assert session.scalar(select(func.count()).select_from(Draft)) == 0
        assert session.scalar(select(func.count()).select_from(DataKey)) == 0


def test_drafts_go_along_when_two_residents_turn_out_to_be_one(database: Database, now: datetime) -> None:
    old, new = new_id(), new_id()
    with furnished(database).session() as session:
        draft_id = a_draft(session, now)
        with writing(session):
            session.execute(update(Draft).values(holder=resident_holder(old)))
        with writing(session):
            drafts.hand_on(session, old, new, now)

        assert drafts.find(session, draft_id, [resident_holder(new)], hinata(), now) is not None
        assert drafts.find(session, draft_id, [resident_holder(old)], hinata(), now) is None
