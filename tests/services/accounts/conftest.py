"""A town of each test's own, on both databases, with the sample's staff."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.harness.live import Clock
from tests.services.accounts.town import Town, moved_in


@pytest.fixture
def town(database_url: str, tmp_path: Path, now: datetime) -> Iterator[Town]:
    """The sample town on a database of this test's own, its clock at ten in the morning."""
    opened = moved_in(tmp_path, Clock(now), database_url)
    yield opened
    opened.house.db.dispose()
