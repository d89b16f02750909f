"""The towns that are shipped, read once a process: reading one is most of what an application costs to make, and none changes."""

from functools import cache
from pathlib import Path

import pytest

PACKS = Path(__file__).parents[2] / "portal" / "packs"


def pytest_configure(config: pytest.Config) -> None:
    """Let whoever asks for a shipped town have the one that was read; a town that a test writes is read each time."""
    from portal import pack

    fresh = pack.read
    kept = cache(fresh)

    def read(folder: Path) -> pack.Pack:
        return kept(folder.resolve()) if folder.resolve().parent == PACKS else fresh(folder)

    pack.read = read
