"""Putting the house together: what is made at the start, and what is left until somebody asks."""

from datetime import datetime
from pathlib import Path

from tests.services.applications.browsing import site


def test_the_application_is_made_without_asking_its_database(tmp_path: Path, now: datetime) -> None:
    found = site(tmp_path, now)
    journeys = found.house.db.engine.pool.status()
    found.close()

    assert "Connections in pool: 0" in journeys
