"""The house of the 斎場 is needed otherwise: nobody new is taken in, and each family is told and called by a clerk."""

from datetime import datetime

import pytest
from sqlalchemy import func, select

from portal import tasks
from portal.db import Database, writing
from portal.outbox import Outbox
from portal.refused import Refused
from portal.service import fire
from services.crematorium.models.cremations import FurnacePause
from services.crematorium.rules.states import State
from tests.portal.cases import hinata
from tests.services.crematorium.builders import OPERATOR, at, booked, furnished, wish

HALL = hinata().crematorium
assert HALL is not None
SPAN = {"listed": HALL.listed, "starts": at(23, 7), "ends": at(23, 21)}


def test_a_family_with_a_time_is_told_and_a_clerk_calls_them_and_nobody_new_is_taken_in(
    database: Database, now: datetime
) -> None:
    with furnished(database).session() as session:
        row = booked(session, now)

        with writing(session):
            fire(session, "building.closed", **SPAN, reason="見本の避難所", now=now)

        assert session.get_one(type(row), row.id, populate_existing=True).state == State.TENTATIVE
        told = select(func.count()).select_from(Outbox).where(Outbox.template == "cremation_venue")
        assert session.scalar(told) == 1
        assert tasks.kinds(session, frozenset({OPERATOR})).get("cremation_venue") == 1
        with pytest.raises(Refused):
            booked(session, now, wish(at(23, 13), furnace="ro_2"))
        # The day after is none of it.
        booked(session, now, wish(at(24, 9, 30)))


def test_opened_again_the_furnaces_take_people_in(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        with writing(session):
            fire(session, "building.closed", **SPAN, reason="見本の避難所", now=now)
        with writing(session):
            fire(session, "building.opened", **SPAN, now=now)

        open_ = session.scalars(select(FurnacePause.id).where(FurnacePause.ended_at.is_(None))).all()
        assert open_ == []
        booked(session, now)


def test_another_house_is_none_of_its_business(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        with writing(session):
            fire(session, "building.closed", **{**SPAN, "listed": "990019F0001"}, reason="見本", now=now)

        assert session.scalars(select(FurnacePause.id)).all() == []
