"""Every page and state the journeys met: clean for axe and both checkers, fit for narrow screens and large text; pictured in --all."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.harness import ground
from tests.harness.browser import DESK, PHONE
from tests.harness.looking import AXE, RULES, RUN
from tests.journeys import gallery
from tests.journeys.every import IN_EACH, OF_EACH, Pages
from tests.journeys.gallery import CUT, SIDEWAYS, SPACED, Wall
from tests.journeys.walk import Journey

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="session")
def asked() -> Callable[["Page"], list[str]]:
    """What axe finds on the page that is up, in Japanese."""
    script = (AXE / "axe.min.js").read_text(encoding="utf-8")
    locale = json.loads((AXE / "locales" / "ja.json").read_text(encoding="utf-8"))

    def find(page: "Page") -> list[str]:
        page.evaluate(script)
        found: list[str] = page.evaluate(RUN, [RULES, locale])
        return found

    return find


@pytest.fixture
def once(scale: str) -> Callable[[str, str], bool]:
    """Whether this run looks at such a page for the first time: pages of one build differ in words, which only --all looks at."""
    name = gallery.plain if scale == "all" else gallery.build

    def first(kind: str, source: str) -> bool:
        return ground.first(f"{kind} {name(source)}")

    return first


@IN_EACH
@OF_EACH
def test_every_page_is_clean(
    journey: Journey,
    language: str,
    met: Pages,
    hung: Wall,
    asked: Callable[["Page"], list[str]],
    html_validate: Callable[[str], list[str]],
    nu: Callable[[str], list[str]],
    once: Callable[[str, str], bool],
) -> None:
    faults: list[str] = []

    for state in met(journey, language):
        if not once("source", state.source):
            continue
        found = html_validate(state.source) + nu(state.source)
        ways = gallery.variants(state)
        for scripts in ways:
            hung.page.set_viewport_size(hung.size(state))
            page = hung.put_up(state, scripts=scripts)
            # What a script left as it was has been looked at.
            found += asked(page) if len(ways) == 1 or once("page", page.content()) else []
        faults += [f"{state.name}: {one}" for one in found]

    assert not faults, "\n".join(faults)


@IN_EACH
@OF_EACH
def test_every_page_fits_narrow_screens_large_text_and_wide_spacing(
    journey: Journey, language: str, met: Pages, hung: Wall, pictures: Path, scale: str
) -> None:
    faults: list[str] = []

    for state in met(journey, language):
        page = hung.put_up(state)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            if scale == "all":
                hung.picture(pictures, state)
            faults += [f"{state.name} cuts {one}" for one in page.evaluate(CUT)]
        faults += [f"{state.name} {one}" for one in squeezed(page)]

    assert not faults, "\n".join(faults)


def squeezed(page: "Page") -> list[str]:
    """What runs over at 320 px, at 200 % text on a phone, and with the text spaced out."""
    found = []
    for name, width, script in (
        ("at 320 px", 320, ""),
        ("with spaced text", 320, SPACED),
        (
            "with 200 % text",
            390,
            "() => { document.adoptedStyleSheets = []; document.documentElement.style.fontSize = '200%' }",
        ),
    ):
        page.set_viewport_size({"width": width, "height": 800})
        if script:
            page.evaluate(script)
        if wide := page.evaluate(SIDEWAYS):
            found.append(f"scrolls sideways {name}: {wide}")
        found += [f"cuts {name}: {one}" for one in page.evaluate(CUT)]
    return found
