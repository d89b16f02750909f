"""A town with two years behind it, shared by the tests of a file."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.services.desk.builders import Desk, desk

# Ten in the morning of an open Friday.
MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk of the sample town with made-up years."""
    found = desk(tmp_path_factory.mktemp("town"), MORNING)
    done = found.app.test_cli_runner().invoke(args=["demo", "history", "--years", "2", "--filings", "3000"])
    assert done.exit_code == 0, done.output
    found.filed()
    yield found
    found.close()
