"""A real browser: Debian's Chromium, driven by Playwright, on a phone's screen and on a desk's, with and without JavaScript."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.harness.network import is_here

if TYPE_CHECKING:
    from playwright.sync_api import (
        Browser,
        BrowserContext,
        BrowserType,
        ConsoleMessage,
        Page,
        Request,
        Response,
        ViewportSize,
    )  # fmt: skip

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # One process draws and one holds the pages, of all visitors: starting more is a tenth of what a walk costs.
    "--in-process-gpu", "--renderer-process-limit=1",
)  # fmt: skip
PHONE: "ViewportSize" = {"width": 390, "height": 844}
DESK: "ViewportSize" = {"width": 1280, "height": 900}
# Chromium says this aloud for every answer of 400 and above, and an error page is a page like any other.
EXPECTED = "Failed to load resource: the server responded with a status of 4"


@dataclass
class Diary:
    """What happened on a page besides what is seen: its last document, its complaints, its requests elsewhere."""

    js: bool = True
    document: "Response | None" = None
    complaints: list[str] = field(default_factory=list)

    def follow(self, page: "Page") -> None:
        """Write down what this page does."""
        page.on("console", self._console)
        page.on("pageerror", lambda fault: self.complaints.append(f"script: {fault}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: "ConsoleMessage") -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(EXPECTED):
            self.complaints.append(f"console: {message.text}")

    def _request(self, request: "Request") -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and not is_here(address.hostname):
            self.complaints.append(f"asked another machine: {request.url}")

    def _response(self, response: "Response") -> None:
        request = response.request
        if (
            request.is_navigation_request()
            and request.frame.parent_frame is None
            and not 300 <= response.status < 400
        ):
            self.document = response

    def source(self) -> str:
        """The HTML the server sent for the page that is shown."""
        if self.document is None:
            raise RuntimeError("no page has been opened")
        return self.document.text()


# Where nobody presses anything, a thread of its own for the picture only costs: a fifth of a page's processor time.
STILL = ("--disable-threaded-compositing", "--disable-threaded-animation")


@pytest.fixture(scope="session")
def chromium() -> Iterator["BrowserType"]:
    """What opens a Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def browser(chromium: "BrowserType") -> Iterator["Browser"]:
    """One Chromium for all tests of this process."""
    with chromium.launch(executable_path=program(), args=list(FLAGS)) as opened:
        yield opened


@pytest.fixture(scope="session")
def still_browser(chromium: "BrowserType") -> Iterator["Browser"]:
    """A second one for pages that are only looked at: it takes no pictures, and presses may wait in it for one that does not come."""
    with chromium.launch(executable_path=program(), args=[*FLAGS, *STILL]) as opened:
        yield opened


def program() -> str:
    """Where this machine has its browser."""
    # The shell is the same engine without the windows, menus and extensions around it, which cost a good part of the time.
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise RuntimeError(
            "no chromium on this machine: apt-get install chromium-headless-shell, or ./check --fast"
        )
    return found


Opens = Callable[..., "Page"]


@pytest.fixture
def open_page(browser: "Browser", diaries: "dict[Page, Diary]") -> Iterator[Opens]:
    """Open a fresh visitor's page: `open_page(js=False, size=DESK, language="en", **more)`; all are closed after the test."""
    contexts: list[BrowserContext] = []

    def opened(*, js: bool = True, size: "ViewportSize" = PHONE, language: str = "ja", **more: Any) -> "Page":
        locale = {"ja": "ja-JP", "easy": "ja-JP", "en": "en-GB"}.get(language, language)
        context = browser.new_context(
            java_script_enabled=js, viewport=size, locale=locale, timezone_id="Asia/Tokyo", **more
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        diaries[page] = Diary(js=js)
        diaries[page].follow(page)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def diaries() -> Iterator["dict[Page, Diary]"]:
    """The diary of every page of this test; a complaint in any of them fails it."""
    kept: dict[Page, Diary] = {}
    yield kept
    complaints = [line for diary in kept.values() for line in diary.complaints]
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(open_page: Opens) -> "Page":
    """A phone's page with JavaScript."""
    return open_page()


@pytest.fixture
def plain_page(open_page: Opens) -> "Page":
    """A phone's page without JavaScript."""
    return open_page(js=False)


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def each_page(request: pytest.FixtureRequest, open_page: Opens) -> "Page":
    """The test runs twice: with JavaScript and without."""
    return open_page(js=request.param == "with JavaScript")


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[..., Path]:
    """Keep a picture of a page among the artefacts: `shot(page, "front-ja")`."""
    folder = request.config.rootpath / "artefacts" / "screens"
    folder.mkdir(parents=True, exist_ok=True)

    def keep(page: "Page", name: str, *, whole: bool = True) -> Path:
        file = folder / f"{name}.png"
        page.screenshot(path=file, full_page=whole, animations="disabled")
        return file

    return keep
