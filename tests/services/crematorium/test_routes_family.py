"""A family books a cremation without an account, tells the permit's number, changes it and gives it back."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from services.crematorium.models.cremations import Cremation
from services.crematorium.rules.states import State
from tests.services.applications.browsing import Browser, Site, site

# Ten in the morning of Friday 20 November 2026 in Japan.
MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
PERSON = {
    "who": "resident", "deceased_name": "見本 一郎", "deceased_birth_date-era": "showa", "deceased_birth_date-year": "15",
    "deceased_birth_date-month": "5", "deceased_birth_date-day": "5", "deceased_on-era": "reiwa",
    "deceased_on-year": "8", "deceased_on-month": "11", "deceased_on-day": "20", "cremation_time": "8:00",
    "cremation_infection": "no", "cremation_pacemaker": "no", "name": "見本 花子", "phone": "090-1234-5678",
    "email": "hanako@example.jp",
}  # fmt: skip
BOOK = "/crematorium/book"


@pytest.fixture(scope="module")
def hinata_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = site(tmp_path_factory.mktemp("cremation"), MORNING)
    yield found
    found.close()


def at(when: str, furnace: str = "ro_1", kind: str = "") -> str:
    """The address of a time."""
    return f"{BOOK}?furnace={furnace}&from={when}" + (f"&kind={kind}" if kind else "")


def book(browser: Browser, when: str, furnace: str = "ro_1", **typed: str) -> str:
    """From the table to the receipt; gives the receipt's address."""
    browser.open(at(when, furnace))
    browser.press({**PERSON, **typed}, button="step", value="check", action=BOOK)
    assert browser.page.status == 200, re.sub(r"<[^>]+>|\s+", " ", browser.page.text)[:1500]
    browser.press(button="step", value="book", action=BOOK)
    return browser.page.path.partition("?")[0]


def only(site: Site, path: str) -> Cremation:
    """The booking of a receipt."""
    with site.session() as session:
        rows = session.scalars(select(Cremation)).all()
    return next(one for one in rows if str(one.id) in path)


