"""おくやみ as a town's folder tells it: the words of the dated list, the offices elsewhere, and when a time can be booked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from types import MappingProxyType

from forms.faults import Broken
from forms.reading import Table
from forms.wording import NOTHING, Wording
from portal.pack.rows import WEEKDAYS

NATIONWIDE, OWN = "farewell.toml", "okuyami.toml"
# Two months ahead is more than any family wants to wait, and a day of work is the least the divisions need.
MOST_DAYS, MOST_SEATS = 62, 20


@dataclass(frozen=True)
class Words:
    """What one period is called, what is done, and who takes it: a division of the town or an office elsewhere."""

    title: Wording
    text: Wording = NOTHING
    division: str = ""
    office: str = ""


@dataclass(frozen=True)
class Undated:
    """Something no law gives a day for; `when` names what the person must have owned for it to matter."""

    title: Wording
    division: str = ""
    elsewhere: Wording = NOTHING
    when: str = ""


@dataclass(frozen=True)
class BookingOffice:
    """When one office receives a family: weekdays, times of beginning, how long, how many at once."""

    office: str
    division: str
    place: Wording
    weekdays: frozenset[int]
    times: tuple[time, ...]
    minutes: int
    seats: int


@dataclass(frozen=True)
class Farewell:
    """Everything a town says about おくやみ; without offices no time can be booked."""

    words: Mapping[str, Words]
    undated: tuple[Undated, ...]
    elsewhere: Mapping[str, Wording]
    phones: Mapping[str, str]
    offices: tuple[BookingOffice, ...]
    days_ahead: int
    open_days_before: int

    def at(self, office: str) -> BookingOffice | None:
        """How an office receives families; None where it does not."""
        return next((one for one in self.offices if one.office == office), None)


NONE = Farewell(MappingProxyType({}), (), MappingProxyType({}), MappingProxyType({}), (), 0, 0)


def read(nationwide: Mapping[str, object], faults: list[Broken]) -> Farewell:
    """The nationwide words; what is wrong is added to `faults`."""
    table = Table(nationwide, "", faults)
    names = Table(table.take("offices"), "offices", faults)
    elsewhere = {key: names.wording(key, needed=True) for key in list(_keys(nationwide, "offices"))}
    entries = Table(table.take("term"), "term", faults)
    words = {key: _words(Table(entry, f"term.{key}", faults)) for key, entry in entries.rest().items()}
    undated = tuple(_undated(one) for one in table.tables("open"))
    table.finish()
    return Farewell(
        MappingProxyType(words), undated, MappingProxyType(elsewhere), MappingProxyType({}), (), 0, 0
    )


def add_own(known: Farewell, own: Mapping[str, object], faults: list[Broken]) -> Farewell:
    """The same with what a town says itself: its hours and its telephones."""
    table = Table(own, "", faults)
    phones = Table(table.take("phones") or {}, "phones", faults)
    numbers = {key: phones.text(key) for key in known.elsewhere}
    phones.finish()
    found = Farewell(
        known.words,
        known.undated,
        known.elsewhere,
        MappingProxyType({key: number for key, number in numbers.items() if number}),
        tuple(_office(one) for one in table.tables("office")),
        _within(table, "days_ahead", 1, MOST_DAYS),
        _within(table, "open_days_before", 0, 10),
    )
    table.finish()
    return found


def _keys(mapping: Mapping[str, object], key: str) -> tuple[str, ...]:
    inner = mapping.get(key)
    return tuple(inner) if isinstance(inner, Mapping) else ()


def _words(table: Table) -> Words:
    words = Words(
        table.wording("title", needed=True),
        table.wording("text", needed=True),
        table.text("division"),
        table.text("office"),
    )
    table.finish()
    return words


def _undated(table: Table) -> Undated:
    found = Undated(
        table.wording("title", needed=True),
        table.text("division"),
        table.wording("elsewhere"),
        table.text("when"),
    )
    table.finish()
    return found


def _office(table: Table) -> BookingOffice:
    days = table.text("weekdays", needed=True)
    if not days or not set(days) <= set(WEEKDAYS):
        table.fault("weekdays", "「月火水木金」のように曜日を続けて書いてください")
    found = BookingOffice(
        office=table.text("office", needed=True),
        division=table.text("division", needed=True),
        place=table.wording("place", needed=True),
        weekdays=frozenset(WEEKDAYS.index(day) for day in days if day in WEEKDAYS),
        times=_times(table),
        minutes=_within(table, "minutes", 15, 240),
        seats=_within(table, "seats", 1, MOST_SEATS),
    )
    table.finish()
    return found


def _times(table: Table) -> tuple[time, ...]:
    found: list[time] = []
    for text in table.strings("times"):
        hour, _, minute = text.partition(":")
        if not (hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60):
            table.fault("times", "「9:00」のように時刻を書いてください")
            continue
        found.append(time(int(hour), int(minute)))
    if not found or any(later <= earlier for earlier, later in pairwise(found)):
        table.fault("times", "時刻を早い順に1つ以上書いてください")
    return tuple(found)


def _within(table: Table, key: str, least: int, most: int) -> int:
    found = table.integer(key)
    if found is None or not least <= found <= most:
        table.fault(key, f"{least}から{most}までの数を書いてください")
        return least
    return found
