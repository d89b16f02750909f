"""What leaves for LINE arrives once: replies while their token is good, pushes under a key, and nothing personal in either."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from portal import friends, notify
from portal.db import Database, writing
from portal.inbox import CaseHolder
from portal.messages import FOLDER
from portal.outbox import Outbox
from portal.people import resident_holder
from services.chat.actions import line_quota
from services.chat.rules import line_notices, preflight
from tests.harness.line.events import ALICE, BOB, event, text
from tests.harness.line.limits import faults
from tests.harness.line.server import Fault, LineServer
from tests.portal import cases
from tests.services.chat import lining
from tests.services.chat.lining import Town, failing, how, linked, states, tell

REPLY, PUSH, MULTICAST = (f"/v2/bot/message/{how}" for how in ("reply", "push", "multicast"))
HELLO = {"type": "text", "text": "こんにちは"}
TEMPLATES = sorted(one.name for one in FOLDER.iterdir() if one.is_dir() and not one.name.startswith("_"))
# What never goes to somebody's LINE: sign-ins, what staff get, what is printed, parts of others.
NOT_NOTICES = {
    "login_link",
    "mail_code",
    "add_mail_link",
    "staff_device",
    "staff_invitation",
    "undertaker_invitation",
}


@pytest.fixture
def town(database: Database, line_server: LineServer, tmp_path: Path) -> Town:
    return lining.town(database, line_server, tmp_path)


def test_a_reply_whose_token_has_gone_is_pushed(town: Town) -> None:
    town.tell(text("こんにちは"))

    town.clock.forward(seconds=70)
    town.work()

    assert how(town) == ["push"]
    assert town.line.sent[0].key == str(row_of(town, "line_reply"))


def test_a_token_that_line_has_forgotten_is_answered_by_a_push(town: Town) -> None:
    town.tell(text("こんにちは"))
    town.line.tokens.clear()

    town.work()

    assert how(town) == ["push"]


@pytest.mark.parametrize("lost", [500, 0], ids=["500", "no answer"])
def test_a_reply_that_arrived_without_our_knowing_is_not_said_again(
    town: Town, lost: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.chat.outside.line.PATIENCE", 0.5)
    town.line.fault = failing(Fault(lost, after=True))

    town.hear(text("こんにちは"))
    town.clock.forward(seconds=5)
    town.work()
    town.clock.forward(hours=1)
    town.work()

    assert how(town) == ["reply"]
    assert states(town, "line_reply") == [("done", None)]


def test_a_reply_that_did_not_arrive_is_tried_again_while_its_token_is_good(town: Town) -> None:
    town.line.fault = failing(Fault(500), Fault(429))

    town.hear(text("こんにちは"))
    for _ in range(2):
        town.clock.forward(seconds=5)
        town.work()

    assert how(town) == ["reply"]


def test_a_reply_of_unknown_outcome_is_never_pushed(town: Town) -> None:
    town.line.fault = failing(Fault(500))
    town.hear(text("こんにちは"))

    town.clock.forward(seconds=90)
    town.work()

    assert town.line.sent == []
    assert states(town, "line_reply") == [("done", None)]


def test_a_reply_that_line_had_no_time_for_is_pushed_later(town: Town) -> None:
    town.line.fault = failing(Fault(429, headers={"Retry-After": "90"}))
    town.hear(text("こんにちは"))

    town.clock.forward(seconds=91)
    town.work()

    assert how(town) == ["push"]


def test_a_notice_says_that_something_is_ready_and_where(town: Town) -> None:
    resident = linked(town)

    assert tell(town, resident) == "line"
    town.work()

    (sent,) = town.line.arrived(ALICE)
    assert "https://example.jp/me" in str(sent.messages)
    assert "花子" not in str(sent.messages)
    assert sent.key == str(row_of(town, "line"))


@pytest.mark.parametrize("status", [500, 429])
def test_a_notice_arrives_once_whatever_line_answers(town: Town, status: int) -> None:
    resident = linked(town)
    town.line.fault = failing(Fault(status), Fault(500, after=True), path=PUSH)

    tell(town, resident)
    for _ in range(3):
        town.work()
        town.clock.forward(hours=1)

    assert how(town) == ["push"]
    assert states(town, "line") == [("done", None)]


def test_a_key_that_line_may_have_forgotten_is_not_used_again(town: Town) -> None:
    resident = linked(town)
    town.line.fault = failing(*[Fault(500, after=True)] * 3, path=PUSH)
    tell(town, resident)
    town.work()

    town.clock.forward(hours=25)
    town.work()

    assert len(how(town)) == 1
    assert states(town, "line") == [("dead", "line_key_over")]


def test_a_token_that_line_does_not_know_keeps_everything_until_it_is_mended(town: Town) -> None:
    resident = linked(town)
    town.line.fault = failing(Fault(401), path=PUSH)

    tell(town, resident)
    town.work()
    assert states(town, "line") == [("waiting", "line_401")]
    town.clock.forward(minutes=31)
    town.work()

    assert how(town) == ["push"]


def test_a_case_is_told_on_line_to_who_filed_it_and_linked(town: Town) -> None:
    resident = linked(town)
    with town.session() as session:
        case = cases.filed(session, town.clock())
    with town.session() as session, writing(session):
        session.add(CaseHolder(holder=resident_holder(resident), case_id=case.id))
        session.flush()
        way = notify.notify_case(session, case, "correction_requested", town.clock())

    town.work()

    assert way == "line"
    assert f"https://example.jp/line/case/{case.id}" in str(town.line.arrived(ALICE)[0].messages)


@pytest.mark.parametrize(("mail", "way"), [("", "line"), ("hanako@mail.example", "mail")])
def test_the_answer_to_what_began_in_a_talk_reaches_a_friend_whom_nobody_knows_otherwise(
    town: Town, mail: str, way: str
) -> None:
    town.hear(event("follow"))
    town.line.sent.clear()
    with town.session() as session:
        friend = friends.find(session, ALICE)
        case = cases.filed(session, town.clock(), email=mail, reply_by="", phone="")
    assert friend is not None
    with town.session() as session, writing(session):
        session.add(CaseHolder(holder=friends.holder(friend.id), case_id=case.id))
        session.flush()
        assert notify.notify_case(session, case, "completed", town.clock()) == way

    if way == "line":
        town.work()
        said = str(town.line.arrived(ALICE)[-1].messages)
        assert f"https://example.jp/applications/{case.id}?lang=ja" in said
        assert "openExternalBrowser" not in said


def test_the_last_of_the_month_is_kept_for_disasters(town: Town) -> None:
    resident = linked(town)
    town.line.quota, town.line.used = 100, 95
    with town.session() as session:
        line_quota.ask(session, town.clock())

    tell(town, resident)
    send(town, [ALICE], "flood", urgent=True)
    town.work()

    assert how(town) == ["multicast"]
    assert states(town, "line") == [("waiting", "line_quota")]


def test_many_friends_are_told_five_hundred_at_a_time(town: Town) -> None:
    users = [f"U{number:032x}" for number in range(1_020)]
    with town.session() as session, writing(session):
        ids = [friends.follow(session, user, "ja", town.clock()).id for user in users]
        friends.unfollow(session, users[0], town.clock())
        assert friends.broadcast(session, "news", ids, [HELLO], locale="ja", now=town.clock()) == 3
        assert friends.broadcast(session, "news", ids, [HELLO], locale="ja", now=town.clock()) == 0

    town.work()

    assert sorted(len(one.to) for one in town.line.sent) == [20, 499, 500]
    assert {user for one in town.line.sent for user in one.to} == set(users[1:])


def test_a_multicast_of_unknown_outcome_arrives_once(town: Town) -> None:
    town.line.fault = failing(Fault(500, after=True), path=MULTICAST)
    town.hear(event("follow"), event("follow", BOB))
    town.line.sent.clear()

    send(town, [ALICE, BOB], "news")
    for _ in range(2):
        town.work()
        town.clock.forward(hours=1)

    assert [len(one.to) for one in town.line.sent] == [2]


def test_what_line_would_refuse_is_replaced_before_it_leaves(town: Town) -> None:
    town.hear(event("follow"))
    town.line.sent.clear()

    send(town, [ALICE], "wrong", messages=[{"type": "text", "text": "番号は 123456789018 です"}])
    town.work()

    (sent,) = town.line.sent
    assert "123456789018" not in str(sent.messages)
    assert "https://example.jp/chat" in str(sent.messages)


@pytest.mark.parametrize("locale", ["ja", "easy", "en", "ko"])
def test_no_notice_says_anything_but_its_kind(locale: str) -> None:
    words = lining.catalogues().words(locale)

    for template in TEMPLATES:
        made = line_notices.notice(template, words, "https://example.jp/me")
        told = str(made[0]["altText"])
        assert preflight.faults(made) == (), template
        assert faults("POST", PUSH, {"to": ALICE, "messages": made}) == [], template
        assert not any(letter.isdigit() or letter in "<>%" for letter in told), template


def test_every_notice_has_a_kind_of_its_own() -> None:
    words = lining.catalogues().words("ja")
    other = line_notices.notice("a template that nobody knows", words, "https://example.jp/me")

    unknown = {one for one in TEMPLATES if line_notices.notice(one, words, "https://example.jp/me") == other}
    assert unknown <= NOT_NOTICES


def send(town: Town, users: list[str], name: str, *, urgent: bool = False, messages: Any = (HELLO,)) -> None:
    with town.session() as session:
        ids = [found.id for user in users if (found := friends.find(session, user))]
        with writing(session):
            friends.broadcast(
                session, name, ids, list(messages), locale="ja", now=town.clock(), urgent=urgent
            )


def row_of(town: Town, kind: str) -> UUID:
    with town.session() as session:
        return session.scalars(select(Outbox.id).where(Outbox.kind == kind)).one()
