"""Somebody chooses a time at a counter, holds it, says who they are and books it: without an account."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from services.appointments.models import Appointment
from services.appointments.rules.states import State
from tests.services.applications.browsing import MORNING, Browser, Site, id_in, site

PERSON = {
    "p1-name": "見本 花子",
    "p1-name_kana": "みほん はなこ",
    "phone": "090-1234-5678",
    "email": "",
    "note": "",
}
CARD = "/appointments/mynumber_card"


@pytest.fixture(scope="module")
def hinata_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = site(tmp_path_factory.mktemp("appointments"), MORNING)
    yield found
    found.close()


def hold(browser: Browser, at: str, where: str = CARD, matter: str = "pick_up") -> str:
    """Hold a time; gives the address of its questions."""
    browser.open(f"{where}/hold?at={at}&people=1&matter={matter}")
    browser.press(action=f"{where}/hold")
    return browser.page.path


def book(browser: Browser, at: str, where: str = CARD) -> str:
    """Book a time from its address to its receipt; gives the address of the receipt."""
    place = hold(browser, at, where)
    browser.press(PERSON, action=place)
    browser.press(button="step", value="book", action=place)
    return browser.page.path


def booked(site: Site, browser: Browser) -> Appointment:
    """The appointment whose receipt is open."""
    with site.session() as session:
        found = session.scalar(select(Appointment).where(Appointment.case_id == id_in(browser.page)))
    assert found is not None
    return found


def test_a_time_at_a_counter_is_chosen_held_and_booked(hinata_site: Site) -> None:
    browser = hinata_site.browser()

    browser.open("/appointments")
    browser.open(f"{CARD}?matter=pick_up&people=1&day=2026-11-26")
    place = hold(browser, "2026-11-26T10:00:00%2B09:00")
    assert "10:15まで、この時間をおさえています" in browser.page.text
    browser.press({**PERSON, "phone": ""}, action=place)
    assert browser.page.status == 422
    browser.press(PERSON, action=place)
    assert "見本 花子" in browser.page.text
    browser.press(button="step", value="book", action=place)

    assert browser.page.path.startswith("/applications/")
    assert "マイナンバーカードの窓口" in browser.page.text
    assert booked(hinata_site, browser).state == State.BOOKED


def test_a_booking_is_moved_and_given_back_by_whoever_has_it_and_by_nobody_else(hinata_site: Site) -> None:
    browser, stranger = hinata_site.browser(), hinata_site.browser()
    book(browser, "2026-11-27T10:00:00%2B09:00")
    found = booked(hinata_site, browser)
    mine = f"/appointments/mine/{found.id}"
    for path in (f"{mine}/cancel", f"{mine}/change", f"{mine}.ics"):
        assert stranger.open(path).status == 404

    assert "BEGIN:VEVENT" in browser.client.get(f"{mine}.ics").text
    browser.open(f"{mine}/change?day=2026-11-30")
    browser.press(button="at", value="2026-11-30T11:00:00+09:00")
    assert "11:00" in browser.page.text
    browser.open(f"{mine}/cancel")
    browser.press()

    assert booked(hinata_site, browser).state == State.CANCELLED
    assert "取り消しました" in browser.page.text
    assert "この端末から" not in browser.open("/appointments/mine").text


def _asks(page: str) -> list[bool]:
    return [word in page for word in ("たばこを吸いますか", "ペースメーカー", "バリウム", "飲んでいる薬")]


def test_a_family_books_several_examinations_and_the_second_may_be_too_young(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    browser.open("/appointments/gan_kenshin?people=2")
    browser.open("/appointments/gan_kenshin/hold?at=2026-12-05T09:00:00%2B09:00&people=2")
    browser.press(action="/appointments/gan_kenshin/hold")
    assert browser.page.status == 422
    browser.press({"matters-0": "lung", "matters-1": "breast"}, action="/appointments/gan_kenshin/hold")
    place = browser.page.path
    person = {
        **PERSON,
        **birth("p1-birth_date", 1955),
        "p2-visitor_name": "見本 太郎",
        "p2-visitor_name_kana": "",
        **birth("p2-visitor_birth_date", 2000),
    }
    browser.press(person, action=place)
    assert browser.page.status == 422
    assert "この生年月日の方は受けられません" in browser.page.text

    browser.press({**person, **birth("p2-visitor_birth_date", 1960)}, action=place)
    browser.press(button="step", value="book", action=place)

    assert "あなたの予約" in browser.page.text
    assert hinata_site.answers(browser.page)["appointment_family"][0]["visitor_name"] == "見本 太郎"
    case = browser.page.path

    # Each is asked about their own examination alone.
    mine = f"/appointments/mine/{booked(hinata_site, browser).id}"
    asked = [browser.open(f"{mine}/questions/{place}").text for place in (0, 1)]
    assert [_asks(page) for page in asked] == [[True, False, False, True], [False, True, False, True]]

    # Only one of them does not come: the page, the case and the receipt stay.
    browser.open(f"{mine}/cancel")
    assert "見本 太郎" in browser.page.text
    browser.press({"who": "1"})
    assert browser.page.path == case
    assert (booked(hinata_site, browser).people, booked(hinata_site, browser).state) == (1, State.BOOKED)


def test_both_doses_are_chosen_before_anything_is_typed(hinata_site: Site) -> None:
    browser = hinata_site.browser()
    browser.open("/appointments/taijo_hoshin/hold?at=2026-12-05T09:00:00%2B09:00&people=1")
    browser.press(action="/appointments/taijo_hoshin/hold")
    place = browser.page.path
    browser.open(f"{place}/second?day=2027-02-06")
    browser.press(button="at", value="2027-02-06T09:15:00+09:00")
    assert browser.page.path == place
    browser.press({**PERSON, **birth("p1-birth_date", 1955)}, action=place)
    browser.press(button="step", value="book", action=place)

    assert "1回目" in browser.page.text
    assert "2回目" in browser.page.text


def test_a_full_course_leads_to_its_waiting_list(hinata_site: Site) -> None:
    course, start = "/appointments/sumaho_kyoshitsu", "2026-12-08T10:00:00%2B09:00"
    browser = hinata_site.browser()
    assert "この講座に申し込む" in browser.open(course).text
    for _ in range(12):
        hold(browser, start, course, "")

    # Another address than above: a page that is the same for everybody is kept for a moment.
    page = browser.open(f"{course}?people=1")

    assert "いまは満員です" in page.text
    assert "空きを待つ列に入る" in page.text
    assert "この講座に申し込む" not in page.text
    assert hold(browser, start, course, "").startswith("/appointments/booking/")


def test_what_is_free_is_told_to_programs_too(hinata_site: Site) -> None:
    client = hinata_site.browser().client

    listed = client.get("/appointments.json").get_json()["appointments"]
    days = client.get("/appointments/mynumber_card.json").get_json()["days"]

    assert {one["sort"] for one in listed} == {"clinic", "counter", "course"}
    assert days[0]["times"][0]["left"] > 0
    assert client.get("/appointments/nothing.json").status_code == 404
    assert client.get("/appointments/nothing").status_code == 404


def test_every_calendar_has_a_page_in_every_language(hinata_site: Site) -> None:
    for language in ("ja", "easy", "en"):
        browser = hinata_site.browser(language)
        for key in hinata_site.house.pack.appointments:
            assert browser.open(f"/appointments/{key}").status == 200


def birth(name: str, year: int) -> dict[str, str]:
    """A date of birth as it is typed."""
    return {f"{name}-era": "", f"{name}-year": str(year), f"{name}-month": "4", f"{name}-day": "1"}
