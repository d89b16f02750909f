"""Sessions live on our side: they end, they idle, they can be ended, and their cookies stand nowhere."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import sessions
from portal.db import Database, writing
from portal.sessions import IDLE, LASTS, KnownDevice, WebSession

ME, OTHER = UUID(int=1), UUID(int=2)
PC = b"p" * 32


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.session() as opened:
        yield opened


def begun(session: Session, now: datetime, person: UUID = ME, kind: sessions.Kind = "staff") -> str:
    with writing(session):
        return sessions.begin(session, kind, person, sessions.FULL, now, device=PC, label="Windows / Edge")


def test_a_session_is_found_by_its_cookie_and_by_nothing_else(session: Session, now: datetime) -> None:
    token = begun(session, now)

    found = sessions.find(session, "staff", token, now)

    assert found is not None
    assert found.person_id == ME
    assert sessions.find(session, "resident", token, now) is None
    assert sessions.find(session, "staff", token + "x", now) is None
    assert token.encode() not in found.token_hash


def test_a_session_ends_by_itself(session: Session, now: datetime) -> None:
    token = begun(session, now)

    assert sessions.find(session, "staff", token, now + LASTS - timedelta(seconds=1)) is not None
    assert sessions.find(session, "staff", token, now + LASTS) is None


@pytest.mark.parametrize("kind", ["staff", "resident"])
def test_a_session_nobody_uses_becomes_idle(session: Session, now: datetime, kind: sessions.Kind) -> None:
    token = begun(session, now, kind=kind)
    found = sessions.find(session, kind, token, now)
    assert found is not None

    assert not sessions.is_idle(found, now + IDLE[kind])
    assert sessions.is_idle(found, now + IDLE[kind] + timedelta(seconds=1))


def test_using_a_session_keeps_it_awake(session: Session, now: datetime) -> None:
    token, later = begun(session, now), now + timedelta(minutes=15)
    found = sessions.find(session, "staff", token, now)
    assert found is not None
    with writing(session):
        sessions.touch(session, found, later)

    again = sessions.find(session, "staff", token, later)

    assert again is not None
    assert not sessions.is_idle(again, later + IDLE["staff"])


def test_a_revoked_session_is_not_found_and_others_stay(session: Session, now: datetime) -> None:
    first, second, other = begun(session, now), begun(session, now), begun(session, now, OTHER)
    mine = sessions.find(session, "staff", first, now)
    assert mine is not None

    with writing(session):
        sessions.revoke(session, "staff", ME, now, only=mine.id)

    alive = [sessions.find(session, "staff", token, now) is not None for token in (first, second, other)]
    assert alive == [False, True, True]


def test_nobody_ends_another_persons_session_by_its_id(session: Session, now: datetime) -> None:
    token = begun(session, now)
    found = sessions.find(session, "staff", token, now)
    assert found is not None

    with writing(session):
        sessions.revoke(session, "staff", OTHER, now, only=found.id)

    assert sessions.find(session, "staff", token, now) is not None


def test_all_sessions_of_a_person_end_at_once(session: Session, now: datetime) -> None:
    begun(session, now)
    begun(session, now)

    with writing(session):
        sessions.revoke(session, "staff", ME, now)

    assert sessions.of_person(session, "staff", ME, now) == []


def test_a_device_is_known_for_the_person_who_used_it(session: Session, now: datetime) -> None:
    with writing(session):
        sessions.remember_device(session, PC, "staff", ME, now, with_password=True)
    with writing(session):
        sessions.remember_device(session, PC, "staff", ME, now + timedelta(hours=1), with_password=False)

    known = sessions.knows(session, PC, "staff", ME)

    assert known is not None
    assert (known.password_at, known.used_at) == (now, now + timedelta(hours=1))
    assert sessions.knows(session, PC, "staff", OTHER) is None
    assert sessions.knows(session, PC, "resident", ME) is None
    assert sessions.knows(session, None, "staff", ME) is None


def test_a_forgotten_device_is_unknown(session: Session, now: datetime) -> None:
    with writing(session):
        sessions.remember_device(session, PC, "staff", ME, now, with_password=True)
        sessions.forget_device(session, PC, "staff", ME)

    assert sessions.knows(session, PC, "staff", ME) is None


def test_what_is_long_over_is_swept(session: Session, now: datetime) -> None:
    begun(session, now)
    with writing(session):
        sessions.remember_device(session, PC, "staff", ME, now, with_password=True)

    with writing(session):
        sessions.sweep(session, now + timedelta(days=401))

    counts = [session.scalar(select(func.count()).select_from(table)) for table in (WebSession, KnownDevice)]
    assert counts == [0, 0]
