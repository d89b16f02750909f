"""The year of a building in figures, and the same as a list that a spreadsheet opens."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.opening import midnight
from portal.pack import Pack
from portal.pack.buildings import Building
from portal.pack.lists import write
from services.reservations.models.bookings import Booking
from services.reservations.rules import figures
from services.reservations.rules.figures import Figure, Use
from services.reservations.rules.states import State

COLUMNS = (
    "施設", "部屋", "年月", "予約件数", "利用件数", "無断不使用", "取消件数", "延べ人数", "使用料(円)", "利用時間(分)",
    "利用できた時間(分)", "稼働率(%)",
)  # fmt: skip


def year(session: Session, building: Building, first: date) -> tuple[Figure, ...]:
    """Every unit in each of twelve months."""
    months = figures.months(first)
    begin, end = midnight(months[0]), midnight(figures.after(months[-1]))
    rows = session.execute(
        select(
            Booking.unit, Booking.starts_at, Booking.ends_at, Booking.state, Booking.people, Booking.yen
        ).where(Booking.building == building.key, Booking.starts_at >= begin, Booking.starts_at < end)
    )
    uses = [Use(row[0], row[1], row[2], State(row[3]), row[4], row[5]) for row in rows]
    pack: Pack = session.info["pack"]
    return figures.counted(building, months, uses, pack.closed_days)


def listed(session: Session, buildings: Sequence[Building], first: date) -> bytes:
    """All of it as a CSV with a line for each unit and month; months in which nothing was open are lines too."""
    return write(
        COLUMNS,
        (_line(one, found) for one in buildings for found in year(session, one, first)),
    )


def _line(building: Building, found: Figure) -> dict[str, str]:
    unit = building.unit(found.unit)
    told = (
        building.title.say("ja").text,
        unit.title.say("ja").text if unit else found.unit,
        f"{found.month:%Y-%m}",
        found.bookings,
        found.used,
        found.no_show,
        found.cancelled,
        found.people,
        found.yen,
        found.minutes,
        found.open_minutes,
        "" if found.percent is None else found.percent,
    )
    return {name: str(value) for name, value in zip(COLUMNS, told, strict=True)}
