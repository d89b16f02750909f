"""Groups of the register go on, change, are stopped, expire and are forgotten."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import service
from portal.db import Database, new_id, writing
from portal.inbox import Case
from portal.people import mail_token, resident_holder
from portal.refused import Refused
from portal.slots.tables import QuotaCount
from portal.vault import DataKey, vault_of
from services.reservations.actions import groups, groups_doubts, groups_keeping, groups_looking
from services.reservations.actions.groups_looking import Sought
from services.reservations.models.groups import Group, GroupEvent, Member, MemberToken
from tests.services.reservations.grouped import (
    PEOPLE,
    again,
    answers,
    approve,
    asked,
    counted,
    fresh,
    mate,
    registered,
    sent,
)
from tests.services.reservations.staffed import CULTURE, SPORTS, ready, seat


@pytest.fixture
def room(database: Database) -> Iterator[Session]:
    """A session of the sample town."""
    with ready(database).session() as session:
        yield session


def test_a_renewal_begins_where_the_registration_ends(room: Session, now: datetime) -> None:
    made = registered(room, now)
    before = counted(room)

    case = asked(room, now, again(made, "renew", email="new@mail.example", group_members=None))
    approve(room, case, now)

    assert fresh(room, made).until == date(2028, 3, 31)
    assert counted(room) == before
    assert groups_looking.people(room, fresh(room, made))[0].mail == "new@mail.example"


def test_a_change_lets_those_go_who_left(room: Session, now: datetime) -> None:
    made = registered(room, now)

    case = asked(
        room, now, again(made, "change", group_members=[mate(one) for one in (*PEOPLE[1:5], "新井")])
    )
    approve(room, case, now)

    assert [one.name for one in groups_looking.people(room, fresh(room, made))] == [
        f"{one} 見本" for one in (*PEOPLE[:5], "新井")
    ]
    used = room.execute(select(QuotaCount.used)).scalars().all()
    assert sorted(used) == [0] * 3 + [1] * 7


def test_a_stranger_who_knows_the_number_is_told_of(room: Session, now: datetime) -> None:
    made = registered(room, now)
    told = {**again(made, "end"), "name": "知らない 人", "phone": "090-9999-9999"}

    case = asked(room, now, told)

    found = groups_doubts.of(room, case)
    assert found is not None
    assert found.stranger
    with pytest.raises(Refused, match="group_note_needed"):
        approve(room, case, now)
    room.rollback()
    assert fresh(room, made).state == "active"


def test_a_number_nobody_has_is_not_approved(room: Session, now: datetime) -> None:
    case = asked(room, now, answers(group_request="end", group_number="000000"))

    with pytest.raises(Refused, match="group_number_unknown"):
        approve(room, case, now)


def test_a_group_that_gives_up_frees_its_people(room: Session, now: datetime) -> None:
    made = registered(room, now)

    approve(room, asked(room, now, again(made, "end")), now)

    assert fresh(room, made).state == "ended"
    assert counted(room) == 0
    assert sent(room, "group_ended") == 1


def test_members_with_an_address_and_the_account_that_asked_may_book(room: Session, now: datetime) -> None:
    resident, friend = new_id(), "tomo@mail.example"
    mates = [mate("赤井", mate_email=friend), *(mate(one) for one in PEOPLE[2:])]
    made = registered(room, now, answers(group_members=mates), holders=(resident_holder(resident),))

    by_mail = groups.books_for(room, new_id(), [mail_token(vault_of(room), "TOMO@mail.example ")], now)
    by_account = groups.books_for(room, resident, [], now)

    assert [one.id for one in by_mail] == [one.id for one in by_account] == [made.id]
    assert groups.books_for(room, new_id(), [mail_token(vault_of(room), "other@mail.example")], now) == []


def test_two_accounts_that_become_one_keep_their_groups(room: Session, now: datetime) -> None:
    old, new = new_id(), new_id()
    made = registered(room, now, holders=(resident_holder(old),))

    with writing(room):
        service.fire(room, "resident.merged", old=old, new=new, now=now)

    assert [one.id for one in groups.books_for(room, new, [], now)] == [made.id]
    with writing(room):
        service.fire(room, "resident.erased", resident=new, holders=set(), now=now)
    assert groups.books_for(room, new, [], now) == []


def test_a_group_is_stopped_and_let_go_on_by_the_division_that_keeps_the_register(
    room: Session, now: datetime
) -> None:
    resident = new_id()
    made = registered(room, now, holders=(resident_holder(resident),))
    keeper, runs = seat("worker", division=CULTURE), seat("worker", division=SPORTS)

    with pytest.raises(Refused, match="not_permitted"):
        groups_keeping.stop(room, runs, made.id, "わけ", now)
    groups_keeping.stop(room, keeper, made.id, "無断で使わないことが続いた", now)
    assert groups.books_for(room, resident, [], now) == []
    groups_keeping.restore(room, keeper, made.id, now)

    assert [sent(room, one) for one in ("group_stopped", "group_restored")] == [1, 1]
    assert [one.id for one in groups.books_for(room, resident, [], now)] == [made.id]
    assert [one.kind for one in groups_looking.look(room, keeper, made.id, now).lines] == [
        "new", "stopped", "restored",
    ]  # fmt: skip


def test_who_runs_a_building_finds_groups_and_sees_none_of_their_people(room: Session, now: datetime) -> None:
    made = registered(room, now)
    runs = seat("counter", division=SPORTS)

    found = groups_looking.search(room, runs, Sought("みほん 卓球"), now)

    assert [one.id for one in found] == [made.id]
    assert groups_looking.look(room, runs, made.id, now).people is None
    with pytest.raises(Refused, match="facility_unknown"):
        groups_looking.search(room, seat("worker", division="zeimu"), Sought(), now)


def test_a_registration_is_reminded_of_once_and_expires(room: Session, now: datetime) -> None:
    made = registered(room, now)

    for days in (100, 101):
        groups_keeping.remind(room, now + timedelta(days=days))
    groups_keeping.expire(room, now + timedelta(days=131))
    assert fresh(room, made).state == "active"
    groups_keeping.expire(room, now + timedelta(days=132))

    assert sent(room, "group_expiring") == 1
    assert sent(room, "group_expired") == 1
    assert fresh(room, made).state == "expired"
    assert counted(room) == 0
    approve(room, asked(room, now, again(made, "renew", group_members=None)), now + timedelta(days=140))
    assert (fresh(room, made).state, fresh(room, made).until) == ("active", date(2028, 3, 31))


def test_a_group_long_over_leaves_no_personal_data(room: Session, now: datetime) -> None:
    made = registered(room, now)
    approve(room, asked(room, now, again(made, "end")), now)

    groups_keeping.sweep(room, now + timedelta(days=300))
    assert fresh(room, made).name
    groups_keeping.sweep(room, now + timedelta(days=367))

    gone(room, made)


def test_an_erased_request_takes_the_group_with_it(room: Session, now: datetime) -> None:
    made = registered(room, now)

    with writing(room):
        case = asked_for(room, made)
        service.fire(room, "case.erased", case=case, now=now)

    gone(room, made)
    assert counted(room) == 0


def asked_for(room: Session, made: Group) -> Case:
    """The newest request of a group."""
    return room.get_one(Case, made.case_id)


def gone(room: Session, made: Group) -> None:
    """Nothing of a group says who it was."""
    row = fresh(room, made)
    assert (row.name, row.kana, row.folded, row.activity, row.state) == ("", "", "", None, "ended")
    for table in (Member, MemberToken, GroupEvent):
        assert room.scalar(select(func.count()).select_from(table)) == 0
    assert room.get(DataKey, made.key_id) is None
