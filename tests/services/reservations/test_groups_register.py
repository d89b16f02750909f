"""The register of groups: entered when approved, each person counted, and what speaks against it told before."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import Database
from portal.refused import Refused
from portal.vault import vault_of
from services.reservations.actions import groups_doubts, groups_looking
from services.reservations.models.groups import Group, Member
from tests.services.reservations.grouped import PEOPLE, answers, approve, asked, mate, registered, sent
from tests.services.reservations.staffed import ready


@pytest.fixture
def room(database: Database) -> Iterator[Session]:
    """A session of the sample town."""
    with ready(database).session() as session:
        yield session


def others(first: int, count: int = 5) -> tuple[str, ...]:
    """Made-up people who are in no other group."""
    return tuple(f"仮名{place}" for place in range(first, first + count))


def test_an_approved_group_stands_in_the_register_until_the_end_of_the_fiscal_year(
    room: Session, now: datetime
) -> None:
    made = registered(room, now)

    assert (made.name, made.kind, made.state, made.until) == (
        "見本卓球クラブ", "general", "active", date(2027, 3, 31),
    )  # fmt: skip
    assert made.number.isdecimal()
    assert len(made.number) == 6
    assert [one.represents for one in groups_looking.people(room, made)] == [True] + [False] * 7
    assert sent(room, "group_registered") == 1


def test_nothing_stands_in_the_register_before_it_is_approved(room: Session, now: datetime) -> None:
    asked(room, now)

    assert room.scalar(select(func.count()).select_from(Group)) == 0


def test_who_belongs_to_a_group_lies_sealed(room: Session, now: datetime) -> None:
    made = registered(room, now)

    for row in room.scalars(select(Member).where(Member.group_id == made.id)):
        assert "見本".encode() not in row.sealed
    assert vault_of(room).raw_key(room, made.key_id)


def test_one_person_is_in_no_more_groups_of_a_class_than_the_town_allows(
    room: Session, now: datetime
) -> None:
    for place, name in enumerate(("見本俳句の会", "見本書道サークル")):
        people = ("青井", *others(place * 10))
        registered(room, now, answers(people, group_name=name, group_kana=name, phone=f"090-1111-000{place}"))
    third = answers(
        ("青井", *others(50)), group_name="見本絵手紙の会", group_kana="エテガミ", phone="090-1111-0009"
    )

    case = asked(room, now, third)
    found = groups_doubts.of(room, case)
    assert found is not None
    assert found.full == ("青井 見本",)
    with pytest.raises(Refused, match="group_person_full"):
        approve(room, case, now)
    room.rollback()
    assert room.scalar(select(func.count()).select_from(Group)) == 2


def test_another_class_has_a_count_of_its_own(room: Session, now: datetime) -> None:
    for place, kind in enumerate(("general", "general", "youth")):
        people = ("青井", *others(place * 10))
        told = answers(
            people, group_name=f"見本{'俳書絵'[place]}の集まり", group_kana=f"カナ{'アカサ'[place]}ノ", group_class=kind,
            phone=f"090-1111-000{place}",
        )  # fmt: skip
        registered(room, now, told)

    assert room.scalar(select(func.count()).select_from(Group)) == 3


def test_a_member_is_recognised_by_name_and_telephone_where_the_day_of_birth_differs(
    room: Session, now: datetime
) -> None:
    known = [mate(one, mate_phone=f"090-2222-000{place}") for place, one in enumerate(PEOPLE[1:5])]
    registered(room, now, answers(PEOPLE[:5], group_members=known))
    turned = [
        {**one, "mate_birth_date": "1981-05-05", "mate_name": one["mate_name"].replace(" ", "　")}
        for one in known
    ]
    told = answers(
        ("別所", *PEOPLE[1:5]), group_members=turned, group_name="ひなた俳句の会", group_kana="ヒナタハイク",
        phone="090-3333-0000",
    )  # fmt: skip

    found = groups_doubts.of(room, asked(room, now, told))

    assert found is not None
    assert [(one.name, like.shared, like.people) for one, like in found.alike] == [("見本卓球クラブ", 4, 5)]


def test_a_group_like_another_is_registered_only_with_a_note(room: Session, now: datetime) -> None:
    registered(room, now)
    case = asked(room, now, answers(group_name="見本 ﾀｯｷｭｳの会", group_kana="ミホンタッキュウノカイ"))

    with pytest.raises(Refused, match="group_note_needed"):
        approve(room, case, now)
    room.rollback()
    approve(room, case, now, note="活動の日も場所も別で、会計も分かれている。")

    assert room.scalar(select(func.count()).select_from(Group)) == 2


def test_too_few_members_or_too_few_of_the_town_need_a_note(room: Session, now: datetime) -> None:
    few = groups_doubts.of(room, asked(room, now, answers(PEOPLE[:3])))
    away = [mate(one, mate_in_town="no") for one in PEOPLE[1:]]
    far = groups_doubts.of(room, asked(room, now, answers(group_members=away)))

    assert few is not None
    assert far is not None
    assert (few.people, few.too_few, few.too_far) == (3, True, False)
    assert (far.residents, far.too_few, far.too_far) == (12, False, True)


def test_somebody_named_twice_is_one_member(room: Session, now: datetime) -> None:
    twice = [mate("赤井"), mate("赤井"), mate("白石")]

    found = groups_doubts.of(room, asked(room, now, answers(group_members=twice)))

    assert found is not None
    assert found.people == 3
