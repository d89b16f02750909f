"""Staff see who comes to their own office, take bookings on the telephone, and print their own division's sheets."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from services.window.actions import bookings
from services.window.rules import booking as rules
from tests.services.desk.builders import Desk, desk
from tests.services.window.booked import SLOT, wish
from tests.services.window.test_routes_bookings import FAMILY

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
DAY = "/staff/window/bookings?day=2026-11-26"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk shared by the tests of this file."""
    found = desk(tmp_path_factory.mktemp("bookings"), MORNING)
    yield found
    found.close()


def booked(town: Desk, starts: str, *, shielded: bool = False) -> str:
    """A booking; gives the address of its page for staff."""
    slot = rules.Slot(SLOT.office, SLOT.day, starts)
    with town.session() as session:
        made = bookings.book(session, wish(slot, email="", shielded=shielded), MORNING)
    return f"/staff/window/bookings/{made.booking.id}"


def test_the_day_lists_who_comes(town: Desk) -> None:
    booked(town, "09:00")

    page = town.seat("counter", division="shimin").get(DAY)

    assert page.status_code == 200
    assert "見本 次郎" in page.text


def test_another_division_sees_neither_the_line_nor_the_page(town: Desk) -> None:
    place = booked(town, "09:00")
    other = town.seat("worker", division="kita_shisho")

    assert "見本 次郎" not in other.get(DAY).text
    assert other.get(place).status_code == 404
    assert other.get(f"{place}/list.pdf").status_code == 404


def test_an_editor_has_no_such_pages(town: Desk) -> None:
    assert town.seat("editor", division="shimin").get(DAY).status_code == 403


def test_staff_note_that_somebody_came(town: Desk) -> None:
    place = booked(town, "10:30")
    clerk = town.seat("counter", division="shimin")

    clerk.post(f"{place}/do/came")

    assert "来ました" in clerk.get(place).text
    assert clerk.post(f"{place}/do/nonsense").status_code == 404


def test_where_somebody_hidden_is_only_who_may_see_it_sees(town: Desk) -> None:
    place = booked(town, "13:00", shielded=True)

    counter = town.seat("counter", division="shimin").get(place).text
    worker = town.seat("worker", division="shimin").get(place).text

    assert "支援措置" in counter
    assert "0000-00-7777" not in counter
    assert "0000-00-7777" in worker


def test_a_booking_is_taken_on_the_telephone_and_moved(town: Desk) -> None:
    clerk = town.seat("counter", division="shimin")
    at = "honcho.2026-11-24.09:00"
    assert clerk.get("/staff/window/bookings/new").status_code == 200

    made = clerk.post("/staff/window/bookings/new", **FAMILY, at=at, locale="en")

    place = made.headers["Location"].partition("?")[0]
    page = clerk.get(place).text
    assert rules.read_code(page[page.index('receipt-no">') + 12 :][:14])
    assert "英語" in page
    moved = clerk.post(f"{place}/change", at="honcho.2026-11-24.13:00")
    assert moved.status_code == 303
    assert "13:00" in clerk.get(place).text


def test_a_clerk_of_another_office_cannot_book_here(town: Desk) -> None:
    other = town.seat("counter", division="kita_shisho")

    assert other.get("/staff/window/bookings/new?at=honcho.2026-11-24.09:00").status_code == 404


def test_each_division_prints_its_own_sheets_only(town: Desk) -> None:
    booked(town, "14:30")
    path = "/staff/window/bookings/sheets.pdf?day=2026-11-26"

    assert town.seat("worker", division="hoken").get(path).mimetype == "application/pdf"
    assert town.seat("worker", division="bunka").get(path).status_code == 404


def test_who_came_is_served_with_what_they_answered(town: Desk) -> None:
    place = booked(town, "14:30")
    clerk = town.seat("counter", division="shimin")

    begun = clerk.post(f"{place}/start")

    assert begun.headers["Location"].startswith("/staff/window/")
    assert "見本 次郎" in clerk.get(begun.headers["Location"]).text
    assert town.seat("counter", division="kita_shisho").post(f"{place}/start").status_code == 404
