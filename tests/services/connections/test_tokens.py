"""Tokens: shown once and kept as a hash, refused without a limit, dead as soon as they are revoked or over."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.audit import Audit
from portal.db import Database, new_id
from portal.refused import Refused
from portal.throttle import TooMany
from services.connections.actions import tokens
from services.connections.models import ApiToken
from services.connections.rules.granting import PREFIX, bearer
from tests.portal.cases import equip
from tests.services.connections.systems import boss, wish


def alone(division: str) -> frozenset[str]:
    """A division that took over nobody's work."""
    return frozenset({division})


def test_a_token_is_kept_as_its_hash_only(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        token = tokens.make(session, boss(), wish(), new_id(), now)

        row = session.scalars(select(ApiToken)).one()
        grant = tokens.known(session, token, now, alone)

    assert token.startswith(PREFIX)
    assert token.encode() not in row.hash
    assert grant is not None
    assert grant.divisions == {"suido"}
    assert grant.answers


def test_making_and_revoking_stand_in_the_audit(database: Database, now: datetime) -> None:
    once, seat = new_id(), boss()
    with equip(database).session() as session:
        tokens.make(session, seat, wish(), once, now)
        tokens.revoke(session, seat, once, now)
        tokens.revoke(session, seat, once, now)

        rows = session.execute(
            select(Audit.actor_id, Audit.verb, Audit.subject_id).order_by(Audit.verb)
        ).all()

    assert [tuple(row) for row in rows] == [
        (str(seat.id), "made", str(once)),
        (str(seat.id), "revoked", str(once)),
    ]


def test_a_revoked_token_opens_nothing(database: Database, now: datetime) -> None:
    once = new_id()
    with equip(database).session() as session:
        token = tokens.make(session, boss(), wish(), once, now)
        tokens.revoke(session, boss(), once, now)

        assert tokens.known(session, token, now, alone) is None


def test_a_token_ends_with_its_last_day_in_japan(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        token = tokens.make(session, boss(), wish(last_day=date(2026, 11, 20)), new_id(), now)
        midnight = datetime(2026, 11, 20, 15, 0, tzinfo=now.tzinfo)

        assert tokens.known(session, token, midnight - timedelta(seconds=1), alone) is not None
        assert tokens.known(session, token, midnight, alone) is None


def test_another_token_is_unknown(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        token = tokens.make(session, boss(), wish(), new_id(), now)

        assert tokens.known(session, token[:-1] + ("A" if token[-1] != "A" else "B"), now, alone) is None


def test_a_form_that_is_sent_twice_makes_one_token(database: Database, now: datetime) -> None:
    once = new_id()
    with equip(database).session() as session:
        tokens.make(session, boss(), wish(), once, now)

        with pytest.raises(Refused, match="shown_once"):
            tokens.make(session, boss(), wish(), once, now)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": ""}, "token_name"),
        ({"purpose": "x" * 201}, "token_purpose"),
        ({"divisions": ()}, "token_divisions"),
        ({"last_day": None}, "token_last_day"),
        ({"last_day": date(2026, 11, 19)}, "token_last_day"),
        ({"last_day": date(2027, 11, 22)}, "token_last_day"),
    ],
)
def test_a_token_without_limits_is_refused(
    database: Database, now: datetime, changes: dict[str, object], code: str
) -> None:
    with equip(database).session() as session, pytest.raises(Refused, match=code):
        tokens.make(session, boss(), wish(**changes), new_id(), now)


def test_a_token_may_ask_so_often_and_no_more(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        token = tokens.make(session, boss(), wish(), new_id(), now)
        grant = tokens.known(session, token, now, alone)
        assert grant is not None
        for _ in range(3):
            tokens.count(session, grant, now, per_minute=3)

        with pytest.raises(TooMany):
            tokens.count(session, grant, now, per_minute=3)
        tokens.count(session, grant, now + timedelta(seconds=20), per_minute=3)
        used = session.scalars(select(ApiToken.used_at)).one()

    assert used == now


@pytest.mark.parametrize("header", ["", "Basic abc", "Bearer", "Bearer a b", "Bearer " + "x" * 200])
def test_another_header_holds_no_token(header: str) -> None:
    assert bearer(header) is None
