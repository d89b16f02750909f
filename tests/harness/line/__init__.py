"""A LINE of the tests' own on this machine: it takes what the portal sends and tells what users do."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness.line.server import LineServer


@pytest.fixture
def line_server() -> Iterator["LineServer"]:
    """A channel of LINE's on the loopback; whatever it refused is a fault of the portal, unless the test takes it back."""
    from tests.harness.line.server import running

    with running() as server:
        yield server
    assert server.refused == []
