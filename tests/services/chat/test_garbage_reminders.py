"""ごみの日のお知らせ: those who asked are told before each collection, once, while it helps; a changed calendar only whom it concerns."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from sqlalchemy import func, select

from chatbot.collection import Put, Stop
from portal import friends
from portal.db import Database, new_id, writing
from portal.opening import TOKYO
from portal.outbox import Outbox
from portal.pack import Pack
from portal.pack.line_menus import Reminding
from portal.people import Resident
from portal.vault import vault_of
from portal.worker import Worker
from services.chat.actions import garbage_wishes, line_friends, line_signing
from services.chat.models import GarbageWish
from services.chat.rules import garbage_days
from services.chat.rules.garbage_days import EVENING, MORNING
from tests.harness.line.events import ALICE, BOB, event, text
from tests.harness.line.server import Fault, LineServer
from tests.services.chat import lining
from tests.services.chat.lining import Town

CAROL = "U" + "c" * 32


@pytest.fixture
def town(database: Database, line_server: LineServer, tmp_path: Path) -> Town:
    return lining.town(database, line_server, tmp_path)


def friend(town: Town, user: str, district: str = "", at: str = EVENING, locale: str = "ja") -> None:
    """Somebody who added the account, and perhaps asked to be told."""
    with town.session() as session:
        with writing(session):
            found = friends.follow(session, user, locale, town.clock())
        if district:
            assert garbage_wishes.add(session, found.id, district, at, town.clock())


def work_at(town: Town, *moments: str) -> None:
    """The worker works at these moments, in Japan."""
    for moment in moments:
        town.clock.moment = datetime.fromisoformat(moment).replace(tzinfo=TOKYO)
        Worker(town).drain()


def told(town: Town, user: str = ALICE) -> list[str]:
    """What somebody was told of their own accord, and forget it."""
    found = [one.messages[0]["text"] for one in town.line.arrived(user) if one.how == "multicast"]
    town.line.sent.clear()
    return found


def press(town: Town, action: str) -> str:
    """Something is pressed; what was answered."""
    with town.session() as session:
        data = line_signing.signer(session)(action)
    town.hear(event("postback", postback={"data": data}))
    return str(town.line.arrived(ALICE)[-1].messages)


@contextmanager
def another_calendar(town: Town, *stops: Stop, **line: Any) -> Iterator[None]:
    """The town's editors change the days, or its line.toml."""
    usual: Pack = town.db.info["pack"]
    days = replace(usual.collections, stops=(*stops, *usual.collections.stops))
    menus = replace(usual.line, garbage=Reminding(**line)) if line and usual.line else usual.line
    town.db.info["pack"] = replace(usual, collections=days, line=menus)
    yield
    town.db.info["pack"] = usual


def no_collection(day: date, *districts: str) -> Stop:
    return Stop(day, day, Put.OFF, districts=frozenset(districts), reason=MappingProxyType({"ja": "工事"}))


def test_a_friend_chooses_district_and_time_in_the_talk_and_stops_there(town: Town) -> None:
    town.hear(event("follow"), text("ごみの日を知らせてほしい"))
    assert "地区を選ぶか" in str(town.line.arrived(ALICE)[-1].messages)

    assert "いつ知らせますか" in press(town, "district:kita")
    answer = press(town, "remind:evening")
    assert "北地区の収集日を、前の日の19:00に、ここで知らせます" in answer
    assert "11月23日" in answer
    assert "その日の6:30に" in press(town, "remind:morning")
    press(town, "remind:district")
    town.hear(text("南町"))
    assert "南地区の収集日を、その日の6:30に" in press(town, "remind:morning")

    with town.session() as session:
        assert {(one.district, one.at) for one in session.scalars(select(GarbageWish))} == {
            ("kita", MORNING), ("minami", MORNING),
        }  # fmt: skip
    assert "やめました" in press(town, "remind:stop")
    with town.session() as session:
        assert session.scalar(select(func.count()).select_from(GarbageWish)) == 0


def test_the_days_of_a_district_lead_to_it(town: Town) -> None:
    town.hear(event("follow"), text("北地区の今週のごみは？"))

    assert "収集日の前に知らせてもらう" in str(town.line.arrived(ALICE)[-1].messages)


