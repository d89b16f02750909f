"""What the booking of a cremation can be, and what may follow."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """仮予約 until the permit's number is told, confirmed, held; or given back, or lapsed without a permit."""

    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    HELD = "held"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


FOLLOWS: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.TENTATIVE: frozenset({State.CONFIRMED, State.CANCELLED, State.LAPSED}),
        State.CONFIRMED: frozenset({State.HELD, State.CANCELLED}),
        # A mistake at the desk can be taken back.
        State.HELD: frozenset({State.CONFIRMED}),
        State.CANCELLED: frozenset(),
        State.LAPSED: frozenset(),
    }
)
# Whoever is in one of these has the furnace.
CLAIMING = frozenset({State.TENTATIVE, State.CONFIRMED, State.HELD})
OPEN = frozenset({State.TENTATIVE, State.CONFIRMED})
