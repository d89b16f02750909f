"""A member takes part for a group on the same pages; staff name the group; somebody who does not belong to it learns nothing."""

import re

from portal.people import resident_holder
from tests.services.reservations.grouped import answers, registered
from tests.services.reservations.lottery import MORNING
from tests.services.reservations.test_routes_lottery import (
    PERSON,
    STAFF,
    WISH,
    Town,
    kept,
    send,
    town,
)

__all__ = ["kept", "town"]


def test_a_member_enters_for_the_group_and_for_another_time_alone(town: Town) -> None:
    me, stranger = town.resident(), town.resident()
    with town.desk.session() as session:
        told = answers(group_class="youth", group_name="見本バスケットの会")
        club = registered(session, MORNING, told, holders=(resident_holder(town.people[0][0]),))
    mine = f"for={club.id}"

    assert "見本バスケットの会" in me.get(town.address).text
    assert "団体として応募します" in me.get(f"{town.address}/entry?{mine}").text
    sent = send(me, f"{town.address}/entry?{mine}", **PERSON, **WISH)
    alone = send(me, f"{town.address}/entry", **PERSON, **WISH)

    assert "団体の応募" in sent.text
    assert alone.status_code == 422
    assert "個人と団体の両方では応募できません" in alone.text
    assert "あなたの応募" not in me.get(town.address).text
    assert "見本バスケットの会" not in stranger.get(town.address).text
    assert stranger.get(f"{town.address}/entry?{mine}").status_code == 404
    gone = send(me, f"{town.address}/withdraw?{mine}")
    assert "応募を取りやめました" in gone.text


def test_staff_enter_for_a_group_by_its_number(town: Town) -> None:
    with town.desk.session() as session:
        told = answers(
            ("桃井", "柿本", "栗原", "梨田", "杏野"), group_name="見本フットサルの会", phone="090-5555-1000"
        )
        number = registered(session, MORNING, told, note="別の団体だった").number
    seat, address = town.seat("counter"), f"{STAFF}/{town.round_id}"
    form = {**PERSON, **WISH, "channel": "telephone", "mail": ""}

    unknown = seat.post(f"{address}/entry", **form, group="000000")
    made = seat.post(f"{address}/entry", **form, group=number)

    assert unknown.status_code == 422
    assert made.status_code == 303
    again = seat.post(f"{address}/entry", **form, group=number)
    assert len(re.findall(r"/entry/[0-9a-f-]{36}", seat.get(address).text)) == 1
    assert again.status_code == 303
