"""Groups in draws: one entry whichever member sends it, its own win with its reduction, and no time under two names."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import draw
from portal.db import Database, new_id
from portal.pack import Pack
from portal.pack.building_rules import DrawsFor
from portal.people import resident_holder
from portal.refused import Refused
from services.reservations.actions import drawing, entries, groups, groups_keeping, standing
from services.reservations.actions.entries import By
from services.reservations.models.bookings import Booking
from services.reservations.models.groups import Group
from services.reservations.models.rounds import Entry, Round, Win
from services.reservations.rules.rounds import Wish
from tests.portal.cases import hinata
from tests.services.reservations import lottery
from tests.services.reservations.builders import furnished
from tests.services.reservations.grouped import answers, registered
from tests.services.reservations.lottery import GYM, MORNING, SECOND, a_round, enter, said, wish
from tests.services.reservations.staffed import CULTURE, seat

ME, MATE = new_id(), new_id()
CONFIRMED = lottery.CLOSES + timedelta(days=2)


def drawn_for(whom: DrawsFor) -> Pack:
    """The sample town, whose gymnasium draws for some."""
    gym = hinata().buildings[GYM]
    gym = replace(gym, rules=replace(gym.rules, draws_for=whom))
    return replace(hinata(), buildings=MappingProxyType({**hinata().buildings, GYM: gym}))


@pytest.fixture
def room(database: Database) -> Iterator[Session]:
    with furnished(database).session() as session:
        yield session


def club(room: Session) -> Group:
    """A club of young people whose representative is signed in as `ME`."""
    told = answers(group_class="youth", phone="090-1234-1000")
    return registered(room, MORNING, told, holders=(resident_holder(ME),))


def group_enters(room: Session, row: Round, group: Group, *wishes: Wish, by: UUID = ME) -> Entry:
    mine = said(*wishes, name="青井 見本", phone="090-1234-1000")
    return entries.enter(room, row.id, mine, By(resident=by, group=group), MORNING)


def test_a_group_has_one_entry_whichever_member_sends_it(room: Session) -> None:
    group, row = club(room), a_round(room)

    first = group_enters(room, row, group, wish(room))
    again = group_enters(room, row, group, wish(room, day=SECOND), by=MATE)

    assert (first.id, entries.count(room, row.id)) == (again.id, 1)
    assert again.holder == groups.holder(room.info["vault"], group.id)


def test_what_a_group_wins_is_booked_for_it_with_its_reduction(room: Session) -> None:
    group, row = club(room), a_round(room)
    group_enters(room, row, group, wish(room))
    lottery.drawn(room, row)
    (win,) = room.scalars(select(Win)).all()

    drawing.confirm(room, win, ("resident", ME), CONFIRMED)

    booked = room.get_one(Booking, win.id, populate_existing=True)
    assert (booked.state, booked.group_id) == ("confirmed", group.id)
    assert standing.relief_of(booked) == "registered"


def test_a_group_that_was_stopped_since_confirms_nothing(room: Session) -> None:
    group, row = club(room), a_round(room)
    group_enters(room, row, group, wish(room))
    lottery.drawn(room, row)
    groups_keeping.stop(room, seat("worker", division=CULTURE), group.id, "見本の理由", CONFIRMED)

    with pytest.raises(Refused, match="group_not_in_force"):
        drawing.confirm(room, room.scalars(select(Win)).one(), ("resident", ME), CONFIRMED)


def test_nobody_wishes_for_one_time_for_themselves_and_for_their_group(room: Session) -> None:
    group, row = club(room), a_round(room)
    group_enters(room, row, group, wish(room))

    for by in (By(resident=ME), By(seat=lottery.operator("counter"), channel="telephone")):
        # By the account, and by name and telephone of a member.
        mine = said(wish(room), name="青井 見本", phone="090-1234-1000")
        with pytest.raises(Refused, match="lottery_under_two_names"):
            entries.enter(room, row.id, mine, by, MORNING)
    # Another time is another wish; who is no member wishes for what they like.
    mine = said(wish(room, day=SECOND), name="青井 見本", phone="090-1234-1000")
    entries.enter(room, row.id, mine, By(resident=ME), MORNING)
    enter(room, row, "見本 花子", wish(room))
    # And the other way round.
    with pytest.raises(Refused, match="lottery_under_two_names"):
        group_enters(room, row, group, wish(room, day=SECOND), by=MATE)


def test_where_groups_draw_nobody_takes_part_for_themselves(database: Database) -> None:
    with furnished(database, drawn_for(DrawsFor.GROUPS)).session() as room:
        group, row = club(room), a_round(room)

        with pytest.raises(Refused, match="lottery_groups_only"):
            enter(room, row, "見本 花子", wish(room))
        group_enters(room, row, group, wish(room))

        assert (row.whom, entries.count(room, row.id)) == ("groups", 1)


def test_classes_that_the_town_puts_first_choose_before_everybody_as_it_was_when_the_round_opened(
    room: Session,
) -> None:
    group, row = club(room), a_round(room)
    enter(room, row, "見本 花子", wish(room))
    outside = enter(room, row, "見本 太郎", wish(room), whose="outside")
    late = group_enters(room, row, group, wish(room))
    classes = tuple(replace(one, first_in=()) for one in hinata().groups.classes)
    room.info["pack"] = replace(hinata(), groups=replace(hinata().groups, classes=classes))

    drawn = lottery.drawn(room, row)

    assert (drawn["order"][0][0], drawn["order"][0][-1]) == (late.who, outside.who)
    assert drawn["rules"]["groups_first"] == ["youth", "disability"]
    assert all(holds for holds, _ in draw.verify(drawn))
