"""Findings: how something is, and what to do where it is not well."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any


class State(Enum):
    """How bad it is: fine, worth a thought, or something that does not work."""

    FINE = "よい / fine"
    THINK = "注意 / note"
    WRONG = "悪い / WRONG"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: how it is, and what to do where it is not fine."""

    state: State
    what: str
    said: str
    todo: str = ""

    def __str__(self) -> str:
        todo = f"\n    → {self.todo}" if self.todo else ""
        return f"[{self.state.value}] {self.what}: {self.said}{todo}"


def fine(what: str, said: str) -> Finding:
    """Nothing to do."""
    return Finding(State.FINE, what, said)


def think(what: str, said: str, todo: str) -> Finding:
    """It works, and the operator may want it otherwise."""
    return Finding(State.THINK, what, said, todo)


def wrong(what: str, said: str, todo: str) -> Finding:
    """It does not work."""
    return Finding(State.WRONG, what, said, todo)


def safely(what: str, ask: Callable[[], Finding]) -> Finding:
    """What a check answers, or that it broke; its text may hold an address or a password, so only its kind is told."""
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 (whatever is broken here is what the operator wants to know)
        return wrong(
            what,
            f"確かめられません / cannot be checked ({type(error).__name__})",
            "設定とログを見てください / see the settings and the log",
        )


def worst(found: Iterable[Finding]) -> State:
    """The worst of them."""
    order: list[Any] = list(State)
    return max((one.state for one in found), key=order.index)
