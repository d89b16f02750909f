"""Disaster mode: one action and one command turn front page, greeting and menu; both are written down, and it ends."""

import gzip
from datetime import datetime

import pytest
from sqlalchemy import select

from portal import disaster
from portal.audit import Audit
from portal.db import Database, writing
from portal.refused import Refused
from services.notices.actions import switching
from tests.harness.line.events import ALICE, event
from tests.services.chat import lining
from tests.services.desk.builders import Desk
from tests.services.notices.scene import MORNING, press

PAGE = "/staff/notices/disaster"
FLOOD = {"ja": "大雨で避難指示を出しています", "en": "Evacuation order because of heavy rain"}
BUDGET = 30 * 1024


def verbs(desk: Desk) -> list[tuple[str, str]]:
    with desk.session() as session:
        wanted = select(Audit).where(Audit.subject_kind == "disaster_mode").order_by(Audit.id)
        return [(one.actor_kind, one.verb) for one in session.scalars(wanted)]


def front(desk: Desk, lang: str = "ja") -> str:
    return desk.app.test_client().get(f"/?lang={lang}").get_data(as_text=True)


def test_an_administrator_turns_the_front_page_and_turns_it_back(town: Desk) -> None:
    admin = town.seat("administrator", division="joho").client
    assert "避難指示" not in front(town)

    refused = press(admin, f"{PAGE}/on", PAGE, **FLOOD, word="はい")
    assert refused.status_code == 422
    assert "避難指示" not in front(town)

    assert press(admin, f"{PAGE}/on", PAGE, **FLOOD, word="災害").status_code == 303
    seen = front(town)
    assert "大雨で避難指示を出しています" in seen
    assert "ひなた第一小学校" in seen
    assert 'href="tel:171"' in seen
    assert "Evacuation order because of heavy rain" in front(town, "en")
    assert "Hinata Daiichi Elementary School" in front(town, "en")

    assert press(admin, f"{PAGE}/off", PAGE, word="災害").status_code == 303
    assert "避難指示" not in front(town)
    assert verbs(town) == [("staff", "disaster_begun"), ("staff", "disaster_ended")]


def test_nobody_but_an_administrator_turns_it(town: Desk) -> None:
    for role in ("counter", "worker", "approver", "editor"):
        assert town.seat(role).client.get(PAGE).status_code == 403


def test_one_command_turns_it_on_and_one_off(town: Desk) -> None:
    def run(*words: str) -> str:
        done = town.app.test_cli_runner().invoke(args=["disaster", *words])
        assert done.exit_code == 0, done.output
        return str(done.output)

    run("on", "大きな地震がありました", "--en", "A strong earthquake has struck")
    assert "大きな地震がありました" in run("status")
    run("off")

    assert "ordinary" in run("status")
    assert verbs(town) == [("house", "disaster_begun"), ("house", "disaster_ended")]


def test_the_front_page_of_a_disaster_is_small(town: Desk) -> None:
    with town.session() as session:
        switching.begin(session, FLOOD, "災害", None, MORNING)

    for lang in ("ja", "easy", "en"):
        answer = town.app.test_client().get(f"/?lang={lang}")
        assert answer.get_data(as_text=True).count("<h1") == 1
        assert len(answer.data) <= BUDGET, lang
        assert len(gzip.compress(answer.data)) <= BUDGET / 2


def test_another_process_sees_it_within_a_second(town: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr("portal.disaster.time.monotonic", lambda: clock[0])
    assert "避難指示" not in front(town)
    with town.session() as session:
        switching.begin(session, FLOOD, "災害", None, MORNING)

    # It is asked for once a second only, however many read the page.
    assert "避難指示" not in front(town)
    clock[0] += disaster.FRESH

    assert "避難指示" in front(town)


def test_a_database_that_is_away_leaves_the_front_page_as_it_stood(
    town: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr("portal.disaster.time.monotonic", lambda: clock[0])
    with town.session() as session:
        switching.begin(session, FLOOD, "災害", None, MORNING)
    assert "避難指示" in front(town)

    def away(*_: object) -> None:
        raise OperationalError("away", None, Exception())

    from sqlalchemy.exc import OperationalError

    monkeypatch.setattr("portal.disaster._read", away)
    clock[0] += disaster.FRESH

    assert "避難指示" in front(town)


def test_a_headline_is_needed_and_short(database: Database, now: datetime) -> None:
    database.info["made"] = {}
    for words, code in (({"ja": " "}, "disaster_words"), ({"ja": "あ" * 81}, "disaster_words_long")):
        with database.session() as session, pytest.raises(Refused, match=code):
            switching.begin(session, words, "災害", None, now)


def test_each_change_has_a_version_of_its_own(database: Database, now: datetime) -> None:
    with database.session() as session:
        versions = []
        for words in (FLOOD, {"ja": "川があふれています"}):
            switching.begin(session, words, "災害", None, now)
            versions.append(disaster.read(session).version)
        with writing(session):
            disaster.renew(session, now)
        versions.append(disaster.read(session).version)
        assert switching.end(session, "災害", None, now)
        assert not switching.end(session, "災害", None, now)
        versions.append(disaster.read(session).version)

    assert versions == [1, 2, 3, 4]


def test_greeting_and_menu_follow(talking: lining.Town, monkeypatch: pytest.MonkeyPatch) -> None:
    # Drawing the pictures is tried with the menus themselves; here one is enough.
    from services.chat.actions import menu_pictures

    drawn = menu_pictures.picture(talking.pack.line, talking.pack.line.menus[0], "ja", "#00605b")  # type: ignore[union-attr]
    other = menu_pictures.picture(talking.pack.line, talking.pack.line.menus[1], "ja", "#00605b")  # type: ignore[union-attr]
    monkeypatch.setattr(
        menu_pictures, "picture", lambda _menus, menu, *_more: other if menu.key == "disaster" else drawn
    )

    with talking.session() as session:
        switching.begin(session, FLOOD, "災害", None, MORNING)
    talking.hear(event("follow"))

    assert shown(talking).startswith("kurashi disaster-ja")
    [greeting] = talking.line.arrived(ALICE)
    assert "大雨で避難指示を出しています" in str(greeting.messages[0])
    assert "example.jp/?lang=ja" in str(greeting.messages[0])

    with talking.session() as session:
        switching.end(session, "災害", None, MORNING)
    talking.line.sent.clear()
    talking.hear(event("unfollow", replyToken=None), event("follow"))

    assert shown(talking).startswith("kurashi usual-ja")
    assert "災害" not in str(talking.line.arrived(ALICE)[0].messages)


def shown(talking: lining.Town) -> str:
    return str(talking.line.menus.made[talking.line.menus.everybodys]["name"])
