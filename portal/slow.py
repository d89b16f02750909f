"""Slow: a statement that takes too long is logged as it is written, never with the values it was asked with."""

import time
from typing import Any

from sqlalchemy import event

from portal.db import Database
from portal.log_lines import Log
from portal.meter import Meter

LONGEST = 2_000


def watch(database: Database, threshold_ms: int, meter: Meter) -> None:
    """Look at every statement's time; none is looked at where the threshold is 0."""
    if not threshold_ms:
        return
    engine, log, longest = database.engine, Log("portal.slow"), threshold_ms / 1000

    def heard(statement: str, took: float) -> None:
        if took > longest:
            meter.count("kurashi_slow_queries_total")
            log.warning(
                "slow_query", ms=round(took * 1000, 1), statement=" ".join(statement.split())[:LONGEST]
            )

    database.heard.append(heard)

    @event.listens_for(engine, "before_cursor_execute")
    def begin(_c: Any, _cursor: Any, _statement: str, _values: Any, context: Any, _many: bool) -> None:
        if context is not None:
            context.began = time.perf_counter()

    @event.listens_for(engine, "after_cursor_execute")
    def end(_c: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool) -> None:
        heard(statement, time.perf_counter() - getattr(context, "began", float("inf")))
