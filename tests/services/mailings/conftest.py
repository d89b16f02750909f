"""A town whose mailings tests may spoil, made once for each file."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.services.mailings.town import Town, town

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def writing_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A sample town with a clock that stands still; each test makes its own mailing."""
    found = town(tmp_path_factory.mktemp("mailings"), MORNING)
    yield found
    found.site.close()
