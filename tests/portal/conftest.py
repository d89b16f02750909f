"""What tests of the shell share: a collector that spans are sent to."""

from collections.abc import Iterator

import pytest

from tests.portal.collector import Collector, collecting


@pytest.fixture
def collector() -> Iterator[Collector]:
    """A collector of this test's own."""
    with collecting() as found:
        yield found
