"""A recount that knows nothing of the product: events, counted as somebody with a pencil would, page by page."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import median_low

from portal.ledger import Entry

SCREEN = {"online", "line", "chat", "myna", "prefecture"}
BROUGHT_IN = {"konbini", "machine", "myna", "prefecture", "paper"}
BY_HAND = {"cash", "slip", "transfer", "konbini"}

Cells = Mapping[str, Sequence[object]]


@dataclass(frozen=True)
class Events:
    """Lines of the ledger."""

    lines: Sequence[Entry]

    def of(self, *kinds: str, **narrowed: str) -> "Events":
        """Those of some kinds, and with these columns."""
        return Events(
            [
                one
                for one in self.lines
                if one.kind in kinds
                and all(getattr(one, name) == wanted for name, wanted in narrowed.items())
            ]
        )

    def where(self, fits: Callable[[Entry], bool]) -> "Events":
        """Those that fit."""
        return Events([one for one in self.lines if fits(one)])

    def year(self, number: int, today: date) -> "Events":
        """Those of a 年度, as far as it has come."""
        last = min(date(number + 1, 3, 31), today)
        return self.where(lambda one: date(number, 4, 1) <= one.day <= last)

    @property
    def requests(self) -> "Events":
        """Requests, wherever they were counted."""
        return self.where(
            lambda one: one.kind == "filed" or (one.kind == "counted" and one.channel in BROUGHT_IN)
        )

    @property
    def n(self) -> int:
        """How many."""
        return sum(one.n for one in self.lines)

    @property
    def value(self) -> float:
        """What was measured."""
        return sum(one.value or 0.0 for one in self.lines)

    @property
    def middle(self) -> int | None:
        """The middle of all whole days or minutes."""
        each = [int((one.value or 0.0) / one.n) for one in self.lines for _ in range(one.n)]
        return median_low(each) if each else None

    def by(self, name: Callable[[Entry], str]) -> Mapping[str, "Events"]:
        """Apart."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for one in self.lines:
            found[name(one)].append(one)
        return {key: Events(lines) for key, lines in sorted(found.items())}


def month(one: Entry) -> str:
    """A month as charts write it."""
    return f"{one.day.year}/{one.day.month}"


def percent(part: float, whole: float) -> str:
    """A share as tables write it."""
    return f"{100 * part / whole:.1f}%" if whole else "–"


def online(found: Events) -> int:
    """Of requests those on a screen."""
    return found.requests.where(lambda one: one.channel in SCREEN).n


def ways(found: Events) -> Mapping[tuple[str, str], int]:
    """Requests by month and way."""
    return {
        (when, way): those.n
        for when, here in found.requests.by(month).items()
        for way, those in here.by(lambda one: one.channel).items()
        if those.n
    }


def procedures(found: Events, before: Events) -> Cells:
    """Each procedure: requests, share on a screen, share of the year before."""
    past = before.requests.by(lambda one: one.key)
    return {
        key: (
            f"{those.n:,}",
            percent(online(those), those.n),
            percent(online(past[key]), past[key].n) if key in past else "–",
        )
        for key, those in found.requests.by(lambda one: one.key).items()
    }


def divisions(found: Events) -> Cells:
    """Each division: requests, share on a screen, days in the middle."""
    return {
        key: (
            f"{those.requests.n:,}",
            percent(online(those), those.requests.n),
            "–" if (days := those.of("completed").middle) is None else str(days),
        )
        for key, those in found.by(lambda one: one.division).items()
    }


def numbers(found: Events, town: Events) -> list[str]:
    """The numbers above a procedure's charts."""
    days, minutes = found.of("completed").middle, town.of("counter_minutes", channel="window").middle
    return [
        f"{found.requests.n:,}",
        percent(online(found), found.requests.n),
        "–" if days is None else str(days),
        percent(found.of("correction").n, found.of("accepted").n),
        "–" if minutes is None else f"{round(online(found) * minutes / 60):,}",
        clear(found) or "–",
    ]


def talks(found: Events) -> Cells:
    """Each door of the bot: questions, answered, votes, resolved."""
    return {
        door: (
            f"{here.of('asked').n:,}",
            percent(here.of("asked").n - here.of("unanswered").n, here.of("asked").n),
            f"{here.of('voted').n:,}",
            percent(here.of("voted").value, here.of("voted").n),
        )
        for door in ("chat", "line")
        for here in (found.where(lambda one, door=door: one.channel == door),)  # type: ignore[misc]
    }


