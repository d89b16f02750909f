"""What the journeys share: one town a process, and each journey in three languages, with scripts and without."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from tests.harness.browser import Diary, Opens
from tests.harness.live import Clock, Town, sample, served
from tests.journeys import album
from tests.journeys.gallery import Wall, wall
from tests.journeys.walk import Journey, State, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Ten in the morning of Friday 20 November 2026: an open hour of an open day.
MOMENT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
CLOSING = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey drives a browser, so that the fast check leaves all of them out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One sample town for all journeys of this process."""
    var = tmp_path_factory.mktemp("town") / "var"
    copytree(sample(MOMENT), var)
    with served(var, Clock(MOMENT)) as found:
        yield found


@pytest.fixture
def visit(town: Town, open_page: Opens, diaries: "dict[Page, Diary]") -> Callable[..., Visit]:
    """Begin a journey: `visit("en", js=False)`; each begins three minutes after the one before."""

    def begun(language: str = "ja", *, js: bool = True) -> Visit:
        town.clock.moment += timedelta(minutes=3)
        # A request that arrives after hours is 受付 only when the office opens again, so all journeys fit into one day.
        assert town.clock() < CLOSING, "the journeys of this process take longer than the office is open"
        return Visit(town, language, js, open_page, diaries)

    return begun


@pytest.fixture
def met(visit: Callable[..., Visit]) -> Callable[[Journey, str], Sequence[State]]:
    """The pages of a journey in one language, walked without JavaScript."""

    def pages(walk: Journey, language: str) -> Sequence[State]:
        return album.keep(f"{walk.__name__}-{language}", walk, lambda: visit(language, js=False))

    return pages


@pytest.fixture
def walked(
    visit: Callable[..., Visit], met: Callable[[Journey, str], Sequence[State]]
) -> Callable[[Journey, str, bool], Sequence[State]]:
    """Walk a journey in one language, with scripts or without, and give the pages that were met."""

    def go(walk: Journey, language: str, js: bool) -> Sequence[State]:
        if not js:
            return met(walk, language)
        one = visit(language, js=True)
        walk(one)
        return one.states

    return go


@pytest.fixture
def hung(request: pytest.FixtureRequest, scale: str, town: Town, language: str) -> Iterator[Wall]:
    """A window to put the pages up in; where nothing is pictured, one that makes no picture."""
    browser = request.getfixturevalue("browser" if scale == "all" else "still_browser")
    with wall(browser, town, language) as found:
        yield found


@pytest.fixture(scope="session")
def pictures(request: pytest.FixtureRequest) -> Path:
    """Where the pictures are kept; git does not."""
    folder = request.config.rootpath / "artefacts" / "journeys"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
