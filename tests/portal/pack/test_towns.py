"""The towns in the repository: complete in three languages, and nothing made up under a real city's name."""

import csv
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from forms.procedure import Assurance, Completes
from portal.pack import check, read, shapes
from portal.pack.lists import EASY, ENGLISH, NOTE
from portal.pack.lists import read as read_list
from portal.pack.town import lgcode_fits
from tests.portal.pack.builder import AFTER, BEFORE, PACKS, REAL, TOWNS

HERE = Path(__file__).parent
PRINTED = HERE / "printed_kpi.csv"
SHARED_PLANS = PACKS.parents[2] / "shared" / "plans" / "kpi.csv"
CODES = {"utsunomiya": "092011", "tatsuno": "282294", "kanuma": "092053", "ube": "352021"}
PRINTED_COLUMNS = ("city_code", "kpi", "unit", "kind", "fiscal_year", "value", "note")
LISTS = sorted(path for path in PACKS.rglob("*.csv"))
# The files that speak to people; a town may keep others, such as made-up requests to show.
SPOKEN = sorted(
    path
    for path in PACKS.rglob("*.toml")
    if path.name in ("town.toml", "fields.toml") or path.parent.name == "procedures"
)
SHAPES = {shape.name: shape for shape in (*shapes.TYPED, *shapes.HANDED_ON)}
KANJI_RUN = re.compile(r"[一-鿿]{5,}")


def printed(path: Path, code: str) -> list[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            tuple(row[name] for name in PRINTED_COLUMNS)
            for row in csv.DictReader(file)
            if row["city_code"] == code
        ]


