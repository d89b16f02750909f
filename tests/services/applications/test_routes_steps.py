"""The pages of questions: told beside the field what is wrong, nothing typed is lost, help with the address, branches."""

import pytest

from forms.text import displayable
from services.applications.models import Draft
from tests.harness import statements
from tests.services.applications.browsing import NEW_WATER, WATER, Browser, Site, at_check, hand_in
from tests.services.applications.reading import words

# 髙 and 﨑 are not in JIS X 0208, 𠮷 lies beyond the first plane, 神 is U+FA19, and 葛 carries a variation selector.
HARD = "髙﨑 𠮷\ufa19葛\U000e0100"
TWO_PREFECTURES = ("愛知県弥富市", "三重県桑名郡木曽岬町")


def test_a_blank_page_says_beside_each_question_what_is_missing(browser: Browser) -> None:
    browser.open(NEW_WATER)

    page = browser.press()

    assert page.status == 422
    assert page.summary() == {
        "water_start_date-era": "「水道を使い始める日」の年・月・日を入力してください",
        "water_address-postcode": "「水道を使う場所の住所」を入力してください",
    }
    for id, sentence in page.summary().items():
        assert page.beside(id) == f"エラー：{sentence}"
        assert page.by_id(id).get("aria-invalid") == "true"
    assert words(page.one("title")).startswith("エラー：")


def test_an_english_reader_is_told_in_english(hinata_site: Site) -> None:
    browser = hinata_site.browser("en")
    browser.open(NEW_WATER)

    page = browser.press({"water_customer_number": "12"})

    assert page.status == 422
    assert page.one("html").get("lang") == "en"
    assert "12" not in page.summary()["water_customer_number"]
    assert all(
        sentence.isascii() or "’" in sentence or "“" in sentence for sentence in page.summary().values()
    )


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_was_typed_stands_there_again_byte_for_byte(hinata_site: Site, language: str) -> None:
    browser = hinata_site.browser(language)
    browser.open(NEW_WATER)
    typed = {
        **WATER["start"],
        "water_start_date-month": "１３月",
        "water_address-area": f"{HARD}　町 ",
        "water_address-street": "１ー２—３<b>&amp;\"'",
    }

    page = browser.press(typed)

    assert page.status == 422
    assert {name: page.value(name).encode() for name in typed} == {
        name: (value or "").encode() for name, value in typed.items()
    }


def test_hard_names_reach_the_case_byte_for_byte(hinata_site: Site) -> None:
    browser = hinata_site.browser()

    page = hand_in(browser, person={"name": HARD, "name_kana": "タカサキ ヨシカミ"})

    assert page.status == 200
    assert hinata_site.answers(page)["name"].encode() == HARD.encode()


def test_a_page_of_questions_asks_the_database_once(hinata_site: Site, browser: Browser) -> None:
    at_check(browser)
    address = f"{browser.page.path}/note"

    with statements.asked(hinata_site.house.db) as asked:
        page = browser.open(address)

    assert page.status == 200
    # A process asks once a second which editions of the facilities and of the answers are in force.
    editions = ("booking_version", "knowledge_edition")
    mine = [one for one in asked if not any(name in one for name in editions)]
    assert mine == ["SELECT draft.holder, draft.procedure,"]


def test_a_text_of_several_lines_stands_there_again(browser: Browser) -> None:
    at_check(browser)
    browser.open(f"{browser.page.path}/note")
    typed = "\n一行目\n\n  三\u202e行目"

    page = browser.press({"note": typed.replace("\n", "\r\n")})

    assert page.status == 422
    assert page.value("note") == displayable(typed).replace("\n", "\r\n")


def test_a_postcode_of_one_area_fills_it_in_and_keeps_the_rest(browser: Browser) -> None:
    browser.open(NEW_WATER)

    page = browser.press(
        {"water_address-postcode": "１００ー０００１", "water_address-street": "1-1", "water_start_date-year": "x"},
        button="water_address-search", value="1",
    )  # fmt: skip

    assert page.status == 200
    assert page.value("water_address-area") == "東京都千代田区千代田"
    assert page.value("water_address-street") == "1-1"
    assert page.value("water_address-postcode") == "１００ー０００１"
    assert page.value("water_start_date-year") == "x"


def test_one_postcode_in_two_prefectures_offers_both(browser: Browser) -> None:
    browser.open(NEW_WATER)
    page = browser.press({"water_address-postcode": "498-0000"}, button="water_address-search", value="1")
    offered = [one.get("value") for one in page.all("button", name="water_address-pick")]
    assert tuple(offered) == TWO_PREFECTURES
    assert page.value("water_address-area") == ""

    page = browser.press(
        {"water_address-street": "1-1"}, button="water_address-pick", value=TWO_PREFECTURES[1]
    )

    assert page.value("water_address-area") == TWO_PREFECTURES[1]
    assert page.value("water_address-postcode") == "498-0000"
    assert page.value("water_address-street") == "1-1"


