"""Every number of every page is what a brute-force recount of the raw lines says, whatever is filtered."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal import ledger
from portal.db import Database, writing
from portal.kinds import Channel, Kind
from portal.pack.formulas import FORMULAS, Formula
from services.dashboard.actions import reading, summing
from services.dashboard.rules import flow, measuring, next_step, satisfaction, service
from services.dashboard.rules.asking import MEASURED, Source
from services.dashboard.rules.changes import changes
from services.dashboard.rules.flow import Narrow, Pace
from services.dashboard.rules.periods import Year
from tests.services.dashboard import raw
from tests.services.dashboard.test_summing import NOW, TODAY

KEYS = {
    Kind.STEP: ("juminhyo/who", "juminhyo/what"),
    Kind.WAITED: ("honcho.A/09", "honcho.A/10", "honcho.B/10"),
    Kind.BOOKED: ("hall", "gym"),
    Kind.CANCELLED: ("hall", "gym"),
}
DIVISIONS = ("shimin", "suido")


@pytest.fixture
def town(database: Database, seed: int) -> Iterator[Session]:
    """A ledger of everything that is counted, summed."""
    chance = Random(seed)  # noqa: S311 (the same events each time)
    with database.session() as session:
        with writing(session):
            for _ in range(900):
                kind = chance.choice(tuple(Kind))
                key = chance.choice(KEYS.get(kind, ("juminhyo", "suido_kaishi", "inkan_shomei")))
                channels = ("cash", "card") if kind is Kind.PAID else tuple(Channel)
                n = chance.choice((1, 1, 2, 3)) if kind not in MEASURED else 1
                value = n * chance.randrange(40) / 2 if kind in MEASURED or kind is Kind.PAID else None
                value = float(chance.randrange(n + 1)) if kind is Kind.VOTED else value
                day = TODAY - timedelta(days=int(chance.betavariate(1, 3) * 800))
                ledger.event(
                    session, kind, key, chance.choice(channels), chance.choice(DIVISIONS), day, n, value
                )
        summing.sum_all(session, NOW)
        yield session


def everything(source: Source, year: Year, narrow: Narrow, formula: Formula) -> dict[str, Any]:
    """The numbers of all pages."""

    def offers(_day: date) -> tuple[int, int, int]:
        return 80, 41, 70

    return {
        "points": measuring.points(formula, source, offers, year.first, year.last),
        "ways": {
            month: dict(one) for month, one in flow.by_channel(source, narrow, year.first, year.last).items()
        },
        "funnel": flow.funnel(source, "juminhyo", ("who", "what"), year),
        "pace": flow.pace(source, narrow, year),
        "paces": {
            one: told for one, told in flow.paces(source, year).items() if told != Pace(minutes=told.minutes)
        },
        "divisions": {one: flow.pace(source, Narrow((), one), year) for one in DIVISIONS},
        "each": dict(flow.each(source, narrow.division, year)),
        "changes": changes(source, TODAY),
        "talk": service.talk(source, year),
        "resolved": dict(service.resolved_by_month(source, year.first, year.last)),
        "places": service.places(source, ("hall", "gym"), year),
        "hall": service.hall(source, year),
        "opinions": satisfaction.opinions(source, year),
        "minutes": next_step.minutes(source, TODAY),
        "next": next_step.candidates(
            source, TODAY, ("juminhyo", "suido_kaishi"), next_step.minutes(source, TODAY)
        ),
    }


@pytest.mark.parametrize("seed", range(2))
def test_every_page_says_what_a_recount_says(town: Session, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 (the same filters each time)
    truth, sums = raw.source(town), reading.source(town)
    for word in FORMULAS:
        keys = chance.choice(((), ("juminhyo",), ("juminhyo", "inkan_shomei")))
        narrow = Narrow(keys, chance.choice(("", *DIVISIONS)))
        year = Year(chance.choice((2024, 2025, 2026)), TODAY)
        formula = Formula(word, keys if FORMULAS[word].narrows else ())

        assert everything(sums, year, narrow, formula) == everything(truth, year, narrow, formula), (
            word,
            narrow,
            year,
        )


@pytest.mark.parametrize("seed", [7])
def test_divisions_asked_for_together_say_what_each_says_alone(town: Session, seed: int) -> None:
    year = Year(2026, TODAY)

    together = flow.paces(reading.source(town), year)

    assert together == {one: flow.pace(reading.source(town), Narrow((), one), year) for one in DIVISIONS}
    assert all(one.days is not None and one.corrected is not None for one in together.values())
