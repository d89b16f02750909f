"""Reaching: how a PostgreSQL server is spoken to, so that one that has gone keeps nobody waiting longer than it must."""

import select
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Dialect, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError

from portal import journeys, turns

# A machine that has gone silent is noticed after so many seconds, or milliseconds: the network itself would wait minutes.
SILENCE = {
    "connect_timeout": 3, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 15_000,
}  # fmt: skip
# Whoever comes so soon after a connection that was waited for in vain is told at once, so that pages from memory are served.
REST, SLOW = 2.0, 1.0


class Reach:
    """Connects; while the server is silent only one in two seconds waits for it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._away_until = clock, float("-inf")

    def __call__(self, dialect: Dialect, _record: Any, words: Any, options: Any) -> Any:
        """A connection, or the driver's own error."""
        begun = self._clock()
        missing = dialect.loaded_dbapi.OperationalError
        if begun < self._away_until:
            raise missing("the server was silent a moment ago")
        try:
            return dialect.connect(*words, **options)
        except missing:
            # One that refuses at once costs nobody anything, and may be back at the next moment.
            if self._clock() - begun > SLOW:
                self._away_until = self._clock() + REST
            raise


def postgresql(url: str) -> Engine:
    """An engine for a town's server."""
    # A reading session needs no BEGIN and no ROLLBACK: each question to the server is one journey instead of three.
    engine = create_engine(
        url, pool_size=5, max_overflow=10, isolation_level="AUTOCOMMIT", connect_args=SILENCE
    )
    event.listen(engine, "do_connect", Reach())

    @event.listens_for(engine, "connect")
    def bound(connection: Any, _record: Any) -> None:
        # Whoever waits for another's rows is told in time that it takes too long, as on SQLite.
        connection.execute(f"SET lock_timeout = {int(turns.PATIENCE * 1000)}")
        connection.commit()

    @event.listens_for(engine, "checkout")
    def look(connection: Any, _record: Any, _proxy: Any) -> None:
        # A connection at rest on which something has arrived was closed by the server; asking it would cost a journey.
        glance = select.poll()
        glance.register(connection.fileno(), select.POLLIN)
        if glance.poll(0):
            raise DisconnectionError

    journeys.prepare(engine)
    return engine
