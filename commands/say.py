"""How the commands speak: one line a matter, Japanese first, and one line when something stops them."""

import sys


class Stop(Exception):
    """Ends the command; its text says in one line what failed and what to do."""


def say(japanese: str, english: str) -> None:
    """Tell the person at the terminal something, in both languages on one line."""
    print(f"{japanese} / {english}", flush=True)


def stopped(reason: Stop) -> int:
    """Print why a command ends; the exit code for it."""
    print(f"止まりました / stopped: {reason}", file=sys.stderr, flush=True)
    return 1
