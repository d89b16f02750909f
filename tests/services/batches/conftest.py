"""The sample town's desk with its plans, for the tests of the room's pages; the water procedure is a 届出."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.desk.builders import Desk, desk
from tests.services.desk.conftest import MORNING


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One desk for the tests of a file, which look at their own cases."""
    found = desk(tmp_path_factory.mktemp("batches"), MORNING)
    yield found
    found.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Desk]:
    """An empty desk of this test's own."""
    found = desk(tmp_path, MORNING)
    yield found
    found.close()
