"""The portal at another hour: its clock runs so many seconds before or behind the machine's, once a file says how many."""

import os
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import services
from portal import create_app, utc_now
from portal.settings import Settings

SHIFT = "KURASHI_BENCH_SHIFT"
_FILE = Path(os.environ.get(SHIFT, os.devnull))


@cache
def _by() -> timedelta:
    return timedelta(seconds=float(_FILE.read_text()))


def shifted_now() -> datetime:
    """What the served town believes the time is."""
    return utc_now() + (_by() if _FILE.is_file() else timedelta())


app = create_app(services.ALL, Settings.of_environment(), shifted_now)
