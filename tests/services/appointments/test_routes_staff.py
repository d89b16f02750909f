"""The staff's pages: booking by telephone, the list of a day, check-in, a day called off with everybody told, and figures."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from portal.db import new_id, writing
from portal.outbox import Outbox
from services.appointments.models import Appointment, DayChange
from services.appointments.rules.states import Change, State
from tests.services.appointments.builders import CARD, CITIZENS, HEALTH, at
from tests.services.desk.builders import Desk, Seat, desk

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HERE = f"/staff/appointments/{CARD}"
NEW = {
    "channel": "telephone",
    "locale": "ja",
    "matters-0": "pick_up",
    "p1-name": "見本 花子",
    "p1-name_kana": "",
    "phone": "090-1234-5678",
    "email": "hanako@example.jp",
    "note": "",
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk shared by the tests of this file; each books its own day."""
    found = desk(tmp_path_factory.mktemp("appointments"), MORNING)
    yield found
    found.close()


def booked(clerk: Seat, day: int, **changes: Any) -> str:
    """A time taken on the telephone; gives the id of the appointment."""
    form = {**NEW, "at": at(11, day, 10).isoformat(), **changes}
    answer = clerk.post(f"{HERE}/new?day=2026-11-{day}", **form)
    assert answer.status_code == 303, re.sub(r"<[^>]+>|\s+", " ", answer.text)[:2000]
    return str(answer.headers["Location"]).partition("#a-")[2]


def state(town: Desk, appointment_id: str) -> str:
    with town.session() as session:
        rows = session.scalars(select(Appointment)).all()
        return next(one.state for one in rows if str(one.id) == appointment_id)


def test_a_time_is_taken_on_the_telephone_and_stands_on_the_list(town: Desk) -> None:
    clerk = town.seat("counter", division=CITIZENS)
    assert clerk.get("/staff/appointments").status_code == 200
    assert clerk.get(f"{HERE}/new?day=2026-11-24").status_code == 200

    booked(clerk, 24)

    page = clerk.get(f"{HERE}?day=2026-11-24").text
    assert "見本 花子" in page
    assert clerk.get(f"{HERE}/roll.pdf?day=2026-11-24").data.startswith(b"%PDF")
    assert "マイナンバーカードの窓口" in clerk.get(f"{HERE}/figures.csv").data.decode("utf-8-sig")
    assert "年度の合計" in clerk.get(f"{HERE}/figures").text
    assert "この年度の予約はまだありません" in clerk.get(f"{HERE}/figures?year=2024").text
    assert "見本 花子" in clerk.get(f"{HERE}/roll.csv?day=2026-11-24").data.decode("utf-8-sig")


def test_another_division_learns_nothing(town: Desk) -> None:
    stranger = town.seat("worker", division=HEALTH)
    appointment = booked(town.seat("counter", division=CITIZENS), 25)

    for path in (
        HERE,
        f"{HERE}/new",
        f"{HERE}/changes",
        f"{HERE}/roll.pdf",
        f"{HERE}/roll.csv",
        f"{HERE}/figures",
        f"{HERE}/figures.csv",
    ):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"/staff/appointments/one/{appointment}/do/cancel").status_code == 404
    assert state(town, appointment) == State.BOOKED


def test_somebody_is_moved_with_a_reason_by_who_takes_bookings_there(town: Desk) -> None:
    clerk, stranger = town.seat("counter", division=CITIZENS), town.seat("counter", division=HEALTH)
    appointment = booked(clerk, 24, at=at(11, 24, 11).isoformat())
    place = f"/staff/appointments/one/{appointment}/move"
    there = {"at": at(11, 24, 14).isoformat(), "reason": "見本の工事"}
    assert stranger.get(place).status_code == 404
    assert "14:00" in clerk.get(f"{place}?day=2026-11-24").text

    assert clerk.post(place, **{**there, "reason": ""}).status_code == 422
    assert clerk.post(place, **{**there, "at": at(11, 24, 22).isoformat()}).status_code == 409
    assert clerk.post(place, **there).status_code == 303

    with town.session() as session:
        told = session.scalars(select(Outbox.template).order_by(Outbox.no.desc())).first()
    assert told == "appointment_changed"


def test_what_is_missing_or_taken_is_told_above_the_form(town: Desk) -> None:
    clerk = town.seat("counter", division=CITIZENS)
    form = {**NEW, "at": at(11, 26, 10).isoformat()}

    assert clerk.post(f"{HERE}/new?day=2026-11-26", **{**form, "phone": ""}).status_code == 422
    assert (
        clerk.post(f"{HERE}/new?day=2026-11-26", **{**form, "at": at(11, 26, 20).isoformat()}).status_code
        == 409
    )


