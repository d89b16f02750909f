"""What somebody can have instead who had a time already, or one day of many, and lost it to whoever was faster."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.pack import Pack
from portal.pack.buildings import Who
from portal.slots.tables import QuotaCount
from services.reservations.actions import offering, series_plan, series_work, standing
from services.reservations.actions.offering import Offer, Spent, Within
from services.reservations.actions.wishes import Terms, Wish
from services.reservations.models.bookings import Booking
from services.reservations.models.series import Series
from services.reservations.rules import periods


def spent(session: Session, holder: bytes | None) -> Spent:
    """The months of buildings in which somebody has no booking left."""
    if holder is None:
        return frozenset()
    pack: Pack = session.info["pack"]
    query = select(QuotaCount.building, QuotaCount.month, QuotaCount.used).where(QuotaCount.holder == holder)
    most = {one.key: one.rules.most_a_month for one in pack.buildings.values()}
    return frozenset(
        (house, month) for house, month, used in session.execute(query) if 0 < most.get(house, 0) <= used
    )


def of_hold(session: Session, row: Booking, terms: Terms, now: datetime) -> tuple[Offer, ...]:
    """Whoever typed for too long, or wants more than is left: times that the same person can book, with all that is lent."""
    return of_counter(session, wish_of(row), terms, now)


def of_counter(session: Session, wish: Wish, terms: Terms, now: datetime) -> tuple[Offer, ...]:
    """What staff can say to whoever stands there or telephones, and whose the booking would be."""
    full = spent(session, terms.holder)
    return offering.alternatives(session, wish, now, spent=full, lent=terms.equipment)


def of_move(session: Session, row: Booking, wish: Wish, now: datetime) -> tuple[Offer, ...]:
    """Times of the same room that the booking can move to; where there is none near, what can be booked beside it."""
    full = spent(session, row.holder)
    # A booking that stays in its month is counted there already.
    to_move = full - {(row.building, periods.month(row.starts_at))}
    lent = standing.lent_with(row)
    near = offering.alternatives(session, wish, now, within=Within.ROOM, spent=to_move, lent=lent)
    return near or offering.alternatives(session, wish, now, spent=full, lent=lent)


def of_move_by_staff(session: Session, row: Booking, wish: Wish, now: datetime) -> tuple[Offer, ...]:
    """Where staff can move it: this room at another time, or another room of the house."""
    full = spent(session, row.holder) - {(row.building, periods.month(row.starts_at))}
    lent = standing.lent_with(row)
    return offering.alternatives(session, wish, now, within=Within.HOUSE, spent=full, lent=lent)


def of_date(session: Session, row: Series, day: date, now: datetime) -> tuple[Offer, ...]:
    """Instead of a date of a series at whose time no room of the house is left: other times of the house near it."""
    wish = series_plan.wish_of(series_work.plan_of(row), day)
    return offering.alternatives(session, wish, now, most=3, within=Within.HOUSE)


def wish_of(row: Booking) -> Wish:
    """A booking or a hold as the wish that it was."""
    return Wish(
        row.building, row.unit, row.starts_at, row.ends_at, row.purpose, row.people, Who(row.who),
        row.once_key, row.channel,
    )  # fmt: skip
