"""Links that work once: looking does not use them up, time does, and of two presses one counts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal import links
from portal.db import Database, new_id, writing
from portal.links import OneTimeLink
from portal.refused import Refused
from portal.vault import DataKey, Unreadable, Vault

QUARTER = timedelta(minutes=15)


@pytest.fixture
def town(database: Database) -> Database:
    database.info["vault"] = Vault({"first": b"k" * 32}, "first")
    return database


def made(
    town: Database, now: datetime, value: object = "hanako@mail.example", purpose: str = "sign_in"
) -> str:
    with town.session() as session, writing(session):
        return links.make(session, purpose, now, QUARTER, value=value, next_path="/me")


def use(town: Database, token: str, now: datetime, purpose: str = "sign_in") -> str:
    """What the link stood for, or the code of the refusal."""
    with town.session() as session:
        try:
            with writing(session):
                return str(links.opened(session, links.use(session, purpose, token, now)))
        except Refused as refused:
            return refused.code


def test_a_link_works_once(town: Database, now: datetime) -> None:
    token = made(town, now)

    assert use(town, token, now) == "hanako@mail.example"
    assert use(town, token, now) == "link_used"


def test_looking_at_a_link_does_not_use_it_up(town: Database, now: datetime) -> None:
    token = made(town, now)

    for _ in range(3):
        with town.session() as session:
            assert links.look(session, "sign_in", token, now).next_path == "/me"

    assert use(town, token, now) == "hanako@mail.example"


def test_a_link_ends_after_its_time(town: Database, now: datetime) -> None:
    token = made(town, now)

    assert use(town, token, now + QUARTER) == "link_expired"


def test_a_link_serves_no_other_purpose(town: Database, now: datetime) -> None:
    token = made(town, now, purpose="staff_invitation")

    assert use(town, token, now) == "link_unknown"
    assert use(town, "anything else", now) == "link_unknown"


def test_of_many_presses_at_once_one_counts(town: Database, now: datetime) -> None:
    token = made(town, now)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: use(town, token, now), range(16)))

    assert sorted(answers) == ["hanako@mail.example"] + ["link_used"] * 15


def test_neither_the_secret_nor_the_address_stands_in_the_database(town: Database, now: datetime) -> None:
    token = made(town, now)

    with town.session() as session:
        row = session.scalars(select(OneTimeLink)).one()
    assert token.encode() not in row.token_hash
    assert b"hanako" not in (row.sealed or b"")


def test_a_withdrawn_link_is_unknown_and_its_key_is_gone(town: Database, now: datetime) -> None:
    person = new_id()
    with town.session() as session, writing(session):
        token = links.make(session, "sign_in", now, QUARTER, person_id=person, value="x")
        links.withdraw(session, "sign_in", person)

    assert use(town, token, now) == "link_unknown"
    with town.session() as session:
        assert session.scalar(select(func.count()).select_from(DataKey)) == 0


def test_links_that_ended_are_swept_with_their_keys(town: Database, now: datetime) -> None:
    made(town, now)
    fresh = made(town, now + timedelta(days=2))

    with town.session() as session, writing(session):
        links.sweep(session, now + timedelta(days=2))

    assert use(town, fresh, now + timedelta(days=2)) == "hanako@mail.example"
    with town.session() as session:
        assert session.scalar(select(func.count()).select_from(DataKey)) == 1


def test_what_a_link_stands_for_cannot_be_moved_to_another(town: Database, now: datetime) -> None:
    token, other = made(town, now, value="a"), made(town, now, value="b")
    with town.session() as session, writing(session):
        mine, theirs = (links.look(session, "sign_in", one, now) for one in (token, other))
        theirs.sealed = mine.sealed
        session.flush()

    with town.session() as session, pytest.raises(Unreadable):
        links.opened(session, links.look(session, "sign_in", other, now))


def test_a_secret_with_its_own_proof_is_spent_once(town: Database, now: datetime) -> None:
    def spend() -> str:
        with town.session() as session:
            try:
                with writing(session):
                    links.spend(session, "passkey", "challenge", now, QUARTER)
            except Refused as refused:
                return refused.code
            return "spent"

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: spend(), range(8)))

    assert sorted(answers) == ["link_used"] * 7 + ["spent"]
