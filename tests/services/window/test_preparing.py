"""Preparations: kept in one browser, saved from several pages, gone with the slip, the week or the wish."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.db import Database, writing
from portal.refused import Refused
from portal.vault import DataKey
from services.window.actions import preparing
from services.window.models.slips import Preparation, Slip
from tests.services.applications.builders import furnished
from tests.services.window.prepared import CLERK, HARD_NAME, HOLDER, STRANGER, begun, redeemed

WEEK = timedelta(days=7)


def test_a_preparation_is_opened_by_its_own_browser_for_a_week(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        found = begun(session, now)

        assert found.answers["name"].encode() == HARD_NAME.encode()
        assert preparing.find(session, STRANGER, "tenshutsu", now) is None
        assert preparing.find(session, HOLDER, "tenkyo", now) is None
        assert preparing.find(session, HOLDER, "tenshutsu", now + WEEK) is None


def test_what_two_pages_save_is_kept_whichever_was_read_first(database: Database, now: datetime) -> None:
    with furnished(database).session() as session, database.session() as other:
        first = begun(session, now)
        second = preparing.find(other, HOLDER, "tenshutsu", now)
        assert second is not None

        preparing.change(session, first, lambda held: {**held, "phone": "080-0000-0000"}, now)
        saved = preparing.change(other, second, lambda held: {**held, "note": "見本"}, now)

        assert saved.answers == {"name": HARD_NAME, "phone": "080-0000-0000", "note": "見本"}


def test_the_slip_takes_everything_and_leaves_nothing_behind(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        found = begun(session, now, moving_to="abroad")

        token = preparing.finish(session, found, "easy", now)

        taken = redeemed(session, token, now)
        assert (taken.event, taken.locale, taken.answers) == ("tenshutsu", "easy", found.answers)
        assert session.scalar(select(func.count()).select_from(Preparation)) == 0
        assert session.scalar(select(func.count()).select_from(DataKey)) == 0


def test_the_second_of_two_clicks_makes_no_second_slip(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        found = begun(session, now)
        preparing.finish(session, found, "ja", now)

        with pytest.raises(Refused, match="draft_changed"):
            preparing.finish(session, found, "ja", now)

        assert session.scalar(select(func.count()).select_from(Slip)) == 1


def test_beginning_again_forgets_what_was_there(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        begun(session, now, note="前の")

        again = begun(session, now)

        assert "note" not in again.answers
        assert session.scalar(select(func.count()).select_from(DataKey)) == 1


def test_a_preparation_is_erased_with_its_key_at_a_wish_in_time_and_with_its_owner(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        for erase in ("wish", "time", "owner"):
            found = begun(session, now)
            if erase == "wish":
                preparing.forget(session, found)
            elif erase == "time":
                preparing.sweep(session, now + WEEK)
            else:
                with writing(session):
                    preparing.forget_all(session, CLERK, [HOLDER], now)

            assert session.scalar(select(func.count()).select_from(Preparation)) == 0
            assert session.scalar(select(func.count()).select_from(DataKey)) == 0
            with pytest.raises(Refused, match="preparation_gone"):
                preparing.change(session, found, lambda held: held, now)
