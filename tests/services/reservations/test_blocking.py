"""Closing a unit or a building: everybody's claims count, whoever booked is not overrun, and it opens again."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.db import Database, writing
from portal.inbox import RESIDENT, Case
from portal.outbox import Outbox
from portal.refused import Refused
from portal.slots import claiming
from services.reservations.actions import blocking, booking, cancelling
from services.reservations.actions.blocking import Closing
from services.reservations.actions.booking import Terms
from services.reservations.rules.states import BlockKind, State
from tests.portal.cases import hinata
from tests.services.reservations import builders
from tests.services.reservations.builders import form, found, wish
from tests.services.reservations.staffed import CENTRE, SPORTS, at, booked, ready, seat

HOUSE = hinata().buildings[CENTRE]


@pytest.fixture
def room(database: Database) -> Iterator[Session]:
    """A session of the sample town."""
    with ready(database).session() as session:
        yield session


def closing(unit: str = "", *, start: int = 9, end: int = 12, reason: str = "見本の点検") -> Closing:
    """A closure of Tuesday the 24th."""
    one = HOUSE.unit(unit) if unit else None
    return Closing(HOUSE, one, at(24, start), at(24, end), BlockKind.REPAIR, reason)


def test_a_closed_hall_takes_the_time_of_both_its_halves(room: Session, now: datetime) -> None:
    made = blocking.block(room, closing("hall"), seat(), now)

    held = claiming.taken(room, [f"{CENTRE}/hall_1", f"{CENTRE}/hall_2"], 0, 2**40)
    assert [len(steps) for steps in held.values()] == [6, 6]
    assert {owner for steps in held.values() for owner in steps.values()} == {made.id}


def test_a_whole_building_is_closed_in_one_block(room: Session, now: datetime) -> None:
    before = claiming.version(room, CENTRE)

    blocking.block(room, closing(), seat(), now)

    names = [f"{CENTRE}/{one.key}" for one in HOUSE.spaces]
    assert all(claiming.taken(room, names, 0, 2**40).values())
    assert claiming.version(room, CENTRE) == before + 1


def test_where_bookings_stand_nothing_is_closed_and_they_are_listed(room: Session, now: datetime) -> None:
    standing = booked(room, "hall_2", at(24, 10), at(24, 12))
    # Cleared until ten, but not in the way of what begins then.
    booked(room, "chori", at(24, 12), at(24, 14))

    with pytest.raises(Refused, match="bookings_in_the_way"):
        blocking.block(room, closing("hall"), seat(), now)

    assert [one.id for one in blocking.in_the_way(room, closing("hall"))] == [standing.id]
    assert not claiming.taken(room, [f"{CENTRE}/hall_1"], 0, 2**40)[f"{CENTRE}/hall_1"]


def test_the_time_in_which_a_room_is_put_in_order_is_in_the_way_too(room: Session, now: datetime) -> None:
    booked(room, "chori", at(24, 7), at(24, 9))

    assert len(blocking.in_the_way(room, closing("chori"))) == 1
    assert not blocking.in_the_way(room, closing("chori", start=10))


def test_opened_again_it_can_be_booked_and_the_row_stays(room: Session, now: datetime) -> None:
    made = blocking.block(room, closing("hall"), seat(), now)

    blocking.unblock(room, made.id, seat(), now)

    booked(room, "hall_1", at(24, 9), at(24, 11))
    assert made.ended_at == now
    assert {one.verb for one in audit.of(room, "booking_block", made.id)} == {
        "facility_blocked",
        "facility_opened",
    }
    with pytest.raises(Refused, match="block_over"):
        blocking.unblock(room, made.id, seat(), now)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (closing(reason=" "), "reason_needed"),
        (closing(reason="1" * 201), "reason_needed"),
        (closing(reason="番号は 123456789018 です"), "individual_number_in_text"),
        (closing(start=12, end=9), "block_time"),
        (Closing(HOUSE, None, at(19, 9), at(19, 12), BlockKind.CLOSED, "過ぎた日"), "block_time"),
        (Closing(HOUSE, None, at(24, 9, 10), at(24, 12), BlockKind.CLOSED, "区切り"), "block_time"),
    ],
)
def test_what_cannot_be_a_block_is_refused(room: Session, now: datetime, wish: Closing, code: str) -> None:
    with pytest.raises(Refused, match=code):
        blocking.block(room, wish, seat(), now)


def test_neither_the_counter_nor_another_operator_closes_anything(room: Session, now: datetime) -> None:
    made = blocking.block(room, closing("hall"), seat(), now)

    with pytest.raises(Refused, match="not_permitted"):
        blocking.block(room, closing("chori"), seat("counter"), now)
    with pytest.raises(Refused, match="facility_unknown"):
        blocking.unblock(room, made.id, seat(division=SPORTS), now)


def test_a_sweep_goes_on_past_what_it_cannot_cancel_and_says_what_is_left(
    room: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    stubborn = booked(room, "hall_1", at(24, 9), at(24, 11))
    others = [booked(room, "chori", at(24, 9), at(24, 11)), booked(room, "ongaku", at(24, 9), at(24, 11))]
    really, refusing = cancelling.cancel, [True]

    def cancel(session: Session, booking_id: UUID, *rest: Any, **more: Any) -> Any:
        if refusing[0] and booking_id == stubborn.id:
            raise Refused("use_changed", 409)
        return really(session, booking_id, *rest, **more)

    monkeypatch.setattr(cancelling, "cancel", cancel)
    made = blocking.block(room, closing(), seat(), now, sweep=True)

    assert {found(room, one.id).state for one in others} == {State.CANCELLED}
    assert [one.id for one in blocking.left_under(room, HOUSE, made)] == [stubborn.id]

    refusing[0] = False
    assert blocking.finish(room, made.id, seat(), now) == 0
    assert found(room, stubborn.id).state == State.CANCELLED


def test_what_was_only_held_and_is_sent_in_meanwhile_is_cancelled_too(
    room: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = booking.hold(room, wish(at(24, 9), building=CENTRE, unit="hall_1"), now)
    really = cancelling.cancel
    done: list[Case] = []

    def cancel(session: Session, booking_id: UUID, *rest: Any, **more: Any) -> Any:
        if not done:
            done.append(booking.confirm(session, booking_id, form(session, now), Terms(b"\x01" * 16), now))
            raise Refused("use_changed", 409)
        return really(session, booking_id, *rest, **more)

    monkeypatch.setattr(cancelling, "cancel", cancel)
    made = blocking.block(room, closing(), seat(), now, sweep=True)

    assert found(room, held).state == State.CANCELLED
    assert not blocking.left_under(room, HOUSE, made)
    waiting = [one.template for one in room.scalars(select(Outbox))]
    assert waiting == ["use_booked", "use_taken_back"]


def test_the_time_to_put_a_room_in_order_is_the_blocks_once_its_booking_moved(
    room: Session, now: datetime
) -> None:
    row, _ = builders.booked(room, wish(at(24, 9), 2, CENTRE, "chori", purpose="cooking"), now)
    with writing(room):
        made = blocking.put(room, closing(start=11), None, now)

    booking.move(room, row.id, at(25, 9), at(25, 11), "chori", RESIDENT, now)

    assert len([1 for space, _ in claiming.owned(room, made.id) if space == f"{CENTRE}/chori"]) == 2
