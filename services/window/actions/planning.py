"""Which procedures a visit is about: what its event leads to, what staff added, less what is left for another day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from forms import events
from forms.events import Event
from forms.field import Value
from forms.procedure import Ask, Procedure
from forms.together import Together
from portal.pack import Pack
from portal.people import StaffSeat
from services.window.actions import visits
from services.window.actions.visits import Open
from services.window.rules.serving import Content

WAY = "window"


@dataclass(frozen=True)
class Plan:
    """The one form of a visit: its event's questions, then those of its procedures, each once."""

    event: Event | None
    answers: Mapping[str, Any]
    parts: tuple[tuple[Procedure, Mapping[str, Value]], ...]
    day: date

    def __repr__(self) -> str:
        return "Plan(…)"

    @property
    def procedures(self) -> tuple[Procedure, ...]:
        """In the order of the papers."""
        return tuple(procedure for procedure, _ in self.parts)

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        """The event's own questions that these answers make visible."""
        return events.asked(self.event, self.answers, self.day) if self.event else ()

    @cached_property
    def together(self) -> Together:
        """The procedures as one form."""
        known = [ask.key for ask in self.event.asks] if self.event else []
        return Together(self.parts, self.answers, self.day, known=known)

    @property
    def is_event_open(self) -> bool:
        """Whether a question of the event is still open, so that further procedures may follow."""
        return self.event is not None and events.is_open(self.event, self.answers, self.day)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is open and nothing is wrong."""
        if not self.parts or self.is_event_open or self.together.first_unanswered is not None:
            return False
        return not self.together.check()


def plan(visit: Open, pack: Pack, day: date) -> Plan:
    """What the visit is about on a day."""
    content = visit.content
    event = pack.events.get(visit.row.event)
    found: dict[str, Mapping[str, Value]] = {}
    for part in events.chosen(event, content.answers, day) if event else ():
        found[part.procedure] = part.known(content.answers)
    found.update({key: {} for key in content.added if key not in found})
    parts = tuple(
        (pack.procedures[key], given)
        for key, given in found.items()
        if key not in content.dropped and at_counter(pack, key, day)
    )
    return Plan(event, content.answers, parts, day)


def at_counter(pack: Pack, key: str, day: date) -> bool:
    """Whether the counter takes a procedure on a day."""
    procedure = pack.procedures.get(key)
    return procedure is not None and pack.offered(key, day) and procedure.way(WAY) is not None


def offered(pack: Pack, day: date) -> list[Procedure]:
    """Everything the counter takes, for the list from which staff choose."""
    return [one for one in pack.procedures.values() if one.steps and at_counter(pack, one.key, day)]


def choose(
    session: Session,
    seat: StaffSeat,
    visit: Open,
    now: datetime,
    *,
    add: Sequence[str] = (),
    drop: Sequence[str] = (),
) -> Open:
    """Take one more procedure along, or leave one for another day."""

    def change(content: Content) -> Content:
        added = [one for one in dict.fromkeys((*content.added, *add)) if one not in drop]
        dropped = {*content.dropped, *drop} - set(add)
        return replace(content, added=tuple(added), dropped=tuple(sorted(dropped)))

    return visits.alter(session, seat, visit, change, "chose", now)
