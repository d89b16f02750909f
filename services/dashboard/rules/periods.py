"""年度 and months: what a page looks at, and what it is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.opening import fiscal_year

# Before the first town here counted anything.
BEGINNING = date(2000, 1, 1)


@dataclass(frozen=True)
class Year:
    """A 年度, as far as it has come."""

    number: int
    today: date

    @property
    def first(self) -> date:
        """1 April."""
        return date(self.number, 4, 1)

    @property
    def end(self) -> date:
        """31 March."""
        return date(self.number + 1, 3, 31)

    @property
    def last(self) -> date:
        """The last day that has come."""
        return min(self.end, self.today)

    @property
    def is_over(self) -> bool:
        """Whether nothing can change any more."""
        return self.today > self.end

    @property
    def months(self) -> tuple[date, ...]:
        """The months that have begun, by their first days."""
        return months(self.first, self.last)

    @property
    def to_come(self) -> tuple[date, ...]:
        """The months that have not ended yet, the present one among them."""
        return tuple(one for one in months(self.first, self.end) if end_of(one) > self.today)


def months(first: date, last: date) -> tuple[date, ...]:
    """Every month that has a day between two days, by their first days."""
    found, one = [], first.replace(day=1)
    while one <= last:
        found.append(one)
        one = following(one)
    return tuple(found)


def following(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def end_of(month: date) -> date:
    """The last day of a month."""
    return following(month) - timedelta(days=1)


def whole_months(today: date, many: int) -> tuple[date, ...]:
    """The last months that are over, the newest last: a month that still runs shows no trend."""
    found: list[date] = []
    one = today.replace(day=1)
    while len(found) < many:
        one = (one - timedelta(days=1)).replace(day=1)
        found.append(one)
    return tuple(reversed(found))


def years(first: date | None, today: date) -> Sequence[int]:
    """The 年度 in which something was counted, the newest first; the present one is always there."""
    now = fiscal_year(today)
    begun = fiscal_year(first) if first else now
    return range(now, min(begun, now) - 1, -1)
