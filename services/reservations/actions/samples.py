"""The sample town's calendar: uses, one that waits for its permission, a closure, a draw that runs and one that is over."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import new_id, writing
from portal.opening import today
from portal.pack import Pack
from portal.pack.buildings import Building, Unit, Who
from portal.people import Staff, StaffSeat, staff_seat
from portal.refused import Refused
from services.reservations.actions import blocking, booking, drawing, entries, rounds, samples_group
from services.reservations.actions.blocking import Closing
from services.reservations.actions.entries import By, Said
from services.reservations.actions.handing import handed
from services.reservations.actions.rounds import Plan
from services.reservations.actions.wishes import Terms, Wish, holder
from services.reservations.models.bookings import Booking
from services.reservations.rules import openings
from services.reservations.rules import rounds as rules
from services.reservations.rules.states import BlockKind

# A unit, so many days ahead, which pieces of the day, how many people, whose use it is.
USES = (
    ("sogo_taiikukan", "arena_a", 1, (0, 1), 30, "見本バスケットボールクラブ"),
    ("sogo_taiikukan", "arena", 1, (2, 3), 60, "見本バドミントン連盟"),
    ("sogo_taiikukan", "kaigi", 1, (2, 6), 12, "見本町内会"),
    ("sogo_taiikukan", "kaigi", 1, (10, 14), 8, "見本バレーボールクラブ"),
    ("sogo_taiikukan", "budo", 2, (0, 1), 20, "見本柔道教室"),
    ("sogo_taiikukan", "budo", 2, (2, 3), 15, "見本ダンスの会"),
    ("sogo_taiikukan", "kaigi", 4, (4, 8), 10, "見本スポーツ推進委員会"),
    ("chuo_kominkan", "washitsu", 1, (2, 6), 10, "見本お茶の会"),
    ("chuo_kominkan", "washitsu", 3, (8, 12), 12, "見本俳句の会"),
    ("chuo_kominkan", "chori", 2, (0, 6), 12, "見本料理の会"),
    ("chuo_kominkan", "ongaku", 1, (16, 20), 6, "見本合唱団"),
    # Whoever runs the hall says whether it may be used.
    ("chuo_kominkan", "hall", 5, (0, 8), 120, "見本演劇の会"),
)
GYM, HALL = "sogo_taiikukan", "chuo_kominkan"
NUMBER = "38,123.45（見本）"
NAMES = ("見本 あおい", "見本 いつき", "見本 うた", "見本 えま", "見本 おうすけ", "見本 かえで")
_DAY = timedelta(days=1)


def load(session: Session, pack: Pack, now: datetime) -> Sequence[str]:
    """Fill the calendar, once; a town that has bookings or lets other houses is left alone."""
    if not {GYM, HALL} <= set(pack.buildings) or session.scalar(select(Booking.id).limit(1)):
        return []
    gym, centre = (_seats(session, pack, one, now) for one in (GYM, HALL))
    if len(gym) < 2 or not centre:
        return []
    made = sum(_use(session, pack, use, place, now) for place, use in enumerate(USES))
    house = pack.buildings[HALL]
    day = today(now) + 6 * _DAY
    repair = Closing(
        house, house.unit("chori"), openings.at(day, house.openings[0].start),
        openings.at(day, house.openings[0].end), BlockKind.REPAIR, "見本：換気扇の点検",
    )  # fmt: skip
    with writing(session):
        blocking.put(session, repair, centre[0].id, now)
    _finished(session, pack, gym, now)
    _running(session, pack, gym[0], now)
    made += samples_group.load(session, pack, centre[0], now)
    return [
        f"見本の施設予約 {made}件 /reservations ・ 抽選 2回 /reservations/lottery ・ 登録団体「{samples_group.NAME}」"
    ]


def _seats(session: Session, pack: Pack, building: str, now: datetime) -> list[StaffSeat]:
    """The made-up people who run a building."""
    on = today(now)
    found = (
        staff_seat(session, one, on, new_id(), lambda division: pack.lineage(division, on))
        for one in session.scalars(select(Staff).where(Staff.sample).order_by(Staff.number))
    )
    return [one for one in found if one.may("facility.manage", pack.buildings[building].operator)]


def _use(session: Session, pack: Pack, use: tuple[Any, ...], place: int, now: datetime) -> bool:
    key, name, ahead, pieces, people, whose = use
    house = pack.buildings[key]
    unit = house.unit(name)
    span = _span(pack, house, unit, today(now) + ahead * _DAY, pieces) if unit else None
    if unit is None or span is None:
        return False
    phone = f"080-0000-71{place:02}"
    answers = {
        "use_purpose": f"{whose}の集まり（見本）", "use_people": people, "company_name": whose, "name": "見本 花子",
        "name_kana": "ミホン ハナコ", "phone": phone, "email": f"mihon{place}@example.jp",
    }  # fmt: skip
    channel = "telephone" if place % 3 == 2 else "online"
    wish = Wish(key, name, *span, unit.purposes[0], people, Who.RESIDENT, new_id(), channel)
    terms = Terms(holder(session.info["vault"], phone=phone))
    try:
        booking.book(session, wish, terms, now, handed=handed(session, answers, now, channel=channel))
    except Refused:
        # After closed days two of them can want the same hours.
        return False
    return True


def _span(
    pack: Pack, house: Building, unit: Unit, day: date, pieces: tuple[int, int]
) -> tuple[datetime, datetime] | None:
    """These pieces of the first day from this one on that has them."""
    first, end = pieces
    for later in range(14):
        found = openings.pieces(house, unit, day + later * _DAY, pack.closed_days)
        if len(found) >= end:
            return found[first].starts, found[end - 1].ends
    return None


def _finished(session: Session, pack: Pack, gym: list[StaffSeat], now: datetime) -> None:
    """A round whose record is published: everybody can see who won what, and why."""
    first = today(now) + 8 * _DAY
    began, closed = now - 20 * _DAY, now - 10 * _DAY
    row = rounds.open_round(
        session, gym[0], _plan(first, 7, (began, closed, now + 3 * _DAY)), began
    )  # fmt: skip
    _enter(session, pack, row, (("am", "am"), ("night", "night")), began + _DAY)
    rounds.close_due(session, closed)
    for seat in gym[:2]:
        rounds.type_number(session, seat, row.id, NUMBER, closed + _DAY)
    drawing.draw_due(session, closed + _DAY)


def _running(session: Session, pack: Pack, seat: StaffSeat, now: datetime) -> None:
    """A round that takes wishes."""
    first = today(now) + 24 * _DAY
    began = now - 2 * _DAY
    row = rounds.open_round(session, seat, _plan(first, 14, (began, now + 10 * _DAY, now + 17 * _DAY)), began)
    _enter(session, pack, row, (("am", "am"), ("pm", "pm")), now)


def _plan(first: date, days: int, moments: tuple[datetime, datetime, datetime]) -> Plan:
    return Plan(
        GYM, f"{first.month}月{first.day}日からの アリーナ（見本）", ("arena", "arena_a", "arena_b"), first, first + (days - 1) * _DAY,
        *moments, entropy_named="締切の翌日の日経平均株価の終値（見本）",
    )  # fmt: skip


def _enter(session: Session, pack: Pack, row: Any, spans: tuple[tuple[str, str], ...], now: datetime) -> None:
    """Six people wish for much the same, as people do."""
    house = pack.buildings[row.building]
    for place, name in enumerate(NAMES):
        wishes = tuple(_wishes(pack, house, row, spans, place))
        said = Said(
            name, f"080-0000-72{place:02}", f"mihon-c{place}@example.jp", "resident", "ball", 20, wishes[:3]
        )
        entries.enter(session, row.id, said, By(resident=new_id()), now)


def _wishes(
    pack: Pack, house: Building, row: Any, spans: tuple[tuple[str, str], ...], place: int
) -> Iterator[rules.Wish]:
    units = ("arena_a", "arena", "arena_b")
    for number in range(6):
        unit = house.unit(units[(place + number) % 3])
        day = row.first_day + (number + place % 2) * _DAY
        if unit is None or not openings.pieces(house, unit, day, pack.closed_days):
            continue
        found = rules.wish(house, unit, day, spans[place % len(spans)])
        if found is not None:
            yield found
