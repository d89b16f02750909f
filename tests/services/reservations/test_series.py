"""定期利用: previewed, booked date by date, told in one message; exceptions are kept, and every date can change by itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import inbox, payments, service
from portal.db import Database, new_id, writing
from portal.inbox import Case
from portal.outbox import Outbox
from portal.refused import Refused
from services.reservations.actions import (
    blocking,
    booking,
    calendar,
    counter,
    series,
    series_work,
)
from services.reservations.actions.blocking import Closing
from services.reservations.actions.counter import Told
from services.reservations.actions.series_plan import Plan
from services.reservations.models.bookings import Booking
from services.reservations.models.series import Series, SeriesDate
from services.reservations.rules.series import Every, Met, State
from services.reservations.rules.states import BlockKind
from services.reservations.rules.states import State as BookingState
from tests.portal.cases import hinata
from tests.services.reservations.builders import ANSWERS, HALL, wish
from tests.services.reservations.staffed import CULTURE, SPORTS, at, ready, seat
from tests.services.reservations.test_series_plan import PLAN, TUESDAYS, in_the_way


@pytest.fixture
def room(database: Database) -> Iterator[Session]:
    """A session of the sample town."""
    with ready(database).session() as session:
        yield session


def made(
    room: Session,
    now: datetime,
    choices: dict[date, str] | None = None,
    once: UUID | None = None,
    **more: Any,
) -> Series:
    """A series made by the community centre's staff."""
    plan = replace(PLAN, **more)
    return series.make(room, seat(), plan, Told(ANSWERS), choices or {}, now, once or new_id())


def states(room: Session, row: Series) -> dict[date, str]:
    """How far each date has come."""
    return {one.day: one.state for one, _ in series.dates(room, row.id)}


def messages(room: Session) -> list[Outbox]:
    return [one for one in room.scalars(select(Outbox)) if one.template == "use_dates"]


def test_every_date_is_booked_and_one_message_tells_of_all(room: Session, now: datetime) -> None:
    in_the_way(room, now)

    row = made(room, now, {date(2026, 12, 8): "hall_1", date(2026, 12, 29): "leave"})

    found = {one.day: (one, use) for one, use in series.dates(room, row.id)}
    other = found[date(2026, 12, 8)][1]
    assert other is not None
    assert (other.unit, other.kind, other.state, other.series_id) == ("hall_1", "series", "confirmed", row.id)
    assert found[date(2026, 12, 29)][0].state == State.LEFT
    # What nobody chose about waits, with its reason.
    assert (found[date(2026, 12, 15)][0].state, found[date(2026, 12, 15)][0].met) == (State.OPEN, Met.BLOCK)
    booked = [use for _, use in found.values() if use]
    assert len(booked) == 8
    case = room.get_one(Case, row.case_id, populate_existing=True)
    assert (case.division, case.channel, case.state) == (CULTURE, "window", "done")
    assert inbox.answers(room, case)["name"] == "見本 花子"
    # 200 yen an hour in the Japanese room, 400 in half the hall.
    assert payments.outstanding(room, "case", case.id) == 7 * 400 + 800
    assert len(messages(room)) == 1
    assert len(list(room.scalars(select(Outbox)))) == 1
    assert set(calendar.names(room, seat(), hinata().buildings[HALL], booked, now).values()) == {
        "見本子ども会　見本 花子"
    }


def test_a_form_sent_twice_is_one_series(room: Session, now: datetime) -> None:
    once = new_id()

    first, again = made(room, now, once=once), made(room, now, once=once)

    assert first.id == again.id
    assert len(room.scalars(select(Series)).all()) == 1
    assert len(messages(room)) == 1