def test_the_evening_before_and_the_morning_only_who_asked_and_only_once(town: Town) -> None:
    friend(town, ALICE, "kita")
    friend(town, BOB, "kita", MORNING)
    friend(town, CAROL)

    work_at(town, "2026-11-22T18:59")
    assert town.line.sent == []
    work_at(town, *(f"2026-11-22T{at}" for at in ("19:01", "19:06", "21:30", "23:59")))
    assert [one.to for one in town.line.sent] == [(ALICE,)]
    assert told(town) == [
        "あした11月23日（月）は、北地区の「燃やすごみ」の日です。朝8:30までに出してください。"
    ]
    work_at(town, "2026-11-23T06:29", "2026-11-23T06:34", "2026-11-23T08:00", "2026-11-23T08:31")
    assert [one.to for one in town.line.sent] == [(BOB,)]
    assert told(town, BOB)[0].startswith("今日11月23日")


def test_days_put_off_by_holidays_and_the_turn_of_the_year_are_told_as_they_are(town: Town) -> None:
    friend(town, ALICE, "minami")
    friend(town, BOB, "kita")
    evenings = {
        # 敬老の日 to 秋分の日: the third Monday's collection waits until Thursday.
        "2026-09-20": ("", "燃やすごみ"), "2026-09-23": ("プラスチック、有害ごみ", "燃やすごみ"),
        # The last one of the year is a day early, and the first Friday of January a week later.
        "2026-12-29": ("", "燃やすごみ、プラスチック"), "2026-12-30": ("", ""), "2026-12-31": ("", ""),
        "2027-01-07": ("燃やすごみ", "燃やさないごみ"),
    }  # fmt: skip
    town.clock.moment = datetime(2026, 9, 1, 10, tzinfo=TOKYO)

    for day, (minami, kita) in evenings.items():
        work_at(town, f"{day}T19:10")
        sent = {user: [one.messages[0]["text"] for one in town.line.arrived(user)] for user in (ALICE, BOB)}
        town.line.sent.clear()
        for user, kinds in ((ALICE, minami), (BOB, kita)):
            assert bool(sent[user]) == bool(kinds), (day, user)
            assert not kinds or f"「{kinds}」" in sent[user][0], (day, user)


def test_a_worker_idle_over_the_hour_tells_as_long_as_it_helps(town: Town) -> None:
    friend(town, ALICE, "kita")
    friend(town, BOB, "kita", MORNING)
    work_at(town, "2026-11-22T18:00", "2026-11-22T23:50")
    assert len(told(town)) == 1

    # Thursday's word is lost with the night; the morning's is not yet.
    work_at(town, "2026-11-26T00:10")
    assert told(town) == []
    work_at(town, "2026-11-26T08:20")
    assert len(told(town, BOB)) == 1
    work_at(town, "2026-11-30T08:40")
    assert told(town, BOB) == []


def test_what_line_would_not_take_before_midnight_is_not_sent_after_it(town: Town) -> None:
    friend(town, ALICE, "kita")
    busy = [Fault(429, headers={"Retry-After": "600"})]
    town.line.fault = lambda asked: busy.pop() if busy and asked.endswith("/multicast") else None

    work_at(town, "2026-11-22T23:55")
    work_at(town, "2026-11-23T00:30", "2026-11-23T07:00")

    assert town.line.sent == []
    with town.session() as session:
        rows = session.scalars(select(Outbox.state).where(Outbox.kind == friends.MANY)).all()
    assert rows == ["expired"]


