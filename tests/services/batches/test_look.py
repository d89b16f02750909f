"""The room's pages in a real browser: sound, readable by everybody, narrow and large alike."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from portal.db import writing
from portal.inbox import Case
from portal.states import State
from portal.worker import Worker
from tests.harness.browser import DESK
from tests.harness.live import listening
from tests.services.desk.builders import Desk, Seat, employ

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Check = Callable[["Page"], None]
PLAN = "/staff/batches/plans/suido_kyusui"


@dataclass
class Clerk:
    """Somebody of two divisions before a screen."""

    page: "Page"
    seat: Seat
    desk: Desk
    address: str

    def open(self, path: str) -> "Page":
        self.page.goto(self.address + path)
        return self.page

    def order(self) -> str:
        """A batch that waits for the worker."""
        self.desk.filed(State.ACCEPTED)
        return str(self.seat.post(PLAN).location)

    def make(self) -> None:
        Worker(self.desk.app.extensions["house"]).drain()

    def bring(self, text: str) -> str:
        upload = (io.BytesIO(text.encode()), "kekka.csv")
        return str(self.seat.post("/staff/batches/results", file=upload).location)


@pytest.fixture
def clerk(own: Desk, open_page: Callable[..., "Page"]) -> Iterator[Clerk]:
    seat, page = own.seat("worker"), open_page(size=DESK)
    with own.session() as session, writing(session):
        employ(session, seat.id, "shimin", "worker")
    with listening(lambda _address: own.app) as (_app, address):
        page.context.add_cookies([{"name": "kmado_staff", "value": seat.token, "url": address}])
        yield Clerk(page, seat, own, address)


def test_batches_are_sound_before_and_after_they_are_made(clerk: Clerk, looks_ok: Check) -> None:
    looks_ok(clerk.open("/staff/batches"))
    path = clerk.order()
    looks_ok(clerk.open(path))
    clerk.make()
    looks_ok(clerk.open(path))

    with clerk.page.expect_download() as given:
        clerk.page.locator("aside form button").click()

    assert given.value.suggested_filename == "suido-000001.zip"
    looks_ok(clerk.open(path))
    looks_ok(clerk.open("/staff/batches"))


def test_results_are_sound_before_and_after_they_are_applied(clerk: Clerk, looks_ok: Check) -> None:
    path = clerk.order()
    clerk.make()
    clerk.seat.post(f"{path}/take")
    with clerk.desk.session() as session:
        number = session.scalars(select(Case.receipt_no)).one()
    form = clerk.open("/staff/batches/results")
    looks_ok(form)
    with form.expect_navigation():
        form.locator("main .buttons button").click()
    looks_ok(form)
    assert form.title().startswith("エラー：")

    clerk.open(
        clerk.bring(f"受付番号,状態,日付,備考\r\n{number},完了,2026-11-20,見本\r\nXXXX,却下,2026-11-20,\r\n")
    )
    looks_ok(clerk.page)
    with clerk.page.expect_navigation():
        clerk.page.locator("main .acts button").click()

    looks_ok(clerk.page)
    assert "2行のうち1行を反映しました" in clerk.page.locator("main").inner_text()
    looks_ok(clerk.open("/staff/batches"))
