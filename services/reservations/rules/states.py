"""What a booking can be, what may follow, and how it came about."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Held while somebody types; pending until the operator decides or a payment arrives; confirmed; then an end."""

    HELD = "held"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    USED = "used"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    # A hold that nobody came back to.
    LAPSED = "lapsed"


FOLLOWS: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.HELD: frozenset({State.PENDING, State.CONFIRMED, State.LAPSED, State.CANCELLED}),
        State.PENDING: frozenset({State.CONFIRMED, State.REFUSED, State.CANCELLED}),
        State.CONFIRMED: frozenset({State.USED, State.NO_SHOW, State.CANCELLED}),
        # A mistake at the desk, or a paper that is typed in later, puts it right.
        State.NO_SHOW: frozenset({State.USED}),
        State.USED: frozenset({State.NO_SHOW}),
        State.CANCELLED: frozenset(),
        State.REFUSED: frozenset(),
        State.LAPSED: frozenset(),
    }
)
# Whoever is in one of these has the space.
CLAIMING = frozenset({State.HELD, State.PENDING, State.CONFIRMED, State.USED, State.NO_SHOW})


class Kind(StrEnum):
    """How a booking came about."""

    FIRST_COME = "first_come"
    APPROVAL = "approval"
    LOTTERY = "lottery"
    # 定期利用: the same hours every week.
    SERIES = "series"


class BlockKind(StrEnum):
    """Why nobody may book."""

    CLOSED = "closed"
    REPAIR = "repair"
    POLLING = "polling"
    SHELTER = "shelter"
    OWN_USE = "own_use"


class GroupState(StrEnum):
    """Where a registered group stands."""

    ACTIVE = "active"
    # By staff, until they let it go on.
    STOPPED = "stopped"
    # Its last day is over; it can be renewed.
    EXPIRED = "expired"
    # Given up by its representative.
    ENDED = "ended"
