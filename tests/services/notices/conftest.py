"""Towns whose notices are tried: one a module, with a clock to turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.connections.systems import desk
from tests.services.desk.builders import Desk
from tests.services.notices.scene import MORNING


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Desk]:
    """A town of this test's own, without LINE."""
    found = desk(tmp_path, MORNING)
    yield found
    found.close()
