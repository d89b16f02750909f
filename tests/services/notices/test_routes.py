"""The pages: a notice is written, seen as LINE shows it, let out by another, read by everybody; a friend chooses."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from uuid import UUID
from xml.dom.minidom import parseString

from sqlalchemy import select

from portal import friends, links, wishes
from portal.db import writing
from portal.line_quota import LineQuota
from portal.outbox import Outbox
from portal.worker import Worker
from services.notices.actions import sending
from tests.harness.line.events import ALICE, BOB
from tests.services.desk.builders import Desk
from tests.services.notices.scene import MORNING, press

NEW = "/staff/notices/new"
WORDS = {"title_ja": "水道の工事", "body_ja": "あすの夜、水が止まります。"}


def follow(town: Desk, user: str = ALICE, **chosen: str) -> UUID:
    with town.session() as session, writing(session):
        found = friends.follow(session, user, "ja", MORNING)
        for kind, value in chosen.items():
            wishes.choose(session, found.id, kind, [value])
        return found.id


def test_a_notice_to_everybody_is_written_by_one_and_let_out_by_another(town: Desk) -> None:
    follow(town)
    editor, approver = (
        town.seat("editor", division="koho").client,
        town.seat("approver", division="koho").client,
    )

    counted = press(editor, NEW, NEW, **WORDS, step="count", districts="minami")
    assert "0人に届きます" in counted.get_data(as_text=True)
    made = press(editor, NEW, NEW, **WORDS, category="bosai")
    here = made.headers["Location"].partition("?")[0]
    seen = editor.get(here).get_data(as_text=True)
    assert "1人に届きます" in seen
    assert "この知らせは、日本語だけです" not in seen.partition("English")[0]
    assert (
        "Only in Japanese" in seen.partition("English")[2] or "Japanese only" in seen.partition("English")[2]
    )

    assert press(editor, f"{here}/ask", here).status_code == 303
    assert press(editor, f"{here}/release", here).status_code == 403
    assert press(approver, f"{here}/release", here).status_code == 303
    assert town.app.test_client().get(here.replace("/staff", "")).status_code == 404

    worker = Worker(town.app.extensions["house"])
    while worker.send("notice_run"):
        pass

    public = town.app.test_client().get(here.replace("/staff", "")).get_data(as_text=True)
    assert "あすの夜、水が止まります。" in public
    assert "水道の工事" in town.app.test_client().get("/notices").get_data(as_text=True)
    with town.session() as session:
        assert len(session.scalars(select(Outbox).where(Outbox.kind == friends.MANY)).all()) == 1


def test_its_page_tells_when_it_goes_out_what_that_leaves_and_what_became_of_it(town: Desk) -> None:
    for user in (ALICE, BOB):
        follow(town, user, district="kita")
    with town.session() as session, writing(session):
        session.add(LineQuota(id=1, most=1_000, used=500, asked_at=MORNING))
    editor = town.seat("editor", division="koho").client

    typed = {
        "districts": "kita",
        "day": "2026-11-23",
        "hour": "18:30",
        "repeats": "weekly",
        "until": "2026-12-07",
    }
    made = press(editor, NEW, NEW, **WORDS, **typed)
    here = made.headers["Location"].partition("?")[0]
    seen = words_of(editor.get(here).text)
    # Of a thousand ten and twenty percent are for disasters and for notices to one.
    assert "1回で2通を使い、今月の残りは198通になります" in seen
    assert "令和8年11月23日（月） 18:30 毎週、令和8年12月7日（月）まで（全部で3回）" in seen

    press(editor, f"{here}/ask", here)
    assert "11月23日（月） 18:30 予約 0 0 0 0" in words_of(editor.get(here).text)
    went_out(town, datetime(2026, 11, 23, 9, 31, tzinfo=UTC), sent=1, blocked=1)
    # Days later everybody signs in anew.
    seen = words_of(town.seat("editor", division="koho").client.get(here).text)
    assert "11月30日（月） 18:30 予約 0 0 0 0 11月23日（月） 18:30 送信ずみ 1 1 0 0" in seen

    went_out(town, datetime(2026, 11, 30, 9, 31, tzinfo=UTC), lost="line_quota")
    seen = words_of(town.seat("editor", division="koho").client.get(here).text)
    assert "11月30日（月） 18:30 送信ずみ 0 0 2 今月の通数が足りません 0" in seen


def words_of(page: str) -> str:
    """What is read, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def went_out(town: Desk, moment: datetime, *, sent: int = 0, blocked: int = 0, lost: str = "") -> None:
    """The hour comes, and what LINE did with the one lot is told."""
    town.clock.moment = moment
    worker = Worker(town.app.extensions["house"])
    while worker.send(sending.KIND):
        pass
    with town.session() as session, writing(session):
        lot = session.scalars(
            select(Outbox).where(Outbox.kind == friends.MANY).order_by(Outbox.no.desc())
        ).first()
        assert lot is not None
        if lost:
            lot.last_error = lost
            sending.hear_dead(session, lot, moment)
        else:
            sending.hear_sent(session, lot.refs["sending"], sent, blocked, moment)


def test_the_feed_is_sound_and_holds_the_same(town: Desk) -> None:
    test_a_notice_to_everybody_is_written_by_one_and_let_out_by_another(town)

    feed = feedparsed(town.app.test_client().get("/notices/feed.atom").get_data(as_text=True))
    assert feed == ["水道の工事"]


def feedparsed(feed: str) -> list[str]:
    """The titles of its entries; it must be sound XML."""
    entries = parseString(feed).getElementsByTagName("entry")  # noqa: S318 (our own page)
    titles = (one.getElementsByTagName("title")[0] for one in entries)
    return ["".join(part.toxml() for part in one.childNodes) for one in titles]


def test_what_is_wrong_is_told_beside_what_was_typed(town: Desk) -> None:
    editor = town.seat("editor", division="koho").client

    answer = press(editor, NEW, NEW, title_ja="水道の工事", body_ja="090-1234-5678へ", repeats="weekly")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "携帯電話の番号" in page
    assert "くり返しの終わりの日" in page
    assert 'value="水道の工事"' in page


def test_nobody_writes_notices_who_may_not(town: Desk) -> None:
    for role in ("counter", "worker", "monitor", "administrator"):
        assert town.seat(role).client.get("/staff/notices").status_code == 403


def test_a_friend_chooses_by_the_link_of_their_talk(town: Desk) -> None:
    friend = follow(town)
    with town.session() as session, writing(session):
        token = links.make(session, wishes.PURPOSE, MORNING, timedelta(hours=24), person_id=friend)
    visitor, here = town.app.test_client(), f"/notices/choose/{token}"

    sent = press(visitor, here, here, district="kita", age="65-", category=["bosai", "gomi", "nothing"])
    assert sent.status_code == 303
    with town.session() as session:
        chosen = wishes.chosen(session, friend)
    assert chosen == {"district": {"kita"}, "age": {"65-"}, "category": {"bosai", "gomi"}}
    assert len(re.findall(" checked", visitor.get(here).get_data(as_text=True))) == 4

    town.clock.forward(hours=25)
    assert visitor.get(here).status_code == 410


def test_a_code_for_tests_is_given_once(town: Desk) -> None:
    editor, at = town.seat("editor", division="koho").client, "/staff/notices/testers"

    assert re.search(r"テスト [A-Z2-9]{8}", press(editor, at, at).get_data(as_text=True))
    assert not re.search(r"テスト [A-Z2-9]{8}", editor.get(at).get_data(as_text=True))
