"""Drafts in the browser: left for later, taken up on another machine, pressed twice, sent without a token, gone stale."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from portal.inbox import Case
from portal.vault import DataKey
from services.applications.models import Draft
from services.applications.rules import DRAFT_LIVES
from tests.services.applications.browsing import NEW_WATER, WATER, Browser, Site, at_check, hand_in, id_in
from tests.services.applications.reading import Page, controls, filled, words

HARD = "髙﨑 𠮷\ufa19葛\U000e0100"


def code_on(page: Page) -> str:
    return words(page.one("p", class_="number"))


def put_off(browser: Browser, **changes: dict[str, str | None]) -> str:
    """Fill in half, press 「保存して、あとで続ける」, ask for the code."""
    browser.open(NEW_WATER)
    browser.press(WATER["start"])
    browser.press({"name": HARD}, button="later", value="yes")
    return code_on(browser.press())


def test_a_form_put_off_is_kept_with_what_was_typed_on_the_open_page(browser: Browser) -> None:
    put_off(browser)

    page = browser.open("/applications/")

    assert "入力のとちゅう" in page.text
    page = browser.follow(next(text for text in page.links() if "水道の使用開始の届出" in text))
    assert page.path.endswith("/contact")
    assert browser.follow("もどる").value("name").encode() == HARD.encode()


def test_what_was_typed_is_erased_at_once_when_asked_for(hinata_site: Site, browser: Browser) -> None:
    put_off(browser)
    address = browser.page.path.removesuffix("/later")
    asked = browser.follow("入力した内容を消す")
    with hinata_site.session() as session:
        key = session.get_one(Draft, UUID(address.rpartition("/")[2])).key_id

    page = browser.press()

    assert asked.status == 200
    assert page.path == "/applications/"
    assert "入力のとちゅう" not in page.text
    with hinata_site.session() as session:
        assert session.get(DataKey, key) is None


def test_somebody_elses_form_is_not_erased(hinata_site: Site, browser: Browser) -> None:
    put_off(browser)
    asked = browser.follow("入力した内容を消す")

    stranger = hinata_site.browser()

    assert stranger.open(asked.path).status == 404
    assert browser.open(asked.path).status == 200


def test_a_code_opens_the_form_on_another_machine_once(hinata_site: Site, browser: Browser) -> None:
    code = put_off(browser)
    other, third = hinata_site.browser(), hinata_site.browser()

    other.open("/applications/resume")
    page = other.press({"code": code.lower().replace("-", "　")})

    assert page.status == 200
    assert other.follow("もどる").value("name").encode() == HARD.encode()
    third.open("/applications/resume")
    page = third.press({"code": code})
    assert page.status == 422
    assert page.value("code") == code
    assert page.beside("code")
    assert "code" in page.summary()


@pytest.mark.parametrize(
    "typed", ["", "AAAA-BBBB", "０Ｏ１Ｉ", "<script>", "\u202eA", "x" * 5000, "見本\x00番号"]
)
def test_a_wrong_code_is_told_beside_the_field_and_stands_there_again(browser: Browser, typed: str) -> None:
    browser.open("/applications/resume")

    page = browser.press({"code": typed})

    assert page.status == 422
    assert page.beside("code").startswith("エラー：")
    assert page.value("code") == typed.replace("\x00", "\ufffd")


def test_a_household_that_guesses_codes_has_to_wait_and_others_do_not(
    hinata_site: Site, browser: Browser
) -> None:
    code, guesser = put_off(browser), hinata_site.browser()
    guesser.open("/applications/resume")
    form = guesser.page.form()
    guesses = [guesser.send("/applications/resume", filled(form, {"code": f"guess {n}"})) for n in range(21)]
    assert [page.status for page in guesses] == [422] * 20 + [429]
    assert "少し待ってから" in guesses[-1].text or "分" in guesses[-1].text
    assert "guess 20" in guesses[-1].html

    assert guesser.send("/applications/resume", filled(form, {"code": code})).status == 429
    other = hinata_site.browser()
    other.open("/applications/resume")

    assert other.press({"code": code}).status == 200


@pytest.mark.parametrize("end", ["", "/person", "/later", "/sheet.pdf", "/card"])
def test_a_strangers_browser_finds_no_draft(hinata_site: Site, browser: Browser, end: str) -> None:
    draft = at_check(browser).path
    stranger = hinata_site.browser()
    stranger.open(NEW_WATER)

    assert stranger.open(f"{draft}{end}").status == 404
    assert stranger.send(f"{draft}{end}", controls(stranger.open(NEW_WATER).form())).status in (404, 405)


def test_the_browser_that_gave_its_form_away_finds_it_no_more(hinata_site: Site, browser: Browser) -> None:
    code = put_off(browser)
    path = browser.page.path.removesuffix("/later")
    other = hinata_site.browser()
    other.open("/applications/resume")
    other.press({"code": code})

    assert browser.open(path).status == 404


def test_a_form_sent_without_its_token_is_kept_whole_and_sent_again_with_one_press(browser: Browser) -> None:
    browser.open(NEW_WATER)
    browser.press(WATER["start"])
    path, typed = browser.page.path, {"name": HARD, "name_kana": " カナ ", "_token": "stale"}

    page = browser.send(path, filled(browser.page.form(), typed))
    assert page.status == 400
    assert HARD in page.text
    page = browser.press()

    assert page.status == 200
    assert page.path.endswith("/contact")
    assert browser.open(path).value("name").encode() == HARD.encode()


def test_a_browser_whose_cookie_was_lost_is_given_a_new_beginning_with_what_it_typed(
    hinata_site: Site,
) -> None:
    browser, other = hinata_site.browser(), hinata_site.browser()
    pairs = filled(browser.open(NEW_WATER).form(), WATER["start"])

    page = other.send(NEW_WATER, pairs)
    assert page.status == 400
    page = other.press()

    assert page.status == 200
    assert page.path.endswith("/person")


def test_what_another_site_sent_is_refused_and_not_repeated(browser: Browser) -> None:
    pairs = filled(browser.open(NEW_WATER).form(), {"water_address-street": "よその町"})

    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://[::"},
    ):
        page = browser.send(NEW_WATER, pairs, headers=headers)

        assert page.status == 403
        assert "よその町" not in page.html


def test_pressing_twice_files_once(hinata_site: Site, browser: Browser) -> None:
    check = at_check(browser)
    pairs, before = controls(check.form()), hinata_site.count(Case)

    first = browser.send(check.path, pairs)
    second = browser.send(check.path, pairs)

    assert first.path == second.path
    assert hinata_site.count(Case) == before + 1
    assert browser.open(check.path).path == first.path


def test_pressing_four_times_at_the_same_moment_files_once(hinata_site: Site, browser: Browser) -> None:
    check = at_check(browser)
    pairs, before, gate = controls(check.form()), hinata_site.count(Case), Barrier(4)
    visit = browser.client.get_cookie("kmado_visit")
    assert visit is not None

    def press(_: int) -> str:
        mine = hinata_site.app.test_client()
        mine.set_cookie("kmado_visit", visit.value)
        gate.wait()
        return mine.post(check.path, data=dict(pairs)).headers["Location"]

    with ThreadPoolExecutor(4) as pool:
        places = set(pool.map(press, range(4)))

    assert len(places) == 1
    assert hinata_site.count(Case) == before + 1


def test_going_back_after_handing_in_leads_to_the_case_or_says_that_it_is_done(browser: Browser) -> None:
    check = at_check(browser).path
    stale = browser.open(f"{check}/person")
    browser.open(check)
    case = browser.press()

    assert browser.open(f"{check}/person").path == case.path
    page = browser.send(stale.path, filled(stale.form(), {"name": HARD}))
    assert page.status == 404
    assert "もう送ったかもしれません" in page.text
    assert HARD in page.html


def test_two_pages_saved_at_the_same_moment_are_both_kept(hinata_site: Site, browser: Browser) -> None:
    check = at_check(browser).path
    visit = browser.client.get_cookie("kmado_visit")
    assert visit is not None
    pages = [browser.open(f"{check}/{key}") for key in ("person", "note")]
    sent = [dict(controls(page.form())) for page in pages]
    gate = Barrier(2)

    def save(place: int) -> int:
        mine = hinata_site.app.test_client()
        mine.set_cookie("kmado_visit", visit.value)
        gate.wait()
        return mine.post(pages[place].path, data=sent[place]).status_code

    for turn in range(20):
        sent[0]["name"], sent[1]["note"] = f"見本 {turn}郎", f"犬が{turn}匹います"
        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(save, range(2))) == [303, 303]
        text = browser.open(check).text
        assert f"見本 {turn}郎" in text
        assert f"犬が{turn}匹います" in text


def test_an_answer_that_time_has_made_wrong_is_asked_again_and_nothing_else(own_site: Site) -> None:
    browser = own_site.browser()
    code_page = put_off(browser)
    path = browser.page.path.removesuffix("/later")
    for key in ("contact", "building", "before", "billing", "visit", "note"):
        browser.open(f"{path}/{key}")
        browser.press(WATER[key])
    browser.open(f"{path}/start")
    browser.press(
        {"water_start_date-year": "2026", "water_start_date-month": "9", "water_start_date-day": "25"}
    )
    pairs = controls(browser.open(path).form())
    assert code_page

    own_site.clock.forward(days=10)
    page = browser.send(path, pairs)

    assert page.path.startswith(f"{path}/start")
    assert page.beside("water_start_date-year")
    assert own_site.count(Case) == 0
    assert browser.press({"water_start_date-month": "12", "water_start_date-day": "1"}).path == path
    assert browser.press().status == 200
    assert own_site.count(Case) == 1


def test_a_draft_past_its_days_is_gone_and_says_so(own_site: Site) -> None:
    browser = own_site.browser()
    check = at_check(browser).path
    own_site.clock.moment += DRAFT_LIVES

    page = browser.open(check)

    assert page.status == 404
    assert own_site.count(Draft) == 1
    assert "期限" in page.text or "期間" in page.text


def test_a_receipt_is_reached_from_the_list_of_the_browser_that_filed(
    hinata_site: Site, browser: Browser
) -> None:
    case = hand_in(browser)

    assert str(id_in(case)) in browser.open("/applications/").html
    assert str(id_in(case)) not in hinata_site.browser().open("/applications/").html
    assert urlsplit(case.path).query == ""
