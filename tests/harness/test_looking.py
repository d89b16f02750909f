"""The page checks see what they should: a good page passes, and each planted fault is caught."""

from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from tests.journeys import asking

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

GOOD = """<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8"><title>見本</title><link rel="icon" href="data:,">
<style>:focus-visible { outline: 4px solid #000; }</style></head>
<body><main><h1>見本</h1><p><a href="/next">次へ</a></p></main></body></html>
"""
BAD = {
    "no alternative text": GOOD.replace("<p>", '<p><img src="data:,">'),
    "two of one id": GOOD.replace("<h1>", '<h1 id="a">').replace("<p>", '<p id="a">'),
}
Serve = Callable[[str], str]


class Handler(BaseHTTPRequestHandler):
    """Gives one page, whatever is asked."""

    def __init__(self, pages: list[str], *rest: object) -> None:
        self.pages = pages
        super().__init__(*rest)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        body = self.pages[-1].encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (http.server's name)
        """Say nothing."""


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve one page of the test's own; gives its address."""
    pages: list[str] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, pages)) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()

        def put(source: str) -> str:
            pages.append(source)
            return f"http://127.0.0.1:{server.server_port}/"

        yield put
        server.shutdown()
        thread.join()


def test_a_good_page_passes_everything(
    each_page: "Page", serve: Serve, looks_ok: Callable[["Page"], None]
) -> None:
    each_page.goto(serve(GOOD))

    looks_ok(each_page)


@pytest.mark.parametrize("fault", BAD)
def test_a_planted_fault_is_caught(
    fault: str, page: "Page", serve: Serve, html_ok: Callable[["Page"], None]
) -> None:
    page.goto(serve(BAD[fault]))

    with pytest.raises(AssertionError):
        html_ok(page)


def test_axe_catches_pale_text(page: "Page", serve: Serve, axe: Callable[["Page"], None]) -> None:
    page.goto(serve(GOOD.replace("</style>", "h1 { color: #ddd; }</style>")))

    with pytest.raises(AssertionError, match="color-contrast"):
        axe(page)


def test_a_lost_focus_ring_is_caught(
    page: "Page", serve: Serve, ring_ok: Callable[["Page"], list[str]]
) -> None:
    page.goto(serve(GOOD.replace("4px solid #000", "none")))

    with pytest.raises(AssertionError, match="no ring"):
        ring_ok(page)


LIST = '<section tabindex="0" style="display: block; height: 9000px">一覧</section>'
BAR = '<p style="position: fixed; inset: 0; background: #fff">上に</p>'


def test_a_list_longer_than_the_window_is_in_sight_and_what_lies_under_another_thing_is_not(
    page: "Page", serve: Serve
) -> None:
    page.goto(serve(GOOD.replace("<p>", f"{LIST}<p>")))
    assert asking.ring(page, "Tab") == []

    page.goto(serve(GOOD.replace("<p>", f"{LIST}{BAR}<p>")))
    assert any("covered" in one for one in asking.ring(page, "Tab"))


def test_a_page_that_scrolls_sideways_is_caught(
    page: "Page", serve: Serve, narrow_ok: Callable[["Page"], None]
) -> None:
    page.goto(serve(GOOD.replace("</style>", "p { width: 500px; }</style>")))

    with pytest.raises(AssertionError, match="320 px"):
        narrow_ok(page)


def test_a_page_is_weighed(page: "Page", serve: Serve, weigh: Callable[..., object]) -> None:
    weight = weigh(page, serve(GOOD))

    assert weight.requests == 1  # type: ignore[attr-defined]
    assert len(GOOD.encode()) < weight.bytes < len(GOOD.encode()) + 1000  # type: ignore[attr-defined]
