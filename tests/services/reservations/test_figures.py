"""The year of a building in figures: from bookings, by unit and month, and as a list for a spreadsheet."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.db import Database
from services.reservations.actions import figures
from services.reservations.rules.figures import Figure
from tests.portal.cases import hinata
from tests.services.reservations.staffed import CENTRE, GYM, at, booked, ready

APRIL = date(2026, 4, 1)
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def room(database: Database) -> Iterator[Session]:
    """A session of the sample town."""
    with ready(database).session() as session:
        yield session


def of(room: Session, building: str, unit: str, month: date = NOVEMBER) -> Figure:
    """The figures of one unit in one month."""
    house = hinata().buildings[building]
    return next(one for one in figures.year(room, house, APRIL) if (one.unit, one.month) == (unit, month))


def test_minutes_people_and_fees_are_counted_by_unit_and_month(room: Session) -> None:
    booked(room, "hall_1", at(24, 10), at(24, 12), state="used", people=12)
    booked(room, "hall_1", at(25, 10), at(25, 13), state="no_show", people=8)
    booked(room, "hall_2", at(25, 10), at(25, 13))

    found = of(room, CENTRE, "hall_1")

    assert (found.bookings, found.used, found.no_show, found.people, found.yen) == (2, 1, 1, 20, 800)
    assert found.minutes == 300
    assert of(room, CENTRE, "hall_1", date(2026, 12, 1)).bookings == 0


def test_the_share_is_of_the_time_that_could_be_booked(room: Session) -> None:
    booked(room, "budo", at(24, 9), at(24, 12), building=GYM)

    found = of(room, GYM, "budo")

    # November 2026 has 25 days that are no Monday, each with three bands of 3, 4 and 3.5 hours.
    assert found.open_minutes == 25 * 630
    assert found.percent == round(180 * 100 / (25 * 630))


def test_several_who_share_a_room_fill_its_time_once(room: Session) -> None:
    booked(room, "training", at(24, 10), at(24, 12), building=GYM)
    booked(room, "training", at(24, 11), at(24, 13), building=GYM)

    assert of(room, GYM, "training").minutes == 180


def test_what_was_given_back_is_counted_beside_and_takes_no_time(room: Session) -> None:
    booked(room, "budo", at(24, 9), at(24, 12), building=GYM, state="cancelled")

    found = of(room, GYM, "budo")

    assert (found.bookings, found.cancelled, found.minutes) == (0, 1, 0)


def test_the_list_opens_in_a_spreadsheet_and_holds_no_names(room: Session) -> None:
    booked(room, "hall_1", at(24, 10), at(24, 12))

    body = figures.listed(room, [hinata().buildings[CENTRE]], APRIL)

    assert body.startswith("\ufeff".encode())
    lines = body.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("施設,部屋,年月,予約件数")
    assert any(line.startswith("中央公民館,ホール（前だけ）,2026-11,1,0,0,0,10,400,120,") for line in lines)
    assert len(lines) == 1 + 6 * 12 + 1
