"""Every page and state the journeys met: clean for axe and both checkers, pictured, and fit for narrow screens and large text."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.harness.browser import DESK, PHONE
from tests.harness.live import Town
from tests.harness.looking import AXE, RULES, RUN
from tests.journeys import desk, gallery, lists, residence, water
from tests.journeys.gallery import CUT, SIDEWAYS, SPACED, Wall, wall
from tests.journeys.walk import LANGUAGES, Journey, State

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

JOURNEYS: Sequence[Journey] = (
    water.apply_for_water,
    residence.ask_online,
    residence.ask_at_the_counter,
    residence.ask_by_post,
    lists.keep_for_later,
    lists.sign_in_and_withdraw,
    lists.refused_and_missing,
    desk.work_on_a_case,
    desk.keep_out,
    desk.manage_people,
)
Pages = Callable[[Journey, str], Sequence[State]]
OF_EACH = pytest.mark.parametrize("journey", JOURNEYS, ids=[one.__name__ for one in JOURNEYS])
IN_EACH = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def hung(browser: "Browser", town: Town, language: str) -> Iterator[Wall]:
    """A window to put the pages up in."""
    with wall(browser, town, language) as found:
        yield found


@pytest.fixture(scope="session")
def pictures(request: pytest.FixtureRequest) -> Path:
    """Where the pictures are kept; git does not."""
    folder = request.config.rootpath / "artefacts" / "journeys"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


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
) -> None:
    faults: list[str] = []

    for state in met(journey, language):
        found = html_validate(state.source) + nu(state.source)
        for scripts in gallery.variants(state):
            hung.page.set_viewport_size(hung.size(state))
            found += asked(hung.put_up(state, scripts=scripts))
        faults += [f"{state.name}: {one}" for one in found]

    assert not faults, "\n".join(faults)


@IN_EACH
@OF_EACH
def test_every_page_fits_narrow_screens_large_text_and_wide_spacing(
    journey: Journey, language: str, met: Pages, hung: Wall, pictures: Path
) -> None:
    faults: list[str] = []

    for state in met(journey, language):
        page = hung.put_up(state)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
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
        ("with 200 % text", 390, "() => { document.adoptedStyleSheets = []; document.documentElement.style.fontSize = '200%' }"),
    ):
        page.set_viewport_size({"width": width, "height": 800})
        if script:
            page.evaluate(script)
        if wide := page.evaluate(SIDEWAYS):
            found.append(f"scrolls sideways {name}: {wide}")
        found += [f"cuts {name}: {one}" for one in page.evaluate(CUT)]
    return found
