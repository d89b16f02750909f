"""A statement that takes too long is told as it is written, never with what it was asked with."""

from pathlib import Path

import pytest
from sqlalchemy import text

from portal import slow
from portal.db import Database
from portal.meter import Meter


@pytest.mark.parametrize(("threshold", "told"), [(1, True), (60_000, False), (0, False)])
def test_a_slow_statement_is_told_without_its_values(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, threshold: int, told: bool
) -> None:
    database, meter = Database(f"sqlite:///{tmp_path / 'a.db'}"), Meter()
    slow.watch(database, threshold, meter)
    caplog.set_level("INFO", "portal")
    long = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
        "SELECT count(*) FROM n WHERE :name <> ''"
    )

    with database.session() as session:
        session.execute(text(long), {"name": "山田花子"})
    database.dispose()

    lines = [message for message in caplog.messages if "slow_query" in message]
    assert bool(lines) is told
    assert meter.all() == ({("kurashi_slow_queries_total",): [1.0]} if told else {})
    assert "山田" not in "".join(caplog.messages)
