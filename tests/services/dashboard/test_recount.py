"""Every page shows what a recount of the raw events shows, whatever its address asks for; a page without one is told.

Twice: each page is made again from the raw lines of the ledger and must be the same to the letter, with not one look at
the sums; and what stands on it is counted with a pencil (`recount`), by rules of its own.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from portal import ledger
from portal.db import writing
from portal.kinds import Channel, Kind
from portal.ledger import Entry
from services.dashboard.actions import reading, summing
from services.dashboard.rules import kpis, report
from services.dashboard.rules.asking import MEASURED
from tests.services.dashboard import raw, recount
from tests.services.dashboard.conftest import MORNING
from tests.services.dashboard.reader import board, file, table, ways_of, without_token
from tests.services.dashboard.recount import Events
from tests.services.desk.builders import Desk, Seat, desk

HERE, TODAY = "/staff/dashboard", date(2026, 11, 20)
KEYS = ("juminhyo", "suido_kaishi", "inkan_shomei")
DIVISIONS = ("shimin", "suido")
YEARS = (2024, 2025, 2026)
# No figures of the ledger stand on these, or they are made of the same questions by a worker.
WITHOUT = {"counts", "report", "report_file", "towns"}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The sample town with everything counted that can be, on random days of three years."""
    found, chance = desk(tmp_path_factory.mktemp("recount"), MORNING), Random(8)  # noqa: S311 (the same each time)
    buildings = sorted(found.app.extensions["house"].pack.buildings)
    keys = {
        Kind.STEP: ("juminhyo/for", "juminhyo/who", "suido_kaishi/when"),
        Kind.WAITED: ("honcho.A/09", "honcho.A/10", "honcho.B/10", "honcho.B"),
        **dict.fromkeys((Kind.BOOKED, Kind.CANCELLED, Kind.CHECKED_IN), tuple(buildings)),
    }
    with found.session() as session:
        with writing(session):
            for _ in range(1100):
                kind = chance.choice(
                    (*Kind, Kind.FILED, Kind.FILED, Kind.COUNTED, Kind.VOTED, Kind.WAITED, Kind.RATED)
                )
                channels = ("cash", "card", "konbini") if kind is Kind.PAID else tuple(Channel)
                channel = "window" if kind is Kind.COUNTER_MINUTES else chance.choice(channels)
                n = 1 if kind in MEASURED else chance.choice((1, 1, 2, 3))
                value = chance.randrange(80) / 2 if kind in MEASURED or kind is Kind.PAID else None
                value = float(chance.randrange(n + 1)) if kind is Kind.VOTED else value
                value = float(chance.randrange(1, 6)) if kind is Kind.RATED else value
                day = TODAY - timedelta(days=int(chance.betavariate(1, 2) * 900))
                key, division = chance.choice(keys.get(kind, KEYS)), chance.choice(DIVISIONS)
                ledger.event(session, kind, key, channel, division, day, n, value)
        summing.sum_all(session, MORNING)
    yield found
    found.close()


@pytest.fixture(scope="module")
def seat(town: Desk) -> Seat:
    return town.seat("monitor", division="sogo")


@pytest.fixture(scope="module")
def events(town: Desk) -> Events:
    with town.session() as session:
        return Events(session.scalars(select(Entry)).all())


def kpi_keys(town: Desk) -> Mapping[str, Any]:
    """The figures of the plan that are counted here."""
    listed = kpis.listed(town.app.extensions["house"].pack.kpis)
    return {one.key: one.formula for one in listed if one.formula is not None}


def addresses(town: Desk, chance: Random) -> Iterator[str]:
    """Each page of the dashboard with filters that nobody chose."""
    samples = {"procedure": KEYS, "kpi": tuple(kpi_keys(town))}
    for rule in town.app.url_map.iter_rules():
        room, _, name = rule.endpoint.partition(".")
        if room != "dashboard" or "GET" not in (rule.methods or ()) or name in WITHOUT:
            continue
        assert rule.arguments <= {"key"}, (
            f"{rule.rule}: say here of what to make a recount, or why there is none"
        )
        key = chance.choice(samples[name]) if rule.arguments else ""
        path = rule.rule.replace("<key>", key)
        yield f"{path}?year={chance.choice(YEARS)}&division={chance.choice(('', *DIVISIONS))}"


