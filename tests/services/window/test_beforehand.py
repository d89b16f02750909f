"""Each division has one sheet beforehand with its own matters and only the answers it needs."""

from datetime import date, datetime

import pytest

from portal import audit
from portal import pack as packs
from portal.db import Database
from portal.pack import Pack
from portal.printing import Printer
from portal.refused import Refused
from services.window.actions import beforehand, bookings
from services.window.actions.beforehand import Sheet
from services.window.actions.bookings import Opened
from services.window.models.bookings import Booking
from services.window.rules.booking import State
from tests.services.window.booked import ANSWERS, DAY, HINATA, SECRET, SLOT, furnished, seat, wish

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def hinata() -> Pack:
    """The sample town."""
    return packs.read(HINATA)


def by_division(town: Pack) -> dict[str, Sheet]:
    """The sheets of the sample family."""
    return {one.division.id: one for one in beforehand.sheets(town, ANSWERS, TODAY)}


def opened(*, shielded: bool = False) -> Opened:
    """A booking as it is read, without a database."""
    row = Booking(
        office="honcho", day=DAY, starts="10:30", locale="ja", shielded=shielded, state=State.BOOKED
    )
    return Opened(row, SLOT, ANSWERS, "")


def test_every_division_with_something_to_do_has_one_sheet(hinata: Pack) -> None:
    found = by_division(hinata)

    assert {"shimin", "hoken", "kaigo", "zeimu", "suido"} <= set(found)
    assert not {"kodomo", "kankyo", "fukushi"} & set(found)


def test_a_sheet_names_the_matters_with_their_days(hinata: Pack) -> None:
    matters = {one.title.say("ja").text: one.day for one in by_division(hinata)["hoken"].matters}

    assert matters["後期高齢者医療の資格を失った届"] == "令和8年（2026年）12月2日（水）"
    assert "葬祭費（後期高齢者医療）" in matters
    assert "葬祭費（国民健康保険）" not in matters


def test_a_sheet_shows_only_the_answers_its_division_needs(hinata: Pack) -> None:
    found = by_division(hinata)
    water = dict(beforehand.rows(hinata, found["suido"], opened()))
    insurance = dict(beforehand.rows(hinata, found["hoken"], opened()))

    assert water["亡くなった方の氏名"] == SECRET
    assert "亡くなった方の健康保険" not in water
    assert "亡くなった方の健康保険" in insurance
    assert "亡くなった方の名義のもの、持っていたもの" in water
    assert "電話番号" not in water


def test_a_sheet_about_somebody_hidden_says_nothing_of_where_they_are(hinata: Pack) -> None:
    printer = Printer(hinata)
    sheets = by_division(hinata).values()

    pages = [
        beforehand.html(
            printer, hinata, one, opened(shielded=True), seat(), datetime.fromisoformat("2026-11-20T01:00Z")
        )
        for one in sheets
    ]

    assert all("支援措置のある方です" in page for page in pages)
    assert not any("9番9号" in page or "7777" in page for page in pages)


def test_a_division_prints_its_own_sheets_of_a_day_and_it_is_written_down(
    database: Database, now: datetime
) -> None:
    clerk = seat(division="hoken")
    with furnished(database).session() as session:
        made = bookings.book(session, wish(), now)
        bookings.cancel(session, bookings.book(session, wish(), now), now)
        printer = Printer(session.info["pack"])

        printed = beforehand.pdf(session, clerk, printer, beforehand.coming(session, DAY), now)

        assert printed.startswith(b"%PDF")
        verbs = [row.verb for row in audit.of(session, "window_booking", made.booking.id)]
        assert "sheet_printed" in verbs


def test_a_division_with_nothing_to_prepare_prints_nothing(database: Database, now: datetime) -> None:
    with furnished(database).session() as session:
        bookings.book(session, wish(), now)
        printer = Printer(session.info["pack"])

        with pytest.raises(Refused, match="no_sheets"):
            beforehand.pdf(session, seat(division="bunka"), printer, beforehand.coming(session, DAY), now)
