"""Favourite rooms: kept by the browser without an account, by the account of whoever signed in, and told with what is free."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import service, sessions
from portal.db import Database, new_id, writing
from portal.doors import Assurance
from portal.people import Resident
from portal.refused import Refused
from portal.vault import vault_of
from services.reservations.actions import favourites, wishes
from services.reservations.models.favourites import Favourite
from tests.services.applications.browsing import MORNING, Browser, Site, site
from tests.services.reservations.builders import GYM, HALL, at, booked, furnished, wish

HERE = "/reservations/favourites"
MUSIC, HALF = f"{HALL}/ongaku", f"{GYM}/arena_a"
ROOMS = ((HALL, "ongaku"), (GYM, "arena_a"))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = site(tmp_path_factory.mktemp("favourites"), MORNING)
    yield found
    found.close()


@pytest.fixture
def room(database: Database) -> Iterator[Session]:
    """A session of the sample town."""
    with furnished(database).session() as session:
        yield session


def keep(browser: Browser, *rooms: str) -> None:
    for one in rooms:
        browser.open(f"{HERE}?room={one}")
        browser.press()


def sign_in(town: Site, client: FlaskClient) -> None:
    with town.session() as session, writing(session):
        person = Resident(id=new_id(), key_id=vault_of(session).new_key(session), made_at=MORNING)
        session.add(person)
        session.flush()
        token = sessions.begin(session, "resident", person.id, int(Assurance.contact), MORNING)
    client.set_cookie("kmado_session", token)


def test_a_browser_keeps_rooms_and_nothing_about_anybody(town: Site) -> None:
    browser = town.browser()
    assert "まだありません" in browser.open(HERE).text

    keep(browser, MUSIC, HALF)

    page = browser.open(HERE)
    assert "音楽室" in page.text
    assert "次に空いている時間" in page.text
    cookie = browser.client.get_cookie("kmado_rooms")
    assert cookie is not None
    assert cookie.value == f"{MUSIC}.{HALF}"
    assert "no-store" in page.response.headers["Cache-Control"]
    with town.session() as session:
        assert session.scalars(select(Favourite)).all() == []


def test_a_room_is_let_go_again(town: Site) -> None:
    browser = town.browser()
    keep(browser, MUSIC, HALF)

    browser.press({"drop": MUSIC})

    assert "音楽室" not in browser.page.text
    assert "アリーナA面" in browser.page.text


def test_whoever_signs_in_finds_them_on_every_device(town: Site) -> None:
    browser = town.browser()
    keep(browser, MUSIC)
    sign_in(town, browser.client)

    keep(browser, HALF)

    assert browser.client.get_cookie("kmado_rooms") is None
    other = town.browser()
    session_cookie = browser.client.get_cookie("kmado_session")
    assert session_cookie is not None
    other.client.set_cookie("kmado_session", session_cookie.value)
    page = other.open(HERE)
    assert "音楽室" in page.text
    assert "アリーナA面" in page.text
    with town.session() as session, writing(session):
        session.query(Favourite).delete()


def test_what_is_no_room_is_told_so_and_a_broken_cookie_is_no_harm(town: Site) -> None:
    browser = town.browser()
    assert browser.open(f"{HERE}?room=nowhere/nothing").status == 404

    browser.client.set_cookie("kmado_rooms", "x/y..%00/.chuo_kominkan/ongaku.chuo_kominkan/ongaku")

    page = browser.open(HERE)
    assert page.status == 200
    assert len([one for one in page.all("section") if one.get("class") == "way"]) == 1


def test_no_more_rooms_than_a_page_shows() -> None:
    places = tuple((HALL, str(number)) for number in range(favourites.MOST))

    with pytest.raises(Refused, match="favourites_full"):
        favourites.added(places, (HALL, "hall"))
    assert favourites.added(places, (HALL, "3")) == places


def test_the_next_free_times_pass_over_what_is_taken(room: Session, now: datetime) -> None:
    first = favourites.coming(room, ((GYM, "kaigi"),), now)[0].next
    assert [(day.day, str(cell.part)) for day, cell in first] == [(20, "am"), (20, "pm"), (20, "night")]

    booked(room, wish(at(20, 10, 30, month=11), hours=7.5), now)

    after = favourites.coming(room, ((GYM, "kaigi"),), now)[0].next
    assert [(day.day, str(cell.part)) for day, cell in after] == [(20, "night"), (21, "am"), (21, "pm")]


def mine(session: Session, resident: object) -> bytes:
    found = wishes.holder(vault_of(session), resident=resident)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_two_accounts_of_one_person_keep_all_and_a_forgotten_one_none(room: Session, now: datetime) -> None:
    old, new = new_id(), new_id()
    favourites.keep(room, mine(room, old), ROOMS, now)
    favourites.keep(room, mine(room, new), ROOMS[:1], now)

    with writing(room):
        service.fire(room, "resident.merged", old=old, new=new, now=now)

    assert set(favourites.of(room, mine(room, new))) == set(ROOMS)
    assert favourites.of(room, mine(room, old)) == ()
    with writing(room):
        service.fire(room, "resident.erased", resident=new, holders={b"x"}, now=now)
    assert room.scalars(select(Favourite)).all() == []
