"""A town of each test's own, on both databases, with the sample's staff."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.harness.live import Clock
from tests.services.accounts.provider import Provider, serving
from tests.services.accounts.scene import Scene, open_scene, seconds
from tests.services.accounts.town import Town, moved_in


@pytest.fixture
def town(database_url: str, tmp_path: Path, now: datetime) -> Iterator[Town]:
    """The sample town on a database of this test's own, its clock at ten in the morning."""
    opened = moved_in(tmp_path, Clock(now), database_url)
    yield opened
    opened.house.db.dispose()


@pytest.fixture
def scene(database_url: str, tmp_path: Path, now: datetime) -> Iterator[Scene]:
    clock = Clock(now)
    provider = Provider("http://localhost/me/provider/card/back", seconds(clock))
    with serving(provider):
        town = open_scene(provider, clock, database_url, tmp_path)
        yield Scene(town, provider)
        town.house.db.dispose()
