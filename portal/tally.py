"""Tally: what several machines count and keep together, in Redis or Valkey; while it is away each process counts alone.

Nothing is lost with it: a count is forgotten, a page is made once more. So it needs no backup and no disk, and whatever is
wrong with it costs nobody an answer.
"""

import hashlib
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from portal.crowd import Crowd
from portal.log_lines import Log
from portal.throttle import Limit

# A page must never wait long for a number; and one that is away is not asked again at once.
PATIENCE, REST = 0.2, 5.0
# What one process made, another of the same town may hand out for so long; its key changes with what it depends on.
KEPT_FOR = timedelta(minutes=1)

# As `Crowd` counts, with the one clock that all machines share; a moment too far ahead was written by a clock since put right.
_LET_IN = """
local told = redis.call('TIME')
local now = told[1] * 1000 + math.floor(told[2] / 1000)
local every, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local free = tonumber(redis.call('GET', KEYS[1]) or '0')
if free < now or free > now + every * burst then free = now end
local after = free + every
local over = after - now - every * burst
if over > 0 then return over end
redis.call('SET', KEYS[1], string.format('%d', after), 'PX', after - now)
return 0
"""

Answer = TypeVar("Answer")


class Tally:
    """One town's counts and pages among those of the others, under a prefix and a key of its own."""

    def __init__(self, url: str, town: str, key: bytes, clock: Callable[[], float] = time.monotonic) -> None:
        self._url, self._town, self._key, self._clock = (
            url,
            town,
            hashlib.sha256(b"tally" + key).digest(),
            clock,
        )
        self._alone, self._lock = Crowd(), threading.Lock()
        self._log = Log("portal.tally")
        self._client: Any = None
        self._script: Any = None
        self._away_until: float | None = None

    def let_in(self, name: str, limit: Limit, now: datetime) -> timedelta:
        """As `Crowd.let_in`, counted over all machines; alone while there is nobody to count with."""
        place = self._place("crowd", name.encode())
        over = self._ask(lambda: int(self._counted()(keys=[place], args=[limit.step, limit.burst])))
        return self._alone.let_in(name, limit, now) if over is None else timedelta(milliseconds=over)

    def kept(self, key: bytes) -> bytes | None:
        """What some process of this town has made under this key."""
        return self._ask(lambda: self._redis().get(self._place("kept", key)))

    def keep(self, key: bytes, body: bytes) -> None:
        """Let the others have what was made here; it carries nothing personal."""
        self._ask(lambda: self._redis().set(self._place("kept", key), body, px=KEPT_FOR))

    def answers(self) -> bool:
        """Whether it is there at this moment."""
        self._away_until = None
        return bool(self._ask(lambda: self._redis().ping()))

    def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            self._client.close()

    def _place(self, what: str, name: bytes) -> str:
        # No address and no account can be read there, and no two towns can meet in one name.
        hidden = hashlib.blake2b(name, digest_size=16, key=self._key).hexdigest()
        return f"kurashi:{self._town}:{what}:{hidden}"

    def _ask(self, do: Callable[[], Answer]) -> Answer | None:
        """What it answers; nothing where it is away, which is said once in the log and once when it is back."""
        away = self._away_until
        if away is not None and self._clock() < away:
            return None
        from redis.exceptions import RedisError

        try:
            answer = do()
        except (RedisError, OSError) as error:
            self._away_until = self._clock() + REST
            if away is None:
                self._log.warning("tally_away", error=type(error).__name__)
            return None
        if away is not None:
            self._away_until = None
            self._log.info("tally_back")
        return answer

    def _redis(self) -> Any:
        with self._lock:
            if self._client is None:
                from redis import Redis
                from redis.backoff import NoBackoff
                from redis.retry import Retry

                self._client = Redis.from_url(
                    self._url,
                    socket_timeout=PATIENCE,
                    socket_connect_timeout=PATIENCE,
                    retry=Retry(NoBackoff(), 0),
                )
                self._script = self._client.register_script(_LET_IN)
        return self._client

    def _counted(self) -> Any:
        self._redis()
        return self._script
