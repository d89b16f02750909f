"""わたしの予約 beside single bookings: the dates of a series and the places in a line, told to whose they are and to staff."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal import people
from portal.db import writing
from portal.inbox import RESIDENT
from portal.vault import vault_of
from services.reservations.actions import booking
from services.reservations.models.bookings import Booking
from services.reservations.models.series import Series
from tests.services.applications.browsing import MORNING, Site
from tests.services.applications.test_routes_again import sign_in
from tests.services.desk.builders import Desk, desk
from tests.services.reservations.staffed import CULTURE, SPORTS
from tests.services.reservations.test_routes_booking import book, booking_of
from tests.services.reservations.test_routes_series import made
from tests.services.reservations.test_routes_waiting import wait

MINE = "/reservations/mine"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk shared by the tests of this file; each books its own hours."""
    found = desk(tmp_path_factory.mktemp("own"), MORNING)
    yield found
    found.close()


def site_of(town: Desk) -> Site:
    return Site(town.app, town.clock)


def mail_of(session: Session, resident: UUID, mail: str) -> people.Contact:
    """An address that somebody showed to be theirs."""
    vault = vault_of(session)
    key = session.get_one(people.Resident, resident).key_id
    return people.Contact(
        resident_id=resident, kind="mail", token=people.mail_token(vault, mail), confirmed_at=MORNING,
        sealed=vault.seal(session, key, mail, people.ADDRESS),
    )  # fmt: skip


def test_a_series_is_told_with_its_days_and_what_is_in_the_way(town: Desk) -> None:
    made(town.seat("worker", division=CULTURE), **{"at-2026-12-29": "leave", "email": "hanako@mail.example"})
    person, stranger = site_of(town).browser(), site_of(town).browser()
    me = sign_in(site_of(town), person)
    with town.session() as session:
        with writing(session):
            session.add(mail_of(session, me, "hanako@mail.example"))
        series = session.query(Series).one()
        day = session.query(Booking).filter_by(series_id=series.id).order_by(Booking.starts_at).first()
        assert day is not None

    mine = person.open(MINE)
    assert "定期利用" in mine.text
    assert "使えない日・決まっていない日：1日" in mine.text
    days = person.open(f"{MINE}/series/{series.id}")
    assert "12月29日" in days.text
    assert "祝日・年末年始の休館" in days.text
    assert "使う日（あと6日）" in days.text
    assert "使う日（あと6日）" in person.open(f"/applications/{series.case_id}").text

    # One day is given back by itself, and the others stand.
    person.open(f"{MINE}/{day.id}/cancel")
    person.press()
    assert "使う日（あと5日）" in person.open(f"{MINE}/series/{series.id}").text
    for path in (f"{MINE}/series/{series.id}", f"{MINE}/{day.id}", f"{MINE}/{day.id}/cancel"):
        assert stranger.open(path).status == 404


def test_what_somebody_waits_for_is_listed_with_the_offers_end_and_left_from_there(town: Desk) -> None:
    site = site_of(town)
    holder, waiter = site.browser(), site.browser()
    sign_in(site, waiter)
    for day in ("2026-12-16T10:00", "2026-12-17T10:00"):
        book(holder, day)
    wait(waiter, 17, 10)
    assert re.search(r"[2-9A-Z]{4}-[2-9A-Z]{3}-[2-9A-Z]{4}", waiter.page.text)
    with town.session() as session:
        booking.cancel(session, booking_of(site, holder).id, RESIDENT, town.clock())
    wait(waiter, 16, 10)

    mine = waiter.open(MINE).text
    assert "あなたのためにおさえています" in mine
    assert "あなたが、いちばん前です" in mine
    assert mine.index("おさえています") < mine.index("いちばん前")
    assert "空きを待っている時間" not in holder.open(MINE).text
    leave = re.findall(r'action="([^"]+/leave)"', waiter.page.html)
    assert len(leave) == 2
    waiter.press(action=leave[1])

    assert waiter.page.path == f"{MINE}?left=yes"
    assert "いちばん前です" not in waiter.page.text


def test_the_desks_page_of_a_case_tells_the_same(town: Desk) -> None:
    worker = town.seat("worker", division=CULTURE)
    place = made(worker, weekday="3", from_time="13:00", to_time="15:00", company_name="別の見本の会")
    page = worker.get(place).text
    case = re.search(r'href="(/staff/cases/[^"]+)"', page)
    assert case

    told = worker.get(case[1]).text

    assert place in told
    assert "使う日（あと" in told
    assert town.seat("worker", division=SPORTS).get(case[1]).status_code == 403
