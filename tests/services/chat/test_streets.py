"""A place in a talk is answered from the town's lists; a photo in it becomes a report that a page ends."""

from dataclasses import replace
from datetime import datetime

import pytest

from chatbot.dialogue import Pictured, Placed, Pressed, State, step
from chatbot.dialogue.replies import Fact, Link, Passage, Reply
from chatbot.dialogue.world import Trouble
from portal.db import Database
from portal.service import sight
from services import ALL
from services.chat.actions import streets, worlds
from services.reports.actions import beginning, photos
from tests.services.chat.talking import town
from tests.services.reports.builders import HERE, a_photo, furnished, told


def facts(replies: tuple[Reply, ...]) -> list[str]:
    found = [one for reply in replies if isinstance(reply, Fact) for one in reply.say]
    return [one.text for one in found if isinstance(one, Passage)]


@pytest.mark.parametrize(
    ("lang", "name", "text"),
    [
        ("ja", "総合体育館", "避難場所（洪水、高潮、地震、大きな火事、大雨で水があふれるとき）。およそ10"),
        ("easy", "総合体育館", "ひなんする 場所（"),
        ("en", "General Gymnasium", "Evacuation site (river flood, storm surge, earthquake"),
    ],
)
def test_the_nearest_shelter_comes_first_with_what_it_is_for(lang: str, name: str, text: str) -> None:
    world = worlds.world(town(), lang)

    _, replies = step(State(), Placed(30.0089, 150.0113), world)

    found = facts(replies)
    assert (found[0], found[1][: len(text)]) == (name, text)
    assert len(found) == 2 * 5
    maps = [one.address for one in replies if isinstance(one, Link)]
    assert maps[0] == "https://maps.gsi.go.jp/#17/30.008900/150.011300/"


def test_after_the_shelters_come_the_nearest_public_facilities() -> None:
    made = town()
    _, replies = step(State(), Placed(30.0089, 150.0113), worlds.world(made, "ja"))

    names = facts(replies)[::2]
    shelters, others = (
        {row["名称"] for row in made.pack.listing(one, made.day)} for one in ("shelters", "facilities")
    )
    assert set(names[:3]) <= shelters
    assert len(names[3:]) == 2
    assert set(names[3:]) <= others - set(names[:3])


def test_far_from_town_nothing_is_near() -> None:
    _, replies = step(State(), Placed(35.0, 135.0), worlds.world(town(), "ja"))

    assert facts(replies) == []


def test_a_door_that_cannot_begin_a_report_reads_no_photos() -> None:
    assert worlds.world(town(), "ja").troubles("ja") == ()


def test_photo_kind_and_place_become_the_form_with_all_of_it(database: Database, now: datetime) -> None:

    with furnished(database).session() as session:
        form = told()
        photos.take(session, [a_photo()], form.origin, now)
        file = photos.held(session, form.origin)[0]
        open_door = replace(town(now), report=lambda trouble: streets.begin(session, trouble, "line", now))
        world = worlds.world(open_door, "ja")

        state, _ = step(State(), Pictured(str(file.id)), world)
        state, _ = step(state, Pressed("trouble:lamp"), world)
        _, replies = step(state, Placed(*HERE), world)

        address = next(one.address for one in replies if isinstance(one, Link))
        begun = beginning.begun(session, address.partition("=")[2], now)
        assert begun is not None
        assert (begun.channel, begun.answers["report_kind"]) == ("line", "lamp")
        assert [one.id for one in photos.held(session, begun.origin)] == [file.id]


def test_a_house_without_that_room_begins_nothing(database: Database, now: datetime) -> None:
    furnished(database).info["sighting"] = sight([one for one in ALL if one.name != "reports"])
    with database.session() as session:
        assert streets.begin(session, Trouble("road", "ja"), "chat", now) is None
