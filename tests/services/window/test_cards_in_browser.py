"""A made-up card, read in a real Chromium through the bridge, and the same page without any of it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from commands.card_bridge import Bridge, Paired
from commands.card_reader import SimulatedReader
from tests.harness import card_images
from tests.harness.browser import DESK, Opens
from tests.harness.databases import sqlite_template
from tests.harness.live import Clock, listening, make_app
from tests.harness.looking import Check
from tests.services.desk.builders import Desk
from tests.services.window.counter import kept, visit

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
CODE = "0123456789abcdef" * 2
MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


class Counter:
    """A counter's PC: the portal's address, its seat, its reader."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, Clock(MORNING)
        self.reader = SimulatedReader()
        self.address = ""

    def make(self, address: str) -> "Flask":
        self.address = address
        self.bridge = Bridge(self.reader, Paired(address, CODE), 0)
        Thread(target=self.bridge.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        database = self.folder / "town.sqlite"
        shutil.copyfile(sqlite_template(), database)
        made = make_app(
            self.folder / "var",
            self.clock,
            address,
            database_url=f"sqlite:///{database}",
            card_bridge_port=self.bridge.server_port,
        )
        self.desk = Desk(made, self.clock)
        self.seat = self.desk.seat("counter", division="shimin")
        return made

    def open(self, opens: Opens, *, js: bool = True) -> "tuple[Page, str]":
        """The page of a new visit's document, signed in."""
        self.reader.lying = card_images.myna_card()
        page = opens(js=js, size=DESK)
        page.context.add_cookies([{"name": "kmado_staff", "value": self.seat.token, "url": self.address}])
        here = str(visit(self.desk, self.seat))
        page.goto(f"{self.address}/staff/window/{here}/card")
        return page, here


@contextmanager
def served(folder: Path) -> Iterator[Counter]:
    counter = Counter(folder)
    with listening(counter.make):
        yield counter
    counter.bridge.shutdown()
    counter.bridge.server_close()
    counter.desk.close()


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    with served(tmp_path_factory.mktemp("counter")) as found:
        yield found


def pair(page: "Page") -> None:
    page.get_by_label("つなぐ番号").fill(f"{CODE[:16]} {CODE[16:]}")
    page.get_by_role("button", name="読み取り機とつなぐ").click()
    page.get_by_label("暗証番号", exact=True).wait_for()


def read(page: "Page", secret: str) -> None:
    page.get_by_label("暗証番号", exact=True).fill(secret)
    page.get_by_role("button", name="カードを読む").click()


def test_a_card_is_read_and_stands_beside_the_answers(counter: Counter, open_page: Opens) -> None:
    page, here = counter.open(open_page)
    heard: list[str] = []
    page.on("request", lambda sent: heard.append(f"{sent.url} {sent.post_data or ''}"))
    pair(page)

    read(page, "9999")
    page.get_by_text("あと2回まちがえると").wait_for()
    read(page, card_images.PIN)
    page.wait_for_url(f"**/staff/window/{here}")

    found = kept(counter.desk, counter.seat, UUID(here))["myna"]
    assert (found["name"], found["how"]) == ("見本 花子", "chip")
    ours = [one for one in heard if one.startswith(counter.address)]
    assert ours
    assert not any(card_images.PIN in one.partition(" ")[2] or "9999" in one or CODE in one for one in ours)


def test_the_code_is_kept_by_the_browser_and_a_wrong_one_is_told(counter: Counter, open_page: Opens) -> None:
    page, _ = counter.open(open_page)
    page.get_by_label("つなぐ番号").fill("0" * 32)
    page.get_by_role("button", name="読み取り機とつなぐ").click()
    page.get_by_text("つなぐ番号がちがいます").wait_for()

    pair(page)
    counter.reader.lying = None
    page.reload()
    read(page, card_images.PIN)

    page.get_by_text("カードがありません").wait_for()


def test_a_bridge_that_does_not_run_leaves_the_form(counter: Counter, open_page: Opens) -> None:
    page, _ = counter.open(open_page)
    # As when nothing listens; a connection that is refused would be a line in the browser's diary, too.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()); }")
    page.get_by_label("つなぐ番号").fill(CODE)
    page.get_by_role("button", name="読み取り機とつなぐ").click()

    page.get_by_text("読み取り機につながりません").wait_for()
    assert page.get_by_role("button", name="答えの横に並べる").is_visible()


def test_without_javascript_what_was_seen_is_ticked(
    counter: Counter, open_page: Opens, looks_ok: Check
) -> None:
    page, here = counter.open(open_page, js=False)
    assert page.get_by_role("button", name="カードを読む").is_hidden()
    looks_ok(page)

    page.get_by_label("旅券（パスポート）").check()
    page.get_by_label("見本 花子").check()
    page.get_by_role("button", name="答えの横に並べる").click()

    page.wait_for_url(f"**/staff/window/{here}")
    assert kept(counter.desk, counter.seat, UUID(here))["passport"]["how"] == "eye"


def test_the_page_with_everything_on_it_looks_right(
    counter: Counter, open_page: Opens, looks_ok: Check
) -> None:
    page, _ = counter.open(open_page)
    pair(page)
    read(page, "12")
    page.get_by_text("暗証番号のけた数がちがいます").wait_for()

    looks_ok(page)
