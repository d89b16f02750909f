"""Guides: everything before the first question, the short number, the sign to hang up, and towns without figures."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.harness.tree import SVG
from tests.services.applications.browsing import MORNING, Browser, Site, site
from tests.services.applications.reading import Page, words

REAL_TOWNS = ("utsunomiya", "tatsuno", "kanuma", "ube")
TELEPHONE = re.compile(r"(?<!\d)0\d{1,3}[-ー－(]\d{2,4}[-ー－)]\d{3,4}(?!\d)")
YEN = re.compile(r"[0-9０-９,]+\s*(?:円|yen)")


@pytest.fixture(scope="module", params=REAL_TOWNS)
def real_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One of the real cities' folders."""
    moment = datetime.fromisoformat("2026-11-20T01:00:00+00:00")
    found = site(tmp_path_factory.mktemp(request.param), moment, town=request.param)
    yield found
    found.close()


def whole_text(page: Page) -> str:
    return words(page.one("body"))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ja", ("300円", "約5分", "広報番号", "1021", "コンビニ", "市民課")),
        ("easy", ("300", "1021", "コンビニ")),
        ("en", ("300", "1021", "convenience store", "My Number Card")),
    ],
)
def test_a_guide_says_everything_before_anything_is_asked(
    hinata_site: Site, language: str, told: tuple[str, ...]
) -> None:
    page = hinata_site.browser(language).open("/procedures/juminhyo")

    assert page.status == 200
    assert [word for word in told if word not in whole_text(page)] == []
    assert page.one("html").get("lang") == ("en" if language == "en" else "ja")
    assert TELEPHONE.search(whole_text(page))


def test_the_quicker_way_stands_before_our_own(browser: Browser) -> None:
    text = browser.open("/procedures/juminhyo").text

    assert text.index("コンビニ") < text.index("ネットで申し込む")


def test_each_open_way_leads_to_its_first_questions(browser: Browser) -> None:
    links = browser.open("/procedures/juminhyo").links()

    assert links["申し込みをはじめる"] == "/applications/new/juminhyo/online"
    assert links["窓口で出す紙を作る"] == "/applications/new/juminhyo/window"
    assert links["郵便で送る紙を作る"] == "/applications/new/juminhyo/post"


def test_a_number_from_the_leaflet_leads_to_its_guide(browser: Browser) -> None:
    for address in ("/n/1021", "/search?q=1021", "/search?q=１０２１"):
        assert browser.open(address).path == "/procedures/juminhyo"


@pytest.mark.parametrize(
    "address", ["/n/9999", "/n/１０２１", "/n/x", "/procedures/none", "/procedures/none/sign"]
)
def test_an_unknown_number_or_name_says_where_to_look(browser: Browser, address: str) -> None:
    page = browser.open(address)

    assert page.status == 404
    assert "手続きをさがす" in page.text


def test_the_sign_carries_number_address_and_code(browser: Browser) -> None:
    page = browser.open("/procedures/juminhyo/sign")

    assert "1021" in page.text
    assert page.one("p", class_="address").text == "http://127.0.0.1:8000/n/1021"
    assert [code.text for code in page.root.iter(f"{SVG}title")] == ["http://127.0.0.1:8000/n/1021"]


def test_without_a_card_the_signed_way_is_closed_and_says_so(tmp_path: Path, now: datetime) -> None:
    found = site(tmp_path, now, town="utsunomiya")
    page = found.browser().open("/procedures/juminhyo")

    assert "いまは使えません" in page.text
    assert "申し込みをはじめる" not in page.links()
    assert found.browser().open("/applications/new/juminhyo/online").status == 404
    assert found.browser().open("/applications/new/juminhyo/window").status == 200
    found.close()


def test_a_real_citys_guides_print_no_fee_and_no_telephone(real_site: Site) -> None:
    pack = real_site.house.pack
    for key in (key for key in pack.procedures if pack.offered(key, MORNING.date())):
        for language in ("ja", "en"):
            page = real_site.browser(language).open(f"/procedures/{key}")

            assert page.status == 200
            assert not YEN.search(whole_text(page))
            assert not TELEPHONE.search(whole_text(page))
            assert not [link for link in page.all("a") if link.get("href", "").startswith("tel:")]


def test_every_page_under_a_real_citys_name_says_that_it_is_a_sample(real_site: Site) -> None:
    for address in ("/", "/procedures", "/procedures/juminhyo", "/applications/", "/contact", "/n/0000"):
        assert "見本" in whole_text(real_site.browser().open(address))


def test_a_real_citys_form_can_be_filled_in_to_the_paper(real_site: Site) -> None:
    page = real_site.browser().open("/applications/new/suido_kaishi/window")

    assert page.status == 200
    assert page.heading


def test_the_list_of_procedures_stands_under_headings_that_can_be_jumped_to(hinata_site: Site) -> None:
    page = hinata_site.browser("ja").open("/procedures")

    jumps = [link.get("href", "") for link in page.all("a") if link.get("href", "").startswith("#topic-")]
    headings = [f"#{heading.get('id')}" for heading in page.all("h2") if heading.get("id")]
    assert len(jumps) > 5
    assert jumps == headings
    assert "#topic-other" not in jumps