def wordings(value: object, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every place of a TOML file where something is said to people."""
    if isinstance(value, dict):
        if "ja" in value:
            yield path, value
        for key, inner in value.items():
            yield from wordings(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from wordings(inner, f"{path}[{place}]")


@pytest.mark.parametrize("code", TOWNS)
def test_a_town_of_the_repository_has_no_fault(code: str) -> None:
    assert check.check(PACKS / code) == []


@pytest.mark.parametrize("path", SPOKEN, ids=lambda path: str(path.relative_to(PACKS)))
def test_what_a_toml_file_says_is_said_in_three_languages(path: Path) -> None:
    found = list(wordings(tomllib.loads(path.read_text(encoding="utf-8")), path.stem))

    assert found
    assert [
        at for at, said in found if not all(said.get(lang, "").strip() for lang in ("ja", "easy", "en"))
    ] == []


@pytest.mark.parametrize("path", LISTS, ids=lambda path: str(path.relative_to(PACKS)))
def test_what_a_list_says_is_said_in_three_languages(path: Path) -> None:
    shape = SHAPES[path.stem]

    for row in read_list(path, shape).rows:
        for word in shape.worded:
            said = [bool(row[name]) for name in (word, word + EASY, word + ENGLISH)]
            assert all(said) or not any(said), (row.line, word)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: str(path.relative_to(PACKS)))
def test_lists_are_kept_as_excel_writes_them(path: Path) -> None:
    raw = path.read_bytes()

    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n")


@pytest.mark.parametrize("path", SPOKEN, ids=lambda path: str(path.relative_to(PACKS)))
def test_plain_japanese_has_no_long_run_of_kanji(path: Path) -> None:
    said = dict(wordings(tomllib.loads(path.read_text(encoding="utf-8")), path.stem))

    assert {at: words["easy"] for at, words in said.items() if KANJI_RUN.search(words["easy"])} == {}


@pytest.mark.parametrize("code", REAL)
def test_a_real_town_has_its_own_number_and_is_marked(code: str) -> None:
    town = read(PACKS / code).town

    assert town.lgcode == CODES[code]
    assert town.real
    assert town.mark
    assert (town.site, town.mail_from, town.head_name) == ("", "", "")


@pytest.mark.parametrize("code", REAL)
@pytest.mark.parametrize("on", [date(2026, 11, 21), BEFORE, AFTER])
def test_a_real_town_states_no_fee_telephone_address_or_hours(code: str, on: date) -> None:
    pack = read(PACKS / code)

    assert [pack.fee(key, on, way) for key in pack.procedures for way in ("", "window", "konbini")] == [
        None
    ] * (3 * len(pack.procedures))
    for division in pack.divisions(on):
        assert not any((division.phone, division.extension, division.mail, division.post_to, division.place))
    for office in pack.offices(on):
        assert not any((office.phone, office.address, office.postcode, office.hours))


@pytest.mark.parametrize("code", REAL)
def test_a_real_town_brings_only_lists_its_plan_can_fill(code: str) -> None:
    names = sorted(path.name for path in (PACKS / code).iterdir())

    assert names == ["divisions.csv", "kpi.csv", "offices.csv", "procedures.csv", "town.toml"]


@pytest.mark.parametrize("code", REAL)
def test_no_file_of_a_real_town_holds_a_telephone_number(code: str) -> None:
    for path in (PACKS / code).iterdir():
        assert not re.search(r"0\d{1,4}[-(（]\d{1,4}[-)）]\d{3,4}", path.read_text(encoding="utf-8-sig")), (
            path.name
        )


@pytest.mark.parametrize("code", REAL)
def test_every_division_of_a_real_town_says_which_plan_names_it(code: str) -> None:
    rows = read_list(PACKS / code / "divisions.csv", shapes.DIVISIONS).rows

    sources = {kpi.source for kpi in read(PACKS / code).kpis}
    named = [row for row in rows if row["部署ID"] != "shiyakusho"]
    assert named
    assert all(any(source in row[NOTE] for source in sources) for row in named)


@pytest.mark.parametrize("code", REAL)
def test_a_real_towns_figures_are_exactly_the_printed_ones(code: str) -> None:
    figures = [
        (row.city_code, row.kpi, row.unit, row.kind, row.fiscal_year, row.value, row.note)
        for row in read(PACKS / code).kpis
    ]

    assert figures == printed(PRINTED, CODES[code])


def test_the_printed_figures_are_all_there() -> None:
    assert {code: len(printed(PRINTED, number)) for code, number in CODES.items()} == {
        "utsunomiya": 34,
        "tatsuno": 7,
        "kanuma": 48,
        "ube": 61,
    }


@pytest.mark.parametrize("code", CODES.values() if SHARED_PLANS.exists() else [])
def test_the_printed_figures_agree_with_the_plans_beside_the_repository(code: str) -> None:
    assert printed(PRINTED, code) == printed(SHARED_PLANS, code)


def test_the_sample_town_cannot_be_taken_for_a_real_one() -> None:
    pack = read(PACKS / "hinata")

    assert lgcode_fits(pack.town.lgcode)
    # Prefectures are numbered 01 to 47, so no municipality can ever have this number.
    assert int(pack.town.lgcode[:2]) > 47
    assert pack.town.mark
    assert ".example" in pack.town.site
    assert pack.town.mail_from.endswith(".example")


@pytest.mark.parametrize("on", [BEFORE, AFTER])
def test_every_telephone_of_the_sample_town_is_one_nobody_has(on: date) -> None:
    pack = read(PACKS / "hinata")
    phones = [division.phone for division in pack.divisions(on)]
    phones += [office.phone for office in pack.offices(on)]
    phones += [row["電話番号"] for row in pack.listing("facilities", on)]

    assert len(phones) > 50
    # No area code of Japan begins with 00 followed by 00.
    assert all(re.fullmatch(r"0000-00-\d{4}", phone) for phone in phones)
    assert all(division.mail.endswith(".example") for division in pack.divisions(on))


def test_the_sample_town_has_enough_of_everything_to_look_real() -> None:
    pack = read(PACKS / "hinata")

    assert len(pack.divisions(BEFORE)) >= 12
    assert len(pack.offices(BEFORE)) == 3
    assert {kpi.kind for kpi in pack.kpis} == {"目標", "実績", "想定値", "現状"}
    sizes = {
        name: len(pack.listing(name, BEFORE)) for name in ("faq", "garbage", "garbage_kinds", "facilities")
    }
    assert all(size >= least for size, least in zip(sizes.values(), (30, 50, 8, 30), strict=True)), sizes


def test_every_row_of_the_sample_town_is_marked() -> None:
    for path in sorted((PACKS / "hinata").glob("*.csv")):
        for row in read_list(path, SHAPES[path.stem]).rows:
            assert "見本" in row[NOTE], (path.name, row.line)


def test_facilities_of_the_sample_town_lie_where_nobody_lives() -> None:
    rows = read(PACKS / "hinata").listing("facilities", BEFORE)

    # Off the coast in the Pacific, hundreds of kilometres from any island.
    assert all(30 <= float(row["緯度"]) < 31 and 150 <= float(row["経度"]) < 151 for row in rows)


def test_a_figure_knows_its_year_and_number_where_it_has_one() -> None:
    kpis = read(PACKS / "ube").kpis
    by_value = {kpi.value: kpi for kpi in kpis}

    assert by_value["3以上"].number == 3
    assert by_value["12.63"].year == 2022
    assert by_value["調査・検討"].number is None
    assert by_value["調査・検討"].year is None


@pytest.mark.parametrize("key", ["juminhyo", "suido_kaishi"])
def test_a_nationwide_procedure_says_everything_its_guide_needs(key: str) -> None:
    procedure = read(PACKS / "hinata").procedure(key)

    for said in (procedure.title, procedure.summary, procedure.verb, procedure.who, procedure.deadline):
        assert said.missing() == ()
    assert procedure.bring
    assert procedure.law
    assert len(procedure.search) > 10
    assert procedure.minutes
    assert procedure.processing_days
    assert re.fullmatch(r"[0-9]{4}", procedure.number)
    assert len({ask.key for ask in procedure.asks}) >= 8
    assert all(ask.label.missing() == () for ask in procedure.asks)


def test_the_residence_copy_is_online_only_with_a_signature_and_goes_only_to_the_registered_address() -> None:
    procedure = read(PACKS / "hinata").procedure("juminhyo")
    online, window, post = (procedure.way(kind) for kind in ("online", "window", "post"))

    assert online is not None
    assert (online.assurance, online.completes, online.register_address) == (
        Assurance.signature,
        Completes.ONLINE,
        "address",
    )
    for way in (window, post):
        assert way is not None
        assert (way.assurance, way.completes) == (Assurance.none, Completes.PREPARATION)
        assert way.remains.missing() == ()
    assert procedure.first is not None
    assert procedure.first.link.startswith("https://")


def test_the_water_notification_completes_online_for_whoever_can_be_reached() -> None:
    procedure = read(PACKS / "hinata").procedure("suido_kaishi")
    online = procedure.way("online")

    assert online is not None
    assert (online.assurance, online.completes) == (Assurance.contact, Completes.ONLINE)
    assert procedure.completes is Completes.ONLINE


def test_no_field_of_the_dictionary_asks_for_the_individual_number() -> None:
    dictionary = read(PACKS / "hinata").dictionary

    mentioned = {key for key in dictionary if "個人番号" in dictionary[key].label.say("ja").text}
    assert mentioned == {"show_individual_number"}
    assert dictionary["show_individual_number"].kind == "choice"


def test_the_sample_town_carries_every_kind_of_figure_that_the_four_plans_print() -> None:
    real = [one for code in REAL for one in read(PACKS / code).kpis]
    own = read(PACKS / "hinata").kpis

    assert {one.kind for one in real} <= {one.kind for one in own}
    for mark in ("以上", "以下", "基準値"):
        assert any(mark in one.value for one in own), mark
    # Some are counted here on either base and some entered by hand; some have no year, and then none is made up.
    assert {"online_procedure_share", "online_share", "手入力"} <= {one.formula for one in own}
    assert {one.year for one in own if not one.fiscal_year} == {None}
