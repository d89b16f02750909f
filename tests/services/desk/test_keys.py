"""One key moves, ticks, opens and searches in a list, and never while somebody writes; without the script the list works too."""

import re
from collections.abc import Callable, Iterator
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from portal.states import State
from tests.harness.browser import DESK
from tests.services.desk.builders import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture
def served(own: Desk) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, own.app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def clerk(own: Desk, served: str, open_page: Callable[..., "Page"]) -> "Page":
    """Somebody before the list of three cases."""
    for _ in range(3):
        own.filed(State.REVIEW)
    page = open_page(size=DESK)
    page.context.add_cookies([{"name": "kmado_staff", "value": own.seat().token, "url": served}])
    page.goto(f"{served}/staff/inbox")
    return page


def focused(page: "Page") -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def rows(page: "Page") -> list[str]:
    return [one.inner_text() for one in page.locator(".rows tbody th a").all()]


def ticked(page: "Page") -> list[bool]:
    return [one.is_checked() for one in page.locator(".tick input").all()]


def test_j_and_k_move_x_ticks_and_enter_opens(clerk: "Page") -> None:
    first, second, third = rows(clerk)

    for key in "jjjk":
        clerk.keyboard.press(key)
    assert focused(clerk) == second
    clerk.keyboard.press("x")
    assert ticked(clerk) == [False, True, False]
    assert clerk.locator("[data-ticked]").inner_text() == "（1）"
    clerk.keyboard.press("ArrowDown")
    assert focused(clerk) == third
    clerk.keyboard.press("Enter")

    clerk.wait_for_url(re.compile("/staff/cases/"))
    assert third in clerk.locator("main").inner_text()
    assert first != third


def test_a_slash_searches_and_keys_are_letters_while_somebody_writes(clerk: "Page") -> None:
    clerk.keyboard.press("/")
    clerk.keyboard.type("jx?")

    assert clerk.locator("#desk-search").input_value() == "jx?"
    assert ticked(clerk) == [False] * 3


def test_a_question_mark_opens_the_page_of_keys_where_they_are_switched_off(
    clerk: "Page", served: str
) -> None:
    clerk.keyboard.press("?")
    clerk.wait_for_url(f"{served}/staff/keys")
    clerk.locator("[data-keys]").uncheck()
    clerk.goto(f"{served}/staff/inbox")

    clerk.keyboard.press("j")

    assert focused(clerk) not in rows(clerk)


def test_all_of_a_page_are_ticked_with_one_press(clerk: "Page") -> None:
    clerk.locator("[data-all]").click()
    assert ticked(clerk) == [True] * 3

    clerk.locator("[data-all]").click()
    assert ticked(clerk) == [False] * 3


def test_without_the_script_rows_are_ticked_and_sent(
    own: Desk, served: str, open_page: Callable[..., "Page"]
) -> None:
    case_id = own.filed()
    page = open_page(size=DESK, js=False)
    page.context.add_cookies([{"name": "kmado_staff", "value": own.seat().token, "url": served}])
    page.goto(f"{served}/staff/inbox")

    page.locator("[data-all]").click()
    with page.expect_navigation():
        page.locator('#bulk button[value="accept"]').click()

    assert own.case(case_id).state == State.ACCEPTED
    assert "1件を行いました。" in page.locator("main").inner_text()
