"""Crowd: how many forms one network begins and hands in, so that a script cannot flood the town.

A school or a telephone company may stand behind one address, so hundreds may come at once. It is counted in the memory
of each web process: a submission pays for a look into a dictionary, and for no row in the database. Whoever is made to wait
keeps what was typed, and whoever is signed in is counted alone, so that no neighbour can shut them out.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portal.throttle import Limit

# So many names are remembered at most; an attacker with more of them is nothing this can stop.
MOST = 20_000
PAUSE = timedelta(seconds=6)
# Nobody alone hands in more than this by hand.
ALONE = Limit(30, timedelta(minutes=1))


def together(forms: int) -> Limit:
    """What everybody behind one address may do."""
    return Limit(forms, PAUSE)


@dataclass
class Crowd:
    """For each name the moment at which it will be as good as never seen, as a bucket of `portal.throttle` has it."""

    free_at: dict[str, datetime] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def let_in(self, name: str, limit: Limit, now: datetime) -> timedelta:
        """No time at all, and it is counted; or how long until this name is let in, which costs it nothing."""
        with self.lock:
            free = self.free_at.get(name, now)
            # Further ahead than anybody can get was written by a clock that has been put back since.
            after = (free if now < free <= now + limit.burst * limit.every else now) + limit.every
            over = after - now - limit.burst * limit.every
            if over > timedelta():
                return over
            self.free_at[name] = after
            if len(self.free_at) > MOST:
                self._forget(now)
        return timedelta()

    def _forget(self, now: datetime) -> None:
        """Forget whoever is free again; where that is not enough, whoever was here least."""
        kept = sorted((moment, name) for name, moment in self.free_at.items() if moment > now)
        self.free_at = {name: moment for moment, name in kept[-MOST // 2 :]}
