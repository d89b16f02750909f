"""Slips: taken over once, by one of many, before they run out; nothing of them can be read without the token."""

import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import schema
from portal.audit import Audit
from portal.db import Database, writing
from portal.refused import Refused
from services.window.actions import slips, spoken
from services.window.models.slips import Slip, SpokenCode
from services.window.rules import tokens
from tests.services.applications.builders import furnished
from tests.services.window.prepared import CLERK, HARD_NAME, payload, redeemed

RACERS = 16


def test_what_was_prepared_comes_over_byte_for_byte(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        token = slips.make(session, payload(now), now)

        found = redeemed(session, token, now + timedelta(days=13))

        assert found == payload(now)
        assert found.answers["name"].encode() == HARD_NAME.encode()
        assert session.scalars(select(Audit.verb)).all() == ["slip_redeemed"]


def test_a_slip_is_taken_over_once_and_the_second_is_told_when(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        token = slips.make(session, payload(now), now)
        redeemed(session, token, now)

        with pytest.raises(Refused, match="slip_used") as refused:
            redeemed(session, token, now + timedelta(minutes=1))

        assert refused.value.values["at"] == now
        assert session.scalars(select(Slip.sealed)).all() == [b""]


def test_of_sixteen_who_scan_at_once_one_has_it(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        token = slips.make(session, payload(now), now)
    start, won, lost = threading.Barrier(RACERS), list[str](), list[str]()

    def race() -> None:
        with database.session() as session:
            start.wait()
            try:
                won.append(redeemed(session, token, now).event)
            except Refused as refused:
                lost.append(refused.code)

    racers = [threading.Thread(target=race) for _ in range(RACERS)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert (won, lost) == (["tenshutsu"], ["slip_used"] * (RACERS - 1))


def test_a_slip_that_ran_out_and_one_that_never_was_are_told_apart_to_nobody(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        token = slips.make(session, payload(now), now)
        answers = []
        for asked in (token, tokens.new_token()):
            with pytest.raises(Refused) as refused:
                redeemed(session, asked, now + timedelta(days=14))
            answers.append((refused.value.code, refused.value.status, refused.value.values))
            assert slips.look(session, asked, now + timedelta(days=14)) is None

        assert answers == [("slip_unknown", 404, {})] * 2


def test_where_the_visit_cannot_be_stored_the_slip_is_not_used(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        token = slips.make(session, payload(now), now)

        with pytest.raises(ZeroDivisionError):
            _cut_off(session, token, now)

        assert redeemed(session, token, now) == payload(now)


def _cut_off(session: Session, token: str, now: datetime) -> None:
    """A server that dies between taking over and storing."""
    with writing(session):
        slips.redeem(session, token, CLERK, now)
        raise ZeroDivisionError


def test_what_was_planted_stands_nowhere_in_the_database_file(tmp_path: Path, now: datetime) -> None:
    database = Database(f"sqlite:///{tmp_path / 'town.sqlite'}")
    schema.upgrade(database)
    with furnished(database).session() as session:
        token = slips.make(session, payload(now, note="見本の秘密です"), now)
        code = spoken.make(session, token, "192.0.2.1", now)
    database.dispose()

    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    for secret in (HARD_NAME, "見本の秘密です", "other_city", token, code):
        assert secret.encode() not in held


def test_a_changed_row_is_no_slip(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        first, second = (slips.make(session, payload(now), now) for _ in range(2))
        with writing(session):
            other = session.get_one(Slip, tokens.key(second).id)
            session.get_one(Slip, tokens.key(first).id).sealed = other.sealed

        with pytest.raises(Refused, match="slip_unknown"):
            redeemed(session, first, now)


def test_a_holder_sees_the_slip_and_erases_it_with_its_codes(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        token = slips.make(session, payload(now), now)
        spoken.make(session, token, "192.0.2.1", now)
        standing = slips.look(session, token, now)

        slips.erase(session, token)

        assert standing is not None
        assert standing.payload == payload(now)
        assert slips.look(session, token, now) is None
        assert session.scalar(select(func.count()).select_from(SpokenCode)) == 0


def test_what_ran_out_is_swept_and_a_used_slip_stays_as_long_as_an_open_one(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        used, new = (slips.make(session, payload(now), moment) for moment in (now, now + timedelta(days=1)))
        redeemed(session, used, now)
        spoken.make(session, new, "192.0.2.1", now)

        slips.sweep(session, now + timedelta(days=13))
        kept = session.scalars(select(Slip.id)).all()
        codes = session.scalars(select(SpokenCode.id)).all()
        slips.sweep(session, now + timedelta(days=14))

        assert set(kept) == {tokens.key(used).id, tokens.key(new).id}
        assert codes == []
        assert session.scalars(select(Slip.id)).all() == [tokens.key(new).id]
