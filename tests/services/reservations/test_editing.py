"""Editing a building: a draft nobody else overwrites, four eyes on prices, and earlier editions taken up again."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from portal.db import Database
from portal.opening import today
from portal.refused import Refused
from services.reservations.actions import booking, editing
from services.reservations.rules.prices import thawed
from tests.services.reservations.builders import GYM, at, booked, found, held, wish
from tests.services.reservations.edited import (
    NOW,
    Sit,
    dearer,
    drafted,
    house,
    manager,
    priced_by_the_city,
    renamed,
    sitting,
    unit,
)
from tests.services.reservations.staffed import CULTURE, SPORTS


@pytest.fixture
def sit(database: Database) -> Iterator[Sit]:
    """Sessions that carry the editions in force."""
    with sitting(database) as found:
        yield found


def withdrawn(body: dict[str, Any]) -> None:
    unit(body, "kaigi")["valid_to"] = date(2026, 12, 7)


def test_what_is_published_is_read_by_the_next_session_and_not_by_one_that_began_before(sit: Sit) -> None:
    session, earlier = sit(), sit()
    revision = drafted(session, renamed)
    assert house(sit()).edition == 0

    editing.publish(session, manager(), GYM, revision, NOW)

    after = sit()
    assert house(after).text.texts["ja"] == "見本の新しい説明です。"
    assert house(after).edition == 1
    assert house(earlier).edition == 0
    assert house(after, "chuo_kominkan") == house(earlier, "chuo_kominkan")


def test_a_hold_that_began_under_the_edition_before_is_refused_and_leaves_nothing(sit: Sit) -> None:
    booker, session = sit(), sit()
    revision = drafted(session, renamed)
    editing.publish(session, manager(), GYM, revision, NOW)

    with pytest.raises(Refused, match="facility_changed"):
        booking.hold(booker, wish(), NOW)

    assert held(sit(), wish(), NOW).state == "held"


def test_a_booking_keeps_the_price_it_was_booked_at(sit: Sit) -> None:
    session = sit()
    row, _ = booked(session, wish(), NOW)
    before = row.price
    revision = drafted(session, dearer)

    editing.publish(session, manager("approver"), GYM, revision, NOW)

    later = sit()
    assert found(later, row.id).price == before
    next_one, _ = booked(later, wish(at(8, 14)), NOW)
    assert (thawed(before).yen, next_one.yen) == (600, 1000)


def test_prices_need_a_second_pair_of_eyes(sit: Sit) -> None:
    session, writer = sit(), manager("approver")
    revision = drafted(session, dearer, writer)

    with pytest.raises(Refused, match="edition_second_pair"):
        editing.publish(session, writer, GYM, revision, NOW)
    with pytest.raises(Refused, match="not_permitted"):
        editing.publish(session, manager("worker"), GYM, revision, NOW)
    editing.ask(session, writer, GYM, revision, NOW)
    editing.publish(session, manager("approver"), GYM, revision, NOW)

    assert house(sit()).edition == 1


def test_who_changed_anything_since_is_no_second_pair(sit: Sit) -> None:
    session, second = sit(), manager("approver")
    drafted(session, dearer)
    revision = drafted(session, renamed, second)

    with pytest.raises(Refused, match="edition_second_pair"):
        editing.publish(session, second, GYM, revision, NOW)


def test_a_second_editor_sees_that_it_changed_and_overwrites_nothing(sit: Sit) -> None:
    session, other = sit(), sit()
    mine, _ = editing.drafted(other, GYM)
    drafted(session, renamed)
    mine["text"]["ja"] = "あとから来た人の説明"

    with pytest.raises(Refused, match="edited_meanwhile"):
        editing.save(other, manager(), GYM, 0, mine, NOW)
    with pytest.raises(Refused, match="edited_meanwhile"):
        editing.publish(other, manager(), GYM, 7, NOW)

    assert editing.drafted(sit(), GYM)[0]["text"]["ja"] == "見本の新しい説明です。"


def test_a_room_is_let_until_its_last_day_and_no_longer(sit: Sit) -> None:
    session = sit()
    editing.publish(session, manager(), GYM, drafted(session, withdrawn), NOW)

    later = sit()

    assert held(later, wish(at(6, 10)), NOW).state == "held"
    with pytest.raises(Refused, match="not_offered_then"):
        booking.hold(later, wish(at(8, 10)), NOW)


def test_a_faulty_draft_is_refused_by_the_reader_of_the_town_s_files(sit: Sit) -> None:
    session = sit()

    with pytest.raises(Refused) as refused:
        drafted(session, lambda body: unit(body, "kaigi").update(spaces=["attic"]))

    assert (refused.value.code, refused.value.values["path"]) == ("edition_faulty", "unit[5].spaces")


def test_another_operator_and_the_counter_change_nothing(sit: Sit) -> None:
    session = sit()

    for who in (manager(division=CULTURE), manager("counter")):
        with pytest.raises(Refused, match="facility_unknown"):
            drafted(session, renamed, who)


def test_where_the_city_decides_the_prices_the_operator_changes_none(sit: Sit) -> None:
    session = sit()
    session.info["pack"] = priced_by_the_city(session)

    with pytest.raises(Refused, match="not_permitted"):
        drafted(session, dearer)
    with pytest.raises(Refused, match="not_permitted"):
        drafted(session, renamed, manager(division=CULTURE))
    revision = drafted(session, dearer, manager(division=CULTURE))
    editing.publish(session, manager("approver", division=CULTURE), GYM, revision, NOW)


def test_taken_back_it_is_a_new_edition(sit: Sit) -> None:
    session = sit()
    editing.publish(session, manager(), GYM, drafted(session, renamed), NOW)

    later = sit()
    row = editing.again(later, manager(), GYM, 0, NOW)
    editing.publish(later, manager(), GYM, row.revision, NOW)

    last = sit()
    assert house(last).edition == 2
    assert house(last).text == house(session).text
    assert [one.number for one in editing.history(last, GYM)] == [2, 1]


def test_a_building_is_added_from_nothing(sit: Sit) -> None:
    session, who = sit(), manager()
    made = {
        "title": {"ja": "見本の小さな家", "easy": "小さい 家", "en": "Small house"}, "operator": SPORTS, "raster": 30,
        "open": [{"weekdays": "土日", "from": "9:00", "to": "17:00"}],
        "space": [{"key": "room", "title": {"ja": "部屋", "easy": "へや", "en": "Room"}}],
        "purpose": [{"key": "meeting", "title": {"ja": "会議", "easy": "話し合い", "en": "Meetings"}}],
        "unit": [{"key": "room", "title": {"ja": "部屋", "easy": "へや", "en": "Room"}, "spaces": ["room"],
                  "people": 10, "purposes": ["meeting"]}],
    }  # fmt: skip

    editing.add(session, who, "mihon_house", made, NOW)
    assert "mihon_house" not in sit().info["pack"].buildings
    with pytest.raises(Refused, match="not_permitted"):
        # What it costs, or that it costs nothing, is decided by somebody else.
        editing.publish(session, who, "mihon_house", 1, NOW)
    editing.publish(session, manager("approver"), "mihon_house", 1, NOW)

    later = sit()
    assert house(later, "mihon_house").edition == 1
    saturday = at(5, 10)
    assert today(saturday).weekday() == 5
    assert held(later, wish(saturday, building="mihon_house", unit="room"), NOW).state == "held"
    with pytest.raises(Refused, match="not_permitted"):
        editing.add(later, manager(division=CULTURE), "other", made, NOW)
    with pytest.raises(Refused, match="facility_there_already"):
        editing.add(later, who, GYM, made, NOW)
