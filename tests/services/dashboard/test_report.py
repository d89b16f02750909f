"""月次報告: tagged, in words that hold, as it was designed, made by the worker and fetched as a file."""

import io
import re
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest

from portal.pack.formulas import formula
from portal.worker import Worker
from services.dashboard.actions import reporting
from services.dashboard.rules import measuring, periods, report
from services.dashboard.rules.periods import Year
from tests.portal.papers import faults, pages, unlike, words, worst_patch
from tests.services.dashboard import golden
from tests.services.desk.builders import Desk

HERE = "/staff/dashboard/report"
SAME, PATCH = 8.0, 25.0


@pytest.fixture(scope="module")
def printed() -> bytes:
    return golden.pdf()


def test_the_report_looks_like_its_stored_pictures(printed: bytes, tmp_path: Path) -> None:
    now, then = golden.taken(printed, tmp_path), golden.stored()

    assert len(now) == len(then)
    for page, picture in zip(now, then, strict=True):
        assert unlike(page, picture) < SAME
        assert worst_patch(page, picture) < PATCH


def test_its_findings_are_what_was_counted(printed: bytes) -> None:
    said = words(printed)

    # Twenty-two working days of October: 20 + 12 on a screen, 12 + 5 at the counter, 6 at a machine.
    for expected in (
        "申請は1,210件", "「水道の使用開始の届出」の申請が140%増えました（110件から264件）", "令和8年10月",
        "1年に約", "窓口が開いた日の数", "10回のうち8回",
    ):  # fmt: skip
        assert expected in said, expected


def test_no_row_of_a_table_stands_alone_on_a_page() -> None:
    # So long that the foot of a page would hold one row of the second table.
    figures = tuple(golden.figure(f"指標その{number}番", "online_share", "60") for number in range(18))
    book = golden.printed(figures, (*golden.KEYS, "akiya_sodan", "anketo"))

    said = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=book, capture_output=True, check=True
    ).stdout.decode()
    rows = [len(re.findall(r"指標その\d+番 .*60%", page)) for page in said.split("\f")]

    assert sum(rows) == 18
    assert 1 not in rows


def test_it_is_tagged_and_every_picture_is_told_in_words(printed: bytes, tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(printed)) as book:
        assert book.Root.MarkInfo.Marked
        assert str(book.Root.Lang) == "ja"
        told = [
            one.Alt
            for one in book.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]

    assert len(told) == 4
    assert all(re.search(r"グラフ。.", str(one)) for one in told)
    assert faults(printed, tmp_path) == ""


def test_the_worker_makes_what_is_ordered_and_making_it_anew_leaves_one(town: Desk) -> None:
    seat = town.seat("monitor", division="sogo")
    assert seat.get(f"{HERE}/2026-10.pdf").status_code == 404

    for _ in range(2):
        assert seat.post(HERE, month="2026-10").status_code == 303
        Worker(town.app.extensions["house"]).run(until_empty=True)
        town.clock.moment += timedelta(minutes=2)

    assert "令和8年10月の報告" in seat.get(HERE).text
    answer = seat.get(f"{HERE}/2026-10.pdf")
    assert answer.mimetype == "application/pdf"
    assert pages(answer.data) in (2, 3)
    with town.session() as session:
        assert list(reporting.made(session, date(2026, 11, 20))) == [date(2026, 10, 1)]


def test_a_month_that_still_runs_has_no_report(town: Desk) -> None:
    seat = town.seat("monitor", division="sogo")

    assert seat.post(HERE, month="2026-11").status_code == 404
    assert seat.get(f"{HERE}/2026-13.pdf").status_code == 404
    assert town.seat("worker").get(HERE).status_code == 403


def test_a_month_is_asked_for_as_a_year_is() -> None:
    month = report.month_of(date(2026, 2, 1))

    assert (month.first, month.last, month.number) == (date(2026, 2, 1), date(2026, 2, 28), 2025)


def test_a_line_of_months_is_continued_to_a_month_and_not_to_the_mean_of_a_year() -> None:
    year = Year(2026, date(2026, 11, 20))
    past = [
        measuring.Point(one, 10.0 * place, 10.0)
        for place, one in enumerate(periods.whole_months(year.today, 12))
    ]
    found = formula("online_share")
    assert found is not None

    month, mean = measuring.month_ahead(found, past, year), measuring.expected(found, past, year)

    assert month is not None
    assert mean is not None
    # Eleven in October, five months to come; seven months that were and five that come, together.
    assert month.middle == pytest.approx(16.0)
    assert mean.middle == pytest.approx(10.5)
