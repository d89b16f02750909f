"""The desk's pages in a real browser: sound, readable by everybody, a ring on every stop, narrow and large alike."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from werkzeug.serving import make_server

from portal.states import State
from tests.harness.browser import DESK
from tests.services.desk.builders import Desk, Seat

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Check = Callable[["Page"], None]


@dataclass
class Clerk:
    """Somebody on staff before a screen."""

    page: "Page"
    seat: Seat
    address: str

    def open(self, path: str) -> "Page":
        self.page.goto(self.address + path)
        return self.page

    def press(self, selector: str = "main .buttons button") -> "Page":
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        return self.page


@pytest.fixture
def clerk(own: Desk, open_page: Callable[..., "Page"]) -> Iterator[Clerk]:
    """An approver who also looks after the system, so that every page opens."""
    server = make_server("127.0.0.1", 0, own.app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    seat, page = own.seat("approver", "administrator"), open_page(size=DESK)
    address = f"http://127.0.0.1:{server.server_port}"
    page.context.add_cookies([{"name": "kmado_staff", "value": seat.token, "url": address}])
    yield Clerk(page, seat, address)
    server.shutdown()
    thread.join()
    server.server_close()


def proposed(own: Desk) -> UUID:
    case_id = own.filed(State.REVIEW, name="見本 葛\U000e0100子")
    own.seat(name="見本 次郎").act(own, case_id, "propose", kind="reject", text="区域外のため。")
    return case_id


def test_the_inbox_and_the_case_are_sound(own: Desk, clerk: Clerk, looks_ok: Check) -> None:
    case_id = proposed(own)

    for path in (
        "/staff",
        "/staff/inbox",
        "/staff/prints",
        f"/staff/cases/{case_id}",
        f"/staff/cases/{case_id}/decide",
    ):
        looks_ok(clerk.open(path))


def test_what_follows_a_decision_is_sound(own: Desk, clerk: Clerk, looks_ok: Check) -> None:
    case_id = proposed(own)
    clerk.open(f"/staff/cases/{case_id}/decide")

    clerk.press()

    assert "8ひ水第1号" in clerk.page.locator("main").inner_text()
    looks_ok(clerk.page)
    for path in ("/staff/tasks", "/staff/audit", "/staff/keys"):
        looks_ok(clerk.open(path))


def test_forms_sent_empty_say_what_is_missing(own: Desk, clerk: Clerk, looks_ok: Check) -> None:
    case_id = own.filed(State.REVIEW)

    for act in ("correct", "propose", "call"):
        clerk.open(f"/staff/cases/{case_id}/{act}")
        clerk.press()
        assert clerk.page.title().startswith("エラー：")
        looks_ok(clerk.page)


def test_a_clerk_who_was_second_sees_what_the_first_did_and_may_go_on(
    own: Desk, clerk: Clerk, looks_ok: Check
) -> None:
    case_id = own.filed(State.REVIEW)
    clerk.open(f"/staff/cases/{case_id}/return")
    own.seat(name="見本 一郎").act(own, case_id, "take")
    clerk.page.locator("#text").fill("お申し出のため。")

    clerk.press()

    shown = clerk.page.locator("main").inner_text()
    assert "見本 一郎" in shown
    assert "お申し出のため。" in shown
    looks_ok(clerk.page)
    clerk.press("main .buttons button")
    assert own.case(case_id).state == State.RETURNED


def test_access_keys_are_where_the_page_of_keys_says(own: Desk, clerk: Clerk) -> None:
    case_id = own.filed(State.REVIEW)
    inbox = clerk.open("/staff/inbox")
    assert {one.get_attribute("accesskey") for one in inbox.locator("[accesskey]").all()} == {*"s12345678"}

    case = clerk.open(f"/staff/cases/{case_id}")
    assert {one.get_attribute("accesskey") for one in case.locator("[accesskey]").all()} == {*"sbnmtr"}
