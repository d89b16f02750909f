"""The made-up years look like a town: weekdays, holidays, seasons, the way onto the screen, and what follows requests."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from random import Random

import pytest

from portal.kinds import Kind
from services.dashboard.rules import invented
from services.dashboard.rules.invented import Span, Trade
from services.dashboard.rules.invented_rooms import Line, Place
from services.dashboard.rules.measuring import ONLINE

FIRST, LAST, FILINGS = date(2024, 4, 1), date(2026, 3, 31), 20_000
HOLIDAY = date(2025, 5, 5)
TRADES = (
    Trade("juminhyo", "shimin", 1.0, ("who", "what"), 0.7, date(2025, 2, 1), konbini=True),
    Trade("suido_kaishi", "suido", 0.5, ("who",), 0.4, date(2025, 6, 1)),
    Trade("inkan_torok", "shimin", 0.3, (), 0.0, FIRST),
)
PLACE = Place([("honcho.A", "shimin"), ("honcho.B", "suido")], [("hall", "sogo")], ["faq:1", "faq:2"])
Town = list[tuple[Line, int]]


@pytest.fixture(scope="module")
def town() -> Town:
    span = Span(FIRST, LAST, lambda day: day.weekday() > 4 or day == HOLIDAY)
    days = invented.lots(TRADES, PLACE, span, FILINGS, Random(1))  # noqa: S311 (the same town each time)
    return [lot for _, lots in days for lot in lots]


def number(town: Town, *kinds: Kind, where: Callable[[Line], bool] = lambda _line: True) -> int:
    return sum(line[5] * many for line, many in town if line[0] in kinds and where(line))


def test_there_are_as_many_requests_as_wished_for(town: Town) -> None:
    assert number(town, Kind.FILED, Kind.COUNTED) == FILINGS


def test_counters_are_closed_on_weekends_and_holidays_and_screens_are_not(town: Town) -> None:
    by_channel: dict[str, Counter[int]] = defaultdict(Counter)
    for line, many in town:
        if line[0] == Kind.FILED:
            by_channel[line[2]][line[4].weekday()] += many

    assert by_channel["window"][5] == by_channel["telephone"][6] == 0
    assert by_channel["online"][6] > by_channel["online"][2] / 2
    assert by_channel["window"][0] > by_channel["window"][3]
    assert number(town, Kind.FILED, where=lambda line: line[4] == HOLIDAY and line[2] == "window") == 0
    assert number(town, Kind.TICKET, where=lambda line: line[4].weekday() > 4 or line[4] == HOLIDAY) == 0


def test_people_move_in_march_and_april(town: Town) -> None:
    months = Counter[int]()
    for line, many in town:
        months[line[4].month] += line[5] * many if line[0] in (Kind.FILED, Kind.COUNTED) else 0

    assert min(months[3], months[4]) > 1.3 * max(months[month] for month in (6, 8, 10, 12))


def test_requests_move_onto_the_screen_year_by_year_but_not_where_there_is_none(town: Town) -> None:
    def share(year: int, key: str) -> float:
        first = date(year, 4, 1), date(year + 1, 3, 31)
        here = [one for one in town if one[0][1] == key and first[0] <= one[0][4] <= first[1]]
        whole = number(here, Kind.FILED, Kind.COUNTED)
        return number(here, Kind.FILED, Kind.COUNTED, where=lambda line: line[2] in ONLINE) / whole

    assert share(2024, "juminhyo") + 0.1 < share(2025, "juminhyo") < 0.7
    assert share(2025, "inkan_torok") == 0.0


def test_fewer_come_to_each_step_than_to_the_one_before(town: Town) -> None:
    def at(kind: Kind, key: str) -> int:
        return number(town, kind, where=lambda line: line[1] == key and line[2] == "online")

    ways = [
        at(Kind.VIEWED, "juminhyo"), at(Kind.STARTED, "juminhyo"), at(Kind.STEP, "juminhyo/who"),
        at(Kind.STEP, "juminhyo/what"), at(Kind.FILED, "juminhyo"),
    ]  # fmt: skip

    assert ways == sorted(ways, reverse=True)
    assert len(set(ways)) == len(ways)


def test_what_follows_a_request_follows_from_one(town: Town) -> None:
    filed = number(town, Kind.FILED)

    assert number(town, Kind.ACCEPTED) == filed
    assert 0.03 < number(town, Kind.CORRECTION) / filed < 0.12
    assert 0.9 * filed < number(town, Kind.COMPLETED) < filed
    assert 0.5 < number(town, Kind.PAID) / filed < 0.7
    assert all(line[5] > 0 for line, many in town if many)
    assert max(line[4] for line, _ in town) <= LAST


def test_the_bot_the_halls_and_the_counters_have_a_past_too(town: Town) -> None:
    assert number(town, Kind.ASKED) == number(town, Kind.ANSWERED) + number(town, Kind.UNANSWERED)
    assert number(town, Kind.BOOKED) >= number(town, Kind.CHECKED_IN) + number(town, Kind.CANCELLED) > 0
    assert number(town, Kind.CANCELLED) > 0
    assert number(town, Kind.TICKET) == number(town, Kind.WAITED) + number(town, Kind.LEFT)
