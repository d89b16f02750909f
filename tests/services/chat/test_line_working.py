"""What users do on LINE is answered once, in order, in their language; what is not meant for us is left alone."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from chatbot import dialogue
from chatbot.dialogue import state
from chatbot.dialogue.world import World
from portal import files
from portal.db import WRITING, Database
from portal.files import StoredFile
from portal.outbox import Outbox
from portal.sightings import Sighting
from portal.worker import Worker
from services.chat.actions import line_signing, talks
from services.chat.actions.talks import Door
from services.chat.models import Question
from tests.harness.line.events import ALICE, BOB, GROUP, event, message, text
from tests.harness.line.server import LineServer
from tests.harness.statements import asked
from tests.services.chat import lining
from tests.services.chat.lining import Town, in_a_group


@pytest.fixture
def town(database: Database, line_server: LineServer, tmp_path: Path) -> Town:
    return lining.town(database, line_server, tmp_path)


def rows(town: Town) -> list[tuple[str, str]]:
    with town.session() as session:
        return [(one.kind, one.state) for one in session.scalars(select(Outbox).order_by(Outbox.no))]


def talk(town: Town, user: str = ALICE) -> list[str]:
    """What was said in somebody's talk, as it is kept."""
    with town.session() as session:
        door = Door("line", b"l" + session.info["vault"].token("line_talk", user))
        return [one.said for one in talks.load(session, door).lines]


def test_a_question_is_answered_by_a_reply(town: Town) -> None:
    town.hear(text("住民票がほしい"))

    (sent,) = town.line.arrived(ALICE)
    assert sent.how == "reply"
    assert "住民票" in str(sent.messages)
    assert {state for _, state in rows(town)} == {"done"}


def test_a_talk_goes_on(town: Town) -> None:
    town.hear(text("住民票の写しの請求"))
    town.hear(text("いくらですか"))

    assert len(town.line.arrived(ALICE)) == 2
    assert "円" in str(town.line.arrived(ALICE)[1].messages)


def test_each_is_answered_in_their_own_talk_and_order(town: Town) -> None:
    town.hear(text("住民票の写しの請求"), text("ありがとう", BOB), text("いくらですか"))

    assert [len(town.line.arrived(user)) for user in (ALICE, BOB)] == [2, 1]
    assert "円" in str(town.line.arrived(ALICE)[1].messages)


def test_the_same_event_again_is_not_answered_again(town: Town) -> None:
    said = text("こんにちは")
    town.hear(said)

    assert town.tell({**said, "deliveryContext": {"isRedelivery": True}}) == 0
    town.work()

    assert len(town.line.sent) == 1


def test_a_photo_shows_that_an_answer_is_coming(town: Town) -> None:
    photo = message({"type": "image", "contentProvider": {"type": "line"}, "quoteToken": "q"})
    town.line.media[photo["message"]["id"]] = (picture(), "image/jpeg")

    town.hear(text("こんにちは", BOB), photo)

    assert town.line.loading == [ALICE]


def test_what_is_taken_back_is_gone_from_the_talk_and_from_the_questions(town: Town) -> None:
    said = text("住民票がほしい")
    town.hear(said)
    assert talk(town) == ["住民票がほしい"]

    town.hear(event("unsend", replyToken=None, unsend={"messageId": said["message"]["id"]}))

    assert talk(town) == [""]
    with town.session() as session:
        assert session.scalars(select(Question.text)).all() == [""]


def test_a_press_goes_on_and_what_we_never_offered_does_not(town: Town) -> None:
    with town.session() as session:
        signed = line_signing.signer(session)("bye")

    town.hear(event("postback", postback={"data": signed}))
    town.hear(event("postback", postback={"data": "procedure:made-up"}))

    assert len(town.line.arrived(ALICE)) == 2
    assert "もう使えません" in str(town.line.arrived(ALICE)[1].messages)


def test_a_tab_of_the_menu_chooses_the_language(town: Town) -> None:
    town.hear(event("follow", follow={"isUnblocked": False}))
    params = {"newRichMenuAliasId": "usual-en", "status": "SUCCESS"}
    before = len(town.line.sent)

    town.hear(event("postback", postback={"data": "x", "params": params}))
    assert len(town.line.sent) == before
    town.hear(text("ありがとう"))

    assert "You are welcome" in str(town.line.sent[-1].messages)


def test_a_group_is_answered_only_where_it_calls_us(town: Town) -> None:
    town.hear(event("join", source={"type": "group", "groupId": GROUP}))
    town.hear(in_a_group("住民票がほしい", called=False))
    assert len(town.line.sent) == 1

    town.hear(in_a_group("@市役所住民票がほしい", called=True))

    assert len(town.line.sent) == 2
    assert "住民票" in str(town.line.sent[1].messages)
    assert talk(town, f"{GROUP}/{ALICE}") == ["住民票がほしい"]
    assert talk(town) == []


def test_a_sticker_shows_that_somebody_is_there(town: Town) -> None:
    town.hear(
        message({"type": "sticker", "packageId": "1", "stickerId": "2", "stickerResourceType": "STATIC"})
    )

    assert len(town.line.sent) == 1


