"""The room's addresses: pages, files that read back equal, an API that answers what it promises; nothing for what is not there."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from openpyxl import load_workbook

from portal import workbooks
from portal.pack import standard
from services.opendata.rules.standing import ALL, LISTS, SHEETS
from services.opendata.rules.tables import Dataset
from tests.services.desk.builders import Desk, desk

OF_EACH = pytest.mark.parametrize("about", ALL, ids=lambda about: about.key)
OF_EACH_LIST = pytest.mark.parametrize("about", LISTS, ids=lambda about: about.key)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The sample town on a day of its own."""
    found = desk(tmp_path_factory.mktemp("opendata"), datetime(2026, 11, 22, 1, tzinfo=UTC))
    yield found
    found.close()


@pytest.fixture(scope="module")
def visitor(town: Desk) -> FlaskClient:
    return town.app.test_client()


def rows_of(visitor: FlaskClient, key: str) -> list[dict[str, str]]:
    raw = visitor.get(f"/opendata/{key}.csv").data
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def answered(visitor: FlaskClient, address: str) -> Any:
    return json.loads(visitor.get(address).data)


@OF_EACH
def test_a_set_has_a_page_that_leads_to_its_files(visitor: FlaskClient, about: Dataset) -> None:
    page = visitor.get(f"/opendata/{about.key}")

    assert page.status_code == 200
    for form in about.formats:
        assert f"/opendata/{about.key}.{form}" in page.text
        assert visitor.get(f"/opendata/{about.key}.{form}").status_code == 200


@OF_EACH_LIST
def test_the_workbook_says_what_the_csv_says(visitor: FlaskClient, about: Dataset) -> None:
    rows = rows_of(visitor, about.key)
    book = load_workbook(io.BytesIO(visitor.get(f"/opendata/{about.key}.xlsx").data)).worksheets[0]

    header, *lines = book.iter_rows(values_only=True)
    assert header == tuple(rows[0]) == about.names
    assert [[workbooks.text(cell) for cell in workbooks_line(line)] for line in lines] == [
        [number(value) for value in row.values()] for row in rows
    ]


def workbooks_line(line: tuple[Any, ...]) -> list[workbooks.Value]:
    return [value.date() if isinstance(value, datetime) else value for value in line]


def number(text: str) -> str:
    """Excel keeps 30.0 as 30."""
    return text.removesuffix(".0")


@pytest.mark.parametrize("sheet", standard.SHEETS, ids=lambda sheet: sheet.key)
def test_what_is_published_keeps_to_the_strict_standard(visitor: FlaskClient, sheet: standard.Sheet) -> None:
    rows = rows_of(visitor, sheet.key)

    assert rows
    assert tuple(rows[0]) == SHEETS[sheet.key].names
    assert [fault for row in rows for fault in sheet.faults(row)] == []


@pytest.mark.parametrize("about", [one for one in ALL if one.places], ids=lambda about: about.key)
def test_places_are_points_in_geojson_east_before_north(visitor: FlaskClient, about: Dataset) -> None:
    found = answered(visitor, f"/opendata/{about.key}.geojson")

    assert found["type"] == "FeatureCollection"
    assert len(found["features"]) == len(rows_of(visitor, about.key))
    for one in found["features"]:
        east, north = one["geometry"]["coordinates"]
        assert (one["properties"]["経度"], one["properties"]["緯度"]) == (east, north)
        assert 122 < east < 155
        assert 20 < north < 46


def test_an_answer_that_has_not_changed_is_not_sent_again(visitor: FlaskClient) -> None:
    for address in (
        "/opendata/aed.csv",
        "/opendata/aed.xlsx",
        "/opendata/api/v1/aed",
        "/opendata/openapi.json",
    ):
        tag = visitor.get(address).headers["ETag"]
        again = visitor.get(address, headers={"If-None-Match": tag})

        assert (again.status_code, again.data) == (304, b"")


def test_a_file_is_read_in_pieces_and_whole_again_when_it_changed(visitor: FlaskClient) -> None:
    whole = visitor.get("/opendata/facilities.csv")
    piece = visitor.get("/opendata/facilities.csv", headers={"Range": "bytes=10-19"})
    stale = visitor.get("/opendata/facilities.csv", headers={"Range": "bytes=10-19", "If-Range": '"old"'})
    beyond = visitor.get("/opendata/facilities.csv", headers={"Range": "bytes=99999999-"})

    assert whole.headers["Accept-Ranges"] == "bytes"
    assert (piece.status_code, piece.data) == (206, whole.data[10:20])
    assert (stale.status_code, stale.data) == (200, whole.data)
    assert beyond.status_code == 416


def test_any_site_may_read_and_nobody_is_given_a_cookie(visitor: FlaskClient) -> None:
    for address in ("/opendata/aed.csv", "/opendata/api/v1/aed", "/opendata/catalog.jsonld"):
        found = visitor.get(address)
        asked = visitor.options(address, headers={"Origin": "https://elsewhere.example"})

        assert found.headers["Access-Control-Allow-Origin"] == "*"
        assert found.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "public" in found.headers["Cache-Control"]
        assert "Set-Cookie" not in found.headers
        assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]


def test_the_api_gives_the_rows_of_the_csv_page_by_page(visitor: FlaskClient) -> None:
    address, found = "/opendata/api/v1/aed?per_page=4", []
    while address:
        page = answered(visitor, address)
        found += page["rows"]
        address = (page["next"] or "").partition("http://127.0.0.1:8000")[2]

    assert [row["ID"] for row in found] == [row["ID"] for row in rows_of(visitor, "aed")]
    assert page["total"] == len(found)
    assert page["credit"] == "ひなた市「AED設置箇所一覧」（CC BY 4.0）"


