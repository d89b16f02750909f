"""Spoken codes: half an hour, the newest only, and a brake for whoever guesses."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from portal.db import Database
from portal.refused import Refused
from portal.throttle import TooMany
from services.window.actions import slips, spoken
from services.window.rules import tokens
from tests.services.applications.builders import furnished
from tests.services.window.prepared import CLERK, payload, redeemed

HERE = "192.0.2.1"


def test_a_code_opens_its_slip_for_half_an_hour(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        token = slips.make(session, payload(now), now)
        code = spoken.make(session, token, HERE, now)

        found = spoken.token_of(session, code, CLERK, now + timedelta(minutes=29))

        assert found == token
        assert redeemed(session, found, now) == payload(now)
        with pytest.raises(Refused, match="slip_unknown"):
            spoken.token_of(session, code, CLERK, now + timedelta(minutes=29))


def test_a_code_is_nothing_after_half_an_hour_or_when_a_newer_one_was_made(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        token = slips.make(session, payload(now), now)
        old, new = (spoken.make(session, token, HERE, now) for _ in range(2))

        for code, moment in ((old, now), (tokens.new_code(), now), (new, now + timedelta(minutes=30))):
            with pytest.raises(Refused, match="slip_unknown"):
                spoken.token_of(session, code, CLERK, moment)


def test_no_code_is_made_for_a_slip_that_was_used_or_is_not_there(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        token = slips.make(session, payload(now), now)
        redeemed(session, token, now)

        with pytest.raises(Refused, match="slip_used"):
            spoken.make(session, token, HERE, now)
        with pytest.raises(Refused, match="slip_unknown"):
            spoken.make(session, tokens.new_token(), HERE, now)


def test_whoever_guesses_is_slowed_down_and_others_are_not(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        token = slips.make(session, payload(now), now)
        code = spoken.make(session, token, HERE, now)
        for _ in range(spoken.TRIES.burst):
            with pytest.raises(Refused, match="slip_unknown"):
                spoken.token_of(session, tokens.new_code(), CLERK, now)

        with pytest.raises(TooMany):
            spoken.token_of(session, code, CLERK, now)

        assert spoken.token_of(session, code, uuid4(), now) == token


def test_a_right_code_costs_no_try(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        code = spoken.make(session, slips.make(session, payload(now), now), HERE, now)

        for _ in range(spoken.TRIES.burst + 1):
            assert spoken.token_of(session, code, CLERK, now)


def test_a_network_that_asks_for_codes_without_end_waits(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        token = slips.make(session, payload(now), now)
        for _ in range(spoken.MAKES.burst):
            spoken.make(session, token, HERE, now)

        with pytest.raises(TooMany):
            spoken.make(session, token, HERE, now)
