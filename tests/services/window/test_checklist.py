"""The dated list: every period has its words and its taker, the days stand in both countings, and the paper is tagged."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from forms.field import Value
from portal import pack
from portal.pack import Pack
from portal.printing import Printer
from services.window.actions import checklist
from services.window.rules.farewell import TERMS

PACKS = Path(pack.__file__).parents[1] / "packs"
TODAY = date(2026, 11, 21)
DIED: dict[str, Value] = {"deceased_on": "2026-11-20"}
KNOWN: dict[str, Value] = {
    **DIED,
    "farewell_age": "from_75",
    "farewell_insurance": "koki",
    "farewell_head": "alone",
    "farewell_pension": "national",
    "farewell_children": "no",
    "farewell_things": ["dog", "water"],
}


@pytest.fixture(scope="module")
def hinata() -> Pack:
    """The sample town."""
    return pack.read(PACKS / "hinata")


def html(town: Pack, lang: str, answers: dict[str, Value] | None = None, **values: object) -> str:
    """The list as it goes to the press."""
    found = checklist.listed(town, answers or KNOWN, lang, TODAY)
    given = {"died": "", "made": "", "booking": None, "reception": town.division("sogo", TODAY), **values}
    return Printer(town).sheets.html(checklist.SHEET, lang=lang, lists=found, **given)


def test_every_period_has_its_words_and_its_taker(hinata: Pack) -> None:
    words = hinata.farewell.words

    assert set(words) == {one.key for one in TERMS}
    assert all(bool(words[one.key].division) == one.ours for one in TERMS)


def test_every_town_can_print_the_list() -> None:
    for folder in sorted(path.parent for path in PACKS.glob("*/town.toml")):
        town = pack.read(folder)

        found = checklist.listed(town, DIED, "ja", TODAY)

        assert len(found.soon) + len(found.months) + len(found.years) == len(TERMS)
        assert all(line.where for line in (*found.soon, *found.months, *found.years, *found.undated))


def test_a_day_stands_in_both_countings(hinata: Pack) -> None:
    page = html(hinata, "ja")

    assert checklist.written(date(2026, 12, 4), "ja") == "令和8年（2026年）12月4日（金）"
    assert "令和8年（2026年）" in page
    assert "12月4日（金）" in page
    assert "2月20日（土）" in page


def test_a_closed_last_day_says_why_it_moved(hinata: Pack) -> None:
    assert "12月20日（日）が休みのため" in html(hinata, "ja")
    assert "Sun, 20 Dec is a closed day" in html(hinata, "en")


def test_the_list_speaks_the_language_of_the_reader(hinata: Pack) -> None:
    assert "Within a month" in html(hinata, "en")
    assert "within 14 days" in html(hinata, "en")
    assert "いつでも いい もの" in html(hinata, "easy")


def test_what_is_the_citys_and_what_not_is_told_apart_with_its_telephone(hinata: Pack) -> None:
    found = checklist.listed(hinata, KNOWN, "ja", TODAY)
    lines = {line.title: line for line in (*found.soon, *found.months)}

    assert lines["国民年金の届"].ours
    assert lines["国民年金の届"].phone == "0000-00-1050"
    assert not lines["相続放棄・限定承認"].ours
    assert lines["相続放棄・限定承認"].phone == "0000-00-9004"


def test_what_the_family_does_not_own_is_not_listed(hinata: Pack) -> None:
    page = html(hinata, "ja")

    assert "犬の飼い主の変更" in page
    assert "自動車の名義変更" not in page
    assert "障害者手帳を返す" not in page
    assert "水道の名義変更" in page


def test_a_day_that_has_passed_says_so_kindly(hinata: Pack) -> None:
    page = html(hinata, "ja", {"deceased_on": "2026-09-01"})

    assert "過ぎています。まだのときは、まずお電話ください" in page


def test_without_a_day_of_death_nothing_is_dated(hinata: Pack) -> None:
    found = checklist.listed(hinata, {}, "ja", TODAY)

    assert (found.soon, found.months, found.years) == ((), (), ())
    assert found.undated


def test_the_paper_is_tagged_and_reads_aloud(hinata: Pack) -> None:
    printed = checklist.pdf(Printer(hinata), hinata, KNOWN, "ja", TODAY)

    with pikepdf.open(BytesIO(printed)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "ja"
