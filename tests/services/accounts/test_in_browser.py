"""Passkeys in a real Chromium with a virtual security key, and the pages that only staff see."""

import re
from typing import TYPE_CHECKING, Any

import pytest

from services.accounts.actions import sample
from tests.harness.browser import DESK, Opens
from tests.harness.live import Town

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
KEY: dict[str, Any] = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def at(live: Town, path: str) -> str:
    """The address under the name localhost: WebAuthn knows no sites that are numbers."""
    return live.url(path).replace("127.0.0.1", "localhost")


def security_key(page: "Page", **changes: Any) -> None:
    """Give the browser a security key."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**KEY, **changes}})


def sign_in(page: "Page", live: Town, number: str) -> None:
    """Type number, password and the code that the sample town shows."""
    live.clock.forward(seconds=60)
    page.goto(at(live, "/staff/sign-in?next=/staff/own"))
    page.get_by_label("職員番号").fill(number)
    page.get_by_label("パスワード", exact=True).fill(sample.PASSWORD)
    page.get_by_role("button", name="次へ").click()
    code = re.search(r"\d{6}", page.locator(".banner", has_text="見本").inner_text())
    assert code is not None
    page.get_by_label("確認コード").fill(code[0])
    page.get_by_role("button", name="サインイン", exact=True).click()
    page.get_by_role("heading", name="自分のアカウント").wait_for()


def test_a_passkey_is_made_and_opens_the_desk_by_itself(live: Town, open_page: Opens) -> None:
    page = open_page(size=DESK)
    security_key(page)
    sign_in(page, live, "1001")
    page.get_by_label("名前").fill("青い鍵")
    page.locator("#passkey-present").fill(sample.PASSWORD)
    page.get_by_role("button", name="パスキーを加える").click()
    page.get_by_text("パスキーを加えました").wait_for()
    page.get_by_role("button", name="サインアウト", exact=True).click()

    page.goto(at(live, "/staff/sign-in?next=/staff/own"))
    page.get_by_role("button", name="パスキーで入る").click()

    page.get_by_role("heading", name="自分のアカウント").wait_for()
    assert "青い鍵" in page.content()


def test_a_passkey_that_is_not_there_is_told_on_the_page(live: Town, open_page: Opens) -> None:
    page = open_page(size=DESK)
    security_key(page, isUserVerified=False)
    page.goto(at(live, "/staff/sign-in"))

    page.get_by_role("button", name="パスキーで入る").click()

    page.get_by_text("パスキーを使えませんでした").wait_for()
    assert page.get_by_role("button", name="パスキーで入る").is_visible()


def test_without_scripts_no_passkey_is_offered_and_the_code_is(live: Town, open_page: Opens) -> None:
    page = open_page(js=False, size=DESK)

    sign_in(page, live, "1001")

    assert not page.get_by_role("button", name="パスキーを加える").is_visible()


def test_an_invited_person_chooses_a_passkey(live: Town, open_page: Opens) -> None:
    page = open_page(size=DESK)
    run = live.app.test_cli_runner()
    link = run.invoke(args=["staff", "add", "5001", "見本 八重", "--division", "shimin"]).output.strip()
    security_key(page)
    page.goto(link.replace("127.0.0.1", "localhost"))

    page.locator("#passkey-password").fill("さくらのはなびらがちるころ")
    page.locator("#passkey-again").fill("さくらのはなびらがちるころ")
    page.get_by_role("button", name="パスキーを作る").click()

    page.get_by_role("heading", name="始められます").wait_for()


@pytest.mark.parametrize("path", ["/staff/own", "/staff/people", "/staff/people/new", "/staff/switch"])
def test_the_pages_for_staff_look_right(live: Town, open_page: Opens, looks_ok: Any, path: str) -> None:
    page = open_page(size=DESK)
    sign_in(page, live, "9001")

    page.goto(at(live, path))

    looks_ok(page)


def test_the_page_of_one_person_looks_right(live: Town, open_page: Opens, looks_ok: Any) -> None:
    page = open_page(size=DESK)
    sign_in(page, live, "9001")
    page.goto(at(live, "/staff/people"))

    page.get_by_role("link", name="見本 四朗").click()

    looks_ok(page)


def test_the_page_of_an_invitation_looks_right(live: Town, open_page: Opens, looks_ok: Any) -> None:
    page = open_page(size=DESK)
    run = live.app.test_cli_runner()
    link = run.invoke(args=["staff", "add", "5001", "見本 八重", "--division", "shimin"]).output.strip()

    page.goto(link.replace("127.0.0.1", "localhost"))

    looks_ok(page)
