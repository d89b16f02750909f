"""What an appointment can be, and what may follow."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Held while somebody types; booked at once, waiting where a course is full, or drawn; then an end."""

    HELD = "held"
    BOOKED = "booked"
    WAITING = "waiting"
    # 抽選: asked for, and not drawn yet.
    APPLIED = "applied"
    # Drawn, and neither a place nor a place in the line was left.
    LOST = "lost"
    CAME = "came"
    MISSED = "missed"
    CANCELLED = "cancelled"
    # The town called it off.
    CALLED_OFF = "called_off"
    # A hold that nobody came back to.
    LAPSED = "lapsed"


FOLLOWS: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.HELD: frozenset({State.BOOKED, State.LAPSED, State.CANCELLED, State.CALLED_OFF}),
        State.BOOKED: frozenset({State.CAME, State.MISSED, State.CANCELLED, State.CALLED_OFF}),
        State.WAITING: frozenset({State.BOOKED, State.CANCELLED, State.CALLED_OFF}),
        State.APPLIED: frozenset(
            {State.BOOKED, State.WAITING, State.LOST, State.LAPSED, State.CANCELLED, State.CALLED_OFF}
        ),
        State.LOST: frozenset(),
        # A mistake at the desk can be taken back.
        State.CAME: frozenset({State.BOOKED}),
        State.MISSED: frozenset({State.CAME, State.BOOKED}),
        State.CANCELLED: frozenset(),
        State.CALLED_OFF: frozenset(),
        State.LAPSED: frozenset({State.BOOKED, State.APPLIED}),
    }
)
# Whoever is in one of these has places.
PLACED = frozenset({State.HELD, State.BOOKED, State.CAME, State.MISSED})
# What a resident still has before them.
STANDING = frozenset({State.BOOKED, State.WAITING, State.APPLIED})
# Whoever is in one of these has none, or not for certain, and stands on no list of a day that is printed.
UNPLACED = frozenset({State.HELD, State.WAITING, State.APPLIED})


class Change(StrEnum):
    """What staff change of a day."""

    CLOSED = "closed"
    # The house it is held in is needed otherwise; whoever has a time keeps it until staff say where or when instead.
    VENUE = "venue"
    ADDED = "added"
    PLACES = "places"


# At such a time nobody new is received.
SHUT = frozenset({Change.CLOSED, Change.VENUE})
