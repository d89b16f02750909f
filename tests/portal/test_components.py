"""The components: labels, errors and helps are tied together, what was typed comes back, and the look keeps its promises."""

import gzip
import re
from typing import TYPE_CHECKING

import pytest
from werkzeug.datastructures import MultiDict

from portal import gallery, look
from portal.pack.town import contrast_on_white
from portal.settings import ROOT
from tests.harness.looking import Check, Weight
from tests.portal.speaking import shown, speaking_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.harness.live import Town

GALLERY = ("/components", "/components/questions", "/components/errors", "/components/desk")


def gallery_page(path: str, language: str = "ja") -> str:
    """A page of the gallery."""
    answer = speaking_app().test_client().get(f"{path}?lang={language}")
    assert answer.status_code == 200
    return answer.text


def attributes(page: str, name: str) -> set[str]:
    """Every value of an attribute on a page, its words one by one."""
    return {word for value in re.findall(rf'\b{name}="([^"]*)"', page) for word in value.split()}


@pytest.mark.parametrize("path", GALLERY)
@pytest.mark.parametrize("language", ["ja", "easy", "en", "ne"])
def test_whatever_refers_to_an_element_finds_it(path: str, language: str) -> None:
    page = gallery_page(path, language)
    referred = (
        attributes(page, "for") | attributes(page, "aria-describedby") | attributes(page, "aria-labelledby")
    )

    assert referred <= attributes(page, "id")


def test_the_error_summary_leads_to_inputs_that_are_there() -> None:
    page = gallery_page("/components/errors")
    summary = page[page.index('aria-labelledby="errors-title"') : page.index("<h1>")]

    leads = set(re.findall(r'href="#([^"]+)"', summary))

    assert len(leads) == 13
    assert leads <= attributes(page, "id")


def test_an_error_page_says_so_in_its_title() -> None:
    assert "<title>エラー：" in gallery_page("/components/errors")


def test_what_was_typed_comes_back_as_it_was_typed() -> None:
    typed = '<script>"髙﨑𠮷神&'
    form = gallery.form("one", MultiDict({"one_name": typed, "one_long_text": "一行目\n二行目"}))
    app = speaking_app(one="{% for field in form %}{{ ui.field(field) }}{% endfor %}")
    app.jinja_env.globals["form"] = form

    page = app.test_client().get("/show/one").text

    assert 'value="&lt;script&gt;&#34;髙﨑𠮷神&amp;"' in page
    assert "一行目\n二行目</textarea>" in page


def test_a_question_of_several_inputs_marks_only_the_wrong_one() -> None:
    page = gallery_page("/components/errors")

    assert re.search(r'id="wrong_date-month"[^>]*aria-invalid="true"', page)
    assert not re.search(r'id="wrong_date-day"[^>]*aria-invalid', page)


def test_enter_never_presses_the_button_that_looks_for_an_address() -> None:
    page = gallery_page("/components/questions")
    first = re.search(r"<button[^>]*>", page[page.index('method="post"') :])

    assert first
    assert "name=" not in first[0]


def test_a_postcode_of_several_areas_offers_them() -> None:
    assert gallery_page("/components/questions").count('name="found_address-pick"') == len(gallery.AREAS)


def test_no_input_asks_the_browser_to_judge() -> None:
    page = gallery_page("/components/questions")

    assert "novalidate" in page
    assert not re.search(r'\s(required|pattern|placeholder)[\s=>]|type="number"', page)


@pytest.mark.parametrize("path", GALLERY)
def test_nothing_is_styled_or_scripted_in_the_page(path: str) -> None:
    page = gallery_page(path)

    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", page)


def test_every_state_of_a_case_has_a_word_and_a_shape() -> None:
    for state in gallery.STATES:
        chip = shown(f"{{{{ ui.state('{state}') }}}}")
        assert 'class="shape"' in chip
        assert re.search(r"<span>[^<]+</span></span>$", chip)


@pytest.mark.parametrize(
    ("fee", "words"),
    [
        ("none", ""),
        ("{'yen': 0}", "無料"),
        ("{'yen': 1300}", "1,300円"),
        ("{'yen': 300, 'per': 'copies'}", "1通 300円"),
    ],
)
def test_a_fee_is_said_and_an_unknown_one_is_not(fee: str, words: str) -> None:
    assert shown(f"{{{{ ui.fee({fee}) }}}}") == words


