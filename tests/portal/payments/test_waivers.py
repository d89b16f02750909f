"""減免: asked for by an answer, not asked for as money until a document decides, decided once."""

from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal import payments
from portal.db import Database, writing
from portal.payments import Due, Told, waivers
from portal.refused import Refused

CASE, CLERK = UUID(int=5), UUID(int=9)


def claimed(session: Session, now: datetime, off: int = 300) -> Due:
    """A fee of 300 yen of which some is asked to be waived."""
    with writing(session):
        due = payments.owe(session, "case", CASE, "fee", 300, now, key="x", division="shimin")
        waivers.claim(session, due, "rule", off, now)
        waivers.claim(session, due, "rule", off, now)
    return due


def test_what_is_being_looked_at_is_owed_and_not_asked_for(database: Database, now: datetime) -> None:
    with database.session() as session:
        due = claimed(session, now, 200)

        assert (payments.owing(session, due), waivers.payable(session, due)) == (300, 100)


def test_a_confirmed_one_is_a_line_of_the_book_and_a_refused_one_is_owed(
    database: Database, now: datetime
) -> None:
    with database.session() as session:
        due = claimed(session, now)
        with writing(session):
            waivers.confirm(session, due, CLERK, now)
        (line,) = payments.book(session, due)
        assert (line.move, line.yen, line.by) == ("waived", 300, CLERK)
        assert waivers.payable(session, due) == 0

        with writing(session), pytest.raises(Refused, match="waiver_decided"):
            waivers.refuse(session, due, CLERK, now)


def test_a_refused_one_makes_the_whole_fee_payable(database: Database, now: datetime) -> None:
    with database.session() as session:
        due = claimed(session, now)
        with writing(session):
            waivers.refuse(session, due, CLERK, now)

        assert waivers.payable(session, due) == 300


def test_who_paid_the_whole_fee_meanwhile_is_not_waived_on_top(database: Database, now: datetime) -> None:
    with database.session() as session:
        due = claimed(session, now)
        with writing(session):
            payments.paid(session, due, Told(300, "cash", "cash:1"), now)

        with writing(session), pytest.raises(Refused, match="waiver_too_large"):
            waivers.confirm(session, due, CLERK, now)


def test_what_ended_needs_no_decision(database: Database, now: datetime) -> None:
    with database.session() as session:
        due = claimed(session, now)
        with writing(session):
            waivers.drop(session, due, now)

        found = waivers.of(session, due)
    assert found is not None
    assert found.state == waivers.DROPPED
