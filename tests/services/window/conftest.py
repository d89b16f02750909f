"""The sample town for the window's pages."""

from collections.abc import Iterator

import pytest

from tests.services.applications.browsing import MORNING, Site, site


@pytest.fixture(scope="module")
def hinata_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample town with an empty database; its clock stands still unless a test turns it."""
    found = site(tmp_path_factory.mktemp("window"), MORNING)
    yield found
    found.close()
