"""The desk of the sample town in a year in which what was filed in the past is over."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.services.desk.builders import Desk, desk

# Ten in the morning of an open Tuesday.
MORNING = datetime(2031, 4, 1, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk shared by the tests of a file."""
    found = desk(tmp_path_factory.mktemp("town"), MORNING)
    yield found
    found.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Desk]:
    """An empty desk of this test's own."""
    found = desk(tmp_path, MORNING)
    yield found
    found.close()
