"""Four eyes for what goes to everybody; friends choose in their talk, staff read first in theirs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy.event import listen, remove

from portal import friends, testers, wishes
from portal.audiences import Audience
from portal.db import Database, writing
from portal.people import Staff
from portal.refused import Refused
from portal.vault import vault_of
from services.notices.actions import composing, sending
from services.notices.models import Notice
from tests.harness.line.events import ALICE, BOB, event, text
from tests.services.chat.lining import Town
from tests.services.notices.scene import seat, told


def test_four_eyes_for_everybody_and_two_for_some(talking: Town) -> None:
    author, approver, now = seat("approver"), seat("approver"), talking.clock()
    with talking.session() as session:
        made = composing.write(session, author, told(), None, now)
        assert composing.ask(session, author, made, now) == "asked"
        with pytest.raises(Refused, match="four_eyes"):
            composing.release(session, author, made, now)
        with pytest.raises(Refused, match="not_permitted"):
            composing.release(session, seat("editor"), made, now)
        # What somebody else then changed and asked for, they cannot let out themselves.
        composing.back(session, approver, made, now)
        composing.write(session, approver, told(), made, now)
        composing.ask(session, approver, made, now)
        with pytest.raises(Refused, match="four_eyes"):
            composing.release(session, approver, made, now)
        composing.release(session, author, made, now)

        some = composing.write(session, author, told(audience=Audience(("kita",))), None, now)
        assert composing.ask(session, author, some, now) == "released"


def test_words_that_are_asked_for_cannot_be_changed_behind_the_second_pair_of_eyes(talking: Town) -> None:
    author, now = seat(), talking.clock()
    with talking.session() as session:
        made = composing.write(session, author, told(), None, now)
        composing.ask(session, author, made, now)
        with pytest.raises(Refused, match="notice_stage"):
            composing.write(session, author, told(link="/procedures"), made, now)


def test_whoever_calls_it_off_takes_the_same_first_as_whoever_sends_it(talking: Town) -> None:
    with talking.session() as session:
        made = composing.write(session, seat(), told(audience=Audience(("kita",))), None, talking.clock())
        composing.ask(session, seat(), made, talking.clock())

    with statements_of(talking.db) as sending_it:
        talking.work()
    with talking.session() as session:
        again = composing.write(session, seat(), told(audience=Audience(("kita",))), None, talking.clock())
        composing.ask(session, seat(), again, talking.clock())
    with statements_of(talking.db) as calling_it_off, talking.session() as session:
        composing.cancel(session, seat(), again, talking.clock())

    # In another order each of the two would wait for the other, until one is refused.
    assert sending_it[:2] == calling_it_off[:2] == ["notice", "notice_run"]


@contextmanager
def statements_of(database: Database) -> Iterator[list[str]]:
    """Which of the two tables is touched, in order."""
    found: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        touched = re.search(r"^(?:SELECT.* FROM|UPDATE) (notice|notice_run)\b", " ".join(statement.split()))
        found.extend([touched[1]] if touched else [])

    listen(database.engine, "before_cursor_execute", hear)
    try:
        yield found
    finally:
        remove(database.engine, "before_cursor_execute", hear)


def test_a_friend_chooses_in_the_talk_and_by_its_page(talking: Town) -> None:
    talking.hear(event("follow"))
    talking.line.sent.clear()

    talking.hear(text("知らせの設定"))
    for words in ("北地区", "18歳から39歳", "防災・防犯", "子育て", "防災・防犯", "これで終わり"):
        talking.hear(event("postback", postback={"data": _data(talking, words)}))

    with talking.session() as session:
        friend = friends.find(session, ALICE)
        assert friend is not None
        assert wishes.chosen(session, friend.id) == {
            "district": {"kita"}, "age": {"18-39"}, "category": {"kosodate"},
        }  # fmt: skip
    assert "https://example.jp/notices/choose/" in str(talking.line.sent[-1].messages)


def test_staff_read_first_in_their_own_talk(talking: Town) -> None:
    talking.hear(event("follow"), event("follow", BOB))
    with talking.session() as session, writing(session):
        person = Staff(
            number="1001", name="見本 太郎", mail="a@example.jp", since=date(2026, 4, 1), key_id=vault_of(session).new_key(session)
        )  # fmt: skip
        session.add(person)
        session.flush()
        code = testers.give(session, person.id, talking.clock())
    talking.hear(text("テスト AAAAAAAA", BOB), text(f"テスト {code.lower()}"))
    talking.line.sent.clear()
    with talking.session() as session:
        made = composing.write(session, seat(), told(), None, talking.clock())
        sending.test(session, session.get_one(Notice, made), talking.clock())

    talking.work()

    assert [user for one in talking.line.sent for user in one.to] == [ALICE]
    card = str(talking.line.sent[0].messages)
    assert "【テスト】" in card
    # The page for residents is not there yet.
    assert f"https://example.jp/staff/notices/{made}?" in card


def _data(town: Town, words: str) -> str:
    """What pressing these words sends back."""
    found = [one for one in _pressed(town.line.sent[-1].messages) if one.get("displayText") == words]
    assert found, (words, town.line.sent[-1].messages)
    return str(found[0]["data"])


def _pressed(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        mine = [value] if value.get("type") == "postback" else []
        return [*mine, *(one for inner in value.values() for one in _pressed(inner))]
    if isinstance(value, list | tuple):
        return [one for inner in value for one in _pressed(inner)]
    return []