def test_a_question_nobody_understands_is_told_so(visitor: FlaskClient) -> None:
    found = visitor.get("/opendata/api/v1/aed?color=red")

    assert found.status_code == 400
    assert json.loads(found.data)["parameter"] == "color"
    assert found.headers["Access-Control-Allow-Origin"] == "*"


@OF_EACH
def test_the_api_answers_as_its_description_says(visitor: FlaskClient, about: Dataset) -> None:
    told = answered(visitor, "/opendata/openapi.json")["paths"][f"/{about.key}"]["get"]
    schema = told["responses"]["200"]["content"]["application/json"]["schema"]

    page = answered(visitor, f"/opendata/api/v1/{about.key}")

    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in checker.iter_errors(page)] == []
    assert set(schema["properties"]["rows"]["items"]["properties"]) == set(about.names)


def test_every_file_of_the_catalogue_is_there_as_it_is_told(visitor: FlaskClient) -> None:
    catalogue = answered(visitor, "/opendata/catalog.jsonld")

    assert [one["dct:identifier"] for one in catalogue["dcat:dataset"]] == [
        f"990019_{one.key}" for one in ALL
    ]
    for one in catalogue["dcat:dataset"]:
        assert [word["@language"] for word in one["dct:title"]] == ["ja", "en"]
        assert one["dct:title"][0] != one["dct:title"][1]
        for file in one["dcat:distribution"]:
            address = file["dcat:accessURL"]["@id"].removeprefix("http://127.0.0.1:8000")
            found = visitor.get(address)
            assert found.status_code == 200
            assert file["dcat:mediaType"]["@id"].endswith(found.mimetype)


def test_the_catalogue_is_a_list_too(visitor: FlaskClient) -> None:
    rows = rows_of(visitor, "catalog")

    assert len(rows) == sum(len(one.formats) for one in ALL)
    assert {row["ライセンス"] for row in rows} == {"CC BY 4.0"}


@pytest.mark.parametrize(
    "address",
    [
        "/opendata/none",
        "/opendata/none.csv",
        "/opendata/aed.pdf",
        "/opendata/filings.geojson",
        "/opendata/api/v1/none",
    ],
)
def test_what_is_not_there_is_not_found(visitor: FlaskClient, address: str) -> None:
    assert visitor.get(address).status_code == 404


def test_a_page_of_places_beyond_the_last_is_the_last(visitor: FlaskClient) -> None:
    assert "ひなた市役所" in visitor.get("/opendata/facilities?page=99").text


def test_the_page_for_programs_names_every_set(visitor: FlaskClient) -> None:
    page = visitor.get("/opendata/api").text

    assert all(f"/opendata/api/v1/{about.key}" in page for about in ALL)


@pytest.mark.parametrize("about", [one for one in ALL if one.places], ids=lambda about: about.key)
def test_the_map_is_a_list_of_every_address_first(visitor: FlaskClient, about: Dataset) -> None:
    answer = visitor.get(f"/opendata/{about.key}/map")
    rows = rows_of(visitor, about.key)

    points = re.findall(r'data-point="([^"]+)"', answer.text)
    assert [tuple(map(float, one.split(","))) for one in points] == [
        (float(row["緯度"]), float(row["経度"])) for row in rows if row["緯度"]
    ]
    assert all(escape(row["所在地_連結表記"]) in answer.text for row in rows)
    assert len(answer.data) < 30 * 1024
    assert "https://cyberjapandata.gsi.go.jp" in answer.headers["Content-Security-Policy"]


def test_counts_have_no_map(visitor: FlaskClient) -> None:
    assert visitor.get("/opendata/filings/map").status_code == 404


@pytest.mark.parametrize("key", ["childcare", "events"])
def test_readers_and_programs_are_told_which_columns_one_publisher_has(
    visitor: FlaskClient, key: str
) -> None:
    alone = [one.name for one in SHEETS[key].columns if one.known is standard.Known.ALONE]
    listed = "、".join(alone)

    pages = {lang: visitor.get(f"/opendata/{key}?lang={lang}").text for lang in ("ja", "easy", "en")}
    told = next(
        one
        for one in answered(visitor, "/opendata/catalog.jsonld")["dcat:dataset"]
        if one["dct:identifier"].endswith(key)
    )["dct:description"]
    schema = answered(visitor, "/opendata/openapi.json")["paths"][f"/{key}"]["get"]["responses"]["200"]
    fields = schema["content"]["application/json"]["schema"]["properties"]["rows"]["items"]["properties"]

    assert "1つの公開元でしか" in pages["ja"]
    assert "たしかめました" in pages["easy"]
    assert "one publisher only" in pages["en"]
    assert all(f"<code>{name}</code>" in page for page in pages.values() for name in alone)
    assert [word["@value"].endswith(listed) for word in told] == [True, True]
    assert "one publisher only" in told[1]["@value"]
    assert {name for name, one in fields.items() if "公開元1つ" in one.get("description", "")} == set(alone)
    assert {row["備考"] for row in rows_of(visitor, "catalog") if row["ID"].startswith(f"{key}.")} == {
        f"公開元1つだけで名前を確かめた列: {listed}"
    }


def test_sets_whose_columns_were_all_compared_say_nothing_of_it(visitor: FlaskClient) -> None:
    assert "1つの公開元でしか" not in visitor.get("/opendata/aed").text
