"""A procedure that a town stops offering: nobody can begin it any more, and what was begun or filed is not lost."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest

from portal.settings import ROOT
from tests.services.applications.browsing import MORNING, NEW_WATER, WATER, Site, at_check, hand_in, site

# One minute before midnight of 31 March in Japan, and one after.
LAST_DAY = datetime(2027, 3, 31, 14, 59, tzinfo=UTC)
FIRST_DAY = datetime(2027, 3, 31, 15, 1, tzinfo=UTC)
OFFERS = (
    "手続ID,公開,部署ID,広報番号,備考,適用開始日,適用終了日\n"
    "juminhyo,する,,1021,見本,,\n"
    "suido_kaishi,する,,3011,見本,,2027-03-31\n"
    "suido_kaishi,しない,,3011,見本,2027-04-01,\n"
)


@pytest.fixture
def ending_site(tmp_path: Path) -> Iterator[Site]:
    """The sample town, which stops taking the water notification on 1 April."""
    copytree(ROOT / "portal" / "packs", tmp_path / "packs")
    (tmp_path / "packs" / "hinata" / "procedures.csv").write_text(OFFERS, encoding="utf-8")
    found = site(tmp_path / "var", MORNING, packs=tmp_path / "packs")
    found.clock.moment = LAST_DAY
    yield found
    found.close()


def test_it_is_offered_to_the_last_minute_and_then_nowhere(ending_site: Site) -> None:
    browser = ending_site.browser()
    places = ("/", "/procedures", "/search?q=水道")
    for place in places:
        assert [href for href in browser.open(place).links().values() if "suido_kaishi" in href], place
    assert browser.open(NEW_WATER).status == 200

    ending_site.clock.moment = FIRST_DAY

    for place in places:
        assert not [href for href in browser.open(place).links().values() if "suido_kaishi" in href], place
    for gone in (NEW_WATER, "/procedures/suido_kaishi", "/procedures/suido_kaishi/sign", "/n/3011"):
        assert browser.open(gone).status == 404, gone
    assert browser.open("/procedures/juminhyo").status == 200


def test_a_request_filed_before_can_still_be_seen(ending_site: Site) -> None:
    browser = ending_site.browser()
    day = {"water_start_date-year": "2027", "water_start_date-month": "4", "water_start_date-day": "1"}
    case = hand_in(browser, start={**WATER["start"], **day})

    ending_site.clock.moment = FIRST_DAY

    assert browser.open(case.path).status == 200
    assert browser.open("/applications/").status == 200
    assert "水道の使用開始の届出" in browser.page.text


def test_a_form_begun_in_time_can_still_be_handed_in(ending_site: Site) -> None:
    browser = ending_site.browser()
    day = {"water_start_date-year": "2027", "water_start_date-month": "4", "water_start_date-day": "1"}
    at_check(browser, start={**WATER["start"], **day})

    ending_site.clock.moment = FIRST_DAY

    assert browser.press().status == 200
    assert "申し込みが届きました" in browser.page.text
