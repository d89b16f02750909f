"""Four eyes for what goes to everybody; friends choose in their talk, staff read first in theirs."""

from datetime import date
from typing import Any

import pytest

from portal import friends, testers, wishes
from portal.audiences import Audience
from portal.db import writing
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
    assert "【テスト】" in str(talking.line.sent[0].messages)


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
