"""A photo and a place become a report that its reporter ends on a page; a place alone is answered with what is near."""

from typing import Any

import pytest

from chatbot.dialogue import Pictured, Placed, Said, State, step
from chatbot.dialogue.replies import Fact, Link, Passage, Phrase, Reply
from chatbot.dialogue.world import Matter, Trouble, World
from tests.chatbot.dialogue.worlds import SOURCE, a_world, actions, codes, people, talk, told

KINDS = (("road", Passage("道路の穴・ひび")), ("lamp", Passage("街路灯")))
PAGE = Link(Phrase("link_report"), "/reports/new?from=x")


class Begun(list[Trouble]):
    """What the world was asked to begin."""

    def __call__(self, trouble: Trouble) -> Link:
        self.append(trouble)
        return PAGE


def a_street(begun: Begun | None = None, **changed: Any) -> World:
    near = (
        Matter("near:1", Passage("北公園"), Passage("避難場所（地震）。およそ120m"), SOURCE),
        Matter("near:2", Passage("北小学校"), Passage("避難場所（洪水）。およそ300m"), SOURCE),
    )
    known = {
        "troubles": lambda *_: KINDS,
        "report": Begun() if begun is None else begun,
        "nearby": lambda *_: near,
    }
    return a_world(**{**known, **changed})


def links(replies: tuple[Reply, ...]) -> list[str]:
    return [one.address for one in replies if isinstance(one, Link)]


def test_a_place_alone_is_answered_with_what_is_near() -> None:
    state, replies = step(State(topic="faq:juminhyo"), Placed(30.0, 150.0), a_street())

    assert told(replies)[::2] == ["北公園", "北小学校"]
    assert all(one.sources for one in replies if isinstance(one, Fact))
    assert state.where == ""


def test_where_nothing_is_near_that_is_said() -> None:
    _, replies = step(State(), Placed(30.0, 150.0), a_street(nearby=lambda *_: ()))

    assert codes(replies) == ["bot_near_none"]


@pytest.mark.parametrize("place", [Placed(float("nan"), 0), Placed(91, 0), Placed(0, float("inf"))])
def test_a_place_that_is_none_is_not_looked_up(place: Placed) -> None:
    state, replies = step(State(photos=("a",)), place, a_street())

    assert codes(replies) == ["bot_near_none"]
    assert state.where == ""


def test_a_photo_asks_what_is_broken_and_then_where() -> None:
    world = a_street()

    state, replies = step(State(), Pictured("file-1"), world)
    assert codes(replies) == ["bot_photo_of"]
    assert actions(replies) == ["trouble:road", "trouble:lamp", "unreport"]

    state, replies = talk(">trouble:road", world=world, state=state)
    assert codes(replies) == ["bot_report_where"]
    assert actions(replies) == ["noplace", "unreport"]


def test_photo_kind_and_place_become_a_page_and_nothing_is_remembered() -> None:
    begun = Begun()
    world = a_street(begun)
    state, _ = step(State(district="kita"), Pictured("file-1"), world)
    state, _ = talk(">trouble:road", world=world, state=state)

    state, replies = step(state, Placed(30.0047, 150.0009, "ひなた市役所"), world)

    assert links(replies) == ["/reports/new?from=x"]
    assert begun == [Trouble("road", "ja", ("file-1",), (30.0047, 150.0009))]
    assert state == State(district="kita")


def test_a_place_may_come_before_the_kind() -> None:
    begun = Begun()
    world = a_street(begun)
    state, _ = step(State(), Pictured("file-1"), world)
    state, replies = step(state, Placed(30.0, 150.0), world)
    assert actions(replies)[0] == "trouble:road"

    talk(">trouble:lamp", world=world, state=state)

    assert begun[0].kind == "lamp"
    assert begun[0].point == (30.0, 150.0)


def test_the_place_may_be_told_in_words_or_later() -> None:
    begun = Begun()
    world = a_street(begun)

    talk(">report", ">trouble:lamp", "北町1丁目の角", world=world)
    talk(">report", ">trouble:lamp", ">noplace", world=world)

    assert [(one.place, one.point) for one in begun] == [("北町1丁目の角", None), ("", None)]


def test_of_many_photos_the_last_three_count_and_none_twice() -> None:
    state = State()
    for ref in ("1", "2", "2", "3", "4"):
        state, _ = step(state, Pictured(ref), a_street())

    assert state.photos == ("2", "3", "4")


def test_another_photo_while_the_place_is_asked_for_is_taken_and_the_place_asked_again() -> None:
    state, _ = talk(">report", ">trouble:lamp", world=a_street())

    state, replies = step(state, Pictured("file-1"), a_street())

    assert codes(replies) == ["bot_photo_more", "bot_report_where"]
    assert state.photos == ("file-1",)


def test_danger_comes_before_the_place() -> None:
    _, replies = talk(">report", ">trouble:lamp", "火事です", world=a_street())

    assert codes(replies)[0] == "bot_urgent"


@pytest.mark.parametrize("said", [">unreport", "やめます"])
def test_whoever_stops_is_asked_no_more(said: str) -> None:
    state, replies = talk(">report", ">trouble:lamp", said, world=a_street())

    assert codes(replies) == ["bot_report_stopped"]
    assert state == State()


def test_a_kind_that_nobody_offered_is_gone() -> None:
    _, replies = talk(">trouble:moon", world=a_street())

    assert codes(replies) == ["bot_gone"]


def test_a_town_without_reports_reads_no_photos_and_offers_none() -> None:
    _, replies = step(State(), Pictured("file-1"), a_world())
    _, menu = step(State(), Said("こんにちは"), a_world())

    assert codes(replies) == ["bot_photo_unread"]
    assert "report" not in actions(menu)


def test_where_no_page_can_be_begun_people_take_over() -> None:
    _, replies = talk(">report", ">trouble:lamp", "角", world=a_street(report=lambda *_: None))

    assert people(replies) == ["sogo"]
