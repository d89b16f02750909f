"""Friends of the town's account come, are met, change their minds and leave; LINE may tell of it late, or never."""

from pathlib import Path

import pytest

from portal import friends
from portal.db import Database
from tests.harness.line.events import ALICE, BOB, event, text
from tests.harness.line.server import LineServer
from tests.services.chat import lining
from tests.services.chat.lining import Town, in_a_group, linked, states, tell


@pytest.fixture
def town(database: Database, line_server: LineServer, tmp_path: Path) -> Town:
    return lining.town(database, line_server, tmp_path)


def test_a_new_friend_is_greeted_in_their_language_and_asked_for_nothing(town: Town) -> None:
    town.line.profiles[ALICE] = {"language": "en"}

    town.hear(event("follow"))

    (sent,) = town.line.arrived(ALICE)
    assert "do not write" in sent.texts[0].lower()
    with town.session() as session:
        friend = friends.find(session, ALICE)
    assert friend is not None
    assert (friend.locale, friend.unfollowed_at) == ("en", None)


def test_a_friend_whose_profile_cannot_be_read_is_greeted_in_japanese(town: Town) -> None:
    town.line.blocked.add(ALICE)

    town.hear(event("follow"))

    assert len(town.line.sent) == 1
    with town.session() as session:
        friend = friends.find(session, ALICE)
    assert friend is not None
    assert friend.locale == "ja"


def test_whoever_was_a_friend_before_we_came_is_met_when_they_first_write(town: Town) -> None:
    town.line.profiles[ALICE] = {"language": "en"}

    town.hear(text("ありがとう"), in_a_group("@市役所ありがとう", called=True, user=BOB))

    assert "You are welcome" in str(town.line.arrived(ALICE)[0].messages)
    with town.session() as session:
        friend = friends.find(session, ALICE)
        assert friends.find(session, BOB) is None
    assert friend is not None
    assert friend.followed_at is not None
    profile = ("GET", f"/v2/bot/profile/{ALICE}")
    town.hear(text("ありがとう"))
    assert town.line.asked.count(profile) == 1


def test_what_line_tells_late_does_not_undo_what_happened_since(town: Town) -> None:
    at = int(town.clock().timestamp() * 1000)
    left = event("unfollow", replyToken=None, timestamp=at - 60_000)
    came = event("follow", timestamp=at - 30_000)
    left_at_last = event("unfollow", replyToken=None, timestamp=at - 10_000)

    town.hear(came)
    town.hear(left)
    with town.session() as session:
        assert not friends.has_left(session, ALICE)
    town.hear(left_at_last)
    town.hear({**came, "webhookEventId": "01HTESTAGAIN"})

    with town.session() as session:
        assert friends.has_left(session, ALICE)


def test_whoever_leaves_is_no_friend_any_more(town: Town) -> None:
    town.hear(event("follow"))

    town.hear(event("unfollow", replyToken=None))

    with town.session() as session:
        friend = friends.find(session, ALICE)
    assert friend is not None
    assert friend.unfollowed_at is not None


def test_a_notice_to_somebody_who_blocked_us_since_is_not_pushed_and_staff_are_told(town: Town) -> None:
    resident = linked(town)
    town.tell(event("unfollow", replyToken=None))
    assert tell(town, resident) == "line"

    town.work()

    assert town.line.sent == []
    assert states(town, "line") == [("dead", "line_left")]


def test_whoever_blocked_us_is_told_by_mail_instead(town: Town) -> None:
    resident = linked(town)
    town.hear(event("unfollow", replyToken=None))

    assert tell(town, resident) is None
    assert states(town, "line") == []
