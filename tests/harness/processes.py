"""Which processes belong together, read from /proc: a bare machine has no pgrep."""

from collections.abc import Iterator
from pathlib import Path

# Places after the name in /proc/<pid>/stat, see proc(5): the state, the parent, the group.
_PARENT, _GROUP = 1, 2


def of_group(group: int) -> list[int]:
    """The processes of a group."""
    return [pid for pid, words in _all() if int(words[_GROUP]) == group]


def children(parent: int) -> list[int]:
    """The processes that a process has started and that still run."""
    return [pid for pid, words in _all() if int(words[_PARENT]) == parent]


def _all() -> Iterator[tuple[int, list[str]]]:
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            said = place.read_text()
        except (FileNotFoundError, ProcessLookupError):
            # It ended while we looked.
            continue
        # The name stands in brackets and may hold anything, brackets too.
        yield int(place.parent.name), said.rpartition(")")[2].split()
