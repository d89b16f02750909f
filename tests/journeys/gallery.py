"""The pages that were met, put up again exactly as they were sent, so that each can be looked at from many sides."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.harness.browser import DESK, PHONE
from tests.harness.live import Town
from tests.journeys.walk import State

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

# WCAG 1.4.12. A sheet made by a script is not bound by the content security policy, as a reader's own style is not.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }'
    + 'p { margin-bottom: 2em !important; }');
  document.adoptedStyleSheets = [sheet];
}"""
SIDEWAYS = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return '';
  const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > wide + 1
    && !e.closest('.scroll, .unseen'));
  return out.slice(-2).map(e => e.outerHTML.slice(0, 120)).join(' | ') || 'something unseen';
}"""
# Text that is cut: a box that hides what runs over, other than those that are hidden on purpose.
CUT = """() => [...document.querySelectorAll('body *')].filter(e => {
  const style = getComputedStyle(e);
  return ['hidden', 'clip'].includes(style.overflowX) && !e.closest('.unseen, svg') && e.clientWidth > 1
    && e.scrollWidth > e.clientWidth + 1 && !(e.matches('input, select'));
}).map(e => e.outerHTML.slice(0, 120))"""


@dataclass(frozen=True)
class Wall:
    """One browser window to put pages up in; the town serves their stylesheets and scripts."""

    town: Town
    page: "Page"

    def put_up(self, state: State, *, scripts: bool = True) -> "Page":
        """Show a page as it was sent, with its own content security policy."""
        address = self.town.url(state.path)
        headers = {"content-security-policy": state.policy, "content-type": "text/html; charset=utf-8"}
        self.page.unroute_all()
        if not scripts:
            self.page.route("**/*.js", lambda route: route.abort())
        self.page.route(
            lambda found: found == address,
            lambda route: route.fulfill(status=state.status, headers=headers, body=state.source),
        )
        self.page.goto(address)
        return self.page

    def size(self, state: State) -> "ViewportSize":
        """The screen its readers sit at."""
        return DESK if state.staff else PHONE

    def picture(self, folder: Path, state: State, ending: str = "") -> Path:
        """Keep a picture of the whole page as it stands now."""
        width = (self.page.viewport_size or PHONE).get("width")
        file = folder / state.language / f"{state.name}-{width}{ending}.png"
        self.page.screenshot(path=file, full_page=True, animations="disabled")
        return file


@contextmanager
def wall(browser: "Browser", town: Town, language: str) -> Iterator[Wall]:
    """A window of its own, which nobody is signed in at."""
    locale = "en-GB" if language == "en" else "ja-JP"
    with browser.new_context(locale=locale, timezone_id="Asia/Tokyo", viewport=PHONE) as context:
        context.set_default_timeout(15_000)
        yield Wall(town, context.new_page())


def variants(state: State) -> tuple[bool, ...]:
    """With scripts, and without where the page has any."""
    return (True, False) if "<script" in state.source else (True,)
