"""Throttling: buckets count truly, and the attack of 川崎 shuts nobody out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.db import Database, writing
from portal.throttle import Bucket, Claim, Limit, TooMany, give_back, network, sweep, take
from portal.vault import Vault

THREE = Limit(3, timedelta(minutes=1))


@pytest.fixture
def town(database: Database) -> Database:
    """A database whose sessions carry a vault."""
    database.info["vault"] = Vault({"first": b"k" * 32}, "first")
    return database


def tried(town: Database, now: datetime, *claims: Claim) -> bool:
    """Whether a try was let through."""
    with town.session() as session:
        try:
            with writing(session):
                take(session, claims, now)
        except TooMany:
            return False
        return True


def claim(*parts: str, limit: Limit = THREE) -> Claim:
    return Claim("sign_in", parts, limit)


def test_a_bucket_gives_its_burst_and_then_one_after_every_pause(town: Database, now: datetime) -> None:
    at_once = [tried(town, now, claim("1001")) for _ in range(5)]

    too_soon = tried(town, now + timedelta(seconds=59), claim("1001"))
    later = tried(town, now + timedelta(seconds=60), claim("1001"))
    again = tried(town, now + timedelta(seconds=60), claim("1001"))

    assert at_once == [True, True, True, False, False]
    assert (too_soon, later, again) == (False, True, False)


def test_a_refused_try_costs_nothing(town: Database, now: datetime) -> None:
    for _ in range(50):
        tried(town, now, claim("1001"))

    assert tried(town, now + timedelta(minutes=1), claim("1001"))


def test_a_try_given_back_does_not_count(town: Database, now: datetime) -> None:
    for _ in range(20):
        assert tried(town, now, claim("1001"))
        with town.session() as session, writing(session):
            give_back(session, [claim("1001")])


def test_what_was_taken_before_an_empty_bucket_goes_back(town: Database, now: datetime) -> None:
    empty, other = claim("empty", limit=Limit(1, timedelta(hours=1))), claim("other")
    tried(town, now, empty)

    for _ in range(9):
        assert not tried(town, now, other, empty)

    assert [tried(town, now, other) for _ in range(4)] == [True, True, True, False]


def test_the_refusal_says_how_many_minutes_to_wait(town: Database, now: datetime) -> None:
    slow = claim("1001", limit=Limit(1, timedelta(minutes=10)))
    tried(town, now, slow)

    with town.session() as session, pytest.raises(TooMany) as refused, writing(session):
        take(session, [slow], now + timedelta(seconds=90))

    assert refused.value.values == {"minutes": 9}


def test_buckets_nobody_needs_are_swept_and_no_others(town: Database, now: datetime) -> None:
    tried(town, now, claim("old"))
    tried(town, now + timedelta(minutes=5), claim("new"))

    with town.session() as session, writing(session):
        sweep(session, now + timedelta(minutes=5))

    with town.session() as session:
        assert session.scalar(select(func.count()).select_from(Bucket)) == 1


def test_many_tries_at_once_are_counted_one_by_one(town: Database, now: datetime) -> None:
    with ThreadPoolExecutor(8) as pool:
        through = list(pool.map(lambda _: tried(town, now, claim("1001")), range(40)))

    assert through.count(True) == THREE.burst


def test_neither_account_nor_address_can_be_read_from_a_bucket(town: Database, now: datetime) -> None:
    tried(town, now, claim("1001", "203.0.113.7"))

    with town.session() as session:
        key = session.scalars(select(Bucket.key)).one()
    assert b"1001" not in key
    assert b"203" not in key


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2ff:1::1", "2001:db8:1:200::/56"),
        ("", "unknown"),
        (None, "unknown"),
        ("somewhere", "unknown"),
    ],
)
def test_a_network_is_what_one_customer_shares(address: str | None, expected: str) -> None:
    assert network(address) == expected
