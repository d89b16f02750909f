"""A hall for the tests of the room's pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.desk.builders import Desk, desk
from tests.services.queue.hall import MORNING


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Desk]:
    """The sample town's hall, empty."""
    found = desk(tmp_path, MORNING)
    yield found
    found.close()
