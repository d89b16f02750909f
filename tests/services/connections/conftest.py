"""Towns that systems outside read: one shared by tests that only look, and one of a test's own."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.services.connections.systems import desk
from tests.services.desk.builders import Desk

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A town whose tests look at their own cases and tokens."""
    found = desk(tmp_path_factory.mktemp("connected"), MORNING)
    yield found
    found.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Desk]:
    """An empty town of this test's own, with a clock to turn."""
    found = desk(tmp_path, MORNING)
    yield found
    found.close()
