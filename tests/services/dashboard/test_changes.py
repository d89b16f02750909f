"""What changed most: told where it is one, and silent about chance, holidays, seasons and small numbers."""

from datetime import date, timedelta
from math import exp
from random import Random

from services.dashboard.rules.changes import changes
from tests.services.dashboard.said import Line, source

TODAY = date(2026, 11, 20)
FIRST = date(2025, 11, 1)


def filed(key: str, day: date, n: int, channel: str = "window") -> Line:
    return ("filed", key, channel, day, n, None)


def steady(key: str, each: int, channel: str = "window") -> list[Line]:
    """So many a working day for a year."""
    days = (FIRST + timedelta(days=number) for number in range((TODAY - FIRST).days + 1))
    return [filed(key, day, each, channel) for day in days if day.weekday() < 5]


def poisson(chance: Random, mean: float) -> int:
    """A count that comes by itself (Knuth's way)."""
    limit, product, count = exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


def test_a_procedure_that_doubled_is_told() -> None:
    lines = [
        *steady("tennyu", 10),
        *(filed("tennyu", date(2026, 11, day), 10) for day in (2, 4, 5, 6, 9, 10, 11, 12)),
    ]

    (found,) = changes(source(lines), TODAY)

    assert (found.what, found.key, found.after > found.before) == ("requests", "tennyu", True)


def test_a_month_with_fewer_working_days_is_no_news() -> None:
    # Ten days less at the counter: two in three requests are left, and nothing has changed.
    lines = [one for one in steady("tennyu", 40) if one[3] < date(2026, 11, 1) or one[3].day > 12]

    found = changes(source(lines), TODAY, lambda first, _last: 6 if first.month == 11 else 14)

    assert found == ()


def test_one_request_after_none_makes_no_news() -> None:
    lines = [filed("inu", date(2026, 10, 5), 1), filed("inu", date(2026, 11, 5), 14)]

    assert changes(source(lines), TODAY) == ()


def test_what_swings_every_month_is_measured_by_its_own_swing() -> None:
    def year(months: list[int]) -> list[Line]:
        starts = [date(2025 + (10 + place) // 12, (10 + place) % 12 + 1, 3) for place in range(13)]
        return [filed("zei", day, n) for day, n in zip(starts, months, strict=True)]

    restless, calm = [100, 300] * 6, [200] * 12

    assert changes(source(year([*restless, 320])), TODAY) == ()
    assert [one.key for one in changes(source(year([*calm, 320])), TODAY)] == ["zei"]


def test_a_hundred_procedures_in_which_nothing_happens_raise_hardly_an_alarm() -> None:
    chance, alarms = Random(20261122), 0  # noqa: S311 (the same years each time)
    for _ in range(12):
        lines = []
        for key in range(100):
            mean = chance.choice((0.2, 1, 4))
            for back in range(385):
                day = TODAY - timedelta(days=back)
                # A month is enough to compare; a year before it only says how much each strays.
                if day.weekday() < 5 and (back < 52 or back % 5 == 0):
                    lines.append(filed(f"p{key}", day, poisson(chance, mean if back < 52 else 5 * mean)))
        alarms += bool(changes(source(lines), TODAY))

    assert alarms <= 2


def test_a_share_of_a_handful_is_not_compared() -> None:
    lines = [filed("inu", date(2026, 10, 5), 8), filed("inu", date(2026, 11, 5), 9, "online")]

    assert changes(source(lines), TODAY) == ()