def test_every_page_made_from_the_raw_lines_is_the_same_page(
    town: Desk, seat: Seat, monkeypatch: pytest.MonkeyPatch, scale: str
) -> None:
    chance = Random(3)  # noqa: S311 (the same filters each time)
    pages = [one for _ in range(10 if scale == "all" else 2) for one in addresses(town, chance)]
    told = {}
    for address in pages:
        answer = seat.get(address)
        assert answer.status_code == 200, address
        told[address] = without_token(answer.text)

    with raw.lines_only(town, monkeypatch):
        for address, page in told.items():
            assert without_token(seat.get(address).text) == page, address

    assert len(told) > 8


def span(year: int) -> tuple[date, date]:
    """What a chart of ways shows: the 年度, and never fewer than the twelve months before its last day."""
    last = min(date(year + 1, 3, 31), TODAY)
    return min(date(year, 4, 1), date(last.year - 1, last.month, 1)), last


pencil = pytest.mark.parametrize("year", YEARS)


@pencil
def test_ways_of_the_town_a_division_and_a_procedure(seat: Seat, events: Events, year: int) -> None:
    first, last = span(year)
    shown = events.where(lambda one: first <= one.day <= last)

    def same(path: str, wanted: Events) -> None:
        told = ways_of(file(seat, f"{HERE}{path}", "ways"))
        assert told == recount.ways(wanted), path

    same(f"?year={year}", shown)
    same(f"/procedures?year={year}", shown)
    for division in DIVISIONS:
        wanted = shown.where(lambda one, division=division: one.division == division)  # type: ignore[misc]
        same(f"/procedures?year={year}&division={division}", wanted)
    for key in KEYS:
        same(f"/procedures/{key}?year={year}", shown.where(lambda one, key=key: one.key == key))  # type: ignore[misc]


@pencil
def test_the_table_of_procedures(town: Desk, seat: Seat, events: Events, year: int) -> None:
    pack = town.app.extensions["house"].pack
    for division in ("", *DIVISIONS):
        here = events.where(lambda one, wanted=division: not wanted or one.division == wanted)  # type: ignore[misc]
        wanted = recount.procedures(here.year(year, TODAY), here.year(year - 1, TODAY))

        page = seat.get(f"{HERE}/procedures?year={year}&division={division}").text

        titled = {pack.procedures[key].title.say("ja").text: tuple(cells) for key, cells in wanted.items()}
        assert {row[0]: row[1:] for row in table(page, slice(0, 4))} == titled


@pencil
def test_the_numbers_and_the_funnel_of_a_procedure(seat: Seat, events: Events, year: int) -> None:
    for key in KEYS:
        here, path = events.year(year, TODAY), f"{HERE}/procedures/{key}?year={year}"
        mine = here.where(lambda one, key=key: one.key == key)  # type: ignore[misc]

        page = seat.get(path).text

        assert board(page) == recount.numbers(mine, here)
        if mine.of("started", channel="online").n:
            rows = file(seat, path, "funnel")[1:]
            ends = [mine.of(kind, channel="online").n for kind in ("viewed", "started", "filed")]
            assert [int(row[1]) for row in (*rows[:2], rows[-1])] == ends


@pencil
def test_the_table_of_divisions(town: Desk, seat: Seat, events: Events, year: int) -> None:
    pack = town.app.extensions["house"].pack
    named = {pack.division(key, TODAY).name.say("ja").text: key for key in DIVISIONS}

    page = seat.get(f"{HERE}/divisions?year={year}").text

    told = {named[row[0]]: row[3:6] for row in table(page, slice(0, 6)) if row[0] in named}
    assert told == recount.divisions(events.year(year, TODAY))


@pencil
def test_the_bot(seat: Seat, events: Events, year: int) -> None:
    first, last = span(year)
    page = seat.get(f"{HERE}/bot?year={year}").text

    rows = table(page, slice(0, 5))
    assert [row[1:] for row in rows] == [*recount.talks(events.year(year, TODAY)).values()]
    wanted = recount.resolved(events.where(lambda one: first <= one.day <= last))
    told = {row[0]: [float(cell) for cell in row[1:]] for row in file(seat, f"{HERE}/bot?year={year}", "resolved")[1:] if row[1]}  # fmt: skip
    assert told.keys() == wanted.keys()
    assert all(cells == pytest.approx(wanted[when], abs=0.011) for when, cells in told.items())