def test_who_comes_is_checked_in_and_a_mistake_is_taken_back(town: Desk) -> None:
    clerk = town.seat("counter", division=CITIZENS)
    appointment = booked(clerk, 27)
    act = f"/staff/appointments/one/{appointment}/do"
    assert clerk.post(f"{act}/came", place="0").status_code == 409
    town.clock.moment = at(11, 27, 11)

    try:
        clerk = town.seat("counter", division=CITIZENS)
        assert clerk.post(f"{act}/came", place="0").status_code == 303
        assert state(town, appointment) == State.CAME
        assert clerk.post(f"{act}/not-yet", place="0").status_code == 303
        assert clerk.post(f"{act}/missed").status_code == 303
        assert state(town, appointment) == State.MISSED
        assert clerk.post(f"{act}/dance").status_code == 404
    finally:
        town.clock.moment = MORNING


def test_a_time_that_is_called_off_tells_everybody_and_takes_nobody(town: Desk) -> None:
    appointment = booked(town.seat("counter", division=CITIZENS), 30)
    boss = town.seat("worker", division=CITIZENS)
    change = {
        "kind": "closed",
        "day": "2026-11-30",
        "from": "09:00",
        "to": "12:00",
        "places": "",
        "reason": "",
    }
    assert boss.post(f"{HERE}/changes", **change).status_code == 422
    assert town.seat("counter", division=CITIZENS).post(f"{HERE}/changes", **change).status_code == 403

    change["reason"] = "見本の停電"
    seen = boss.post(f"{HERE}/changes", **change)
    assert "1件を取り消して、中止する" in seen.text
    assert state(town, appointment) == State.BOOKED

    assert boss.post(f"{HERE}/changes", **change, sure="2").status_code == 200
    assert boss.post(f"{HERE}/changes", **change, sure="1").status_code == 303

    assert state(town, appointment) == State.CALLED_OFF
    with town.session() as session:
        told = session.scalars(select(Outbox.template).order_by(Outbox.no.desc())).first()
    assert told == "appointment_changed"
    form = {**NEW, "at": at(11, 30, 10).isoformat()}
    assert boss.post(f"{HERE}/new?day=2026-11-30", **form).status_code == 409
    assert "見本の停電" in boss.get(f"{HERE}/changes").text


def test_what_is_left_in_a_house_that_cannot_be_used_is_called_off_by_who_may(town: Desk) -> None:
    appointment = booked(town.seat("counter", division=CITIZENS), 27)
    with town.session() as session, writing(session):
        row = DayChange(
            id=new_id(), bookable=CARD, kind=Change.VENUE, starts_at=at(11, 27, 9), ends_at=at(11, 27, 12), places=0,
            reason="見本の投票所", made_at=MORNING, made_by=None, ended_at=None, told_at=MORNING,
        )  # fmt: skip
        session.add(row)
        finish = f"{HERE}/changes/{row.id}/finish"
    boss = town.seat("worker", division=CITIZENS)
    assert "残っている予約1件を取り消して、知らせる" in boss.get(f"{HERE}/changes").text
    assert town.seat("counter", division=CITIZENS).post(finish).status_code == 403
    assert town.seat("worker", division=HEALTH).post(finish).status_code == 404

    assert boss.post(finish).status_code == 303

    assert state(town, appointment) == State.CALLED_OFF
    assert boss.post(f"{HERE}/changes/{new_id()}/finish").status_code == 404
    assert boss.post(finish.replace("/finish", "/back")).status_code == 303


def test_a_session_is_added_beside_the_file_and_taken_back(town: Desk) -> None:
    boss = town.seat("worker", division=CITIZENS)
    change = {
        "kind": "added",
        "day": "2026-11-29",
        "from": "09:00",
        "to": "11:00",
        "places": "2",
        "reason": "",
    }

    assert boss.post(f"{HERE}/changes", **change).status_code == 303
    assert "09:00" in boss.get(f"{HERE}/new?day=2026-11-29").text

    back = re.search(r'action="([^"]+/back)"', boss.get(f"{HERE}/changes").text)
    assert back
    assert boss.post(back[1]).status_code == 303
    assert "09:00" not in boss.get(f"{HERE}/new?day=2026-11-29").text
