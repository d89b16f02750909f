"""Answers are kept only under the resident's own key, and are gone when the resident says so."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import saved_answers
from portal.db import Database, new_id, writing
from portal.people import Resident
from portal.saved_answers import SavedAnswer
from portal.vault import Vault, vault_of

ANSWERS = {"name": "髙﨑 𠮷神", "address": {"postcode": "0000000", "area": "ひなた市"}, "copies": 2}


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    database.info["vault"] = Vault({"first": b"k" * 32}, "first")
    with database.session() as opened:
        yield opened


@pytest.fixture
def resident(session: Session, now: datetime) -> Resident:
    with writing(session):
        found = Resident(id=new_id(), key_id=vault_of(session).new_key(session), made_at=now)
        session.add(found)
    return found


def keep(session: Session, resident: Resident, now: datetime, **answers: object) -> None:
    with writing(session):
        saved_answers.keep(session, resident.id, answers, "form", now)


def test_answers_come_back_as_they_were_given(session: Session, resident: Resident, now: datetime) -> None:
    keep(session, resident, now, **ANSWERS)

    assert saved_answers.of_resident(session, resident.id) == ANSWERS


def test_a_newer_answer_takes_the_place_of_the_older(
    session: Session, resident: Resident, now: datetime
) -> None:
    keep(session, resident, now, name="見本 花子")
    keep(session, resident, now, name="見本 花")

    assert saved_answers.of_resident(session, resident.id) == {"name": "見本 花"}


def test_source_and_consent_are_noted_and_the_answer_is_not_readable(
    session: Session, resident: Resident, now: datetime
) -> None:
    keep(session, resident, now, name="hanako")

    row = session.scalars(select(SavedAnswer)).one()

    assert (row.source, row.consent_at) == ("form", now)
    assert b"hanako" not in row.sealed


def test_some_or_all_are_forgotten(session: Session, resident: Resident, now: datetime) -> None:
    keep(session, resident, now, **ANSWERS)

    with writing(session):
        saved_answers.forget(session, resident.id, ["name"])
    assert set(saved_answers.of_resident(session, resident.id)) == {"address", "copies"}

    with writing(session):
        saved_answers.forget(session, resident.id)
    assert saved_answers.of_resident(session, resident.id) == {}


def test_a_use_is_kept_with_the_request_and_the_reason(
    session: Session, resident: Resident, now: datetime
) -> None:
    keep(session, resident, now, name="見本 花子")
    case_id = new_id()

    with writing(session):
        saved_answers.use(session, resident.id, ["name"], "suido_kaishi", case_id, now)

    (use,) = saved_answers.uses(session, resident.id)["name"]
    assert (use.procedure, use.case_id, use.purpose) == ("suido_kaishi", case_id, "application")
    assert saved_answers.every(session, resident.id)[0].used_at == now


def test_forgetting_an_answer_forgets_its_uses(session: Session, resident: Resident, now: datetime) -> None:
    keep(session, resident, now, name="見本 花子", phone="080-0000-0000")
    with writing(session):
        saved_answers.use(session, resident.id, ["name", "phone"], "suido_kaishi", new_id(), now)

    with writing(session):
        saved_answers.forget(session, resident.id, ["name"])

    assert set(saved_answers.uses(session, resident.id)) == {"phone"}


def test_what_nobody_uses_for_two_years_is_forgotten(
    session: Session, resident: Resident, now: datetime
) -> None:
    keep(session, resident, now, name="見本 花子", phone="080-0000-0000")
    with writing(session):
        saved_answers.use(
            session, resident.id, ["phone"], "suido_kaishi", new_id(), now + timedelta(days=400)
        )

    with writing(session):
        gone = saved_answers.sweep(session, now + timedelta(days=800))

    assert gone == 1
    assert saved_answers.of_resident(session, resident.id) == {"phone": "080-0000-0000"}


def test_an_answer_does_not_print_itself(session: Session, resident: Resident, now: datetime) -> None:
    keep(session, resident, now, name="見本 花子")

    assert "花子" not in repr(saved_answers.every(session, resident.id))
