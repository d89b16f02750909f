"""Friends of the town's LINE account: sealed, found by a token, written to only while they want it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import friends, ledger
from portal.db import Database, new_id, writing
from portal.friends import Friend
from portal.kinds import Kind
from portal.opening import today
from portal.people import Resident
from portal.vault import DataKey, vault_of
from tests.harness.line.events import ALICE, BOB
from tests.portal import cases

KINDS = (Kind.FOLLOWED, Kind.UNFOLLOWED)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with cases.equip(database).session() as opened:
        yield opened


def resident(session: Session, now: datetime) -> UUID:
    with writing(session):
        person = Resident(id=new_id(), key_id=vault_of(session).new_key(session), made_at=now)
        session.add(person)
        session.flush()
    return person.id


def follow(session: Session, user: str, now: datetime, locale: str = "ja") -> Friend:
    with writing(session):
        return friends.follow(session, user, locale, now)


def link(session: Session, user: str, person: UUID, now: datetime) -> bool:
    with writing(session):
        return friends.link(session, user, person, now)


def test_a_friend_is_found_again_and_nobody_can_read_who_it_is(session: Session, now: datetime) -> None:
    made = follow(session, ALICE, now, "en")

    found = friends.find(session, ALICE)

    assert found is not None
    assert found.id == made.id
    assert ALICE.encode() not in found.sealed + found.token
    assert friends.find(session, BOB) is None


def test_following_twice_is_one_friend_who_keeps_the_language_chosen(session: Session, now: datetime) -> None:
    made = follow(session, ALICE, now, "easy")

    again = follow(session, ALICE, now + timedelta(days=1), "ja")

    assert (again.id, again.locale, again.followed_at) == (made.id, "easy", now + timedelta(days=1))


def test_whoever_linked_the_account_is_written_to_there(session: Session, now: datetime) -> None:
    person = resident(session, now)
    follow(session, ALICE, now, "en")

    assert friends.address_of(session, person) is None
    assert link(session, ALICE, person, now)
    address = friends.address_of(session, person)
    assert address is not None
    assert (address.user, address.locale) == (ALICE, "en")
    assert ALICE not in repr(address)


def test_nobody_can_link_an_account_that_is_no_friend(session: Session, now: datetime) -> None:
    assert not link(session, ALICE, resident(session, now), now)


def test_a_second_account_takes_the_place_of_the_first(session: Session, now: datetime) -> None:
    person = resident(session, now)
    follow(session, ALICE, now)
    follow(session, BOB, now)
    link(session, ALICE, person, now)

    link(session, BOB, person, now)

    address = friends.address_of(session, person)
    assert address is not None
    assert address.user == BOB


def test_whoever_unlinks_is_not_written_to(session: Session, now: datetime) -> None:
    person = resident(session, now)
    follow(session, ALICE, now)
    link(session, ALICE, person, now)

    with writing(session):
        assert friends.unlink(session, person)
        assert not friends.unlink(session, person)

    assert friends.address_of(session, person) is None


def test_whoever_blocks_us_is_not_written_to_until_they_let_us_again(session: Session, now: datetime) -> None:
    person = resident(session, now)
    follow(session, ALICE, now)
    link(session, ALICE, person, now)

    with writing(session):
        friends.unfollow(session, ALICE, now)
    assert friends.address_of(session, person) is None

    follow(session, ALICE, now)
    assert friends.address_of(session, person) is not None


def test_a_multicast_goes_to_those_who_may_be_written_to(session: Session, now: datetime) -> None:
    made = [follow(session, user, now).id for user in (ALICE, BOB)]
    with writing(session):
        friends.unfollow(session, BOB, now)

    assert friends.users(session, [*made, new_id()]) == [ALICE]


def test_with_the_person_the_account_is_erased(session: Session, now: datetime) -> None:
    person = resident(session, now)
    key = follow(session, ALICE, now).key_id
    link(session, ALICE, person, now)

    with writing(session):
        friends.forget(session, person, now)

    assert friends.find(session, ALICE) is None
    assert session.scalar(select(DataKey).where(DataKey.id == key)) is None


def test_who_comes_and_who_goes_is_counted_once_each(session: Session, now: datetime) -> None:
    for _ in range(2):
        follow(session, ALICE, now)
    for _ in range(2):
        with writing(session):
            friends.unfollow(session, ALICE, now)
    follow(session, ALICE, now)
    with writing(session):
        friends.unfollow(session, BOB, now)

    told = {
        kind: sum(one.n for one in ledger.counts(session, kind, today(now), today(now))) for kind in KINDS
    }

    assert told == {Kind.FOLLOWED: 2, Kind.UNFOLLOWED: 1}
