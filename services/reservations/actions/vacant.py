"""「体育館は、あした空いていますか」: what is free of the rooms that a question names, told in words."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter

from sqlalchemy.orm import Session

from portal import days
from portal.opening import today
from portal.pack import Pack
from portal.pack.buildings import Building, Unit
from portal.pack.shapes import FACILITIES
from portal.service import Vacancy
from portal.words import N_, Words, without_readings
from services.reservations.actions import favourites, looking
from services.reservations.rules import asked, spans
from services.reservations.rules.spans import Part, Room

# More houses than this are no answer, and of each so many rooms are told.
_HOUSES, _ROOMS = 3, 6
_PARTS = {Part.AM: N_("午前"), Part.PM: N_("午後"), Part.NIGHT: N_("夜")}
_FREE = frozenset({Room.FREE, Room.SOME})


def told(session: Session, question: str, words: Words, now: datetime) -> tuple[Vacancy, ...]:
    """A house each: on the day that is asked for, or next; where that day has nothing, what is free instead."""
    pack: Pack = session.info["pack"]
    here = today(now)
    day, part = asked.day_of(question, here), asked.part_of(question)
    readings = {row["ID"]: row["名称_カナ"] for row in pack.listing(FACILITIES.name, here)}
    found = asked.places(pack.buildings.values(), question, day or here, readings)
    return tuple(_house(session, *one, (day, part), words, now) for one in found[:_HOUSES])


def _house(
    session: Session,
    house: Building,
    units: tuple[Unit, ...],
    wanted: tuple[date | None, Part | None],
    words: Words,
    now: datetime,
) -> Vacancy:
    day, part = wanted
    shown, lang = units[:_ROOMS], words.language.key
    one = units[0] if len(units) == 1 else None
    address = f"/reservations/{house.key}" + (f"/{one.key}" if one else "")
    free = _on(session, house, shown, day, part, now) if day else []
    lines = [words.text(N_("%(day)sに空いている時間です。"), day=_day(day, words))] if day and free else []
    ways = [(words.text(N_("空きを見て予約する")), f"{address}?day={day}#free" if day and free else address)]
    if not free:
        lines, free = _instead(session, house, shown, day, words, now)
        if day:
            ways.append((words.text(N_("ほかの部屋もさがす")), f"/reservations?day={day}"))
    listed = [
        words.text(N_("・%(room)s：%(times)s"), room=unit.title.say(lang).text, times=_list(times, words))
        for unit, times in free
    ]
    title = one.title if one else house.title
    return Vacancy(title, "\n".join([*lines, *listed]), house.operator, address, tuple(ways))


def _on(
    session: Session, house: Building, units: Sequence[Unit], day: date, part: Part | None, now: datetime
) -> list[tuple[Unit, list[tuple[date | None, Part]]]]:
    """The rooms of which something is free on a day, with the parts of it."""
    offered, limit = looking.day_of(session, house, day, now), spans.reach(house.rules, day, now)
    found = []
    for unit in units:
        cells = spans.cells(house, unit, offered[unit.key], limit)
        free: list[tuple[date | None, Part]] = [
            (None, one.part) for one in cells if one.room in _FREE and part in (None, one.part)
        ]
        if free:
            found.append((unit, free))
    return found


def _instead(
    session: Session, house: Building, units: Sequence[Unit], day: date | None, words: Words, now: datetime
) -> tuple[list[str], list[tuple[Unit, list[tuple[date | None, Part]]]]]:
    """What is free next, and how that is said where another day was asked for."""
    lines = []
    if day:
        early = spans.reach(house.rules, day, now) is Room.EARLY
        said = (
            N_("%(day)sの予約は、まだ始まっていません。")
            if early
            else N_("%(day)sは、空いている時間がありません。")
        )
        lines.append(words.text(said, day=_day(day, words)))
    kept = favourites.coming(session, [(house.key, unit.key) for unit in units], now)
    free = [(one.unit, [(when, cell.part) for when, cell in one.next]) for one in kept if one.next]
    none = N_("これから4週間に、空いている時間はありません。")
    lines.append(words.text(N_("次に空いている時間です。") if free else none))
    return lines, [(unit, list(times)) for unit, times in free]


def _list(times: Iterable[tuple[date | None, Part]], words: Words) -> str:
    """The parts of each day, the day said once."""
    told = []
    for day, those in groupby(times, key=itemgetter(0)):
        parts = words.text(N_("・")).join(words.text(_PARTS[part]) for _, part in those)
        told.append(f"{_day(day, words)} {parts}" if day else parts)
    return words.text(N_("、")).join(told)


def _day(day: date, words: Words) -> str:
    return without_readings(days.day(day, words.language, year=False))
