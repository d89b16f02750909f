"""Small counts are left out, and with them every sum that would give them away.

One or two filings of a rare kind in a month may be somebody whom the neighbours know. Such a count is hidden, and so is
the sum it belongs to: a hidden count then stands in nothing that is published, so that there is nothing to solve. Whoever
sees the rest knows one thing only, that it was one or two.
"""

from collections.abc import Mapping
from typing import TypeVar

Name = TypeVar("Name")

# The smallest count that is told; none at all tells nothing about anybody.
LEAST = 3


def small(count: int) -> bool:
    """Whether a count is so small that it may point at somebody; one below nothing is a correction of another day."""
    return 0 < abs(count) < LEAST


def hide(counts: Mapping[Name, int]) -> tuple[dict[Name, int | None], int | None]:
    """Counts that add up and their sum, as they may be published."""
    total = sum(counts.values())
    # A sum made small by corrections is no secret beside its parts, so that these are hidden with it.
    shown = {
        name: None if small(count) or (count and small(total)) else count for name, count in counts.items()
    }
    return shown, None if None in shown.values() or small(total) else total


def hide_together(counts: Mapping[Name, int]) -> dict[Name, int | None]:
    """Counts of one thing that depend on one another: where one is small, none is told."""
    hidden = any(small(count) for count in counts.values())
    return dict.fromkeys(counts) if hidden else dict(counts)
