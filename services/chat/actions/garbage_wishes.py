"""Who wants to be told before garbage is collected: chosen in the talk or on a page, and counted for staff."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from chatbot.dialogue.world import Reminders
from portal import friends
from portal.db import inserting, writing
from portal.friends import Friend
from portal.line_quota import LineQuota
from portal.opening import today
from portal.pack import Pack
from portal.pack.line_menus import Reminding
from portal.refused import Refused
from services.chat.models import GarbageWish
from services.chat.rules import garbage_days
from services.chat.rules.garbage_days import EVENING, MORNING

# What a month is forecast by.
_MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Forecast:
    """What reminders cost: who is told by district and time, and how many messages that makes in the thirty days to come."""

    districts: Sequence[tuple[str, int, int]]
    friends: int
    month: int
    # What LINE lets the town send in a month and what was sent of it; None where any number may be, or nobody knows.
    quota: int | None
    used: int


def times(pack: Pack) -> Reminding:
    """When this town tells, and whether it does."""
    return pack.line.garbage if pack.line else Reminding()


def offered(pack: Pack) -> bool:
    """Whether there is anything to be reminded of."""
    return bool(pack.collections.districts) and not times(pack).off


def reminders(session: Session, friend: UUID | None, now: datetime) -> Reminders | None:
    """What the dialogue needs to let a friend choose; None for whoever is none, and where the town does not tell."""
    pack: Pack = session.info["pack"]
    if friend is None or not offered(pack):
        return None
    known = times(pack)
    return Reminders(
        times={EVENING: known.evening, MORNING: known.morning},
        chosen=lambda: chosen(session, friend),
        choose=lambda district, at: add(session, friend, district, at, now),
        stop=lambda: wish(session, friend, (), EVENING, now),
    )


def chosen(session: Session, friend: UUID) -> tuple[tuple[str, str], ...]:
    """The districts a friend is told of, each with when, in the order they were chosen."""
    wanted = select(GarbageWish.district, GarbageWish.at).where(GarbageWish.friend_id == friend)
    rows = session.execute(wanted.order_by(GarbageWish.made_at, GarbageWish.district))
    known: Pack = session.info["pack"]
    return tuple((row.district, row.at) for row in rows if known.collections.district(row.district))


def add(session: Session, friend: UUID, district: str, at: str, now: datetime) -> bool:
    """One more district, all of them told at this time; False where they have as many as there may be."""
    mine = [one for one, _ in chosen(session, friend)]
    if district not in mine and len(mine) >= garbage_days.MOST:
        return False
    row = {"friend_id": friend, "district": district, "at": at, "made_at": now}
    with writing(session):
        session.execute(inserting(session, GarbageWish).values(row).on_conflict_do_nothing())
        session.execute(update(GarbageWish).where(GarbageWish.friend_id == friend).values(at=at))
    return True


def wish(session: Session, friend: UUID, districts: Collection[str], at: str, now: datetime) -> None:
    """Exactly these districts from now on; with none, nothing is told any more."""
    pack: Pack = session.info["pack"]
    known = [one.key for one in pack.collections.districts if one.key in districts]
    if len(known) < len(set(districts)) or at not in (EVENING, MORNING):
        raise Refused("garbage_unknown", 404)
    if len(known) > garbage_days.MOST:
        raise Refused("garbage_most", 422, most=garbage_days.MOST)
    with writing(session):
        session.execute(delete(GarbageWish).where(GarbageWish.friend_id == friend))
        for one in known:
            session.add(GarbageWish(friend_id=friend, district=one, at=at, made_at=now))
        session.flush()


def forecast(session: Session, now: datetime) -> Forecast:
    """What is to be expected if nobody changes their mind."""
    pack: Pack = session.info["pack"]
    wanted = (
        select(GarbageWish.district, GarbageWish.at, func.count().label("many"))
        .join(Friend, Friend.id == GarbageWish.friend_id)
        .where(*friends.reached())
        .group_by(GarbageWish.district, GarbageWish.at)
    )
    many = Counter({(row.district, row.at): row.many for row in session.execute(wanted)})
    first = today(now) + timedelta(days=1)
    districts, month = [], 0
    for one in pack.collections.districts:
        days = {
            day for _, day in pack.collections.between(one.key, first, first + _MONTH - timedelta(days=1))
        }
        evening, morning = many[one.key, EVENING], many[one.key, MORNING]
        districts.append((one.key, evening, morning))
        month += (evening + morning) * len(days)
    quota = session.get(LineQuota, 1)
    counted = select(func.count(GarbageWish.friend_id.distinct())).join(
        Friend, Friend.id == GarbageWish.friend_id
    )
    told = int(session.scalar(counted.where(*friends.reached())) or 0)
    return Forecast(districts, told, month, quota.most if quota else None, quota.used if quota else 0)
