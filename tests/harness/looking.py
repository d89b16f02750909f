"""What a page must withstand when it is looked at: axe, the checkers, the focus ring, a narrow screen, large text, its weight."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.harness.browser import Diary

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(__file__).parent / "pages" / "node_modules" / "axe-core"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
RUN = """async ([rules, locale]) => {
  axe.configure({ locale });
  const found = await axe.run(document, { runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] });
  return found.violations.flatMap(v => v.nodes.map(n => `axe ${v.id}: ${n.target.join(' ')}: ${n.failureSummary}`));
}"""
# The script walks with the page's own focus, so it sees what a person who presses Tab would see.
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const seen = [one, one.labels?.[0], one.nextElementSibling].filter(Boolean).map(e => getComputedStyle(e));
  const ring = seen.some(s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || /[2-9]px|\\d\\dpx/.test(s.boxShadow));
  const box = one.getBoundingClientRect();
  const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const hidden = box.width > 1 && over && !one.contains(over) && !over.contains(one) && !(one.labels && [...one.labels].some(l => l.contains(over)));
  one.dataset.stop ??= String(document.querySelectorAll('[data-stop]').length);
  return { stop: one.dataset.stop, ring, hidden, size: [box.width, box.height], name: one.outerHTML.slice(0, 120) };
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
LARGER = "document.documentElement.style.fontSize = '200%'"
STOPS = 200


@dataclass(frozen=True)
class Weight:
    """What a page costs: bytes on the wire and requests."""

    bytes: int
    requests: int


Check = Callable[["Page"], None]


@pytest.fixture
def axe(browser: "Browser", diaries: "dict[Page, Diary]") -> Check:
    """Fail on any finding of axe under WCAG 2.0 to 2.2, A and AA; the findings are said in Japanese."""
    script = (AXE / "axe.min.js").read_text(encoding="utf-8")
    locale = json.loads((AXE / "locales" / "ja.json").read_text(encoding="utf-8"))

    def check(page: "Page") -> None:
        diary = diaries[page]
        with nullcontext(page) if diary.js else _twin(browser, page, diary) as asked:
            asked.evaluate(script)
            found: list[str] = asked.evaluate(RUN, [RULES, locale])
        assert not found, "\n".join([page.url, *found])

    return check


@contextmanager
def _twin(browser: "Browser", page: "Page", diary: Diary) -> "Iterator[Page]":
    """The same document in a browser that could run scripts but is given none, since axe itself is a script."""
    source, state = diary.source(), page.context.storage_state()
    with browser.new_context(storage_state=state, viewport=page.viewport_size, locale="ja-JP") as context:
        twin = context.new_page()
        twin.route(
            "**/*",
            lambda route: route.abort() if route.request.resource_type == "script" else route.continue_(),
        )
        twin.route(
            page.url, lambda route: route.fulfill(body=source, content_type="text/html; charset=utf-8")
        )
        twin.goto(page.url)
        yield twin


@pytest.fixture
def html_ok(sound: Callable[[str], None], diaries: "dict[Page, Diary]") -> Check:
    """Fail on any complaint of html-validate or the Nu checker about what the server sent for this page."""
    return lambda page: sound(diaries[page].source())


@pytest.fixture(scope="session")
def ring_ok() -> Callable[["Page"], list[str]]:
    """Press Tab through the page: every stop shows a ring of 2 px, is not covered, and is reached once; returns the stops."""

    def check(page: "Page") -> list[str]:
        page.evaluate("() => { document.activeElement?.blur(); window.scrollTo(0, 0); }")
        stops: list[str] = []
        faults: list[str] = []
        seen: set[str] = set()
        for _ in range(STOPS):
            # Held down, the key goes on from stop to stop; a press and its release would be asked of the browser one by one.
            page.keyboard.down("Tab")
            found: dict[str, Any] | None = page.evaluate(FOCUSED)
            if found is None or found["stop"] in seen:
                break
            seen.add(found["stop"])
            stops.append(found["name"])
            faults += [f"no ring: {found['name']}"] * (not found["ring"]) + [
                f"covered: {found['name']}"
            ] * bool(found["hidden"])
        page.keyboard.up("Tab")
        assert stops, f"{page.url}: Tab reaches nothing"
        assert not faults, "\n".join([page.url, *faults])
        return stops

    return check


@pytest.fixture(scope="session")
def narrow_ok() -> Check:
    """Fail when the page scrolls sideways at 320 px, or at 200 % text on a phone."""

    def check(page: "Page") -> None:
        before = page.viewport_size
        for width, larger in ((320, False), (390, True)):
            page.set_viewport_size({"width": width, "height": 800})
            if larger:
                page.evaluate(LARGER)
            assert page.evaluate(SIDEWAYS) <= 0, (
                f"{page.url} scrolls sideways at {width} px{' with 200 % text' * larger}"
            )
        page.evaluate("document.documentElement.style.fontSize = ''")
        if before is not None:
            page.set_viewport_size(before)

    return check


@pytest.fixture
def looks_ok(axe: Check, html_ok: Check, ring_ok: Callable[["Page"], list[str]], narrow_ok: Check) -> Check:
    """Everything above in one word, for every state of every page."""

    def check(page: "Page") -> None:
        axe(page)
        html_ok(page)
        narrow_ok(page)
        ring_ok(page)

    return check


@pytest.fixture(scope="session")
def weigh() -> Callable[["Page", str], Weight]:
    """Open an address as a first-time visitor and weigh it: every byte on the wire, headers included."""

    def weighed(page: "Page", address: str) -> Weight:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        sizes: list[int] = []
        session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
        page.goto(address, wait_until="networkidle")
        session.detach()
        return Weight(sum(sizes), len(sizes))

    return weighed
