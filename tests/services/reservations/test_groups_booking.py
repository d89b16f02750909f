"""A group books: whichever member does it, quota, points and 減免 are the group's, at the counter as on the telephone."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import inbox, payments
from portal.db import Database, new_id, writing
from portal.inbox import Case
from portal.payments import waivers
from portal.people import mail_token, resident_holder
from portal.refused import Refused
from portal.vault import vault_of
from services.reservations.actions import booking, counter, groups, groups_looking, own, standing
from services.reservations.actions.booking import Terms
from services.reservations.actions.counter import Told
from services.reservations.actions.owner import Owner
from services.reservations.models.bookings import Booking
from services.reservations.models.given_back import Point
from services.reservations.models.groups import Group
from tests.services.reservations.builders import ANSWERS, form, wish
from tests.services.reservations.grouped import PEOPLE, answers, mate, registered
from tests.services.reservations.staffed import CENTRE, CULTURE, at, ready, seat

FRIEND = "tomo@mail.example"


@pytest.fixture
def room(database: Database) -> Iterator[Session]:
    """A session of the sample town."""
    with ready(database).session() as session:
        yield session


def terms(room: Session, group: Group, relief: str = "registered") -> Terms:
    """As the page on which the group was chosen sends them."""
    return Terms(groups.holder(vault_of(room), group.id), relief, {}, group.id)


def booked(room: Session, group: Group, now: datetime, day: int = 26, unit: str = "hall_1") -> Booking:
    """Two hours of the hall, booked online for a group."""
    held = booking.hold(room, wish(at(day, 10), building=CENTRE, unit=unit), now)
    booking.confirm(room, held, form(room, now), terms(room, group), now)
    return room.get_one(Booking, held, populate_existing=True)


def owed(room: Session, row: Booking) -> int:
    """What is still to be paid for a booking."""
    return payments.outstanding(room, "case", row.case_id) if row.case_id else 0


def test_the_relief_of_its_class_is_settled_without_papers(room: Session, now: datetime) -> None:
    made = registered(room, now)

    row = booked(room, made, now)

    due = payments.dues(room, "case", row.case_id or new_id())[0]
    waiver = waivers.of(room, due)
    assert waiver is not None
    assert (row.group_id, waiver.state, owed(room, row)) == (made.id, waivers.CONFIRMED, 0)


def test_another_relief_is_still_looked_at_on_the_day(room: Session, now: datetime) -> None:
    made = registered(room, now, answers(group_class="youth"))
    asked = wish(at(26, 10), building="sogo_taiikukan", unit="kaigi")

    held = booking.hold(room, asked, now)
    case = booking.confirm(room, held, form(room, now), terms(room, made, "disability"), now)

    waiver = waivers.of(room, payments.dues(room, "case", case.id)[0])
    assert waiver is not None
    assert waiver.state == waivers.CLAIMED


def test_moving_to_a_dearer_time_costs_a_group_no_more_than_its_class_pays(
    room: Session, now: datetime
) -> None:
    made = registered(room, now)
    row = booked(room, made, now)

    booking.move(room, row.id, at(27, 10), at(27, 14), "hall_1", inbox.HOUSE, now)

    assert owed(room, row) == 0


def test_the_quota_is_the_groups_whichever_member_books(room: Session, now: datetime) -> None:
    made = registered(room, now)

    for day in (22, 24, 25, 26, 27, 28):
        booked(room, made, now, day)
    with pytest.raises(Refused, match="quota_used_up"):
        booked(room, made, now, 29)
    room.rollback()

    # A member by themselves has a quota of their own.
    held = booking.hold(room, wish(at(29, 14), building=CENTRE, unit="hall_2"), now)
    booking.confirm(room, held, form(room, now), Terms(b"\x05" * 16), now)
    assert room.get_one(Booking, held, populate_existing=True).state == "confirmed"


def test_points_for_not_coming_stop_the_group(room: Session, now: datetime) -> None:
    made = registered(room, now)
    holder = groups.holder(vault_of(room), made.id)
    with writing(room):
        for _ in range(3):
            room.add(
                Point(
                    id=new_id(), booking_id=new_id(), holder=holder, building=CENTRE, points=1, until=at(30, 10),
                    made_at=now,
                )
            )  # fmt: skip
        room.flush()

    with pytest.raises(Refused, match="stopped_by_points"):
        booked(room, made, now)

    assert standing.points(room, holder, CENTRE, now) == 3
    sight = groups_looking.look(room, seat("worker", division=CULTURE), made.id, now)
    assert sight.points == ((CENTRE, 3),)


def test_every_member_who_may_book_sees_what_another_booked(room: Session, now: datetime) -> None:
    resident = new_id()
    mates = [mate("赤井", mate_email=FRIEND), *(mate(one) for one in PEOPLE[2:])]
    made = registered(room, now, answers(group_members=mates), holders=(resident_holder(resident),))
    row = booked(room, made, now)
    mine = [one.id for one in groups.books_for(room, new_id(), [mail_token(vault_of(room), FRIEND)], now)]

    coming, _ = own.mine(room, Owner(groups=mine), now)
    others, _ = own.mine(room, Owner(), now)

    assert [(one.row.id, one.group) for one in coming] == [(row.id, "見本卓球クラブ")]
    assert others == ()
    assert own.held(room, row.id, Owner(groups=mine), now).row.id == row.id
    with pytest.raises(Refused, match="use_unknown"):
        own.held(room, row.id, Owner(), now)


@pytest.mark.parametrize("said", ["number", "見本卓球クラブ", "ミホンタッキュウ"])
def test_staff_book_for_a_group_by_its_number_or_its_name(room: Session, now: datetime, said: str) -> None:
    made = registered(room, now)
    asked = wish(at(26, 10), building=CENTRE, unit="hall_1", channel="telephone")
    told = Told({**ANSWERS, "company_name": ""}, group=made.number if said == "number" else said)

    row = counter.take(room, seat("counter"), asked, told, now)

    case = room.scalars(select(Case).where(Case.id == row.case_id)).one()
    assert (row.group_id, row.holder, owed(room, row)) == (
        made.id, groups.holder(vault_of(room), made.id), 0,
    )  # fmt: skip
    assert inbox.answers(room, case)["company_name"] == "見本卓球クラブ"


def test_a_name_of_two_groups_and_one_of_none_are_refused(room: Session, now: datetime) -> None:
    registered(room, now)
    registered(
        room,
        now,
        answers(("別所", "別府"), group_name="見本卓球南", group_kana="ミホンタッキュウミナミ"),
        note="確かめた。",
    )

    for said, code in (("見本卓球", "group_several"), ("見本水泳", "group_none"), ("000000", "group_none")):
        with pytest.raises(Refused, match=code):
            groups.called(room, said, now)