def test_many_are_told_in_lots_and_a_death_in_between_neither_repeats_nor_loses(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(503):
        friend(town, f"U{number:032x}", "kita")
    friend(town, ALICE, "chuo")
    friend(town, BOB, "kita", locale="en")
    stored, calls = friends.broadcast, []

    def dying(*args: Any, **more: Any) -> int:
        calls.append(args[1])
        if len(calls) == 2:
            raise SystemError("the worker dies")
        return stored(*args, **more)

    monkeypatch.setattr(friends, "broadcast", dying)
    work_at(town, "2026-11-22T19:00")
    # Somebody who asks meanwhile must not shift the lots of those who were told already.
    friend(town, "U" + "0" * 31 + "f" + "", "minami")
    work_at(town, "2026-11-22T19:11", "2026-11-22T20:00")

    everybody = [user for one in town.line.sent for user in one.to]
    assert len(everybody) == len(set(everybody)) == 505
    assert sorted(len(one.to) for one in town.line.sent) == [1, 1, 3, 500]
    assert told(town, BOB)[0].startswith("Tomorrow, ")


def test_only_those_whose_days_changed_are_told_once_by_day(town: Town) -> None:
    friend(town, ALICE, "kita")
    friend(town, BOB, "minami")
    work_at(town, "2026-11-20T10:00")

    far, near = date(2027, 1, 21), date(2026, 11, 26)
    with another_calendar(town, no_collection(near, "kita"), no_collection(far, "minami")):
        work_at(town, "2026-11-20T22:00")
        assert [one for one in town.line.sent if "変わりました" in str(one.messages)] == []
        town.line.sent.clear()
        work_at(town, "2026-11-21T09:05", "2026-11-21T12:00")
        assert [one.to for one in town.line.sent] == [(ALICE,)]
        assert told(town) == [
            "北地区の収集日が変わりました。\n11月26日（木）：燃やすごみの収集は、ありません。"
        ]

    work_at(town, "2026-11-22T09:30", "2026-11-22T15:00")
    assert told(town) == ["北地区の収集日が変わりました。\n11月26日（木）：燃やすごみを収集します。"]


def test_time_going_by_is_no_change(town: Town) -> None:
    friend(town, ALICE, "chuo", MORNING)

    for day in range(20, 31):
        work_at(town, f"2026-11-{day}T12:00")

    assert told(town) == []


def test_whoever_blocks_the_account_is_told_nothing_and_forgotten_with_the_person(town: Town) -> None:
    friend(town, ALICE, "kita")
    town.hear(event("unfollow"))
    work_at(town, "2026-11-22T19:00")
    assert town.line.sent == []

    town.hear(event("follow"))
    with town.session() as session, writing(session):
        person = Resident(id=new_id(), key_id=vault_of(session).new_key(session), made_at=town.clock())
        session.add(person)
        session.flush()
        assert friends.link(session, ALICE, person.id, town.clock())
        line_friends.forget(session, person.id, (), town.clock())
    with town.session() as session:
        assert session.scalar(select(func.count()).select_from(GarbageWish)) == 0


def test_a_town_that_keeps_its_messages_offers_and_sends_none(town: Town) -> None:
    friend(town, ALICE, "kita")
    with another_calendar(town, off=True):
        town.hear(text("北地区の今週のごみは？"))
        assert "知らせてもらう" not in str(town.line.arrived(ALICE)[-1].messages)
        work_at(town, "2026-11-22T19:00")

    assert told(town) == []


def test_staff_see_what_it_will_cost(town: Town) -> None:
    friend(town, ALICE, "kita")
    friend(town, BOB, "kita", MORNING)
    friend(town, CAROL, "minami")
    with town.session() as session:
        found = garbage_wishes.forecast(session, town.clock())
        days = town.pack.collections.between
        first, last = date(2026, 11, 21), date(2026, 12, 20)
        month = [len({day for _, day in days(one, first, last)}) for one in ("kita", "minami")]

    assert found.friends == 3
    assert ("kita", 1, 1) in found.districts
    assert found.month == 2 * month[0] + month[1]


@pytest.mark.parametrize(
    ("moment", "slots"),
    [
        ("2026-12-31T18:59", []),
        ("2026-12-31T19:00", [(EVENING, "2027-01-01", "2027-01-01T00:00")]),
        ("2026-12-31T23:59", [(EVENING, "2027-01-01", "2027-01-01T00:00")]),
        ("2027-01-01T00:00", []),
        ("2027-01-01T06:30", [(MORNING, "2027-01-01", "2027-01-01T08:00")]),
        ("2027-01-01T08:00", []),
    ],
)
def test_a_slot_is_due_while_it_helps(moment: str, slots: list[tuple[str, str, str]]) -> None:
    found = garbage_days.due(Reminding(), datetime.fromisoformat(moment).replace(tzinfo=TOKYO))

    assert [(one.at, str(one.day), one.until.isoformat()[:16]) for one in found] == slots
