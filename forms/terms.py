"""What a procedure says about time and about people it is not for: periods, days of law, early ends, links."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from forms import conditions, wareki
from forms.conditions import Condition
from forms.field import Field, Value
from forms.reading import Table
from forms.wording import Wording

_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-([0-2][0-9]|3[01])")
_FULL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# A leap year, so that 02-29 may be written; in other years it is the last of February.
_LEAP = 2028


class State(Enum):
    """Whether a procedure is offered, or only looked at by those who write it."""

    PUBLISHED = "published"
    DRAFT = "draft"


class Layout(Enum):
    """One page after another, or a list of tasks to be done in any order that suits."""

    PAGES = "pages"
    TASKS = "tasks"


class AfterDue(Enum):
    """What happens when the day of a 補正 passes without an answer."""

    WAIT = "wait"
    RETURN = "return"


@dataclass(frozen=True)
class Link:
    """Where else somebody may go, such as マイナポータル."""

    title: Wording
    link: str


@dataclass(frozen=True)
class Period:
    """Days on which a request is taken, both included: every year (06-01) or once (2026-06-01)."""

    first: str
    last: str

    def near(self, day: date) -> tuple[date, date]:
        """The period that a day lies in, or the next one to come; the last one where none follows."""
        if len(self.first) > 5:
            return date.fromisoformat(self.first), date.fromisoformat(self.last)
        spans = (self._in(day.year + n) for n in (-1, 0, 1))
        return next(span for span in spans if span[1] >= day)

    def _in(self, year: int) -> tuple[date, date]:
        first, last = _of_year(self.first, year), _of_year(self.last, year)
        return first, last if first <= last else _of_year(self.last, year + 1)


@dataclass(frozen=True)
class Deadline:
    """A day of law counted from an answer; a late request is warned of and never refused."""

    field: str
    days: int = 0
    months: int = 0
    # Some laws count the day itself, as 戸籍法第43条 does; else 民法第140条 leaves it out.
    counts_first: bool = False

    def on(self, answers: Mapping[str, Value]) -> date | None:
        """The last day, before it is moved off a closed day; None while the answer does not say."""
        found = wareki.read(str(answers[self.field])) if answers.get(self.field) else None
        if found is None:
            return None
        start = found.last - timedelta(days=1) if self.counts_first else found.last
        return _months_on(start, self.months) + timedelta(days=self.days)


@dataclass(frozen=True)
class Exit:
    """An early end: whom the procedure is not for, why, and the way forward."""

    after: str
    when: tuple[Condition, ...]
    title: Wording
    text: Wording
    procedure: str = ""
    link: str = ""


def _of_year(month_day: str, year: int) -> date:
    month, day = int(month_day[:2]), int(month_day[3:])
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, 3, 1) - timedelta(days=1)


def _months_on(start: date, months: int) -> date:
    """The day with the same number so many months on, or the last of a shorter month (民法第143条)."""
    if not months:
        return start
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=start.day - 1), following - timedelta(days=1))


def near(periods: Sequence[Period], day: date) -> tuple[date, date] | None:
    """Of several periods the one a day lies in, or the next to come; None for what is always open."""
    spans = sorted(period.near(day) for period in periods)
    return next((span for span in spans if span[1] >= day), spans[-1] if spans else None)


def is_open(periods: Sequence[Period], day: date) -> bool:
    """Whether a request is taken on a day."""
    span = near(periods, day)
    return span is None or span[0] <= day <= span[1]


def read_links(table: Table) -> tuple[Link, ...]:
    found = []
    for entry in table.tables("links"):
        link = Link(entry.wording("title", needed=True), entry.text("link", needed=True))
        if link.link and not link.link.startswith("https://"):
            entry.fault("link", "https:// で始めてください")
        entry.finish()
        found.append(link)
    return tuple(found)


def read_periods(table: Table) -> tuple[Period, ...]:
    found = []
    for entry in table.tables("open"):
        first, last = entry.text("from", needed=True), entry.text("to", needed=True)
        entry.finish()
        if not first or not last:
            continue
        if not _is_day(first) or not _is_day(last) or len(first) != len(last):
            entry.fault("from", "from と to は、どちらも 06-01 か、どちらも 2026-06-01 の形にしてください")
        elif len(first) > 5 and first > last:
            entry.fault("to", "from より前の日です")
        else:
            found.append(Period(first, last))
    return tuple(found)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text if _FULL.fullmatch(text) else f"{_LEAP}-{text}")
    except ValueError:
        return False
    return bool(_FULL.fullmatch(text) or _MONTH_DAY.fullmatch(text))


def read_deadline(table: Table, asked: Mapping[str, Field]) -> Deadline | None:
    if "deadline_from" not in table:
        return None
    inner = Table(table.take("deadline_from"), table.at("deadline_from"), table.faults)
    field, days, months = inner.text("field", needed=True), inner.integer("days"), inner.integer("months")
    counts_first = inner.flag("counts_first")
    inner.finish()
    if field and (field not in asked or asked[field].kind not in ("date", "birth")):
        inner.fault("field", f"この手続で尋ねる日付の項目ではありません: {field}")
    if (days is None) == (months is None) or (days or months or 0) < 1:
        inner.fault("days", "days か months のどちらか一つに、1以上の数が必要です")
    return Deadline(field, days or 0, months or 0, counts_first)


def read_exits(
    table: Table, known: Mapping[str, Mapping[str, Field]], asked: Mapping[str, Field]
) -> tuple[Exit, ...]:
    """Read every `[[exit]]`; `known` is what can be looked at after each step."""
    found = []
    for entry in table.tables("exit"):
        after = entry.text("after", needed=True)
        if after and after not in known:
            entry.fault("after", f"そのようなステップはありません: {after}")
        if "when" not in entry:
            entry.fault("when", "どんな答えのときかが必要です")
        one = Exit(
            after=after,
            # Where the step is not known, its conditions are not blamed as well.
            when=conditions.read(entry, known.get(after, asked)),
            title=entry.wording("title", needed=True),
            text=entry.wording("text", needed=True),
            procedure=entry.text("procedure"),
            link=entry.text("link"),
        )
        if one.link and not one.link.startswith("https://"):
            entry.fault("link", "https:// で始めてください")
        entry.finish()
        found.append(one)
    return tuple(found)