def test_an_area_somebody_typed_is_not_written_over(browser: Browser) -> None:
    browser.open(NEW_WATER)

    page = browser.press(
        {"water_address-postcode": "100-0001", "water_address-area": "ひなた市"},
        button="water_address-search", value="1",
    )  # fmt: skip

    assert page.value("water_address-area") == "ひなた市"
    assert [one.get("value") for one in page.all("button", name="water_address-pick")] == [
        "東京都千代田区千代田"
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [("000-0001", "見つかりませんでした"), ("1234", "7けた"), ("", "7けた"), ("〒百", "7けた")],
)
def test_a_postcode_that_leads_nowhere_says_so_beside_it(browser: Browser, typed: str, told: str) -> None:
    browser.open(NEW_WATER)

    page = browser.press({"water_address-postcode": typed}, button="water_address-search", value="1")

    assert page.status == 422
    assert list(page.summary()) == ["water_address-postcode"]
    assert told in page.beside("water_address-postcode")
    assert page.value("water_address-postcode") == typed


def test_nothing_is_kept_before_the_first_page_is_answered(hinata_site: Site, browser: Browser) -> None:
    before = hinata_site.count(Draft)

    browser.open(NEW_WATER)
    browser.press(
        {**WATER["start"], "water_address-postcode": "1000001"}, button="water_address-search", value="1"
    )
    browser.press({"water_address-area": ""})

    assert browser.page.status == 422
    assert hinata_site.count(Draft) == before


def test_a_change_link_leads_to_its_question_and_back_to_the_check(browser: Browser) -> None:
    check = at_check(browser).path

    browser.follow("変更：氏名")
    assert browser.page.value("name") == "見本 花子"
    page = browser.press({"name": HARD})

    assert page.path == check
    assert HARD in page.html


def test_every_answer_has_a_change_link_that_opens_its_page(browser: Browser) -> None:
    links = {words: href for words, href in at_check(browser).links().items() if words.startswith("変更：")}
    # Fourteen answers, and how the office is to answer.
    assert len(links) == 15

    assert {browser.open(href).status for href in links.values()} == {200}


def test_the_back_link_leads_to_the_page_before_with_its_answers(browser: Browser) -> None:
    browser.open(NEW_WATER)
    browser.press(WATER["start"])
    browser.press(WATER["person"])

    page = browser.follow("もどる")
    assert page.value("name") == "見本 花子"
    page = browser.follow("もどる")

    assert page.value("water_address-street") == "一丁目1番1号"
    assert page.value("water_start_date-era") == "reiwa"


def test_the_first_page_leads_back_to_the_guide(browser: Browser) -> None:
    browser.open(NEW_WATER)

    assert browser.follow("もどる").path == "/procedures/suido_kaishi"


def test_an_answer_that_opens_a_further_question_is_asked_for_it(browser: Browser) -> None:
    at_check(browser)
    browser.open(f"{browser.page.path}/before")

    page = browser.press({"moving_from": "same_city"})

    assert page.status == 200
    assert "前の住まいの水道" in page.text
    assert not page.all("p", class_="error")


def test_an_abandoned_branch_is_not_handed_in_and_not_forgotten(hinata_site: Site, browser: Browser) -> None:
    other = {**WATER["start"], "billing_name": "見本 一郎"}
    bill = {name.replace("water_address", "billing_address"): value for name, value in other.items()}
    check = at_check(browser).path
    browser.open(f"{check}/billing")
    browser.press({"billing_to": "other", "water_payment": "bank"})
    browser.press({name: value for name, value in bill.items() if name.startswith("billing")})
    assert "見本 一郎" in browser.open(check).text

    browser.open(f"{check}/billing?back=check")
    page = browser.press({"billing_to": "same"})
    assert page.path == check
    assert "見本 一郎" not in page.text
    browser.open(f"{check}/billing")
    browser.press({"billing_to": "other"})
    assert "見本 一郎" in browser.open(check).text
    browser.open(f"{check}/billing")
    browser.press({"billing_to": "same"})

    browser.open(check)
    held = hinata_site.answers(browser.press())
    assert "billing_name" not in held
    assert "billing_address" not in held


@pytest.mark.parametrize("key", ["none", "person", "agent", "x" * 3000, "%00", "〒"])
def test_a_page_that_is_not_on_the_way_leads_to_the_next_open_question(browser: Browser, key: str) -> None:
    browser.open(NEW_WATER)
    draft = browser.press(WATER["start"]).path.rpartition("/")[0]

    page = browser.open(f"{draft}/{key}")

    assert page.status == 200
    assert page.path == f"{draft}/person"


def test_the_language_can_change_in_the_middle(browser: Browser) -> None:
    browser.open(NEW_WATER)
    path = browser.press(WATER["start"]).path

    page = browser.open(f"{path}?lang=en")

    assert page.one("html").get("lang") == "en"
    assert browser.press(WATER["person"]).one("html").get("lang") == "en"


def test_a_page_that_comes_again_says_which_question_was_opened(browser: Browser) -> None:
    browser.open(NEW_WATER)
    browser.fill({key: WATER[key] for key in ("start", "person", "contact", "building")})

    page = browser.press({"moving_from": "same_city"})

    assert page.heading == "これまでの住まい"
    ((said, target),) = [one for one in page.links().items() if one[0].startswith("増えた質問")]
    assert page.by_id(target.removeprefix("#")) is not None
    assert "増えた質問：前の住まいの水道" in said
    assert "質問が増えました" not in browser.open(page.path.partition("?")[0]).text
