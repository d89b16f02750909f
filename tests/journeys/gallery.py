"""The pages that were met, put up again exactly as they were sent, so that each can be looked at from many sides."""

import base64
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from tests.harness import ground
from tests.harness.browser import DESK, PHONE
from tests.harness.live import Town, listening
from tests.journeys.walk import State

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from playwright.sync_api import Browser, Page, ViewportSize

FRESH = re.compile(
    r'(?<=value=")[\w-]{40,}(?=")|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-Z]{4}-[0-9A-Z]{3}-[0-9A-Z]{4}'
)


@dataclass
class Exhibit:
    """What is served on the wall: one page exactly as it was sent; its stylesheets and scripts are the town's own."""

    town: "WSGIApplication"
    state: State | None = None
    scripts: bool = True

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> "Iterable[bytes]":
        if environ.get("HTTP_SEC_FETCH_DEST") != "document" or self.state is None:
            return self.town(environ, start)
        # A script that the policy forbids does not run; what a test asks of the page runs all the same.
        policy = (
            self.state.policy
            if self.scripts
            else self.state.policy.replace("script-src 'self'", "script-src 'none'")
        )
        headers = [("Content-Security-Policy", policy), ("Content-Type", "text/html; charset=utf-8")]
        start(f"{self.state.status} As It Was", headers)
        return [self.state.source.encode()]


@dataclass(frozen=True)
class Wall:
    """One browser window to put pages up in; what they share is fetched once and kept, as a reader's browser keeps it."""

    address: str
    exhibit: Exhibit
    page: "Page"

    def put_up(self, state: State, *, scripts: bool = True) -> "Page":
        """Show a page as it was sent, with its own content security policy."""
        self.exhibit.state, self.exhibit.scripts = state, scripts
        self.page.goto(self.address + state.path)
        return self.page

    def size(self, state: State) -> "ViewportSize":
        """The screen its readers sit at."""
        return DESK if state.staff else PHONE

    def picture(self, folder: Path, state: State, ending: str = "") -> Path:
        """Keep a picture of the whole page as it stands now."""
        width = (self.page.viewport_size or PHONE).get("width")
        file = folder / state.language / f"{state.name}-{width}{ending}.png"
        file.parent.mkdir(exist_ok=True)
        # Asked of the browser itself, which can be told to be quick rather than thorough in packing the picture.
        asked = self.page.context.new_cdp_session(self.page)
        quick = {"format": "png", "optimizeForSpeed": True, "captureBeyondViewport": True}
        file.write_bytes(base64.b64decode(asked.send("Page.captureScreenshot", quick)["data"]))
        asked.detach()
        return file


@contextmanager
def wall(browser: "Browser", town: Town, language: str) -> Iterator[Wall]:
    """A window of its own, which nobody is signed in at."""
    locale = "en-GB" if language == "en" else "ja-JP"
    with (
        listening(lambda _: Exhibit(town.app)) as (exhibit, address),
        browser.new_context(locale=locale, timezone_id="Asia/Tokyo", viewport=PHONE) as context,
    ):
        context.set_default_timeout(15_000)
        yield Wall(address, exhibit, context.new_page())


def plain(source: str) -> str:
    """A page without what is made up anew for each reader: form tokens, ids and receipt numbers."""
    return FRESH.sub("", source)


# Readings over words come with the language and change nothing about how a page is built.
_READINGS = frozenset(("ruby", "rt", "rp"))
# Elements that never have an end.
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
# What the keyboard stops at, as the last step of a way.
_STOP = re.compile(r"(a\[.*href|button\[|input\[|select\[|textarea\[|summary\[|.*tabindex)")
# Attributes whose values a style sheet or a reader's software goes by; of the others it is enough that they are there.
_TELLING = frozenset(
    ("class", "role", "type", "aria-live", "aria-hidden", "aria-current", "tabindex", "hidden")
)


@dataclass
class _Build(HTMLParser):
    """The ways that lead from a page's root to its elements, each once: how it is built, whatever it says and however often."""

    ways: set[str] = field(default_factory=set)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _READINGS:
            return
        said = sorted(f"{name}={value}" if name in _TELLING else name for name, value in attrs)
        one = f"{tag}[{' '.join(said)}]"
        self.ways.add("/".join((*self.open, one)))
        if tag not in _VOID:
            self.open.append(one)

    def handle_endtag(self, tag: str) -> None:
        while self.open and tag not in _VOID | _READINGS:
            if self.open.pop().startswith(f"{tag}["):
                return


def ways(source: str) -> frozenset[str]:
    """How a page is built: the ways from its root to its elements."""
    parser = _Build()
    parser.feed(source)
    return frozenset(parser.ways)


@dataclass(frozen=True)
class News:
    """Whether this run looks at such a thing for the first time, in whichever of its processes.

    Pages repeat one another, so that the gate looks where there is something new; --all asks the checkers of every page that
    differs. What is asked of single elements (colours, the keyboard's stops) is asked of each once at every scale.
    """

    everything: bool

    def build(self, kind: str, source: str) -> bool:
        """A page put together as none before: two steps of a form that ask other questions by the same fields are one build."""
        return self.word(kind, source) if self.everything else _first(kind, ["\n".join(sorted(ways(source)))])

    def page(self, kind: str, source: str) -> bool:
        """A page with a new part, where not every page is asked of."""
        new = self.part(kind, source)
        return self.word(kind, source) if self.everything else new

    def part(self, kind: str, source: str) -> bool:
        """A page with an element built as none before; what was looked at in Japanese is not new in another language."""
        return _first(kind, ways(source))

    def stop(self, kind: str, source: str) -> bool:
        """A page with an element built as none before among those that the keyboard stops at."""
        return _first(kind, [one for one in ways(source) if _STOP.match(one.rsplit("/", 1)[-1])])

    def word(self, kind: str, source: str) -> bool:
        """A page with other words."""
        return _first(kind, [plain(source)])


def _first(kind: str, things: Iterable[str]) -> bool:
    # Each is asked for, so that all of them count as seen.
    new = [ground.first(f"{kind} {one}") for one in things]
    return any(new)
