"""Every kind of answer says where it stands, who answers for it and when somebody last looked: all that make one are walked."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path

import pytest

import chatbot.dialogue
from chatbot.dialogue import Placed, Pressed, Said, State, step
from chatbot.dialogue.replies import Fact, Handover, Reply, Source
from chatbot.dialogue.state import Event
from chatbot.dialogue.world import Reminders, World
from chatbot.emergencies import HOLDS
from forms.wording import Wording
from portal import finding
from portal.pack import read
from portal.service import Vacancy
from portal.settings import ROOT
from portal.words import Catalogues
from services.chat.actions import worlds
from tests.portal.pack.builder import PACKS, TOWNS
from tests.services.chat.talking import MORNING, town

REMIND = Reminders(
    {"evening": time(19)}, lambda: (("kita", "evening"),), lambda *_: True, lambda: None
)  # fmt: skip
HALL = Vacancy(Wording({"ja": "総合体育館"}), "空いています", "bunka", "/reservations/gym", ())
# What happens in a talk, in order; each talk ends with answers of one kind.
TALKS: dict[str, tuple[str | Event, ...]] = {
    "an entry": (">matter:faq:faq001",),
    "a procedure": (">matter:procedure:juminhyo",),
    "what is asked of it next": (">matter:procedure:juminhyo", "いくらですか"),
    "the telephone of its division": (">matter:procedure:juminhyo", "電話番号は"),
    "an office": ("窓口は何時まで？", "北支所"),
    "a division": ("市民課の電話番号",),
    "a place": ("中央図書館の電話番号",),
    "places of a kind": ("支所の電話番号",),
    "a place of which an entry tells": ("市役所は何時まで開いていますか",),
    "a nursery": ("ひなた第一保育園の電話番号",),
    "defibrillators": ("AEDはどこ",),
    "what is near": (Placed(30.0089, 150.0113),),
    "a thing to throw away": ("傘の捨て方",),
    "a kind of garbage": ("燃やすごみの捨て方",),
    "days of collection": ("北地区の燃やすごみはいつ",),
    "days of a week": ("北地区のごみの日はいつ",),
    "being told before": ("ごみの日を知らせて",),
    "a free room": ("体育館は空いていますか",),
    "an event of life": ("家族が亡くなりました", ">stop", ">life:shibou"),
    "people": ("オペレーターと話したい",),
    "what was put together": ("住民票はどこで取れますか",),
}  # fmt: skip


def a_world(name: str) -> World:
    """The sample town with everything a door can hand in."""
    made = replace(town(), vacant=lambda *_: (HALL,), reminders=REMIND)
    if name == "what was put together":
        made = replace(made, complete=lambda *_: "市役所の市民課、北支所、南支所で取れます。[1]")
    return worlds.world(made, "ja")


def talk(name: str) -> tuple[Reply, ...]:
    world, state, replies = a_world(name), State(), tuple[Reply, ...]()
    for one in TALKS[name]:
        event: Event = (
            one
            if not isinstance(one, str)
            else Pressed(one[1:]) if one.startswith(">") else Said(one)
        )  # fmt: skip
        state, replies = step(state, event, world)
    if name == "an event of life":
        while not any(isinstance(reply, Fact) for reply in replies):
            last = "done" if "done" in state.offered else next(iter(state.offered))
            state, replies = step(state, Pressed(last), world)
    return replies


def sources(replies: tuple[Reply, ...]) -> list[Source | None]:
    facts = [one for reply in replies if isinstance(reply, Fact) for one in reply.sources]
    return [*facts, *(reply.source for reply in replies if isinstance(reply, Handover))]


@pytest.mark.parametrize("name", TALKS)
def test_every_kind_of_answer_names_its_source_its_division_and_when_somebody_looked(name: str) -> None:
    found = sources(talk(name))

    assert found
    for one in found:
        assert one is not None
        assert (bool(one.title), bool(one.division), type(one.checked_on)) == (True, True, date), one


def test_the_talks_reach_every_line_that_makes_a_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    reached: set[tuple[str, str]] = set()

    def made(self: Fact) -> None:
        frame = sys._getframe(2)
        while frame.f_code.co_name.startswith("<") and frame.f_back:
            frame = frame.f_back
        reached.add((Path(frame.f_code.co_filename).name, frame.f_code.co_name))

    monkeypatch.setattr(Fact, "__post_init__", made)
    for name in TALKS:
        talk(name)

    assert set(_written()) - reached == set()


@pytest.mark.parametrize("code", TOWNS)
def test_every_division_office_and_procedure_of_every_town_is_dated(code: str) -> None:
    pack, day = read(PACKS / code), MORNING.date()
    made = worlds.Town(pack, finding.finder(pack, day), Catalogues(ROOT / "translations").words, MORNING)
    contacts = [worlds.contact(made, one.id, "ja") for one in pack.divisions(day)]
    offered = [
        worlds.matter(made, f"procedure:{key}", "ja") for key in pack.procedures if pack.offered(key, day)
    ]

    every = [one for one in (*contacts, *worlds.world(made, "ja").offices("ja"), *offered) if one]

    undated = [one.key for one in every if one.source is None or one.source.checked_on is None]

    assert undated == []


def test_what_is_put_together_is_as_old_as_its_oldest_part() -> None:
    from services.chat.actions.sources import oldest

    assert oldest([date(2026, 10, 1), date(2025, 4, 1)]) == date(2025, 4, 1)
    assert oldest([date(2026, 10, 1), None]) is None
    assert oldest([]) is None


def test_a_division_that_is_to_be_renamed_says_until_when_it_is_so() -> None:
    found = worlds.contact(town(), "shimin", "ja")

    assert found is not None
    assert found.source is not None
    assert found.source.expires_on == date(2027, 3, 31)


def test_what_a_real_town_has_not_looked_at_for_longer_than_a_year_is_handed_over() -> None:
    made = town()
    real = replace(made.pack, town=replace(made.pack.town, kind="real"))

    def heard(on: date, pressed: str) -> tuple[Reply, ...]:
        now = MORNING.replace(year=on.year, month=on.month, day=on.day)
        return step(State(), Pressed(pressed), worlds.world(replace(made, pack=real, now=now), "ja"))[1]

    checked = real.checked_on("juminhyo", MORNING.date())
    assert checked is not None
    for pressed in ("matter:procedure:juminhyo", "matter:faq:faq001"):
        (fact,) = [one for one in heard(MORNING.date(), pressed) if isinstance(one, Fact)]
        ends = fact.sources[0].expires_on
        assert ends is not None
        assert any(isinstance(one, Handover) for one in heard(ends + timedelta(days=1), pressed))
        assert not any(isinstance(one, Fact) for one in heard(ends + timedelta(days=1), pressed))
    (fact,) = [one for one in heard(MORNING.date(), "matter:procedure:juminhyo") if isinstance(one, Fact)]
    assert fact.sources[0].expires_on == checked + HOLDS


@cache
def _written() -> tuple[tuple[str, str], ...]:
    """Every function of the dialogue in which a `Fact` is made."""
    folder = Path(chatbot.dialogue.__file__).parent
    return tuple(found for path in sorted(folder.glob("*.py")) for found in _making(path))


def _making(path: Path) -> Iterator[tuple[str, str]]:
    for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(one, ast.FunctionDef) and any(_makes(inner) for inner in ast.walk(one)):
            yield path.name, one.name


def _makes(inner: ast.AST) -> bool:
    return isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id == "Fact"
