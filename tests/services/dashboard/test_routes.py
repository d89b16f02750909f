"""The dashboard's pages: what each shows to whom, its charts as pictures with names and tables, and as files."""

import csv
import io
import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from portal import remarks
from portal.db import writing
from services.dashboard.actions import towns as plans
from services.dashboard.rules import kpis, towns
from services.dashboard.workers import forget_remarks
from tests.services.dashboard.conftest import MORNING
from tests.services.desk.builders import Desk

HERE = "/staff/dashboard"
MOST_BYTES = 80 * 1024
PAGES = (
    "/procedures",
    "/procedures/juminhyo",
    "/divisions",
    "/bot",
    "/places",
    "/queue",
    "/satisfaction",
    "/next",
)
SVG = "{http://www.w3.org/2000/svg}"


def kpi(town: Desk, name: str) -> str:
    """The address of a figure of the plan."""
    pack = town.app.extensions["house"].pack
    return f"{HERE}/kpi/{next(one.key for one in kpis.listed(pack.kpis) if one.name == name)}"


def addresses(town: Desk) -> list[str]:
    pages = ("", "?year=2025", *PAGES, "/procedures?division=shimin&year=2025")
    return [*(f"{HERE}{page}" for page in pages), kpi(town, "オンラインで申請された割合（件数）")]


def test_every_page_shows_its_figures_to_whoever_follows_the_plan_and_stays_small(town: Desk) -> None:
    seat = town.seat("monitor", division="sogo")
    for address in addresses(town):
        answer = seat.get(address)

        assert answer.status_code == 200, address
        assert len(answer.data) < MOST_BYTES, address


def test_every_chart_has_a_title_a_description_and_its_numbers_as_a_table(town: Desk) -> None:
    seat = town.seat("monitor", division="sogo")
    for address in addresses(town):
        page = seat.get(address).text
        figures = re.findall(r'<figure class="chart">.*?</figure>', page, re.DOTALL)

        assert figures, address
        for figure in figures:
            picture = ET.fromstring(re.findall(r"<svg.*?</svg>", figure, re.DOTALL)[0])  # noqa: S314 (our own)
            named = [f"#{one}" for one in picture.attrib["aria-labelledby"].split()]
            told = {f"#{one.attrib['id']}": one.text for one in picture if "id" in one.attrib}
            assert all(told[one] for one in named)
            assert "<table" in figure
            assert "<script" not in figure
            assert " style=" not in figure


def test_a_chart_can_be_taken_along_as_a_picture_and_as_numbers(town: Desk) -> None:
    seat = town.seat("monitor", division="sogo")

    picture = seat.get(f"{HERE}?year=2026&chart=ways&file=svg")
    numbers = seat.get(f"{HERE}?year=2026&chart=ways&file=csv")

    assert picture.mimetype == "image/svg+xml"
    assert ET.fromstring(picture.text).tag == f"{SVG}svg"  # noqa: S314 (our own)
    rows = list(csv.reader(io.StringIO(numbers.data.decode("utf-8-sig"))))
    assert rows[0][0] == "月"
    assert len(rows) > 12
    assert seat.get(f"{HERE}?chart=ways&file=exe").status_code == 404
    assert seat.get(f"{HERE}?chart=nothing&file=csv").status_code == 404


@pytest.mark.parametrize("role", ["worker", "editor", "counter"])
def test_others_are_kept_out(town: Desk, role: str) -> None:
    seat = town.seat(role)
    assert {seat.get(f"{HERE}{page}").status_code for page in ("", *PAGES)} == {403}
    assert town.app.test_client().get(HERE).status_code in (302, 303)


def test_a_figure_that_no_plan_prints_is_not_there(town: Desk) -> None:
    assert town.seat("monitor", division="sogo").get(f"{HERE}/kpi/nothing").status_code == 404


def test_a_procedure_that_the_town_does_not_have_is_not_there(town: Desk) -> None:
    assert town.seat("monitor", division="sogo").get(f"{HERE}/procedures/nothing").status_code == 404


def test_a_year_or_division_that_nobody_knows_is_passed_over(town: Desk) -> None:
    answer = town.seat("monitor", division="sogo").get(f"{HERE}/procedures?year=1900&division=nobody")

    assert answer.status_code == 200
    assert "令和8年度" in answer.text


def test_a_figure_without_a_year_gets_none_and_a_plan_in_draft_says_so(town: Desk) -> None:
    page = town.seat("monitor", division="sogo").get(kpi(town, "窓口の待ち時間の平均")).text

    assert "年度の記載なし" in page
    assert "素案" not in page


def test_no_chart_holds_figures_of_two_bases(town: Desk) -> None:
    """手続数ベース and 件数ベース never share an axis: a chart of the plan has one figure, and no other chart has any."""
    seat = town.seat("monitor", division="sogo")
    for printed in kpis.listed(town.app.extensions["house"].pack.kpis):
        figures = re.findall(
            r'<figure class="chart">.*?</figure>', seat.get(f"{HERE}/kpi/{printed.key}").text, re.DOTALL
        )
        heads = [re.findall(r'<th scope="col"[^>]*>([^<]*)<', figure) for figure in figures]

        assert heads in ([], [["月", printed.unit]]), printed.name


def test_the_address_carries_the_choice_and_what_is_not_a_number_is_passed_over(town: Desk) -> None:
    seat = town.seat("monitor", division="sogo")

    plain = seat.get(f"{HERE}/next").text
    chosen = seat.get(f"{HERE}/next?p=tennyu&p=nothing&share=50&minutes=20").text
    strange = seat.get(f"{HERE}/next?p=tennyu&share=-3&minutes=10000000")

    assert "もし画面に移ったら" not in plain
    assert "選んだ1手続で、画面の外の申請の50%" in chosen
    assert 'value="20"' in chosen
    assert strange.status_code == 200
    assert "の30%" in strange.text


def test_the_four_cities_are_read_as_their_folders_print_them(town: Desk) -> None:
    pack = town.app.extensions["house"].pack

    read = plans.plans(pack)

    assert next(iter(read)) == pack.town.name.say("ja").text
    assert {"宇都宮市", "鹿沼市", "たつの市", "宇部市"} < set(read)
    assert read[next(iter(read))] == kpis.listed(pack.kpis)
    for same in towns.same(read, 2026):
        assert len({one.town for one in same.towns}) > 1
        # 手続数 and 件数 never stand in one table.
        bases = {
            one.base
            for listed in read.values()
            for one in listed
            if one.name in {told.name for told in same.towns}
        }
        assert len(bases) == 1, same


def test_the_page_shows_tables_and_says_what_is_not_compared(town: Desk) -> None:
    page = town.seat("monitor", division="sogo").get(f"{HERE}/towns").text

    assert "鹿沼市" in page
    assert "素案" in page
    assert "比べない指標" in page


def test_the_page_shows_words_as_long_as_they_are_kept(town: Desk) -> None:
    seat = town.seat("monitor", division="sogo")
    with town.session() as session, writing(session):
        remarks.add(session, "juminhyo", "shimin", 2, "写真の付け方が分からない", date(2025, 11, 1))
        remarks.add(session, "juminhyo", "shimin", 5, "すぐ終わった", date(2026, 11, 1))

    with town.session() as session:
        forget_remarks(session, MORNING)
    page = seat.get("/staff/dashboard/satisfaction").text

    assert "すぐ終わった" in page
    assert "写真の付け方が分からない" not in page
    assert "分かりやすかった割合" in page
