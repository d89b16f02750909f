"""Every page of the flow, in every language that is complete: one heading, one solid button, small, sound, personal."""

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

import pytest

from tests.services.applications.browsing import (
    NEW_WATER,
    RECORD,
    WATER,
    Browser,
    Site,
    ask_for,
    hand_in,
    sizes,
)
from tests.services.applications.reading import Page, words

LANGUAGES = {"ja": "ja", "easy": "ja", "en": "en"}
MOST_BYTES, MOST_REQUESTS = 30_000, 5
# What these tests type, and the name on the sample card, have no language that a page could know.
TYPED = re.compile("〒?[-0-9 ]*見本県ひなた市本町一丁目1番1号|見本[ 　]花子|ミホン ハナコ")
KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def public(browser: Browser, site: Site) -> Iterator[tuple[str, Page]]:
    for address in ("/", "/procedures", "/procedures/juminhyo", "/procedures/suido_kaishi", "/search?q=水道"):
        yield address, browser.open(address)
    yield "sign", browser.open("/procedures/juminhyo/sign")
    yield "missing", browser.open("/procedures/none")


def filling(browser: Browser, site: Site) -> Iterator[tuple[str, Page]]:
    yield "first", browser.open(NEW_WATER)
    yield "first, faulty", browser.press()
    yield (
        "areas",
        browser.press({"water_address-postcode": "4520961"}, button="water_address-search", value="1"),
    )
    for key, typed in WATER.items():
        yield key, browser.press({**typed})
    check = browser.page.path
    yield "changed", browser.open(f"{check}/billing?back=check")
    yield "opened", browser.press({"billing_to": "other"})
    yield "opened, faulty", browser.press({"billing_name": ""})
    yield "later", browser.open(f"{check}/later")
    yield "code", browser.press()
    yield "no token", browser.send(f"{check}/note", [("note", "犬\nがいます")])
    yield "list", browser.open("/applications/")
    yield "resume", browser.open("/applications/resume")
    yield "resume, wrong", browser.press({"code": "x"})


def corrected(browser: Browser, site: Site) -> Iterator[tuple[str, Page]]:
    case = hand_in(browser)
    ask_for(site, case, ["billing_to", "water_address"])
    yield "asked", browser.open(case.path)
    yield "correct", browser.open(f"{case.path}/correct")
    yield "opened", browser.press({"billing_to": "other"})
    yield "correct, faulty", browser.press({"billing_name": "見本 花子"})


def filed(browser: Browser, site: Site) -> Iterator[tuple[str, Page]]:
    case = hand_in(browser)
    yield "receipt", case
    yield "take back", browser.open(f"{case.path}/withdraw")
    yield "taken back", browser.press()
    yield "nothing to correct", browser.open(f"{case.path}/correct")


def signing(browser: Browser, site: Site) -> Iterator[tuple[str, Page]]:
    browser.open("/applications/new/juminhyo/online")
    yield "check", browser.fill(RECORD)
    yield "card", browser.open(f"{browser.page.path}/card")
    yield "card, wrong", browser.press({"password": "x"})


def papers(browser: Browser, site: Site) -> Iterator[tuple[str, Page]]:
    browser.open("/applications/new/suido_kaishi/window")
    yield "check", browser.fill(WATER)


Walk = Callable[[Browser, Site], Iterator[tuple[str, Page]]]
WALKS: tuple[Walk, ...] = (public, filling, filed, corrected, signing, papers)


@pytest.fixture(params=list(LANGUAGES))
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("walk", WALKS)
def test_every_page_is_sound(hinata_site: Site, language: str, walk: Walk) -> None:
    browser = hinata_site.browser(language)

    for name, page in walk(browser, hinata_site):
        faults = list(unsound(page, LANGUAGES[language]))
        assert not faults, f"{name}: {faults}"


@pytest.mark.parametrize("walk", WALKS)
def test_every_page_stays_within_its_weight(hinata_site: Site, walk: Walk) -> None:
    browser = hinata_site.browser("easy")

    for name, page in walk(browser, hinata_site):
        asked = sizes(browser, page)
        assert len(asked) <= MOST_REQUESTS, f"{name}: {asked}"
        assert sum(size for _, size in asked) <= MOST_BYTES, f"{name}: {asked}"


def test_no_japanese_stands_unmarked_on_an_english_page(hinata_site: Site) -> None:
    browser = hinata_site.browser("en")

    for walk in WALKS:
        for name, page in walk(browser, hinata_site):
            assert not list(unmarked(page)), f"{name}: {list(unmarked(page))}"


@pytest.mark.parametrize("language", ["zh-Hans", "ko", "ne"])
def test_where_a_language_is_not_complete_the_japanese_that_stands_in_is_marked(
    hinata_site: Site, language: str
) -> None:
    browser = hinata_site.browser(language)

    for walk in (filling, papers):
        for name, page in walk(browser, hinata_site):
            bare = [text for text in unmarked(page) if KANA.search(text)]
            assert not bare, f"{name}: {bare}"


def unsound(page: Page, tag: str) -> Iterator[str]:
    """Everything that is wrong with a page."""
    if page.one("html").get("lang") != tag:
        yield "lang"
    if len(page.all("h1")) != 1 or not page.heading:
        yield "h1"
    if not words(page.one("title")):
        yield "title"
    solid = [one for one in page.root.iter() if {"button", "solid"} <= set(one.get("class", "").split())]
    # How clear it was is asked beside the page's own matter, with five buttons that are alike.
    beside = len(page.all("section", class_="rate"))
    if len(solid) > 1 or (len(page.all("form", method="post")) > beside and len(solid) != 1):
        yield f"solid buttons: {[words(one) for one in solid]}"
    yield from _links_inside(page)
    yield from _guarded(page)


def _links_inside(page: Page) -> Iterator[str]:
    ids = [one.get("id", "") for one in page.root.iter() if one.get("id")]
    yield from (f"id twice: {id}" for id in {id for id in ids if ids.count(id) > 1})
    for one in page.root.iter():
        told = [*one.get("aria-describedby", "").split(), *one.get("aria-labelledby", "").split()]
        if one.tag == "label" and one.get("for"):
            told.append(one.get("for", ""))
        if one.tag == "a" and one.get("href", "").startswith("#"):
            told.append(one.get("href", "")[1:])
        yield from (f"leads nowhere: {id}" for id in told if id not in ids)


def _guarded(page: Page) -> Iterator[str]:
    headers = page.response.headers
    if "script-src 'self'; style-src 'self'" not in headers["Content-Security-Policy"]:
        yield "policy"
    if page.all("form", method="post") and headers.get("Cache-Control") != "no-store":
        yield "a personal page may be kept by a cache"
    for one in page.root.iter():
        if "style" in one.attrib or [name for name in one.attrib if name.startswith("on")]:
            yield f"inline: {one.attrib}"
        if one.tag in ("style", "script") and not one.get("src"):
            yield f"inline {one.tag}"


def unmarked(page: Page) -> Iterator[str]:
    """Japanese that a screen reader would read out as if it were the page's language."""
    tag = page.one("html").get("lang", "")
    yield from _unmarked(page.one("main"), tag, tag)


def _unmarked(element: Element, tag: str, lang: str) -> Iterator[str]:
    lang = element.get("lang", lang)
    # An era is named in both scripts.
    if element.tag == "option" or element.get("translate") == "no" or "typed" in element.get("class", ""):
        return
    own = [element.text or "", *(child.tail or "" for child in element)]
    yield from (text.strip() for text in own if lang == tag and JAPANESE.search(TYPED.sub("", text)))
    for child in element:
        yield from _unmarked(child, tag, lang)
