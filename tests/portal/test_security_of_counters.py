"""The one page that may speak to something besides the portal: a counter's, to the card reader of its own PC."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.harness.live import Clock
from tests.portal.doored import doored


@pytest.mark.parametrize(
    ("port", "path", "reached"),
    [
        (47600, "/t/reader", "connect-src 'self' http://127.0.0.1:47600;"),
        (47600, "/t/public", "connect-src 'self';"),
        (0, "/t/reader", "connect-src 'self';"),
    ],
)
def test_only_a_counters_page_reaches_the_card_reader_of_its_pc(
    tmp_path: Path, now: datetime, port: int, path: str, reached: str
) -> None:
    town = doored(tmp_path, Clock(now), card_bridge_port=port)

    policy = town.app.test_client().get(path).headers["Content-Security-Policy"]

    assert reached in policy
    assert policy.count("127.0.0.1") == ("127.0.0.1" in reached)
    town.house.db.dispose()
