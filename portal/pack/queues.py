"""queue.toml: where people wait for their turn, by kind of business, and which counter serves which kinds."""

import re
from dataclasses import dataclass

from forms.faults import Broken
from forms.reading import Table
from forms.wording import Wording

_LETTER = re.compile(r"[A-Z]")
# A sum for the expected wait before anybody was served today; nobody plans for longer at one counter.
_LONGEST_MINUTES = 120


@dataclass(frozen=True)
class Band:
    """One kind of business with numbers of its own: its letter is printed on the ticket."""

    letter: str
    title: Wording
    text: Wording
    division: str
    # How long somebody usually takes at the counter; today's own figures take over as they come.
    minutes: int
    # Whether a number can be taken before coming.
    remote: bool


@dataclass(frozen=True)
class Counter:
    """One counter and the kinds of business it serves, any of them at any time."""

    number: int
    bands: tuple[str, ...]


@dataclass(frozen=True)
class Queue:
    """One office's waiting room."""

    office: str
    bands: tuple[Band, ...]
    counters: tuple[Counter, ...]
    # So many minutes before the office closes no more numbers are given, unless staff say otherwise.
    stop_before: int
    # Whoever asks for priority is called as if they had come so many minutes earlier; nobody is overtaken for ever.
    head_start: int

    def band(self, letter: str) -> Band | None:
        """The band of a letter."""
        return next((one for one in self.bands if one.letter == letter), None)

    def counter(self, number: int) -> Counter | None:
        """The counter of a number."""
        return next((one for one in self.counters if one.number == number), None)


def read(mapping: object, faults: list[Broken]) -> tuple[Queue, ...]:
    """Every office's queue; what is wrong is added to `faults`."""
    table = Table(mapping, "", faults)
    found = tuple(_queue(one) for one in table.tables("queue"))
    table.finish()
    return found


def _queue(table: Table) -> Queue:
    stop, start = table.integer("stop_before"), table.integer("head_start")
    bands = tuple(_band(one) for one in table.tables("band"))
    letters = [one.letter for one in bands]
    for place, letter in enumerate(letters, 1):
        if letter in letters[: place - 1]:
            table.fault(f"band[{place}].letter", "同じ文字の区分が二つあります")
    queue = Queue(
        office=table.text("office", needed=True),
        bands=bands,
        counters=tuple(_counter(one, frozenset(letters)) for one in table.tables("counter")),
        stop_before=15 if stop is None else stop,
        head_start=15 if start is None else start,
    )
    for name, minutes in (("stop_before", queue.stop_before), ("head_start", queue.head_start)):
        if not 0 <= minutes <= _LONGEST_MINUTES:
            table.fault(name, f"0から{_LONGEST_MINUTES}までの分にしてください")
    numbers = [one.number for one in queue.counters]
    for place, number in enumerate(numbers, 1):
        if number in numbers[: place - 1]:
            table.fault(f"counter[{place}].number", "同じ番号の窓口が二つあります")
    served = {letter for one in queue.counters for letter in one.bands}
    for place, letter in enumerate(letters, 1):
        if letter not in served:
            table.fault(f"band[{place}].letter", f"どの窓口も呼ばない区分です: {letter}")
    table.finish()
    return queue


def _band(table: Table) -> Band:
    minutes = table.integer("minutes")
    band = Band(
        letter=table.text("letter", needed=True),
        title=table.wording("title", needed=True),
        text=table.wording("text"),
        division=table.text("division", needed=True),
        minutes=10 if minutes is None else minutes,
        remote=table.flag("remote"),
    )
    if band.letter and not _LETTER.fullmatch(band.letter):
        table.fault("letter", "番号の前に付く文字は、AからZまでの1文字にしてください")
    if not 1 <= band.minutes <= _LONGEST_MINUTES:
        table.fault("minutes", f"1から{_LONGEST_MINUTES}までの分にしてください")
    table.finish()
    return band


def _counter(table: Table, letters: frozenset[str]) -> Counter:
    number = table.integer("number")
    counter = Counter(number or 0, table.strings("bands"))
    if not 1 <= counter.number <= 99:
        table.fault("number", "窓口の番号は1から99までの数にしてください")
    for letter in counter.bands:
        if letter not in letters:
            table.fault("bands", f"この事務所にない区分です: {letter}")
    table.finish()
    return counter
