"""What is offered instead has what is wanted with it: a time whose things are lent to somebody else is no alternative."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.db import Database, new_id
from portal.inbox import RESIDENT
from portal.refused import Refused
from services.reservations.actions import booking, instead, offering
from services.reservations.actions.booking import Terms, Wish
from services.reservations.actions.offering import Offer
from tests.harness.statements import asked
from tests.services.reservations.builders import (
    GYM,
    HALL,
    HOLDER,
    at,
    band,
    booked,
    form,
    furnished,
    held,
    wish,
)

OTHER = b"\x09" * 16
# The gymnasium lends two projectors, the community centre one.
BOTH, ONE = Terms(OTHER, equipment={"projector": 2}), Terms(HOLDER, equipment={"projector": 1})


@pytest.fixture
def room(database: Database, now: datetime) -> Iterator[Session]:
    """A morning and an afternoon on which both projectors are in the martial arts room."""
    with furnished(database).session() as session:
        for part in ("am", "pm"):
            booked(session, band(part, unit="budo", purpose="budo"), now, BOTH)
        yield session


def take(session: Session, wished: Wish, offer: Offer, terms: Terms, now: datetime) -> None:
    """Book what was offered, with what is wanted with it."""
    found = replace(wished, building=offer.building, unit=offer.unit, starts=offer.starts, ends=offer.ends)
    row = held(session, replace(found, once_key=new_id()), now)
    booking.confirm(session, row.id, form(session, now), terms, now)


def test_who_finds_the_projector_lent_is_offered_times_that_have_one(room: Session, now: datetime) -> None:
    wished = wish(at(8, 13))
    row = held(room, wished, now)
    with pytest.raises(Refused, match="equipment_taken"):
        booking.confirm(room, row.id, form(room, now), ONE, now)

    without = instead.of_hold(room, row, Terms(HOLDER), now)
    offers = instead.of_hold(room, row, ONE, now)

    lent = at(8, 9), at(8, 17)
    assert any(one.building == GYM and lent[0] < one.ends and one.starts < lent[1] for one in without)
    assert not any(one.building == GYM and lent[0] < one.ends and one.starts < lent[1] for one in offers)
    assert {one.building for one in offers} == {GYM, HALL}
    for one in offers[:2]:
        take(room, wished, one, ONE, now)


def test_a_house_that_has_too_few_of_it_offers_nothing(room: Session, now: datetime) -> None:
    wished = wish(at(8, 13))
    row = held(room, wished, now)

    offers = instead.of_hold(room, row, BOTH, now)

    assert {one.building for one in offers} == {GYM}


def test_a_room_in_which_it_is_not_lent_is_not_offered(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        wished = wish(at(8, 13), building=HALL, unit="ongaku", purpose="music")

        offers = offering.alternatives(session, wished, now, lent={"upright_piano": 1})

    assert {(one.building, one.unit) for one in offers} == {(HALL, "ongaku")}


def test_a_lost_move_takes_its_projector_along(room: Session, now: datetime) -> None:
    row, _ = booked(room, wish(at(9, 13)), now, ONE)
    to = at(8, 13), at(8, 15)
    with pytest.raises(Refused, match="equipment_taken"):
        booking.move(room, row.id, *to, "kaigi", RESIDENT, now)

    offers = instead.of_move(room, row, replace(instead.wish_of(row), starts=to[0], ends=to[1]), now)

    assert offers
    moved = booking.move(room, row.id, offers[0].starts, offers[0].ends, "kaigi", RESIDENT, now)
    assert moved.starts_at == offers[0].starts


def test_the_nearest_comes_first_however_far_it_is(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        for day in (8, 9, 10):
            for hour, minute, hours in ((9, 0, 4), (13, 30, 8)):
                booked(session, wish(at(day, hour, minute), hours), now, Terms())

        offers = offering.alternatives(session, wish(at(9, 10)), now, most=3, within=offering.Within.ROOM)

    # The 7th is a Monday, on which the gymnasium rests.
    assert [one.starts for one in offers] == [at(11, 9), at(11, 11, 30), at(11, 14)]
    assert all(one.ends - one.starts == timedelta(hours=2) for one in offers)


def test_a_house_is_asked_about_in_one_question(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        booked(session, wish(), now)

        with asked(database) as said:
            offers = offering.alternatives(session, wish(), now, within=offering.Within.HOUSE)

    assert offers
    assert len(said) == 1