def test_a_place_and_a_photo_reach_the_dialogue(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    step = dialogue.step

    def looked_at(stands: dialogue.State, happened: dialogue.Event, world: World) -> Any:
        seen.append(happened)
        return step(stands, happened, world)

    monkeypatch.setattr(dialogue, "step", looked_at)
    photo = message({"type": "image", "contentProvider": {"type": "line"}, "quoteToken": "q"})
    town.line.media[photo["message"]["id"]] = (picture(), "image/jpeg")

    town.hear(message({"type": "location", "title": "公園", "latitude": 36.5, "longitude": 139.9}))
    town.hear(photo)

    assert seen[0] == state.Placed(36.5, 139.9, "公園")
    assert isinstance(seen[1], state.Pictured)
    with town.session() as session:
        file = session.scalars(select(StoredFile)).one()
        kept = b"".join(files.content(session, file))
    assert str(file.id) == seen[1].ref
    with Image.open(io.BytesIO(kept)) as shown:
        assert not shown.getexif()


def test_a_photo_a_kind_and_a_place_lead_to_the_page_that_ends_the_report(town: Town) -> None:
    begun: list[Sighting] = []

    def sight(_session: Session, seen: Sighting, _now: datetime) -> str:
        begun.append(seen)
        return "/reports/new?from=abc"

    town.db.info["sighting"] = sight
    photo = message({"type": "image", "contentProvider": {"type": "line"}, "quoteToken": "q"})
    town.line.media[photo["message"]["id"]] = (picture(), "image/jpeg")

    town.hear(photo)
    town.hear(text("1"))
    town.hear(message({"type": "location", "title": "公園の前", "latitude": 36.5, "longitude": 139.9}))

    (seen,) = begun
    assert (seen.channel, len(seen.photos), seen.point) == ("line", 1, (36.5, 139.9))
    assert seen.kind
    assert "/reports/new?from=abc" in str(town.line.sent[-1].messages)


def test_a_photo_that_is_none_is_asked_for_again(town: Town) -> None:
    photo = message({"type": "image", "contentProvider": {"type": "line"}})
    town.line.media[photo["message"]["id"]] = (b"no picture", "image/jpeg")

    town.hear(photo)

    assert "もう一度" in town.line.arrived(ALICE)[0].texts[0]


@pytest.mark.parametrize(
    "odd",
    [
        event("ofTomorrow"),
        event("memberJoined", joined={"members": []}),
        event("follow", source=None),
        event("message", message=None),
        event("message", message={"type": "hologram", "id": "1"}),
        event("message", message={"type": "text", "text": 7, "id": {}}),
        event("message", message={"type": "text", "text": "\ud800\u0000"}),
        event(
            "message",
            message={
                "type": "text",
                "text": "x",
                "mention": {"mentionees": [None, {"isSelf": True, "index": -1}]},
            },
        ),
        event("message", message={"type": "location", "latitude": "north"}),
        event("message", message={"type": "image", "id": "../../secret"}),
        event("postback", postback="data"),
        event("unsend", unsend={"messageId": 5}),
        event("leave", source={"type": "group", "groupId": GROUP}),
        event("message", source={"type": "planet"}, message={"type": "text", "text": "x"}),
        event("accountLink", link=None),
    ],
    ids=lambda one: str(one.get("type")),
)
def test_nothing_odd_stops_the_worker_or_is_left_over(town: Town, odd: dict[str, Any]) -> None:
    town.tell(odd, text("こんにちは", BOB))

    town.work()

    assert len(town.line.arrived(BOB)) == 1
    assert {state for _, state in rows(town)} == {"done"}


def test_a_photo_that_is_taken_back_is_gone_before_the_report_is_sent(town: Town) -> None:
    photo = message({"type": "image", "contentProvider": {"type": "line"}, "quoteToken": "q"})
    town.line.media[photo["message"]["id"]] = (picture(), "image/jpeg")
    town.hear(photo)
    with town.session() as session:
        (staged,) = session.scalars(select(StoredFile.state))

    town.hear(event("unsend", replyToken=None, unsend={"messageId": photo["message"]["id"]}))

    with town.session() as session:
        door = Door("line", b"l" + session.info["vault"].token("line_talk", ALICE))
        assert (staged, *session.scalars(select(StoredFile.state))) == ("staged", "gone")
        assert talks.load(session, door).state.photos == ()


def test_an_answer_costs_three_blocks_and_is_sent_by_the_hand_that_made_it(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.hear(event("follow"), text("こんにちは"))
    town.tell(text("ありがとう"))
    worker, blocks = Worker(town), count_blocks(monkeypatch)

    with asked(town.db) as statements:
        assert worker.send("line_event") == 1

    assert len(town.line.arrived(ALICE)) == 3
    assert not worker.send("line_reply")
    assert blocks == ["block"] * 3
    # One more question for each talk is thousands in an hour.
    assert len(statements) <= 22, statements


def count_blocks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every writing block from now on: each ends with what its session is told to commit."""
    found: list[str] = []
    commit = Session.commit

    def counted(session: Session) -> None:
        if session.info.get(WRITING):
            found.append("block")
        commit(session)

    monkeypatch.setattr(Session, "commit", counted)
    return found


def picture() -> bytes:
    """A photo that tells where it was taken."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "a camera"
    Image.new("RGB", (60, 40), "red").save(out, "JPEG", exif=exif)
    return out.getvalue()
