"""Answers are kept only under the resident's own key, and are gone when the resident says so."""

from collections.abc import Iterator
from datetime import datetime

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
