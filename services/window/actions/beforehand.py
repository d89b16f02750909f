"""The sheet each division has before a bereaved family comes: what it prepares, and only the answers it needs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import show
from forms.field import Value
from forms.wording import NOTHING, Wording
from portal import audit, shielded
from portal.db import writing
from portal.opening import today
from portal.pack import Pack
from portal.pack.rows import Division
from portal.people import StaffSeat
from portal.printing import Printer
from portal.refused import Refused
from services.window.actions import bookings, checklist
from services.window.actions.booked_days import SERVE
from services.window.actions.bookings import SUBJECT, Opened
from services.window.models.bookings import Booking
from services.window.rules.booking import State

SHEET = "sheets/farewell_division.html"
# Without these nobody can be found in a register, or be greeted by name.
EVERYBODY = (
    "deceased_name",
    "deceased_birth_date",
    "deceased_address",
    "deceased_on",
    "name",
    "care_heir_relation",
)

# Two people are named on a sheet, and only the other question says whose name it asks.
COMES = "おいでになる方の氏名"


@dataclass(frozen=True)
class Matter:
    """One thing a division prepares, with the last day where the law has one."""

    title: Wording
    text: Wording
    day: str


@dataclass(frozen=True)
class Sheet:
    """What one division has in hand for one family."""

    division: Division
    matters: tuple[Matter, ...]
    # The questions this division's matters turn on, beside who died and who comes.
    keys: frozenset[str] = field(default=frozenset())


def sheets(pack: Pack, answers: Mapping[str, Value], on: date) -> tuple[Sheet, ...]:
    """A sheet for each division that has something to do for this family."""
    found: dict[str, tuple[Division, list[Matter], set[str]]] = {}
    for division, matter, keys in _matters(pack, answers, on):
        _, matters, needed = found.setdefault(division.id, (division, [], set()))
        matters.append(matter)
        needed.update(keys)
    return tuple(
        Sheet(division, tuple(matters), frozenset(needed)) for division, matters, needed in found.values()
    )


def rows(pack: Pack, sheet: Sheet, opened: Opened) -> tuple[tuple[str, str], ...]:
    """The answers a sheet shows; of somebody who must not be found, nothing that says where they are."""
    told = dict(opened.answers)
    if opened.booking.shielded:
        told = shielded.cover(told, pack.dictionary)
    keys = (*EVERYBODY, *(key for key in told if key in sheet.keys and key not in EVERYBODY))
    return tuple(
        (COMES if key == "name" else asked.label.say("ja").text, show.plain(asked, told[key], "ja"))
        for key in keys
        if told.get(key) not in (None, "", []) and (asked := pack.dictionary.get(key)) is not None
    )


def pdf(session: Session, seat: StaffSeat, printer: Printer, found: Sequence[Opened], now: datetime) -> bytes:
    """The sheets of the seat's own divisions for these families, in one PDF by division; every one is written down."""
    pack: Pack = session.info["pack"]
    mine = seat.divisions_for(SERVE)
    pages = sorted(
        (sheet.division.id, one.booking.starts, number, sheet, one)
        for number, one in enumerate(found)
        if one.answers
        for sheet in sheets(pack, one.answers, today(now))
        if sheet.division.id in mine
    )
    if not pages:
        raise Refused("no_sheets", 404)
    with writing(session):
        ids = dict.fromkeys(one.booking.id for *_, one in pages)
        audit.saw_each(session, "staff", seat.id, "sheet_printed", SUBJECT, ids, now)
    return printer.book([html(printer, pack, sheet, one, seat, now) for *_, sheet, one in pages])


def html(printer: Printer, pack: Pack, sheet: Sheet, one: Opened, seat: StaffSeat, now: datetime) -> str:
    """One sheet, before it is printed."""
    office = pack.office(one.booking.office, one.booking.day)
    return printer.sheets.html(
        SHEET,
        lang="ja",
        division=sheet.division,
        matters=sheet.matters,
        rows=rows(pack, sheet, one),
        when=f"{checklist.written(one.booking.day, 'ja')} {one.booking.starts}",
        office=office.name.say("ja").text,
        place=bookings.receiving(pack, one.booking.office).place.say("ja").text,
        shielded=one.booking.shielded,
        locale=one.booking.locale,
        made=f"{checklist.written(today(now), 'ja')} {seat.name}",
    )


def coming(session: Session, day: date) -> tuple[Opened, ...]:
    """Every family expected on a day, in whatever office: each division has its part in all of them."""
    rows = session.scalars(
        select(Booking)
        .where(Booking.day == day, Booking.state.in_((State.BOOKED, State.CAME)))
        .order_by(Booking.starts, Booking.id)
    )
    return tuple(bookings.opened(session, row) for row in rows)


def _matters(
    pack: Pack, answers: Mapping[str, Value], on: date
) -> Iterator[tuple[Division, Matter, frozenset[str]]]:
    for due in checklist.dues(pack, answers):
        if not due.term.ours:
            continue
        words = pack.farewell.words[due.term.key]
        procedure = pack.procedures.get(due.term.procedure)
        asked = {ask.key for ask in procedure.every_ask} if procedure else set()
        yield (
            checklist.owner(pack, due, on),
            Matter(words.title, words.text, checklist.written(due.last, "ja")),
            frozenset(asked | {one.key for one in due.term.when}),
        )
    owned = answers.get("farewell_things")
    for one in pack.farewell.undated:
        if one.division and (not one.when or not isinstance(owned, list) or one.when in owned):
            keys = frozenset({"farewell_things"} if one.when else ())
            yield checklist.division(pack, one.division, on), Matter(one.title, NOTHING, ""), keys
