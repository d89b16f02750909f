"""Questions that are picked, and the boxes outside the forms, sent anything at all: an answer or a message, never a failure."""

import html
from collections.abc import Iterator
from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.text import displayable
from portal.bodies import FORM
from tests.portal.pack.builder import town
from tests.services.applications.browsing import MORNING, Browser, Site, ask_for, hand_in, site
from tests.services.applications.hostile import anything, percent, wrong_bytes
from tests.services.applications.questions import as_read, message, shown
from tests.services.applications.reading import controls

WORDS = '{ ja = "見本", easy = "みほん", en = "Sample" }'
FIELDS = f"""
[pets]
kind = "choices"
label = {WORDS}
max = 2
choices = [
  {{ value = "dog", ja = "犬", easy = "いぬ", en = "Dog" }},
  {{ value = "cat", ja = "猫", easy = "ねこ", en = "Cat" }},
  {{ value = "hen", ja = "鶏", easy = "にわとり", en = "Hen" }},
]
[agreed]
kind = "yes"
label = {WORDS}
"""
PROCEDURE = f"""
title = {WORDS}
summary = {WORDS}
verb = {WORDS}
search = ["見本"]
number = "5009"
division = "shimin"
law = "見本"
minutes = 5
processing_days = 5
acceptance = "clerk"
decision = "none"
completes = "online"
[[way]]
kind = "online"
assurance = "contact"
completes = "online"
[[step]]
key = "all"
title = {WORDS}
ask = ["pets", "agreed", "name", {{ field = "phone", optional = true }}]
"""
NEW, NAME = "/applications/new/mihon/online", "髙﨑 葛\U000e0100"
picked = st.one_of(
    st.sampled_from(["dog", "cat", "hen", "yes", "DOG", "ｄｏｇ", "dog\x00", ""]), anything, wrong_bytes
)
# Where somebody types outside a form of a procedure, and what the box is called.
BOXES = (("/applications/resume", "code", 422), ("/me/sign-in", "mail", 422))


@pytest.fixture(scope="module")
def picking_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A town with one procedure, whose one page asks to pick."""
    folder = tmp_path_factory.mktemp("packs")
    town(folder, fields_toml=FIELDS, procedures__mihon_toml=PROCEDURE)
    found = site(folder / "var", MORNING, town="test_town", packs=folder)
    yield found
    found.close()


def sent(browser: Browser, path: str, pairs: list[tuple[str, str | bytes]]) -> tuple[int, str]:
    body = "&".join(f"{quote_plus(name)}={percent(value)}" for name, value in pairs).encode()
    answer = browser.client.post(path, data=body, content_type=FORM)
    return answer.status_code, answer.get_data(as_text=True)


@given(pets=st.lists(picked, max_size=6), agreed=st.lists(picked, max_size=2))
def test_what_can_be_picked_is_taken_and_anything_else_is_told_beside_it(
    picking_site: Site, pets: list[str | bytes], agreed: list[str | bytes]
) -> None:
    browser = picking_site.browser()
    token = browser.open(NEW).value("_token")
    ticked = {as_read(one) for one in pets} - {""}
    right = {"pets": 0 < len(ticked) <= 2 and ticked <= {"dog", "cat", "hen"}}
    right["agreed"] = [as_read(one) for one in agreed[:1]] == ["yes"]

    pairs = [("_token", token), ("name", NAME), *(("pets", one) for one in pets)]
    status, page = sent(browser, NEW, [*pairs, *(("agreed", one) for one in agreed)])

    assert status == (303 if all(right.values()) else 422)
    if status == 422:
        assert {key: not message(page, key) for key in right} == right
        assert shown(page, "name") == NAME


@pytest.mark.parametrize(("path", "name", "refused"), BOXES)
@given(typed=st.one_of(anything, wrong_bytes))
def test_a_box_outside_the_forms_takes_it_or_says_why_not_and_keeps_it(
    hinata_site: Site, path: str, name: str, refused: int, typed: str | bytes
) -> None:
    browser = hinata_site.browser()
    token = browser.open(path).value("_token")

    status, page = sent(browser, path, [("_token", token), (name, typed)])

    assert status in (303, refused)
    if status == refused:
        assert message(page, name)
        assert shown(page, name) == displayable(as_read(typed))


@pytest.mark.parametrize(("path", "name", "refused"), BOXES)
@pytest.mark.parametrize("letter", ["a", "あ", "\u202e", "\x00"])
def test_a_box_outside_the_forms_takes_ten_million_bytes_for_a_mistake(
    hinata_site: Site, path: str, name: str, refused: int, letter: str, scale: str
) -> None:
    browser, size = hinata_site.browser(), 10_000_000 if scale == "all" else 200_000
    token, typed = browser.open(path).value("_token"), letter * (size // len(letter.encode()))

    status, page = sent(browser, path, [("_token", token), (name, typed)])

    assert status == refused
    assert message(page, name)
    assert shown(page, name) == displayable(typed)


@given(typed=st.one_of(anything, wrong_bytes))
def test_a_search_for_anything_is_a_page_with_the_words_still_in_the_box(
    hinata_site: Site, typed: str | bytes
) -> None:
    answer = hinata_site.browser().client.get(f"/search?q={percent(typed)}")

    assert answer.status_code in (200, 303)
    if answer.status_code == 200:
        assert 'name="q"' in answer.get_data(as_text=True)


@given(typed=st.one_of(anything, wrong_bytes))
def test_a_correction_takes_an_answer_or_says_beside_it_why_not(
    corrected: tuple[Browser, str], typed: str | bytes
) -> None:
    browser, path = corrected
    token = dict(controls(browser.open(path).form()))["_token"]

    status, page = sent(browser, path, [("_token", token), ("phone", b"no number " + _bytes(typed))])

    assert status == 422
    assert message(page, "phone")
    assert shown(page, "phone") == displayable(as_read(b"no number " + _bytes(typed)))


@pytest.fixture(scope="module")
def corrected(hinata_site: Site) -> tuple[Browser, str]:
    """Somebody whom the office asked for another telephone number, and the page that asks."""
    browser = hinata_site.browser()
    page = hand_in(browser)
    ask_for(hinata_site, page, ["phone"])
    return browser, f"{page.path}/correct"


def _bytes(typed: str | bytes) -> bytes:
    return typed if isinstance(typed, bytes) else typed.encode()


def test_every_box_of_the_shell_is_found_by_its_label(hinata_site: Site) -> None:
    for path, name, _ in BOXES:
        page = hinata_site.browser().open(path)
        assert html.unescape(page.by_id(name).get("name", "")) == name
        assert page.all("label", for_=name)