def test_a_family_books_tells_the_permit_and_prints_the_paper(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    browser.open("/crematorium?day=2026-11-23")
    assert "入炉の時間" in browser.page.text

    place = book(browser, "2026-11-23T09:30", **{"along-machiai_1": "during", "along-shikijo": "kokubetsu"})

    assert "仮予約しました" in browser.page.text
    assert "32,000円" in browser.page.text
    browser.press({"number": "", "city": "ひなた市"}, action=f"{place}/permit")
    assert browser.page.status == 422
    browser.press({"number": "第123号", "city": "ひなた市"}, action=f"{place}/permit")
    assert "予約は確かになりました" in browser.page.text
    assert only(hinata_site, place).state == State.CONFIRMED
    assert browser.client.get(f"{place}/slip.pdf").data.startswith(b"%PDF-")


def test_within_24_hours_the_page_says_so_and_loses_nothing(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    browser.open(at("2026-11-21T09:30"))

    browser.press({**PERSON, "cremation_time": "9:40"}, button="step", value="check", action=BOOK)

    assert browser.page.status == 422
    assert "亡くなってから24時間たっていない時間です" in browser.page.text
    assert browser.page.value("deceased_name") == "見本 一郎"


ASKER = ("who", "name", "phone", "email")


def test_three_short_pages_lose_nothing_on_the_way_and_back(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    browser.open(at("2026-12-04T09:30"))
    dead = {key: value for key, value in PERSON.items() if key not in ASKER}
    assert "申し込む方（喪主）の氏名" not in browser.page.text

    browser.press(dead, button="step", value="next", action=BOOK)
    assert "申し込む方（喪主）の氏名" in browser.page.text
    assert "入力を確かめてください" not in browser.page.text
    browser.press({key: PERSON[key] for key in ASKER}, button="step", value="next", action=BOOK)
    browser.press({"along-machiai_1": "during"}, button="step", value="back", action=BOOK)
    assert browser.page.value("name") == "見本 花子"
    browser.press(button="step", value="back", action=BOOK)
    assert browser.page.value("deceased_name") == "見本 一郎"
    browser.press(button="step", value="next", action=BOOK)
    browser.press(button="step", value="next", action=BOOK)
    browser.press(button="step", value="check", action=BOOK)

    assert "待合室1（和室）" in browser.page.text
    browser.press(button="step", value="edit-1", action=BOOK)
    assert browser.page.value("phone") == "090-1234-5678"


def test_who_is_too_early_learns_it_before_they_type_the_rest(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    browser.open(at("2026-11-21T11:30"))
    dead = {key: value for key, value in PERSON.items() if key not in ASKER}

    browser.press({**dead, "cremation_time": "12:30"}, button="step", value="next", action=BOOK)

    assert browser.page.status == 422
    assert "亡くなってから24時間たっていない時間です" in browser.page.text
    assert browser.page.value("deceased_name") == "見本 一郎"


def test_what_is_missing_is_told_beside_its_question(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    browser.open(at("2026-11-23T11:30"))

    browser.press({**PERSON, "who": "", "phone": ""}, button="step", value="check", action=BOOK)

    assert browser.page.status == 422
    assert "市内か市外かを選んでください" in browser.page.text


def test_whoever_comes_second_is_offered_other_times_that_take_what_was_typed(hinata_site: Site) -> None:
    first, second = hinata_site.browser(), hinata_site.browser()
    second.open(at("2026-11-26T09:30"))
    second.press(PERSON, button="step", value="check", action=BOOK)
    book(first, "2026-11-26T09:30", phone="090-1234-0001", email="")

    second.press(button="step", value="book", action=BOOK)

    assert second.page.status == 409
    assert "かわりに空いている時間" in second.page.text
    second.press(PERSON, button="to", value="ro_2/2026-11-26T09:30:00+09:00", action=BOOK)
    assert "確認" in second.page.text
    second.press(button="step", value="book", action=BOOK)
    assert only(hinata_site, second.page.path).furnace == "ro_2"


def test_it_is_moved_and_given_back_by_its_family_alone(hinata_site: Site) -> None:
    browser, stranger = hinata_site.browser(), hinata_site.browser()
    place = book(browser, "2026-11-27T09:30", phone="090-1234-0002", email="")
    for path in ("", "/change", "/cancel", "/slip.pdf"):
        assert stranger.client.get(place + path).status_code == 404

    browser.open(f"{place}/change?day=2026-11-28")
    browser.press(
        {"to": "ro_3/2026-11-28T10:30:00+09:00", "along-machiai_2": "during"}, action=f"{place}/change"
    )
    assert "予約を変えました" in browser.page.text
    assert only(hinata_site, place).furnace == "ro_3"
    browser.open("/crematorium/mine")
    assert "見本 一郎" in browser.page.text
    browser.open(f"{place}/cancel")
    browser.press()

    assert only(hinata_site, place).state == State.CANCELLED
    assert "取り消しました" in browser.page.text


def test_another_kind_is_asked_its_own_questions(hinata_site: Site) -> None:
    browser = hinata_site.browser()

    browser.open(at("2026-11-28T09:30", kind="stillborn"))
    assert "妊娠の週数" in browser.page.text
    assert "亡くなった方の氏名" not in browser.page.text
    browser.open(at("2026-11-28T09:30", "pet"))
    assert "火葬許可証の番号" not in browser.page.text

    assert browser.open(at("2026-11-28T09:30", "ro_9")).status == 422
    assert browser.open(at("2026-11-28T09:30", "ro_3", "pet")).status == 422


def test_on_tomobiki_the_table_says_why_nobody_is_taken_in(hinata_site: Site) -> None:
    browser = hinata_site.browser()

    browser.open("/crematorium?day=2026-11-25")

    assert "友引のため休み" in browser.page.text


def test_times_for_animals_stand_on_a_page_of_their_own_and_are_not_counted_with_the_others(
    hinata_site: Site,
) -> None:
    browser = hinata_site.browser()

    people = browser.open("/crematorium?day=2026-12-03").text
    animals = browser.open("/crematorium?day=2026-12-03&for=animals").text

    assert "furnace=pet" not in people
    assert "犬、猫などの動物" not in people
    assert "空き10" in people
    assert "furnace=ro_1" not in animals
    assert "亡くなってから24時間" not in animals
    assert "空き4" in animals


def test_the_pages_of_a_family_are_sent_small(hinata_site: Site) -> None:
    client = hinata_site.browser().client

    for path in ("/crematorium?day=2026-12-03", at("2026-12-03T09:30")):
        plain, small = (client.get(path, headers={"Accept-Encoding": how}) for how in ("identity", "gzip"))

        assert small.headers["Content-Encoding"] == "gzip"
        assert len(small.data) < len(plain.data) / 2
        assert "Content-Encoding" not in plain.headers


def test_the_page_of_the_case_speaks_of_a_time_that_is_kept_and_of_no_decision(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    place = book(browser, "2026-12-02T09:30", phone="090-1234-0003", email="")

    page = browser.open(f"/applications/{only(hinata_site, place).case_id}").text

    assert "この時間は、あなたのために空けてあります。" in page
    assert "火葬許可証の番号を入れる" in page
    assert "結果をお知らせする予定" not in page
    assert "審査" not in page


def test_a_booking_given_back_asks_for_no_money(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    place = book(browser, "2026-12-02T11:30", phone="090-1234-0004", email="")

    browser.open(f"{place}/cancel")
    browser.press()

    assert "お金はかかりません。" in browser.page.text
    assert "合計" not in browser.page.text
    page = browser.open(f"/applications/{only(hinata_site, place).case_id}").text
    assert "取り消しました" in page
    assert "取り下げました" not in page
