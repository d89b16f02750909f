"""Towns whose notices are tried: one a module, with a clock to turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.db import Database
from tests.harness.line.server import LineServer
from tests.services.chat import lining
from tests.services.connections.systems import desk
from tests.services.desk.builders import Desk
from tests.services.notices.scene import MORNING, with_line


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Desk]:
    """A town of this test's own, without LINE."""
    found = desk(tmp_path, MORNING)
    yield found
    found.close()


@pytest.fixture
def talking(database: Database, line_server: LineServer, tmp_path: Path) -> lining.Town:
    """A town with LINE and its worker, without a browser."""
    return with_line(database, line_server, tmp_path)
