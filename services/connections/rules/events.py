"""What may be told: events by name and the message about one, ids only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from portal.states import State
from services.connections.rules.addresses import Policy, fault

LONGEST_NAME = 60
TEST = "test"
# The house's own word for a state, and what it is called outside; both are written down by others and stay.
EVENTS: Mapping[State, str] = MappingProxyType(
    {state: "case.completed" if state is State.DONE else f"case.{state}" for state in State}
)


@dataclass(frozen=True)
class Wish:
    """What an administrator asks for when an address is to be told."""

    name: str
    url: str
    events: tuple[str, ...]
    divisions: tuple[str, ...]


@dataclass(frozen=True)
class Happened:
    """One event about one case, in ids."""

    id: UUID
    event: str
    at: datetime
    case_id: UUID | None = None
    procedure: str | None = None
    division: str | None = None
    state: str | None = None


def faults(wish: Wish, policy: Policy) -> tuple[str, ...]:
    """Everything that is wrong with a wish, as codes in the order of the form."""
    found = []
    if not 0 < len(wish.name) <= LONGEST_NAME:
        found.append("webhook_name")
    if wrong := fault(wish.url, policy):
        found.append(wrong)
    if not wish.events or not set(wish.events) <= set(EVENTS.values()):
        found.append("webhook_events")
    if not wish.divisions:
        found.append("webhook_divisions")
    return tuple(found)


def message(happened: Happened) -> bytes:
    """The body of the call; the same bytes at every try."""
    said = {
        "id": str(happened.id),
        "type": happened.event,
        "at": happened.at.isoformat(),
        "case": None if happened.case_id is None else str(happened.case_id),
        "procedure": happened.procedure,
        "division": happened.division,
        "state": happened.state,
    }
    return json.dumps(said, separators=(",", ":")).encode()