def resolved(found: Events) -> Cells:
    """Each month's share of votes that say it helped, with the two roots of Wilson's equation as its ends."""
    told = {}
    voted = found.of("voted").where(lambda one: one.channel in ("chat", "line"))
    for when, here in voted.by(month).items():
        n, share, z2 = here.n, here.value / here.n, 1.96**2
        # (share - x)² = z² x (1 - x) / n, solved for x.
        a, b, c = 1 + z2 / n, -(2 * share + z2 / n), share**2
        root = sqrt(max(0.0, b * b - 4 * a * c))
        told[when] = [
            round(100 * one, 2) for one in (share, max(0.0, (-b - root) / (2 * a)), (-b + root) / (2 * a))
        ]
    return told


def places(found: Events, keys: Iterable[str]) -> Cells:
    """Each building: booked, given back, used."""
    return {
        key: [found.of(kind, key=key).n for kind in ("booked", "cancelled", "checked_in")] for key in keys
    }


def hours(found: Events) -> Cells:
    """Each hour of the counters: minutes in the middle, people."""
    waited = found.of("waited").where(lambda one: "/" in one.key)
    return {
        f"{int(hour)}時台": (those.middle, those.n)
        for hour, those in waited.by(lambda one: one.key.partition("/")[2]).items()
    }


def _asked(found: Events) -> tuple[Events, Events]:
    """Requests after which somebody is asked, and the answers that are one of five."""
    pages = found.where(lambda one: one.channel in ("online", "line", "chat"))
    return pages.of("filed"), pages.of("rated").where(lambda one: 1 <= int((one.value or 0) / one.n) <= 5)


def opinions(found: Events) -> Cells:
    """Each procedure: answers, answers of a hundred asked, clear of a hundred answers (from ten on)."""
    asked, rated = _asked(found)
    keys = {one.key for one in (*asked.lines, *rated.lines)}
    told = {}
    for key in keys:
        n, many = rated.of("rated", key=key).n, asked.of("filed", key=key).n
        told[key] = (
            f"{n:,}",
            percent(min(n, many), many),
            clear(found.where(lambda one, key=key: one.key == key)) or "答えが少ない",  # type: ignore[misc]
        )
    return told


def clear(found: Events) -> str:
    """Of a hundred answers so many are one of the two upper steps; nothing where fewer than ten answered."""
    rated = _asked(found)[1]
    upper = rated.where(lambda one: (one.value or 0) / one.n >= 4).n
    return percent(upper, rated.n) if rated.n >= 10 else ""


def answered(found: Events) -> list[str]:
    """All answers, and of a hundred asked."""
    asked, rated = _asked(found)
    return [f"{rated.n:,}", percent(min(rated.n, asked.n), asked.n)]


def by_hand(found: Events) -> Mapping[str, tuple[int, int]]:
    """Each procedure: requests but for those of machines, and of these the ones a clerk took."""
    hand = {"window", "paper", "post", "telephone"}
    people = found.requests.where(lambda one: one.channel in hand | SCREEN)
    return {
        key: (those.n, those.where(lambda one: one.channel in hand).n)
        for key, those in people.by(lambda one: one.key).items()
    }


def formula(word: str, of: Sequence[str], found: Events) -> float | None:
    """The value of a formula for a month."""
    asked = found.requests.where(lambda one: not of or one.key in of)
    part, whole = 0.0, 0
    if word == "online_share":
        part, whole = 100 * online(asked), asked.n
    elif word == "konbini_share":
        part, whole = 100 * asked.where(lambda one: one.channel in ("konbini", "machine")).n, asked.n
    elif word == "cashless_share":
        paid = found.of("paid").where(lambda one: not of or one.key in of)
        part, whole = 100 * paid.where(lambda one: one.channel not in BY_HAND).n, paid.n
    elif word == "resolved_share":
        part, whole = 100 * found.of("voted").value, found.of("voted").n
    elif word == "mean_wait":
        part, whole = found.of("waited").value, found.of("waited").n
    return part / whole if whole else None
