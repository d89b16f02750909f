"""LINE tried out in a browser: added, asked, answered without a reload where scripts run, linked, blocked; with pictures."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from portal import sessions
from portal.db import new_id, writing
from portal.people import Resident
from portal.vault import vault_of
from portal.worker import Worker
from services.chat.rules import simulated
from tests.harness.live import Clock, Town, listening, make_app, sample
from tests.harness.looking import Check
from tests.services.chat.talking import MORNING

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Page

HERE = simulated.HERE
Seen = Callable[["Page", str], None]


@pytest.fixture
def seen(looks_ok: Check, shot: Callable[..., Path]) -> Seen:
    """A page is looked at from all sides and pictured."""

    def look(page: "Page", name: str) -> None:
        looks_ok(page)
        shot(page, name)

    return look


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    var = tmp_path_factory.mktemp("simulator") / "var"
    copytree(sample(MORNING), var)
    clock = Clock(MORNING)

    def made(address: str) -> "Flask":
        told = simulated.settings(address)
        return make_app(var, clock, told.pop("base_url"), **told)

    with listening(made) as (app, address):
        yield Town(app, clock, address, var)
        app.extensions["house"].db.dispose()


def answered(town: Town) -> None:
    """The worker does what waits."""
    worker = Worker(town.app.extensions["house"])
    while sum(worker.send(kind) for kind in ("line_event", "line_reply", "line_menu")):
        pass


def signed_in(town: Town, page: "Page") -> None:
    """A resident sits at this browser."""
    house = town.app.extensions["house"]
    with house.db.session() as session, writing(session):
        person = Resident(id=new_id(), key_id=vault_of(session).new_key(session), made_at=town.clock())
        session.add(person)
        session.flush()
        token = sessions.begin(session, "resident", person.id, sessions.FULL, town.clock())
    page.context.add_cookies([{"name": "kmado_session", "value": token, "url": town.address}])


def arrived(page: "Page", words: str) -> None:
    """Something came: with scripts it appears by itself, without them after the link is pressed."""
    again = page.locator(".again a")
    if again.count():
        again.click()
    page.get_by_text(words).last.wait_for()


def press(page: "Page", words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


@pytest.mark.usefixtures("judged_line")
def test_somebody_tries_line_out(
    town: Town, each_page: "Page", looks_ok: Check, axe: Check, seen: Seen, shot: Callable[..., Path]
) -> None:
    page = each_page
    page.goto(town.url(HERE))
    looks_ok(page)
    press(page, "友だちに追加")
    page.locator("#text").fill("北地区の今週のごみは？")
    press(page, "送る")
    answered(town)
    arrived(page, "収集日の前に知らせてもらう")
    seen(page, "line-simulator-answer")

    page.get_by_text("収集日の前に知らせてもらう").click()
    answered(town)
    arrived(page, "いつ知らせますか")
    page.get_by_role("link", name="グループ").click()
    press(page, "グループに入れる")
    answered(town)
    arrived(page, "名前を付けて呼びかけられたときだけ")
    seen(page, "line-simulator-group")

    page.goto(town.url(HERE))
    press(page, "ブロックする")
    press(page, "ブロックをやめる")
    signed_in(town, page)
    page.goto(town.url("/line/link?linkToken=made-up"))
    seen(page, "line-link")
    press(page, "同意してLINEにつなぐ")
    page.get_by_role("link", name="LINEにもどる").click()
    press(page, "つなぐ")
    answered(town)
    arrived(page, "つながりました。これからは")
    page.goto(town.url("/line/garbage"))
    seen(page, "line-garbage")
    follow_in_a_disaster(town, page)
    axe(page)
    shot(page, "line-simulator-disaster")
    is_over(town, page)


def follow_in_a_disaster(town: Town, page: "Page") -> None:
    """One command, and whoever adds the account then is told what has happened, over the menu for it."""
    turned(town, "on", "大雨で避難指示を出しています")
    page.goto(town.url(HERE))
    page.locator('img[src*="disaster-ja"]').wait_for()
    press(page, "ブロックする")
    press(page, "ブロックをやめる")
    answered(town)
    arrived(page, "大雨で避難指示を出しています")


def is_over(town: Town, page: "Page") -> None:
    turned(town, "off")
    page.goto(town.url(HERE))
    page.locator('img[src*="usual-ja"]').wait_for()


def turned(town: Town, *words: str) -> None:
    done = town.app.test_cli_runner().invoke(args=["disaster", *words])
    assert done.exit_code == 0, done.output
    answered(town)
