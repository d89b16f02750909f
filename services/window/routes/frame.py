"""What the public pages of the window share: which event, what this browser has prepared, whom to ask."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from math import ceil

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from forms import events, show
from forms.events import Event
from forms.field import Value
from forms.procedure import Procedure
from forms.steps import Ask
from forms.together import Together
from portal import crowd, i18n
from portal.doors import db, house, now, resident, visitor
from portal.opening import today
from portal.refused import Refused
from portal.throttle import network
from portal.whom import contact
from services.window.actions import preparing
from services.window.actions.preparing import Prepared

Answers = Mapping[str, Value]
Page = str | Response | tuple[str, int]


def event_of(key: str) -> Event:
    """The event of an address, or the page that says there is none."""
    found = house().pack.events.get(key)
    if found is None or not _offered(found):
        abort(404)
    return found


def all_events() -> list[Event]:
    """Every event that leads to something the town offers today."""
    return [event for event in house().pack.events.values() if _offered(event)]


def _offered(event: Event) -> bool:
    return any(house().pack.offered(part.procedure, today(now())) for part in event.parts)


def prepared(event: Event) -> Prepared | None:
    """What this browser has prepared of the event."""
    seen = visitor()
    return preparing.find(db(), seen.hash, event.key, now()) if seen.known else None


def needed(event: Event) -> Prepared:
    """The same where a page cannot do without it; whoever typed something is told that it is gone."""
    found = prepared(event)
    if found is None or events.is_open(event, found.answers, today(now())):
        if request.method == "POST" and found is None:
            raise Refused("preparation_gone", 404)
        abort(redirect(url_for("window.event", key=event.key), 303))
    return found


def together(event: Event, answers: Answers) -> Together:
    """The one form of everything that follows from the answers and is offered today."""
    town, day = house().pack, today(now())
    parts = [
        (town.procedures[part.procedure], part.known(answers))
        for part in events.chosen(event, answers, day)
        if town.offered(part.procedure, day)
    ]
    return Together(parts, answers, day, known=[ask.key for ask in event.asks])


def told(event: Event) -> dict[str, object]:
    """What every page about an event says."""
    return {"event": event, "contact": reception(), "books": bool(house().pack.farewell.offices)}


def reception() -> dict[str, object]:
    """Whom to ask: at the counter all of it is one matter, so the reception answers for it."""
    town, day = house().pack, today(now())
    division = town.division(town.town.reception, day)
    return contact(division, town.office(division.office, day), day)


def begins() -> None:
    """One more preparation begins from this network; more than people do is asked to wait."""
    forms, seat = house().settings.forms_per_network, resident()
    if not forms:
        return
    whose = seat.holder.hex() if seat else network(request.remote_addr)
    limit = crowd.ALONE if seat else crowd.together(forms)
    wait: timedelta = house().crowd.let_in(f"prepare {whose}", limit, now())
    if wait:
        raise Refused("too_many_tries", 429, minutes=ceil(wait.total_seconds() / 60))


def row(ask: Ask, value: Value, href: str = "") -> dict[str, object]:
    """One answer, with the way to change it."""
    return {"label": ask.label, "value": shown(ask, value), "href": href}


def shown(ask: Ask, value: Value) -> Value:
    """An answer in the words of its page."""
    picked = ask.field.choice(value) if ask.kind == "choice" else None
    if picked is not None:
        return i18n.speaker(i18n.words())(picked.label)
    return value if ask.kind == "long_text" else show.plain(ask.field, value, i18n.words().language.key)


def listed(procedures: Sequence[Procedure]) -> list[dict[str, object]]:
    """Procedures as a list of links to their guides."""
    return [{"procedure": one, "href": url_for("applications.guide", key=one.key)} for one in procedures]
