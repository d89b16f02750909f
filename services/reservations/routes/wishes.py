"""Wishes on a page: rows of room, day and part of the day, read from a form and shown again, with what became of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from forms import answers
from portal import i18n
from portal.doors import house, now
from portal.opening import TOKYO, today
from portal.pack.buildings import Building, Unit
from services.reservations.actions import entries
from services.reservations.actions.entries import Said
from services.reservations.models.rounds import Entry, Round, Win
from services.reservations.rules import openings, rounds
from services.reservations.rules.rounds import WinState, Wish

_LONGEST = 100


@dataclass(frozen=True)
class Outcome:
    """A wish with what became of it, in the draw and after it."""

    wish: Wish
    shown: Mapping[str, Any]
    kind: str
    by: str
    number: int
    place: int
    win: Win | None
    confirms: bool


def units_of(building: Building, row: Round) -> list[Unit]:
    """The rooms of a round."""
    return [unit for unit in building.units if unit.key in row.units.split()]


def form_of(building: Building, row: Round) -> dict[str, Any]:
    """What the rows of the form offer."""
    say, units = i18n.speaker(i18n.words()), units_of(building, row)
    holidays = house().pack.closed_days
    days = [
        day for day in rounds.days(row.first_day, row.last_day) if openings.openings(building, day, holidays)
    ]
    spans = list(dict.fromkeys(span for unit in units for span in rounds.spans(unit)))
    bands = {band.key: band for unit in units for band in unit.bands}
    purposes = [one for one in building.purposes if any(one.key in unit.purposes for unit in units)]
    return {
        "rows": range(1, row.most_wishes + 1),
        "unit_options": [(unit.key, say(unit.title)) for unit in units],
        "day_options": [(day.isoformat(), day) for day in days],
        "span_options": [
            (
                f"{first}:{last}",
                [say(bands[key].title) for key in dict.fromkeys((first, last))],
                f"{bands[first].start:%H:%M}–{bands[last].end:%H:%M}",
            )
            for first, last in spans
        ],
        "purpose_options": [(one.key, say(one.title)) for one in purposes],
    }


def said_in(building: Building, row: Round, locale: str, mail: str) -> Said:
    """The form as it was filled in; a row with nothing picked is no wish, one half picked is a wish that nobody offers."""
    wishes = []
    for place in range(1, row.most_wishes + 1):
        picked = [request.form.get(f"{part}_{place}", "") for part in ("unit", "day", "span")]
        if any(picked):
            wishes.append(_wish(building, *picked))
    people = request.form.get("people", "")
    return Said(
        name=_typed("name"),
        phone=_typed("phone"),
        mail=mail,
        whose=request.form.get("whose", ""),
        purpose=request.form.get("purpose", ""),
        people=int(people) if people.isdecimal() and len(people) < 6 else 0,
        wishes=tuple(wishes),
        locale=locale,
    )


def _typed(key: str) -> str:
    """What was typed, written as every form of the house keeps it; as it stands where it cannot be read."""
    typed = request.form.get(key, "")[:_LONGEST].strip()
    answer = answers.read(house().pack.dictionary.fields[key], {"value": typed}, today(now()))
    return str(answer.value) if answer.fault is None and answer.value else typed


def _wish(building: Building, unit: str, day: str, span: str) -> Wish:
    """A wish, or one for no room at all where something was left open, so that the form says so."""
    nowhere = Wish("", datetime.min.replace(tzinfo=TOKYO), datetime.min.replace(tzinfo=TOKYO))
    found, (first, _, last) = building.unit(unit), span.partition(":")
    try:
        when = date.fromisoformat(day)
    except ValueError:
        return nowhere
    return (rounds.wish(building, found, when, (first, last)) if found else None) or nowhere


def typed_in(row: Round, entry: Entry | None, contact: Mapping[str, str]) -> dict[str, Any]:
    """An entry as the form shows it again."""
    if entry is None:
        return {"whose": "resident"}
    typed: dict[str, Any] = {
        "name": contact.get("name", ""),
        "phone": contact.get("phone", ""),
        "mail": contact.get("mail", ""),
        "whose": entry.whose,
        "purpose": entry.purpose,
        "people": entry.people,
    }
    pack = house().pack
    for place, wish in enumerate(rounds.read(entry.wishes), 1):
        unit = pack.buildings[row.building].unit(wish.unit)
        typed[f"unit_{place}"] = wish.unit
        typed[f"day_{place}"] = wish.starts.astimezone(TOKYO).date().isoformat()
        typed[f"span_{place}"] = _span(unit, wish) if unit else ""
    return typed


def _span(unit: Unit, wish: Wish) -> str:
    starts, ends = wish.starts.astimezone(TOKYO).time(), wish.ends.astimezone(TOKYO).time()
    first = next((band.key for band in unit.bands if band.start == starts), "")
    last = next((band.key for band in unit.bands if band.end == ends), "")
    return f"{first}:{last}"


def shown_wish(building: Building, wish: Wish) -> dict[str, Any]:
    """A wish in words: the room, the day, from when to when."""
    starts, ends = wish.starts.astimezone(TOKYO), wish.ends.astimezone(TOKYO)
    return {
        "unit": building.unit(wish.unit),
        "day": starts.date(),
        "hours": f"{starts:%H:%M}–{ends:%H:%M}",
    }


def outcomes(session: Session, building: Building, entry: Entry, moment: datetime) -> Sequence[Outcome]:
    """Somebody's wishes in their order, with what became of each."""
    told = json.loads(entry.outcome) if entry.outcome else []
    won = {one.wish: one for one in entries.wins(session, entry)}
    found = []
    for place, wish in enumerate(rounds.read(entry.wishes)):
        kind, by, number, at = told[place] if place < len(told) else ("", "", 0, 0)
        win = won.get(wish.id)
        confirms = win is not None and win.state == WinState.WON and moment < win.confirm_by
        found.append(Outcome(wish, shown_wish(building, wish), kind, by, number, at, win, confirms))
    return found
