"""The sample town for route tests: one shared by whoever only adds to it, one of its own for whoever changes it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.services.applications.browsing import MORNING, Browser, Site, site
from tests.services.applications.written import town_with


@pytest.fixture(scope="session")
def hinata_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample town with its card; other tests of this process have filed in it, and its clock stands still."""
    found = site(tmp_path_factory.mktemp("hinata"), MORNING)
    yield found
    found.close()


@pytest.fixture
def own_site(tmp_path: Path, now: datetime) -> Iterator[Site]:
    """A sample town of this test's own, with nothing in it and a clock to turn."""
    found = site(tmp_path / "var", now)
    yield found
    found.close()


@pytest.fixture
def browser(hinata_site: Site) -> Browser:
    """A new browser in the shared town, whose owner reads Japanese."""
    return hinata_site.browser()


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Site]:
    """A town that has just been given the procedure."""
    found = site(tmp_path / "var", MORNING, packs=town_with(tmp_path))
    yield found
    found.close()
