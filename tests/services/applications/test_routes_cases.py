"""A filed request in the browser: who may open it, taking it back, correcting it, and that nothing is lost on the way."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import inbox, ledger
from portal.db import writing
from portal.inbox import HOUSE, Case, CaseEvent, State
from portal.opening import today
from portal.receipt_numbers import read_receipt_number
from tests.services.applications.browsing import Browser, Site, ask_for, hand_in, id_in
from tests.services.applications.reading import Page, controls, filled, words

HARD = "髙﨑 𠮷\ufa19葛\U000e0100"
ENDS = ("", "/receipt.pdf", "/notice.pdf", "/withdraw", "/correct")


def receipt_number(page: Page) -> str:
    return words(page.one("p", class_="number"))


def states(site: Site, page: Page) -> list[str]:
    with site.session() as session:
        case = session.get_one(Case, id_in(page))
        return [line.kind for line, _ in inbox.history(session, case, public_only=False)]


def test_the_page_after_handing_in_is_receipt_and_status(browser: Browser) -> None:
    page = hand_in(browser)

    assert page.status == 200
    assert read_receipt_number(receipt_number(page)) == receipt_number(page)
    assert "証明書・決定通知ではありません" in page.text
    assert "届きました（到達）" in page.text
    assert page.response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("end", ENDS)
def test_a_strangers_browser_finds_no_case(hinata_site: Site, browser: Browser, end: str) -> None:
    case = hand_in(browser)
    stranger = hinata_site.browser()
    token = controls(stranger.open("/applications/resume").form())

    assert stranger.open(f"{case.path}{end}").status == 404
    assert stranger.send(f"{case.path}{end}", token).status in (404, 405)
    assert states(hinata_site, case) == ["arrived"]


def test_a_receipt_number_opens_nothing(hinata_site: Site, browser: Browser) -> None:
    number = receipt_number(hand_in(browser))
    stranger = hinata_site.browser()

    for address in (f"/applications/{number}", f"/n/{number}", f"/procedures/{number}"):
        assert stranger.open(address).status == 404
    page = stranger.open(f"/search?q={number}")
    assert "hanako@example.jp" not in page.html
    assert not [link for link in page.links().values() if "/applications/0" in link]
    stranger.open("/applications/resume")
    assert stranger.press({"code": number}).status == 422


def test_a_request_is_asked_about_once_more_before_it_is_taken_back(
    hinata_site: Site, browser: Browser
) -> None:
    case = hand_in(browser)

    page = browser.follow("この申し込みを取り下げる")
    assert states(hinata_site, case) == ["arrived"]
    page = browser.press()

    assert page.path == case.path
    assert states(hinata_site, case) == ["arrived", "withdrawn"]
    assert "この申し込みを取り下げる" not in page.links()


def test_taking_back_twice_is_done_once_and_told_as_done(hinata_site: Site, browser: Browser) -> None:
    case = hand_in(browser)
    asked = browser.open(f"{case.path}/withdraw")
    pairs = controls(asked.form())

    first, second = (browser.send(asked.path, pairs) for _ in range(2))

    assert (first.path, first.status) == (second.path, second.status) == (case.path, 200)
    assert states(hinata_site, case) == ["arrived", "withdrawn"]


def test_a_decided_request_cannot_be_taken_back(hinata_site: Site, browser: Browser) -> None:
    case = hand_in(browser)
    asked = browser.open(f"{case.path}/withdraw")
    with hinata_site.session() as session, writing(session):
        held = inbox.take_hold(session, id_in(case))
        inbox.move(session, held, State.ACCEPTED, HOUSE, hinata_site.clock())
        inbox.move(session, held, State.DONE, HOUSE, hinata_site.clock())

    assert browser.send(asked.path, controls(asked.form())).status == 409
    assert set(states(hinata_site, case)) == {"arrived", "accepted", "done"}


def test_a_correction_asks_only_what_was_unlocked(hinata_site: Site, browser: Browser) -> None:
    case = hand_in(browser, person={"name": "見本 花子", "name_kana": ""})
    ask_for(hinata_site, case, ["name", "water_address"], reason="番地をお書きください。<b>")

    browser.open(case.path)
    page = browser.follow("直す")

    assert {name.partition("-")[0] for name, _ in controls(page.form())} == {
        "_token",
        "_asked",
        "name",
        "water_address",
    }
    assert page.value("name") == "見本 花子"
    assert "番地をお書きください。<b>" in page.text
    assert "12月11日" in page.text


def test_a_faulty_correction_is_told_beside_the_field_and_nothing_typed_is_lost(
    hinata_site: Site, browser: Browser
) -> None:
    case = hand_in(browser)
    ask_for(hinata_site, case, ["name", "water_address"])
    browser.open(f"{case.path}/correct")

    page = browser.press({"name": f"{HARD}\u202e様", "water_address-street": "２ー２"})

    assert page.status == 422
    assert list(page.summary()) == ["name"]
    assert page.beside("name")
    assert page.value("name") == f"{HARD}\u202e様"
    assert page.value("water_address-street") == "２ー２"
    assert states(hinata_site, case)[-1] == "correction"


def test_a_corrected_request_goes_on_and_the_rest_stays_as_it_was(
    hinata_site: Site, browser: Browser
) -> None:
    case = hand_in(browser)
    before = hinata_site.answers(case)
    ask_for(hinata_site, case, ["name"])
    browser.open(f"{case.path}/correct")

    page = browser.press({"name": HARD, "phone": "000-0000-0000"})

    assert page.path == case.path
    assert states(hinata_site, case)[-1] == "review"
    assert hinata_site.answers(case) == {**before, "name": HARD}


def test_correcting_twice_is_done_once_and_told_as_done(hinata_site: Site, browser: Browser) -> None:
    case = hand_in(browser)
    ask_for(hinata_site, case, ["name"])
    pairs = filled(browser.open(f"{case.path}/correct").form(), {"name": HARD})

    first, second = (browser.send(f"{case.path}/correct", pairs) for _ in range(2))

    assert (first.path, first.status) == (second.path, second.status) == (case.path, 200)
    with hinata_site.session() as session:
        kinds = select(CaseEvent.kind).where(
            CaseEvent.case_id == id_in(case), CaseEvent.actor_kind == "resident"
        )
        assert sorted(session.scalars(kinds)) == ["arrived", "review"]


def test_something_else_typed_after_the_correction_is_refused_and_not_lost(
    hinata_site: Site, browser: Browser
) -> None:
    case = hand_in(browser)
    ask_for(hinata_site, case, ["name"])
    form = browser.open(f"{case.path}/correct").form()
    browser.send(f"{case.path}/correct", filled(form, {"name": HARD}))

    page = browser.send(f"{case.path}/correct", filled(form, {"name": "見本 二子"}))

    assert page.status == 409
    assert "見本 二子" in page.html
    assert hinata_site.answers(case)["name"] == HARD


def test_a_question_that_a_correction_opens_is_asked_on_the_same_page(
    hinata_site: Site, browser: Browser
) -> None:
    case = hand_in(browser)
    ask_for(hinata_site, case, ["billing_to", "water_attendance"])
    browser.open(f"{case.path}/correct")

    page = browser.press({"billing_to": "other", "water_attendance": "yes"})
    assert page.status == 200
    assert states(hinata_site, case)[-1] == "correction"
    page = browser.press({"billing_name": "見本 一郎"})
    assert page.status == 422
    assert set(page.summary()) == {"billing_address-postcode", "water_attendance_time"}
    assert page.value("billing_name") == "見本 一郎"
    page = browser.press(
        {
            "billing_address-area": "見本県ひなた市",
            "billing_address-street": "2-2",
            "water_attendance_time": "any",
        }
    )

    assert page.path == case.path
    assert hinata_site.answers(case)["billing_address"]["street"] == "2-2"
    assert hinata_site.answers(case)["water_attendance_time"] == "any"


def test_a_correction_can_look_for_an_address(hinata_site: Site, browser: Browser) -> None:
    case = hand_in(browser)
    ask_for(hinata_site, case, ["water_address"])
    browser.open(f"{case.path}/correct")

    page = browser.press({"water_address-postcode": "498-0000"}, button="water_address-search", value="1")

    assert page.status == 200
    assert len(page.all("button", name="water_address-pick")) == 2
    assert states(hinata_site, case)[-1] == "correction"


def test_where_nothing_is_to_be_corrected_the_page_says_so(browser: Browser) -> None:
    case = hand_in(browser)

    page = browser.open(f"{case.path}/correct")

    assert page.status == 409
    assert "いま直すところはありません" in page.text


@pytest.mark.parametrize("end", ["", "/receipt.pdf", "/correct"])
def test_a_request_whose_key_was_destroyed_says_that_its_content_is_gone(own_site: Site, end: str) -> None:
    browser = own_site.browser()
    case = hand_in(browser)
    ask_for(own_site, case, ["name"])
    with own_site.session() as session, writing(session):
        own_site.house.vault.erase(session, session.get_one(Case, id_in(case)).key_id)

    page = browser.open(f"{case.path}{end}")

    assert page.status == 410
    assert "個人に関する内容は、もうありません" in page.text
    assert browser.open("/applications/").status == 200


def test_a_notice_that_was_not_written_is_not_there(browser: Browser) -> None:
    case = hand_in(browser)

    assert browser.open(f"{case.path}/notice.pdf").status in (404, 409)


def test_each_request_is_counted_once_for_what_was_done(own_site: Site) -> None:
    browser, day = own_site.browser(), today(own_site.clock())
    case = hand_in(browser)
    ask_for(own_site, case, ["name"])
    browser.open(f"{case.path}/correct")
    browser.press({"name": HARD})
    own_site.clock.moment += timedelta(minutes=5)
    browser.open(f"{case.path}/withdraw")
    browser.press()

    with own_site.session() as session:
        for kind in ("filed", "correction", "corrected", "withdrawn"):
            assert ledger.total(ledger.counts(session, kind, day, day)) == 1, kind
