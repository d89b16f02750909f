"""Visits: every sending is kept, two seats lose nothing of one another, and at closing time nothing is left."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.audit import Audit
from portal.db import Database
from portal.refused import Refused
from portal.vault import DataKey
from services.window.actions import ending, redeeming, slips, visits
from services.window.models.visits import Visit
from services.window.rules import merging
from tests.services.applications.builders import furnished
from tests.services.window.prepared import HARD_NAME, payload
from tests.services.window.visiting import again, begun, confirmed, seat

# A quarter to five in Japan; the counter of ひなた市 closes at 17:15.
LATE = datetime(2026, 11, 20, 7, 45, tzinfo=UTC)


def test_a_slip_becomes_a_visit_with_every_answer_as_the_residents_word(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        token = slips.make(session, payload(now), now)
        by = seat()

        visit = again(session, by, redeeming.redeem(session, by, token.lower(), now), now)

        assert visit.content.answers["name"] == HARD_NAME
        assert visit.content.sources == {"name": "resident", "moving_to": "resident"}
        assert (visit.row.event, visit.row.from_slip) == ("tenshutsu", True)


def test_a_slip_opens_one_visit_only(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        token = slips.make(session, payload(now), now)
        redeeming.redeem(session, seat(), token, now)

        with pytest.raises(Refused, match="slip_used"):
            redeeming.redeem(session, seat(), token, now)

        assert session.scalar(select(func.count()).select_from(Visit)) == 1


def test_a_visit_that_cannot_begin_leaves_the_slip_whole(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        token = slips.make(session, payload(now), now)

        with pytest.raises(Refused, match="not_permitted"):
            redeeming.redeem(session, seat("editor"), token, now)

        standing = slips.look(session, token, now)
        assert standing is not None
        assert standing.payload is not None


def test_what_is_no_code_is_said_at_once(database: Database, now: datetime) -> None:
    with furnished(database).session() as session, pytest.raises(Refused, match="slip_unreadable"):
        redeeming.redeem(session, seat(), "こんにちは", now)


def test_trying_tokens_is_slowed_down(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        by = seat()
        for _ in range(redeeming.TRIES.burst):
            with pytest.raises(Refused, match="slip_unknown"):
                redeeming.redeem(session, by, "0" * 26, now)

        with pytest.raises(Refused, match="too_many_tries"):
            redeeming.redeem(session, by, "0" * 26, now)


def test_what_is_typed_lies_sealed_and_survives(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        by = seat()
        visit = begun(session, by, now)

        visits.save(session, by, visit, {"name": "髙﨑 花子"}, {}, now)

        kept = session.scalar(select(Visit.sealed).where(Visit.id == visit.id)) or b""
        assert "髙".encode() not in kept
    with database.session() as other:
        # Another process, after this one was killed.
        assert again(other, by, visit.id, now).content.answers["name"] == "髙﨑 花子"


def test_two_seats_that_type_into_different_fields_lose_nothing(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        one = seat()
        visit = begun(session, one, now, name="見本 花子", phone="090-1111-1111")
        seen = merging.read_marks(merging.marks(visit.content.answers))

        visits.save(session, one, visit, {"name": "見本 華子", "phone": "090-1111-1111"}, seen, now)
        found, merged = visits.save(
            session, seat(), visit, {"name": "見本 花子", "phone": "090-2222-2222"}, seen, now
        )

        assert (found.content.answers["name"], found.content.answers["phone"]) == (
            "見本 華子",
            "090-2222-2222",
        )
        assert merged.overridden == ()


def test_of_two_who_change_one_field_the_last_save_stands_and_is_told(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        by = seat()
        visit = begun(session, by, now, name="見本 花子")
        seen = merging.read_marks(merging.marks(visit.content.answers))

        visits.save(session, by, visit, {"name": "見本 華子"}, seen, now)
        found, merged = visits.save(session, seat(), visit, {"name": "見本 はな子"}, seen, now)

        assert found.content.answers["name"] == "見本 はな子"
        assert merged.overridden == ("name",)


def test_an_answer_that_changes_after_the_residents_word_must_be_read_again(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        by = seat()
        visit = confirmed(session, by, now)

        found, _ = visits.save(session, by, visit, {"name": "見本 華子"}, {}, now)

        assert found.row.confirmed_at is None


def test_looking_and_ticking_a_paper_leave_the_residents_word_standing(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        by = seat()

        found = visits.papers_seen(session, by, confirmed(session, by, now), ["passport"], now)

        assert found.row.confirmed_at == now


def test_a_card_stands_beside_and_changes_nothing_until_it_is_taken(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        by = seat()
        visit = begun(session, by, now, name="高崎 花子")

        read = visits.card_read(session, by, visit, "myna", {"name": "髙﨑 花子", "sex": ""}, now)
        taken = visits.take_from_card(session, by, read, "name", "髙﨑 花子", "myna", now)

        assert (read.content.answers["name"], read.content.cards) == (
            "高崎 花子",
            {"myna": {"name": "髙﨑 花子"}},
        )
        assert read.content.papers == ("myna",)
        assert (taken.content.answers["name"], taken.content.sources["name"]) == ("髙﨑 花子", "myna")


def test_another_divisions_seat_finds_nothing(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        visit = begun(session, seat(), now)

        with pytest.raises(Refused) as refused:
            again(session, seat(division="kita_shisho"), visit.id, now)

        assert (refused.value.code, refused.value.status) == ("visit_gone", 404)


def test_a_visit_that_is_given_up_leaves_no_key(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        by = seat()
        visit = begun(session, by, now, name="見本 花子")

        ending.cancel(session, by, visit, now)

        assert session.get(DataKey, visit.row.key_id) is None
        assert session.scalar(select(Visit.sealed).where(Visit.id == visit.id)) is None


def test_closing_time_ends_what_was_not_handed_over(database: Database) -> None:
    with furnished(database).session() as session:
        visit = begun(session, seat(), LATE, name="見本 花子")

        still = ending.sweep(session, LATE + timedelta(minutes=20))
        ended = ending.sweep(session, LATE + timedelta(minutes=31))

        assert (still, ended) == (0, 1)
        assert session.get(DataKey, visit.row.key_id) is None


def test_whoever_is_served_at_closing_time_is_served_to_the_end(database: Database) -> None:
    with furnished(database).session() as session:
        by = seat()
        visit = begun(session, by, LATE)

        found, _ = visits.save(session, by, visit, {"name": "見本 花子"}, {}, LATE + timedelta(minutes=25))

        assert found.row.ends_at == LATE + timedelta(minutes=55)


def test_the_rows_of_an_earlier_day_are_swept(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        by = seat()
        ending.cancel(session, by, begun(session, by, now), now)

        ending.sweep(session, now + timedelta(days=1))

        assert session.scalar(select(func.count()).select_from(Visit)) == 0


def test_every_look_and_act_is_in_the_audit_by_ids_only(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        by = seat()
        visit = begun(session, by, now, name="見本 花子")
        visits.look(session, by, visit, now)
        visits.save(session, by, visit, {"name": "見本 華子"}, {}, now)
        ending.cancel(session, by, visit, now)

        rows = session.scalars(select(Audit).where(Audit.subject_kind == "visit").order_by(Audit.id)).all()

        assert [row.verb for row in rows] == ["began", "viewed", "typed", "cancelled"]
        assert {row.subject_id for row in rows} == {str(visit.id)}


def test_answers_stand_in_no_line_of_the_database_file(tmp_path: Path, now: datetime) -> None:
    place = tmp_path / "planted.sqlite"
    database = _fresh(place)
    with furnished(database).session() as session:
        by = seat()
        visit = begun(session, by, now, name="植木 見本之助")
        visits.card_read(session, by, visit, "licence", {"name": "植木 見本之助"}, now)
    database.dispose()

    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "植木".encode() not in written


def _fresh(place: Path) -> Database:
    import shutil

    from tests.harness.databases import sqlite_template

    shutil.copyfile(sqlite_template(), place)
    return Database(f"sqlite:///{place}")
