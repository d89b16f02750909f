"""An account that turns out to be another's, and one that is forgotten: whose things are whose afterwards."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import service
from portal.db import Database, new_id, writing
from portal.inbox import Actor
from portal.slots.tables import QuotaCount
from portal.vault import DataKey, vault_of
from services.reservations.actions import attending, entries, standing, wishes
from services.reservations.actions.booking import Terms
from services.reservations.models.bookings import Booking
from services.reservations.models.given_back import Point
from services.reservations.models.rounds import Carry, Entry, Round, Win
from tests.services.reservations import lottery
from tests.services.reservations.builders import GYM, at, booked, furnished, wish


@pytest.fixture
def room(database: Database) -> Iterator[Session]:
    """A session of the sample town."""
    with furnished(lottery.equip(database)).session() as session:
        yield session


def mine(session: Session, resident: UUID) -> bytes:
    """The token of what an account books."""
    found = wishes.holder(vault_of(session), resident=resident)
    assert found is not None
    return found


def merge(session: Session, old: UUID, new: UUID, now: datetime) -> None:
    with writing(session):
        service.fire(session, "resident.merged", old=old, new=new, now=now)


def erase(session: Session, resident: UUID, now: datetime) -> None:
    with writing(session):
        service.fire(session, "resident.erased", resident=resident, holders={b"x"}, now=now)


def counted(session: Session, holder: bytes) -> dict[str, int]:
    """The quota of somebody, month by month."""
    rows = select(QuotaCount.month, QuotaCount.used).where(QuotaCount.holder == holder)
    return {row.month: row.used for row in session.execute(rows)}


def test_bookings_quotas_and_points_go_along(room: Session, now: datetime) -> None:
    old, new = new_id(), new_id()
    first, _ = booked(room, wish(at(8, 10)), now, Terms(mine(room, old)))
    booked(room, wish(at(9, 10)), now, Terms(mine(room, new)))
    booked(room, wish(at(5, 10, month=1, year=2027)), now, Terms(mine(room, old)))
    attending.missed(room, first.id, Actor("staff", new_id()), at(8, 13))

    merge(room, old, new, now)

    assert {one.holder for one in room.scalars(select(Booking))} == {mine(room, new)}
    assert counted(room, mine(room, new)) == {"2026-12": 2, "2027-01": 1}
    assert counted(room, mine(room, old)) == {}
    assert standing.points(room, mine(room, new), GYM, at(9, 10)) == 1
    assert standing.points(room, mine(room, old), GYM, at(9, 10)) == 0


def entered(room: Session, row: Round, *names: str) -> list[UUID]:
    """Residents of these names take part, one minute after another."""
    for minute, name in enumerate(names):
        lottery.enter(
            room, row, name, lottery.wish(room), now=lottery.MORNING + timedelta(minutes=minute),
            phone=f"090-1234-567{minute}",
        )  # fmt: skip
    return [UUID(int=int.from_bytes(name.encode()[:16])) for name in names]


@pytest.mark.parametrize("first_is_old", [True, False])
def test_of_two_entries_in_an_open_round_the_earlier_stands(room: Session, first_is_old: bool) -> None:
    row = lottery.a_round(room)
    first, second = entered(room, row, "見本 一郎", "見本 二郎")
    old, new = (first, second) if first_is_old else (second, first)
    keys = len(room.scalars(select(DataKey.id)).all())

    merge(room, old, new, lottery.MORNING + timedelta(hours=1))

    (left,) = entries.of(room, row.id)
    assert entries.opened(room, left)["name"] == "見本 一郎"
    assert entries.mine(room, row.id, new) is not None
    assert entries.mine(room, row.id, old) is None
    assert len(room.scalars(select(DataKey.id)).all()) == keys - 1


def test_a_single_entry_goes_along(room: Session) -> None:
    row = lottery.a_round(room)
    (old,) = entered(room, row, "見本 一郎")
    new = new_id()

    merge(room, old, new, lottery.MORNING)

    assert entries.mine(room, row.id, new) is not None


def test_after_the_draw_the_later_entry_gives_up_what_it_won(room: Session) -> None:
    row = lottery.a_round(room)
    one, another = lottery.wish(room), lottery.wish(room, "arena_b")
    lottery.enter(room, row, "見本 一郎", one)
    lottery.enter(
        room, row, "見本 二郎", another, now=lottery.MORNING + timedelta(minutes=1), phone="090-1234-5672"
    )
    first, second = (UUID(int=int.from_bytes(name.encode()[:16])) for name in ("見本 一郎", "見本 二郎"))
    lottery.drawn(room, row)

    merge(room, second, first, lottery.CLOSES + timedelta(days=2))

    found = {
        entry.id: win.state
        for win, entry in room.execute(select(Win, Entry).join(Entry, Entry.id == Win.entry_id))
    }
    kept = entries.mine(room, row.id, first)
    assert kept is not None
    assert found.pop(kept.id) == "won"
    assert list(found.values()) == ["given_up"]
    assert len(entries.of(room, row.id)) == 2


def test_nothing_leads_to_somebody_who_is_forgotten(room: Session, now: datetime) -> None:
    who = UUID(int=int.from_bytes("見本 一郎".encode()[:16]))
    row = lottery.a_round(room)
    lottery.enter(room, row, "見本 一郎", lottery.wish(room))
    lottery.enter(room, row, "見本 二郎", lottery.wish(room), phone="090-1234-5672")
    lottery.drawn(room, row)
    first, _ = booked(room, wish(at(8, 10)), now, Terms(mine(room, who)))
    attending.missed(room, first.id, Actor("staff", new_id()), at(8, 13))
    persons = {one.person for one in room.scalars(select(Entry))}
    with writing(room):
        for person in persons - set(room.scalars(select(Carry.person))):
            room.add(Carry(person=person, building=GYM, losses=1))
    entry = entries.mine(room, row.id, who)
    assert entry is not None
    traces = {mine(room, who), entry.person}

    erase(room, who, now)

    room.expire_all()
    kept = {
        *room.scalars(select(Booking.holder)), *room.scalars(select(Point.holder)),
        *room.scalars(select(QuotaCount.holder)), *room.scalars(select(Entry.holder)),
        *room.scalars(select(Entry.person)), *room.scalars(select(Carry.person)),
    }  # fmt: skip
    assert not kept & traces
    assert len(room.scalars(select(Carry)).all()) == 1
    assert room.scalars(select(Point)).all() == []