def test_every_page_of_a_real_city_says_that_it_is_not_the_city_s() -> None:
    page = speaking_app(kind="real").test_client().get("/components").text

    assert "見本" in page
    assert "公式サイトではありません" in page


def test_a_contact_leaves_out_what_is_not_known() -> None:
    page = shown("{{ ui.contact('市民課') }}")

    assert "市民課" in page
    assert "tel:" not in page


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 418, 429, 500, 502, 503])
def test_every_kind_of_failure_has_a_page(status: int) -> None:
    app = speaking_app(one=f"{{% set status = {status} %}}{{% include 'errors/http.html' %}}")

    assert "<h1>" in app.test_client().get("/show/one").text


def test_an_error_page_offers_what_was_typed_once_more() -> None:
    typed = "{% set typed = [('name', '見本 <花子>')] %}"
    page = shown(
        typed + "{% set code = 'form_expired' %}{% set values = {} %}{% include 'errors/refused.html' %}"
    )

    assert '<input type="hidden" name="name" value="見本 &lt;花子&gt;">' in page


@pytest.mark.parametrize("colour", ["#00605b", "#0031d8", "#8a2a78"])
def test_the_town_s_colour_reads_on_white_and_on_its_own_tint(colour: str) -> None:
    shades = look.shades(colour)

    assert contrast_on_white(shades["town-dark"]) > contrast_on_white(colour)
    assert contrast_on_white(colour) / contrast_on_white(shades["town-tint"]) >= 4.5


def test_the_look_is_sent_compressed_in_the_town_s_colour_and_kept_for_good() -> None:
    answer = speaking_app().test_client().get("/look/site.css", headers={"Accept-Encoding": "gzip"})

    assert "immutable" in answer.headers["Cache-Control"]
    assert gzip.decompress(answer.data).decode().startswith(":root{--town:#00605b;")


def test_the_look_has_an_address_that_changes_with_it_and_nothing_else_is_served() -> None:
    visitor = speaking_app().test_client()

    assert re.search(r'href="/look/site\.css\?v=[0-9a-f]{8}"', visitor.get("/components").text)
    assert visitor.get("/look/..%2Fapp.py").status_code == 404


def test_residents_load_no_more_than_eight_kilobytes_of_style() -> None:
    assert len(speaking_app().extensions["look"]["site.css"].packed) <= 8192


@pytest.mark.parametrize("promise", [":focus-visible", "forced-colors: active", "@media print"])
def test_the_style_keeps_its_promises(promise: str) -> None:
    assert promise in (ROOT / "static" / "site.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("motion", ["transition", "animation", "scroll-behavior"])
def test_nothing_moves_for_anybody(motion: str) -> None:
    assert motion not in (ROOT / "static" / "site.css").read_text(encoding="utf-8")


@pytest.mark.browser
@pytest.mark.parametrize("path", GALLERY)
@pytest.mark.parametrize("language", ["ja", "easy", "en", "es"])
def test_every_component_looks_right_in_every_state(
    path: str, language: str, live: "Town", page: "Page", looks_ok: Check
) -> None:
    page.goto(live.url(f"{path}?lang={language}"))

    looks_ok(page)


@pytest.mark.browser
def test_readings_fit_their_pages(live: "Town", page: "Page", looks_ok: Check) -> None:
    for path in ("/", "/components/errors"):
        page.goto(live.url(f"{path}?ruby=1"))
        looks_ok(page)


@pytest.mark.browser
def test_without_javascript_the_error_summary_takes_the_focus_and_leads_to_an_input(
    live: "Town", plain_page: "Page"
) -> None:
    plain_page.goto(live.url("/components/errors"))
    assert plain_page.locator(".banner.bad:focus").count() == 1

    plain_page.locator(".banner.bad a").first.click()
    assert plain_page.locator("#wrong_name:focus").count() == 1


@pytest.mark.browser
def test_a_page_of_questions_keeps_to_its_budget(
    live: "Town", page: "Page", weigh: "Callable[[Page, str], Weight]"
) -> None:
    weight = weigh(page, live.url("/components/errors"))

    assert weight.bytes <= 30_000
    assert weight.requests <= 5
