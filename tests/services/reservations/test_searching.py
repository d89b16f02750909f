"""Searching by what is lent with a room and by what helps people in: what fits, and what is left of it at the time."""

from datetime import date, datetime

import pytest

from portal.db import Database
from portal.pack.buildings import Access
from portal.refused import Refused
from services.reservations.actions import searching
from services.reservations.actions.booking import Terms
from services.reservations.actions.searching import Sought
from services.reservations.rules.spans import Part
from tests.services.reservations.builders import HALL, HOLDER, at, band, booked, furnished, wish

DAY = date(2026, 12, 8)


def hits(database: Database, now: datetime, **asked: object) -> dict[str, set[str]]:
    """The rooms that are found, each with the parts of the day."""
    with database.session() as session:
        found = searching.search(session, Sought(DAY, **asked), now)  # type: ignore[arg-type]
        return {f"{one.building.key}/{one.unit.key}": {str(cell.part) for cell in one.cells} for one in found}


def test_what_stands_in_one_room_is_found_in_that_room_alone(database: Database, now: datetime) -> None:
    furnished(database)

    assert set(hits(database, now, things=("upright_piano",))) == {f"{HALL}/ongaku"}
    assert set(hits(database, now, things=("piano", "projector"))) == {f"{HALL}/hall", f"{HALL}/hall_1"}


def test_what_is_lent_already_is_not_found_at_that_time(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        booked(session, wish(), now, Terms(HOLDER, equipment={"projector": 2}))

    found = hits(database, now, things=("projector",))

    assert found["sogo_taiikukan/budo"] == {Part.PM, Part.NIGHT}
    assert hits(database, now)["sogo_taiikukan/budo"] == {Part.AM, Part.PM, Part.NIGHT}


def test_one_piece_that_is_left_is_found(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        booked(session, wish(), now, Terms(HOLDER, equipment={"projector": 1}))

    assert hits(database, now, things=("projector",))["sogo_taiikukan/budo"] == {Part.AM, Part.PM, Part.NIGHT}


def test_what_helps_in_one_room_is_not_promised_of_the_next(database: Database, now: datetime) -> None:
    furnished(database)

    assert set(hits(database, now, access=(Access.HEARING,))) == {f"{HALL}/hall"}
    assert f"{HALL}/washitsu" in hits(database, now, access=(Access.TOILET, Access.SLOPE))
    assert all(one.startswith("sogo_taiikukan/") for one in hits(database, now, access=(Access.LIFT,)))


def test_a_thing_is_not_lent_into_a_room_where_it_cannot_be_used(database: Database, now: datetime) -> None:
    with furnished(database).session() as session, pytest.raises(Refused, match="equipment_unknown"):
        booked(session, wish(at(8, 10)), now, Terms(HOLDER, equipment={"table_tennis": 1}))


def test_a_thing_is_lent_into_its_own_room(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        row, _ = booked(
            session,
            band("am", unit="budo", purpose="budo"),
            now,
            Terms(HOLDER, equipment={"table_tennis": 1}),
        )

        assert '"table_tennis"' in row.price
