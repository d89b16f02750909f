"""補正 unlocks what was ticked and nothing else, keeps both versions, and stops the office's clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import corrections, inbox
from portal.corrections import Correction
from portal.db import Database, writing
from portal.inbox import Case, CaseToken
from portal.refused import Refused
from portal.states import State
from tests.portal.cases import ANSWERS, clerk, equip, town, under_review

FRIDAY = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
DUE = date(2026, 12, 4)


def asked(session: Session, now: datetime, *fields: str, **answers: object) -> tuple[Case, Correction]:
    case = under_review(session, now, **answers)
    with writing(session):
        case = inbox.take_hold(session, case.id)
        correction = corrections.ask(
            session, case, fields or ("phone",), "番号が足りません。", DUE, clerk(), now
        )
    return case, correction


def test_asking_waits_for_the_resident_and_stops_the_clock(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, correction = asked(session, now)

        assert (case.state, case.paused_at, correction.fields) == (State.CORRECTION, now, ["phone"])
        assert corrections.reason(session, case, correction) == "番号が足りません。"


def test_only_what_was_ticked_changes(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, _ = asked(session, now)

        with writing(session):
            corrections.answer(
                session, case, {"phone": "090-1111-0001", "name": "別人"}, now + timedelta(days=1)
            )

        held = inbox.answers(session, case)
        assert (held["phone"], held["name"], case.state) == ("090-1111-0001", "見本 花子", State.REVIEW)


def test_both_versions_are_kept(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, correction = asked(session, now, "phone", "email")
        with writing(session):
            corrections.answer(session, case, {"phone": "090-1111-0001", "email": "hanako@example.jp"}, now)

        found = {change.field: change for change in corrections.difference(session, correction)}

        assert (found["phone"].before, found["phone"].after) == ("090-1234-5678", "090-1111-0001")
        assert not found["email"].changed


def test_a_question_that_comes_up_is_unlocked_with_the_answer_that_brings_it(
    database: Database, now: datetime
) -> None:
    with equip(database).session() as session:
        case, correction = asked(session, now, "water_attendance")
        new = {"water_attendance": "yes", "water_attendance_time": "morning"}
        with writing(session):
            corrections.answer(session, case, new, now)

        assert inbox.answers(session, case)["water_attendance_time"] == "morning"
        assert "water_attendance_time" in {c.field for c in corrections.difference(session, correction)}


def test_a_question_that_comes_up_and_stays_open_is_not_taken(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, _ = asked(session, now, "water_attendance")

        with pytest.raises(Refused) as refused, writing(session):
            corrections.answer(session, case, {"water_attendance": "yes"}, now)

        assert refused.value.code == "answers_incomplete"


def test_what_a_new_answer_takes_off_the_path_goes(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, _ = asked(
            session, now, "water_attendance", water_attendance="yes", water_attendance_time="morning"
        )
        with writing(session):
            corrections.answer(session, case, {"water_attendance": "no"}, now)

        assert "water_attendance_time" not in inbox.answers(session, case)


def test_a_faulty_correction_is_not_taken(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, _ = asked(session, now)

        with pytest.raises(Refused), writing(session):
            corrections.answer(session, case, {"phone": "12"}, now)

        with database.session() as fresh:
            assert fresh.get_one(Case, case.id).state == State.CORRECTION


def test_a_corrected_name_is_found_and_the_old_one_is_not(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, _ = asked(session, now, "name")
        with writing(session):
            corrections.answer(session, case, {"name": "見本 華子"}, now)

        vault = session.info["vault"]
        kept = set(session.scalars(select(CaseToken.token).where(CaseToken.case_id == case.id)))
        assert vault.token("name", "見本華子") in kept
        assert vault.token("name", "見本花子") not in kept
        assert vault.token("surname", "見本") in kept
        assert vault.token("receipt", case.receipt_no) in kept


def test_open_days_of_waiting_do_not_count_against_the_office(database: Database) -> None:
    # Arrived on a Friday with three open days: Tuesday 24 (Monday is 勤労感謝の日), 25, 26 November.
    with equip(database).session() as session:
        case, _ = asked(session, FRIDAY)
        before = case.due_on

        with writing(session):
            corrections.answer(session, case, {"phone": "090-1111-0001"}, FRIDAY + timedelta(days=5))

        # Saturday to Wednesday: Tuesday and Wednesday are the only open days of waiting.
        assert (before, case.paused_days, case.due_on) == (date(2026, 11, 26), 2, date(2026, 11, 30))
        assert case.paused_at is None


def test_an_answer_on_the_same_day_costs_nobody_a_day(database: Database) -> None:
    with equip(database).session() as session:
        case, _ = asked(session, FRIDAY)
        with writing(session):
            corrections.answer(session, case, {"phone": "090-1111-0001"}, FRIDAY + timedelta(hours=3))

        assert (case.paused_days, case.due_on) == (0, date(2026, 11, 26))


def test_a_deadline_on_a_closed_day_moves_to_the_next_open_one(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = under_review(session, now)
        with writing(session):
            correction = corrections.ask(session, case, ["phone"], "番号", date(2026, 12, 29), clerk(), now)

        assert correction.due_on == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("fields", "reason", "due", "code"),
    [
        ([], "理由", DUE, "correction_fields_needed"),
        (["landlord_name"], "理由", DUE, "correction_fields_needed"),
        (["nothing_like_it"], "理由", DUE, "correction_fields_needed"),
        (["phone"], "  ", DUE, "reason_needed"),
        (["phone"], "あ" * 1001, DUE, "reason_needed"),
        (["phone"], "番号は1234-5678-9018です", DUE, "individual_number_in_text"),
        (["phone"], "理由", date(2026, 11, 20), "correction_due_day"),
        (["phone"], "理由", date(2036, 11, 20), "correction_due_day"),
    ],
)
def test_a_faulty_request_is_refused(
    database: Database, now: datetime, fields: list[str], reason: str, due: date, code: str
) -> None:
    with equip(database).session() as session:
        case = under_review(session, now)

        with pytest.raises(Refused) as refused, writing(session):
            corrections.ask(session, case, fields, reason, due, clerk(), now)

        assert refused.value.code == code


def test_a_second_request_waits_for_the_first(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, _ = asked(session, now)

        with pytest.raises(Refused), writing(session):
            corrections.ask(session, case, ["email"], "理由", DUE, clerk(), now)


def test_a_request_taken_back_lets_the_clock_run_on(database: Database) -> None:
    with equip(database).session() as session:
        case, _ = asked(session, FRIDAY)
        with writing(session):
            corrections.drop(session, case, clerk(), FRIDAY + timedelta(days=5))

        assert (case.state, case.paused_days, corrections.waiting(session, case)) == (State.REVIEW, 2, None)


def test_nothing_can_be_corrected_twice(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, _ = asked(session, now)
        with writing(session):
            corrections.answer(session, case, {"phone": "090-1111-0001"}, now)

        with pytest.raises(Refused) as refused, writing(session):
            corrections.answer(session, case, {"phone": "090-1111-0002"}, now)

        assert refused.value.code == "no_correction_open"


def test_the_unlocked_fields_of_another_form_version_are_still_the_ticked_ones(now: datetime) -> None:
    procedure = town().procedure("suido_kaishi")

    found = corrections.unlocked(procedure, ANSWERS, ["phone"], {"phone": "1", "name": "x"})

    assert found == {"phone"}