def test_who_is_faster_keeps_the_time_and_the_date_waits_for_staff(
    room: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = series_work._take
    quick = wish(at(24, 11) + timedelta(days=7), building=HALL, unit="washitsu", channel="counter")
    done: list[UUID] = []

    def take(session: Session, row: Series, plan: Plan, day: date, now: datetime) -> None:
        if not done:
            done.append(booking.hold(session, quick, now))
        really(session, row, plan, day, now)

    monkeypatch.setattr(series_work, "_take", take)

    row = made(room, now)

    assert states(room, row)[date(2026, 12, 1)] == State.OPEN
    assert states(room, row)[date(2026, 12, 8)] == State.BOOKED


def test_what_was_interrupted_is_ended_by_the_worker_and_told_once(
    room: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    really, left = series_work._take, [3]

    def killed(*given: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        really(*given)

    monkeypatch.setattr(series_work, "_take", killed)
    with pytest.raises(KeyboardInterrupt):
        made(room, now)
    monkeypatch.setattr(series_work, "_take", really)
    (row,) = room.scalars(select(Series))
    assert row.told_at is None
    assert messages(room) == []

    series_work.work_due(room, now + timedelta(minutes=10))
    series_work.work_due(room, now + timedelta(minutes=20))

    assert set(states(room, row).values()) == {State.BOOKED, State.OPEN}
    assert len(messages(room)) == 1


def test_one_date_or_all_from_a_day_on_are_given_back(room: Session, now: datetime) -> None:
    row = made(room, now, {date(2026, 12, 29): "leave"})
    owed = payments.outstanding(room, "case", row.case_id)

    (one,) = (use for day, use in series.dates(room, row.id) if day.day == date(2026, 12, 15) and use)
    counter.cancel(room, seat("counter"), one.id, "祭りのため。", now, free=False)

    room.refresh(one)
    assert one.state == BookingState.CANCELLED
    assert states(room, row)[date(2026, 12, 22)] == State.BOOKED
    assert payments.outstanding(room, "case", row.case_id) == owed - 400
    series.cancel(room, seat(), row.id, date(2027, 1, 1), "解散のため。", now)
    after = {day: state for day, state in states(room, row).items() if day.year == 2027}
    assert State.BOOKED not in after.values()
    assert State.OPEN not in after.values()
    assert states(room, row)[date(2026, 12, 22)] == State.BOOKED
    assert len(messages(room)) == 2
    assert [one.template for one in room.scalars(select(Outbox))].count("use_cancelled") == 1
    with pytest.raises(Refused, match="reason_needed"):
        series.cancel(room, seat(), row.id, date(2026, 12, 22), " ", now)


def test_one_date_is_moved_and_told_and_the_series_knows(room: Session, now: datetime) -> None:
    row = made(room, now)
    _, use = series.dates(room, row.id)[0]
    assert use is not None

    counter.move(room, seat(), use.id, ("washitsu", at(25, 13), at(25, 15)), now)

    _, again = series.dates(room, row.id)[0]
    assert again is not None
    assert again.starts_at == at(25, 13)
    assert [one.template for one in room.scalars(select(Outbox))].count("use_moved") == 1


def test_a_polling_station_takes_a_date_free_of_charge_and_tells(room: Session, now: datetime) -> None:
    row = made(room, now)
    owed = payments.outstanding(room, "case", row.case_id)
    house = hinata().buildings[HALL]

    blocking.block(
        room, Closing(house, None, at(24, 9), at(24, 21), BlockKind.POLLING, "市長選挙（見本）"), seat(), now, sweep=True
    )  # fmt: skip

    _, use = series.dates(room, row.id)[0]
    assert use is not None
    assert use.state == BookingState.CANCELLED
    assert payments.outstanding(room, "case", row.case_id) == owed - 400
    assert [one.template for one in room.scalars(select(Outbox))].count("use_taken_back") == 1


def test_an_open_date_is_decided_later(room: Session, now: datetime) -> None:
    in_the_way(room, now)
    row = made(room, now)
    assert states(room, row)[date(2026, 12, 8)] == State.OPEN

    series.settle(room, seat(), row.id, date(2026, 12, 8), "hall_2", now)
    series.settle(room, seat(), row.id, date(2026, 12, 15), "leave", now)
    # Nobody has given the room back: it waits on.
    series.settle(room, seat(), row.id, date(2026, 12, 29), "", now)

    found = states(room, row)
    assert found[date(2026, 12, 8)] == State.BOOKED
    assert found[date(2026, 12, 15)] == State.LEFT
    assert found[date(2026, 12, 29)] == State.OPEN
    with pytest.raises(Refused, match="use_over"):
        series.settle(room, seat(), row.id, date(2026, 12, 15), "hall_1", now)


def test_it_is_made_longer_within_its_year(room: Session, now: datetime) -> None:
    row = made(room, now, rhythm=replace(TUESDAYS, every=Every.OTHER))
    before = set(states(room, row))

    series.extend(room, seat(), row.id, date(2027, 3, 31), {}, now)

    added = sorted(set(states(room, row)) - before)
    assert added[0] == date(2027, 2, 2)
    assert added[1] - added[0] == timedelta(days=14)
    assert len(messages(room)) == 2
    with pytest.raises(Refused, match="series_days"):
        series.extend(room, seat(), row.id, date(2027, 4, 30), {}, now)


def test_neither_the_counter_nor_another_operator_gives_a_series(room: Session, now: datetime) -> None:
    row = made(room, now)

    with pytest.raises(Refused, match="not_permitted"):
        series.make(room, seat("counter"), PLAN, Told(ANSWERS), {}, now, new_id())
    with pytest.raises(Refused, match="facility_unknown"):
        series.of_seat(room, seat(division=SPORTS), row.id)


def test_nothing_names_whose_it_was_once_the_request_is_erased(room: Session, now: datetime) -> None:
    row = made(room, now)
    case = room.get_one(Case, row.case_id)

    with writing(room):
        service.fire(room, "case.erased", case=case, now=now)

    room.expire_all()
    assert room.get_one(Series, row.id).holder is None
    assert set(room.scalars(select(Booking.holder))) == {None}
    assert room.scalars(select(SeriesDate)).all()