@pencil
def test_places_and_hours(town: Desk, seat: Seat, events: Events, year: int) -> None:
    buildings, here = town.app.extensions["house"].pack.buildings, events.year(year, TODAY)
    titles = {one.title.say("ja").text: key for key, one in buildings.items()}

    booked = file(seat, f"{HERE}/places?year={year}", "booked")[1:]
    waits = file(seat, f"{HERE}/queue?year={year}", "hours")[1:]

    assert {titles[row[0]]: [int(cell) for cell in row[1:4]] for row in booked} == recount.places(
        here, buildings
    )
    assert {row[0]: tuple(map(int, row[1:])) for row in waits} == recount.hours(here)
    tickets, left = here.of("ticket").n, here.of("left").n
    numbers = [f"{tickets:,}", str(here.of("waited").middle), recount.percent(left, tickets)]
    assert board(seat.get(f"{HERE}/queue?year={year}").text) == numbers


def test_the_figures_of_the_plan_month_by_month(town: Desk, seat: Seat, events: Events) -> None:
    tried = set()
    for key, formula in kpi_keys(town).items():
        if formula.meaning.base.name in ("PROCEDURES", "FRIENDS"):
            continue
        rows = file(seat, f"{HERE}/kpi/{key}?year=2026", "kpi")[1:]
        by_month = events.by(recount.month)
        for when, cell in rows:
            wanted = recount.formula(formula.word, formula.of, by_month.get(when, Events([])))
            assert (float(cell) if cell else None) == (
                None if wanted is None else pytest.approx(wanted, abs=0.0051)
            )
        tried.add(formula.word)

    assert len(tried) >= 4


@pencil
def test_how_clear_people_found_it(town: Desk, seat: Seat, events: Events, year: int) -> None:
    pack = town.app.extensions["house"].pack
    wanted = recount.opinions(events.year(year, TODAY))

    page = seat.get(f"{HERE}/satisfaction?year={year}").text

    titled = {
        pack.procedures[key].title.say("ja").text: cells for key, cells in wanted.items() if cells[0] != "0"
    }
    # What too few have answered stands folded below, with how many did.
    few = {title: cells[0] for title, cells in titled.items() if cells[2] == "答えが少ない"}
    told = {title: cells for title, cells in titled.items() if title not in few}
    assert {row[0]: row[1:4] for row in (table(page, slice(0, 4)) if told else [])} == told
    folded = page.partition('<ul class="few">')[2].partition("</ul>")[0]
    assert dict(re.findall(r">([^<>]+)</a> <span class=\"faint\">([\d,]+)人", folded)) == few
    assert board(page)[1:] == recount.answered(events.year(year, TODAY))


def test_the_next_procedure_and_what_if(town: Desk, seat: Seat, events: Events) -> None:
    pack = town.app.extensions["house"].pack
    titles = {one.title.say("ja").text: key for key, one in pack.procedures.items()}
    shown = events.where(lambda one: date(2025, 11, 1) <= one.day <= date(2026, 10, 31))
    by_hand, each = recount.by_hand(shown), shown.of("counter_minutes", channel="window").middle

    page = seat.get(f"{HERE}/next?p=juminhyo&share=50").text

    told = {titles[row[0]]: (float(row[1]), *row[2:4]) for row in table(page, slice(0, 4))}
    assert each is not None
    assert told == {
        key: (round(hand * each / 60, 1), f"{whole:,}", recount.percent(hand, whole))
        for key, (whole, hand) in by_hand.items()
        if hand
    }
    moved = by_hand["juminhyo"][1] / 2
    assert f"（{round(moved):,}件）が画面に移ったとき" in page


def test_the_report_of_a_month(town: Desk, events: Events) -> None:
    with town.session() as session:
        known = report.Town(frozenset(KEYS), lambda _: (0, 0, 0), lambda *_: 20, (), {})
        found = report.gather(reading.source(session), date(2026, 10, 1), known)
    months = events.by(recount.month)
    here, before = months["2026/10"], months["2026/9"]

    assert (found.requests, found.online) == (here.requests.n, recount.online(here))
    assert found.before == (before.requests.n, recount.online(before))
    assert (found.pace.days, found.talk.asked) == (here.of("completed").middle, here.of("asked").n)
    assert {one.key: (one.requests, one.online, one.before) for one in found.rows} == {
        key: (those.n, recount.online(those), before.requests.of("filed", "counted", key=key).n)
        for key, those in here.requests.by(lambda one: one.key).items()
    }
    assert [found.opinion.answered] == [int(one) for one in recount.answered(here)[:1]]
