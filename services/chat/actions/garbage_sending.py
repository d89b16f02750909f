"""Tells those who asked before garbage is collected, and once where their calendar changed: a multicast for each district and language."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import friends, garbage, outbox
from portal.db import writing
from portal.friends import Friend
from portal.opening import TOKYO, today
from portal.pack import Pack
from services.chat.actions import garbage_wishes, line_sending, line_signing
from services.chat.actions.line_quota import settings_of
from services.chat.models import GarbageCalendar, GarbageWish
from services.chat.rules import garbage_days, line_garbage
from services.chat.rules.garbage_days import Change, Slot
from services.chat.rules.line_garbage import Speech

Json = dict[str, Any]
_DAY = timedelta(days=1)


def tell(session: Session, now: datetime) -> None:
    """Everything that is worth telling at this moment; looked at every few minutes, so that an idle hour loses nothing."""
    pack: Pack = session.info["pack"]
    if not settings_of(session).line or not garbage_wishes.offered(pack):
        return
    for slot in garbage_days.due(garbage_wishes.times(pack), now):
        _remind(session, slot, now)
    if garbage_days.by_day(now):
        _tell_changes(session, now)


def _remind(session: Session, slot: Slot, now: datetime) -> None:
    """Each district and language once: the name of the sending keeps a second one out, whoever asks again."""
    pack: Pack = session.info["pack"]
    out_by = garbage_wishes.times(pack).out_by
    for district, locale, ids in _audience(session, slot.at):
        kinds = pack.collections.on(district, slot.day)
        if kinds:
            speech = _speech(session, district, locale, now)
            messages = line_garbage.coming(speech, slot.at, slot.day, kinds, out_by)
            name = f"garbage:{slot.at}:{slot.day}:{district}:{locale}"
            with writing(session):
                _send(session, name, ids, messages, locale, now, slot.until)


def _tell_changes(session: Session, now: datetime) -> None:
    """Compare each district's coming days with those that people know; whose days changed are told, once."""
    pack: Pack = session.info["pack"]
    first, last = today(now) + _DAY, today(now) + garbage_days.AHEAD
    known = {one.district: one for one in session.scalars(select(GarbageCalendar))}
    changes: dict[str, Sequence[Change]] = {}
    for district in pack.collections.districts:
        coming = pack.collections.between(district.key, first, last)
        kept = known.get(district.key)
        if kept is not None:
            until = min(kept.until, last)
            changes[district.key] = garbage_days.changed(_read(kept.days), coming, first, until)
        if kept is None or changes[district.key] or kept.until < last:
            version = (kept.version if kept else 0) + bool(changes.get(district.key))
            told = _messages(session, changes.get(district.key, ()), district.key, version, now)
            _keep(session, district.key, version, last, coming, told, now)


def _messages(
    session: Session, changes: Sequence[Change], district: str, version: int, now: datetime
) -> list[tuple[str, str, list[UUID], list[Json]]]:
    """What is sent of a change: a name, a language, to whom, what."""
    if not changes:
        return []
    return [
        (
            f"garbage:changed:{version}:{of}:{locale}",
            locale,
            ids,
            line_garbage.changed(_speech(session, of, locale, now), changes),
        )
        for of, locale, ids in _audience(session)
        if of == district
    ]


def _keep(
    session: Session,
    district: str,
    version: int,
    until: date,
    coming: Sequence[tuple[str, date]],
    told: Iterable[tuple[str, str, list[UUID], list[Json]]],
    now: datetime,
) -> None:
    """The calendar that is known from now on, together with what is sent because of it."""
    with writing(session):
        session.merge(
            GarbageCalendar(
                district=district, version=version, until=until,
                days=[[kind, day.isoformat()] for kind, day in coming],
            )
        )  # fmt: skip
        for name, locale, ids, messages in told:
            # What changes is of use until the last day that was compared; by then it is read elsewhere.
            _send(session, name, ids, messages, locale, now, datetime.combine(until, time(0), TOKYO))
        session.flush()


def _send(
    session: Session,
    name: str,
    ids: Sequence[UUID],
    messages: Sequence[Mapping[str, Any]],
    locale: str,
    now: datetime,
    until: datetime,
) -> None:
    """Store one sending, in the caller's writing block, unless it was stored before.

    Somebody who chose a district a moment ago would shift the lots of five hundred and get others told twice, so that
    the first lot stands for all of them.
    """
    if not outbox.known(session, f"{friends.MANY}:{name}:0"):
        friends.broadcast(session, name, ids, messages, locale=locale, now=now, expires_at=until)


def _audience(session: Session, at: str = "") -> list[tuple[str, str, list[UUID]]]:
    """Who is told, by district and language; those who blocked the account are left out."""
    wanted = (
        select(GarbageWish.district, Friend.locale, Friend.id)
        .join(Friend, Friend.id == GarbageWish.friend_id)
        .where(*friends.reached(), *((GarbageWish.at == at,) if at else ()))
        .order_by(GarbageWish.district, Friend.locale, Friend.id)
    )
    rows = session.execute(wanted).all()
    grouped = groupby(rows, key=lambda row: (row.district, row.locale))
    return [(district, locale, [row.id for row in some]) for (district, locale), some in grouped]


def _speech(session: Session, district: str, locale: str, now: datetime) -> Speech:
    pack: Pack = session.info["pack"]
    found = pack.collections.district(district)
    return Speech(
        words=line_sending.words_of(session, locale),
        district=found.name if found else {"ja": district},
        kinds=garbage.dictionary(pack, today(now)).kinds,
        sign=line_signing.signer(session),
    )


def _read(kept: Sequence[Sequence[str]]) -> list[tuple[str, date]]:
    return [(kind, date.fromisoformat(day)) for kind, day in kept]
