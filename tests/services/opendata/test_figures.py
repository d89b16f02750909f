"""Counts by month: whole months only, small counts hidden, the same rows whatever order things happened in."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from portal import ledger
from portal.db import writing
from portal.ledger import Kind
from services.dashboard.actions import summing
from services.opendata.actions import figures
from services.opendata.rules.standing import BOOKINGS, FILINGS, QUESTIONS, WAITS
from tests.services.desk.builders import Desk, desk

TODAY = date(2026, 11, 22)
OCTOBER, NOVEMBER = date(2026, 10, 5), date(2026, 11, 5)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The sample town with a made-up autumn behind it."""
    found = desk(tmp_path_factory.mktemp("figures"), datetime(2026, 11, 22, 1, tzinfo=UTC))
    with found.session() as session:
        with writing(session):
            happened(session)
        summing.sum_all(session, found.clock.moment)
    yield found
    found.close()


def happened(session: Session) -> None:
    """Every kind of thing, often and seldom."""
    for kind, key, channel, day, n, value in (
        (Kind.FILED, "juminhyo", "online", OCTOBER, 40, None),
        (Kind.FILED, "juminhyo", "window", OCTOBER, 12, None),
        (Kind.FILED, "suido_kaishi", "online", OCTOBER, 9, None),
        (Kind.FILED, "suido_kaishi", "post", OCTOBER, 1, None),
        (Kind.COUNTED, "juminhyo", "konbini", OCTOBER, 100, None),
        (Kind.COUNTED, "juminhyo", "konbini", OCTOBER, -5, None),
        (Kind.FILED, "lottery/taiikukan", "online", OCTOBER, 50, None),
        (Kind.FILED, "juminhyo", "online", NOVEMBER, 77, None),
        (Kind.FILED, "juminhyo", "online", date(2024, 3, 31), 66, None),
        (Kind.BOOKED, "sogo_taiikukan", "online", OCTOBER, 30, None),
        (Kind.CANCELLED, "sogo_taiikukan", "online", OCTOBER, 4, None),
        (Kind.BOOKED, "sogo_taiikukan", "online", date(2026, 9, 1), 30, None),
        (Kind.CANCELLED, "sogo_taiikukan", "online", date(2026, 9, 2), 1, None),
        (Kind.ASKED, "", "web", OCTOBER, 200, None),
        (Kind.UNANSWERED, "", "web", OCTOBER, 20, None),
        (Kind.VOTED, "faq:faq001", "web", OCTOBER, 50, 41.0),
        (Kind.WAITED, "honcho.A/09", "kiosk", OCTOBER, 8, 80.0),
        (Kind.WAITED, "honcho.A/10", "kiosk", OCTOBER, 1, 3.0),
        (Kind.WAITED, "honcho.A", "kiosk", OCTOBER, 1, 2.0),
        (Kind.WAITED, "honcho.B", "kiosk", OCTOBER, 2, 85.0),
    ):
        ledger.event(session, kind, key, channel, "shimin", day, n=n, value=value)


def test_filings_are_told_by_month_procedure_and_way_with_their_sum(town: Desk) -> None:
    with town.session() as session:
        rows = figures.table(session, FILINGS, TODAY).rows

    told = {(row["年月"], row["手続ID"], row["方法"]): row["件数"] for row in rows}
    assert told == {
        ("2026-10", "juminhyo", "オンライン"): 40,
        ("2026-10", "juminhyo", "書かない窓口"): 12,
        ("2026-10", "juminhyo", "コンビニ交付"): 95,
        ("2026-10", "juminhyo", "計"): 147,
        ("2026-10", "suido_kaishi", "オンライン"): 9,
        ("2026-10", "suido_kaishi", "郵送"): None,
        ("2026-10", "suido_kaishi", "計"): None,
    }
    assert [row["方法"] for row in rows if row["秘匿"]] == ["郵送", "計"]


def test_the_present_month_and_years_long_past_are_not_told(town: Desk) -> None:
    with town.session() as session:
        found = figures.table(session, FILINGS, TODAY)

    assert {row["年月"] for row in found.rows} == {"2026-10"}
    assert found.updated == date(2026, 11, 1)


def test_bookings_and_what_was_given_back_are_hidden_together(town: Desk) -> None:
    with town.session() as session:
        rows = figures.table(session, BOOKINGS, TODAY).rows

    assert [(row["年月"], row["施設ID"], row["予約"], row["取消"], row["秘匿"]) for row in rows] == [
        ("2026-09", "sogo_taiikukan", None, None, "秘匿"),
        ("2026-10", "sogo_taiikukan", 30, 4, ""),
    ]


def test_questions_are_told_with_what_helped_and_what_did_not(town: Desk) -> None:
    with town.session() as session:
        rows = figures.table(session, QUESTIONS, TODAY).rows

    assert [tuple(row.values()) for row in rows] == [("2026-10", 200, 20, 41, 9, "")]


def test_waits_are_told_as_a_mean_of_enough_people(town: Desk) -> None:
    with town.session() as session:
        rows = figures.table(session, WAITS, TODAY).rows

    assert [(row["窓口ID"], row["呼び出した人数"], row["待ち時間の平均（分）"]) for row in rows] == [
        ("honcho.A", 10, 8.5),
        ("honcho.B", None, None),
    ]


def test_nothing_that_is_published_is_one_or_two(town: Desk) -> None:
    with town.session() as session:
        tables = [figures.table(session, about, TODAY) for about in (FILINGS, BOOKINGS, QUESTIONS, WAITS)]

    counts = [
        value for table in tables for row in table.rows for value in row.values() if isinstance(value, int)
    ]
    assert counts
    assert not {1, 2} & set(counts)
