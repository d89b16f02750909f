"""The desk of the sample town: shared by tests that look at their own cases, or one test's own where it must be empty."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.services.desk.builders import Desk, desk

# Ten in the morning of an open Friday; the clocks of the shared desks stand still.
MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk whose water procedure ends in a 処分 that needs 決裁."""
    found = desk(tmp_path_factory.mktemp("town"), MORNING, "two_steps")
    yield found
    found.close()


@pytest.fixture(scope="session")
def water(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk as the sample town really has it: the water procedure is a 届出."""
    found = desk(tmp_path_factory.mktemp("water"), MORNING)
    yield found
    found.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Desk]:
    """An empty desk of this test's own, with a clock to turn."""
    found = desk(tmp_path, MORNING, "two_steps")
    yield found
    found.close()
