"""Values nobody types: ages, sums, counts and days, worked out from earlier answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from forms import ages, wareki
from forms.dictionary import KEY, TAKEN
from forms.faults import Broken
from forms.field import Field, Value
from forms.reading import Table
from forms.wording import Wording

# The day a form is filled in, or was handed in on, where a computed value asks for it.
ON = "on_day"
TODAY, YEAR_STARTS, YEAR_ENDS = "today", "fiscal_year_start", "fiscal_year_end"
_DAYS = (TODAY, YEAR_STARTS, YEAR_ENDS)
# The ways of working something out, of which each value says one.
HOWS = ("age_of", "sum_of", "count_of", "days_from")
_DATES = ("date", "birth")

Answers = Mapping[str, Value]


@dataclass(frozen=True)
class Computed:
    """One value worked out from answers; `how` is age, sum, count or days."""

    key: str
    label: Wording
    how: str
    sources: tuple[str, ...]
    # Whether it counts money, and the group whose items it is worked out for, each by itself.
    yen: bool = False
    group: str = ""
    path: str = field(default="", compare=False)

    @property
    def asked(self) -> Field:
        """What stands for it in conditions."""
        return Field(self.key, "yen" if self.yen else "integer", self.label)

    @property
    def needs_today(self) -> bool:
        return any(source in _DAYS for source in self.sources)

    def value(self, live: Answers) -> int | None:
        """The value of what is known so far; None where that says nothing."""
        if self.how == "sum":
            return _sum(self.sources, live)
        if self.how == "count":
            items = live.get(self.sources[0])
            return len(items) if isinstance(items, list) else None
        first, last = (_day(source, live) for source in self.sources)
        if first is None or last is None:
            return None
        if self.how == "days":
            return (last - first).days
        # A year of life is full when the day before the birthday ends (年齢計算ニ関スル法律), and all of 31 March counts.
        return ages.years(first, last + timedelta(days=1) if self.sources[1] == YEAR_ENDS else last)


def live_with(computed: Sequence[Computed], live: dict[str, Value]) -> None:
    """Add every value that can be worked out; they stand in an order in which each sees those it needs."""
    for one in computed:
        value = one.value(live)
        if value is None:
            live.pop(one.key, None)
        else:
            live[one.key] = value


def _sum(sources: Sequence[str], live: Answers) -> int | None:
    found: list[int] = []
    for source in sources:
        group, dot, key = source.partition(".")
        items: Any = live.get(group)
        if dot:
            found += [item[key] for item in items or () if isinstance(item.get(key), int)]
        elif group in live:
            found.append(items if isinstance(items, int) else 0)
    return sum(found) if found or all("." in source for source in sources) else None


def _day(source: str, live: Answers) -> date | None:
    if source not in _DAYS:
        found = wareki.read(str(live[source])) if live.get(source) else None
        # Of a birth whose day is unknown the last possible one counts: from then on the age is certain.
        return found.last if found else None
    today = date.fromisoformat(str(live[ON])) if ON in live else None
    if today is None or source == TODAY:
        return today
    starts = ages.year_starts(today)
    return starts if source == YEAR_STARTS else date(starts.year + 1, 3, 31)


def read(table: Table, known: Mapping[str, Field]) -> tuple[Computed, ...]:
    """Read every `[[computed]]` of a file, ordered so that each stands after those it needs."""
    found: dict[str, Computed] = {}
    for entry in table.tables("computed"):
        one = _one(entry, known)
        if one is not None and one.key in found:
            entry.fault("key", f"同じ名前の計算が二つあります: {one.key}")
        elif one is not None:
            found[one.key] = one
    return _ordered(found, table.faults)


def _one(table: Table, known: Mapping[str, Field]) -> Computed | None:
    key, label = table.text("key", needed=True), table.wording("label", needed=True)
    if key and (not KEY.fullmatch(key) or key in TAKEN or key in known or key in _DAYS):
        table.fault(
            "key", f"計算の名前に使えません（辞書にない、英小文字・数字・_ の名前にしてください）: {key}"
        )
    ways = [how for how in HOWS if how in table]
    if len(ways) != 1:
        table.fault("", "age_of・sum_of・count_of・days_from のどれか一つが必要です")
        table.rest()
        return None
    sources = _sources(table, ways[0])
    table.finish()
    if not key or not sources or not all(sources):
        return None
    return Computed(key, label, ways[0].partition("_")[0], sources, path=table.path)


def _sources(table: Table, how: str) -> tuple[str, ...]:
    if how == "sum_of":
        sources = table.strings("sum_of")
        if not sources:
            table.fault("sum_of", "足すものがありません")
        return sources
    first = table.text(how, needed=True)
    if how == "count_of":
        return (first,)
    if how == "age_of":
        return first, table.text("on", default=TODAY)
    return first, table.text("days_to", needed=True)


def _ordered(found: Mapping[str, Computed], faults: list[Broken]) -> tuple[Computed, ...]:
    """Values that need one another in a circle could never be worked out."""
    ordered: list[Computed] = []
    left = dict(found)
    while left:
        ready = [key for key, one in left.items() if not set(one.sources) & left.keys()]
        if not ready:
            circle = _circle(left)
            faults.append(Broken(left[circle[0]].path, f"計算が輪になっています: {' → '.join(circle)}"))
            break
        ordered += [left.pop(key) for key in ready]
    return tuple(ordered)


def _circle(left: Mapping[str, Computed]) -> list[str]:
    """The names around a circle, the first once more at its end; every value left needs another one left."""
    trail = [next(iter(left))]
    while True:
        key = next(source for source in left[trail[-1]].sources if source in left)
        if key in trail:
            return [*trail[trail.index(key) :], key]
        trail.append(key)


class Coming:
    """The computed values of a file while its questions are read: which of them can be looked at already."""

    def __init__(self, computed: Sequence[Computed], faults: list[Broken]) -> None:
        self.ready: list[Computed] = []
        self._waiting = list(computed)
        self._faults = faults
        # The questions of groups that were read to their end, by key: only sums look into them.
        self._inside: dict[str, tuple[str, Field]] = {}

    def after(self, visible: dict[str, Field], group: str = "", inner: Collection[str] = ()) -> None:
        """Make usable in conditions what the questions read so far give; `inner` are those of the group being read."""
        for one in list(self._waiting):
            fields = self._fields(one, visible, inner)
            if fields is None:
                continue
            self._waiting.remove(one)
            self._check(one, fields)
            own = bool(group) and any(source in inner for source in one.sources)
            sources = tuple(self._place(source, visible) for source in one.sources)
            yen = one.how == "sum" and any(asked.kind == "yen" for asked in fields)
            settled = replace(one, sources=sources, yen=yen, group=group if own else "")
            self.ready.append(settled)
            visible[one.key] = settled.asked
            if own:
                inner = {*inner, one.key}

    def close(self, group: str, inner: Mapping[str, Field]) -> None:
        """A group was read to its end."""
        self._inside.update({key: (group, asked) for key, asked in inner.items()})

    def finish(self) -> None:
        """Tell of what could never be worked out."""
        for one in self._waiting:
            self._faults.append(
                Broken(one.path, f"計算の元になる項目を尋ねていません: {'、'.join(one.sources)}")
            )

    def _fields(
        self, one: Computed, visible: Mapping[str, Field], inner: Collection[str]
    ) -> list[Field] | None:
        fields = []
        for source in one.sources:
            if source in _DAYS and one.how in ("age", "days"):
                continue
            if source in visible and not (one.how == "sum" and source in inner):
                fields.append(visible[source])
            elif one.how == "sum" and source in self._inside:
                fields.append(self._inside[source][1])
            else:
                return None
        return fields

    def _place(self, source: str, visible: Mapping[str, Field]) -> str:
        if source in visible or source not in self._inside:
            return source
        return f"{self._inside[source][0]}.{source}"

    def _check(self, one: Computed, fields: Sequence[Field]) -> None:
        wanted = {"sum": ("integer", "yen"), "count": ("group",)}.get(one.how, _DATES)
        for asked in fields:
            if asked.kind not in wanted:
                self._faults.append(
                    Broken(one.path, f"{'・'.join(wanted)} の項目ではありません: {asked.key}")
                )
