"""A LINE of the tests' own on this machine: it takes what the portal sends and tells what users do."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

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


@pytest.fixture
def judged_line(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Where something else stands in for LINE: whatever is told to it is judged as LINE would, and a fault of the portal."""
    from services.chat.outside.line import Line
    from tests.harness.line.judging import faults

    call, refused = Line.call, list[str]()

    def judged(line: Line, how: str, path: str, body: Any = None, **more: Any) -> Any:
        refused.extend(faults(how, path, body))
        return call(line, how, path, body, **more)

    monkeypatch.setattr(Line, "call", judged)
    yield refused
    assert refused == []
