"""Takes the README's pictures from the running sample town: `.venv/bin/python docs/pictures.py`."""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, cast

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402 (the root must be known first)
from werkzeug.serving import make_server  # noqa: E402 (as above)

from portal.worker import Worker  # noqa: E402 (as above)
from services.accounts.actions.sample import PASSWORD  # noqa: E402 (as above)
from services.chat.rules import simulated  # noqa: E402 (as above)
from tests.harness.browser import FLAGS, program  # noqa: E402 (as above)
from tests.harness.live import Clock, make_app  # noqa: E402 (as above)

FOLDER = ROOT / "docs" / "pictures"
MOMENT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
PHONE, DESK, HALL = (390, 844), (1280, 900), (1280, 720)


def main() -> None:
    """Serve a fresh sample town and photograph it."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = make_server("127.0.0.1", 0, cast("Any", None), threaded=True)
        address = f"http://127.0.0.1:{server.server_port}"
        line = simulated.settings(address)
        app = make_app(Path(folder), Clock(MOMENT), line.pop("base_url"), **line)
        for words in (("db", "upgrade"), ("sample", "load"), ("demo", "history", "--filings", "6000")):
            app.test_cli_runner().invoke(args=list(words))
        server.app = app
        Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=program(), args=list(FLAGS))
        residents(browser, address)
        desk(browser, address)
        hall(browser, address)
        answers(browser, address, Worker(app.extensions["house"]))
        browser.close()
        server.shutdown()


def page(browser: Browser, size: tuple[int, int]) -> Page:
    """A fresh window of one size."""
    return browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
        device_scale_factor=1,
    )


def residents(browser: Browser, address: str) -> None:
    """The pages a resident meets first."""
    phone = page(browser, PHONE)
    for name, path in (
        ("front", "/"),
        ("guide", "/procedures/juminhyo"),
        ("step", "/applications/new/suido_kaishi/online"),
        ("window", "/window"),
        ("facility", "/reservations/sogo_taiikukan?day=2026-11-21"),
    ):
        phone.goto(address + path)
        phone.screenshot(path=str(FOLDER / f"{name}.png"))


def desk(browser: Browser, address: str) -> None:
    """The list a clerk works from, and the calendar of those who run the gymnasium."""
    for name, number, path in (
        ("desk", "2001", "/staff/inbox"),
        ("calendar", "3001", "/staff/reservations?day=2026-11-21&building=sogo_taiikukan"),
        ("progress", "8001", "/staff/dashboard"),
    ):
        wide = _signed_in(browser, address, number)
        wide.goto(address + path)
        wide.screenshot(path=str(FOLDER / f"{name}.png"))


def _signed_in(browser: Browser, address: str, number: str) -> Page:
    """Somebody of the staff; the sample town prints its own passwords and codes."""
    wide = page(browser, DESK)
    wide.goto(f"{address}/staff/sign-in")
    wide.fill("#number", number)
    wide.fill("#password", PASSWORD)
    with wide.expect_navigation():
        wide.click("form:has(#number) button.button")
    shown = re.search(r"\b\d{6}\b", wide.inner_text("main"))
    wide.fill("input[name=code]", shown[0] if shown else "")
    with wide.expect_navigation():
        wide.click("form:has(input[name=code]) button.button")
    return wide


def answers(browser: Browser, address: str, worker: Worker) -> None:
    """The same bot on the web and on LINE."""
    web = page(browser, PHONE)
    web.goto(f"{address}/chat")
    web.fill("#said", "ペットボトルのふたは何ごみ？")
    web.get_by_role("button", name="送る", exact=True).click()
    web.get_by_text("プラスチック").last.wait_for()
    web.screenshot(path=str(FOLDER / "bot.png"))
    line = page(browser, PHONE)
    line.goto(address + simulated.HERE)
    line.get_by_role("button", name="友だちに追加", exact=True).click()
    line.locator("#text").fill("北地区の今週のごみは？")
    line.get_by_role("button", name="送る", exact=True).click()
    while worker.send("line_event") or worker.send("line_reply"):
        pass
    line.get_by_text("収集日の前に知らせてもらう").last.wait_for()
    line.screenshot(path=str(FOLDER / "line.png"))


def hall(browser: Browser, address: str) -> None:
    """The display that everybody who waits looks at."""
    panel = page(browser, HALL)
    panel.clock.set_fixed_time(MOMENT)
    panel.goto(f"{address}/queue/display/honcho")
    panel.locator("[data-clock]", has_text="10:00").wait_for()
    panel.screenshot(path=str(FOLDER / "hall.png"))


if __name__ == "__main__":
    main()
