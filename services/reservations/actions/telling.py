"""Telling: who won and until when to confirm, who did not, to whom something fell, and a reminder before it is too late."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import writing
from portal.notify import Reach, notify
from portal.pack import Pack
from services.reservations.actions import entries
from services.reservations.actions import rounds as opened_rounds
from services.reservations.models.rounds import Entry, Round, Win
from services.reservations.rules import rounds
from services.reservations.rules.rounds import State, WinState

PATH = "/reservations/lottery/"
_AT_ONCE = 50
REMIND = timedelta(days=2)


def tell_due(session: Session, now: datetime) -> int:
    """Tell whoever is to be told, some in each block."""
    done = 0
    while told := _results(session, now):
        done += told
    while told := _wins(session, now, fell=True) + _wins(session, now, fell=False):
        done += told
    return done


def _results(session: Session, now: datetime) -> int:
    """What the draw brought, to each once."""
    query = (
        select(Entry, Round)
        .join(Round, Round.id == Entry.round_id)
        .where(Round.state.in_([State.DRAWN, State.DONE]), Entry.told_at.is_(None))
        .order_by(Entry.id)
        .limit(_AT_ONCE)
    )
    with writing(session):
        found = session.execute(query.execution_options(populate_existing=True)).all()
        for entry, row in found:
            entry.told_at = now
            drawn = [
                one for one in entries.wins(session, entry) if not one.fell and one.state != WinState.BLOCKED
            ]
            _send(session, row, entry, "lottery_won" if drawn else "lottery_lost", drawn, now)
        session.flush()
    return len(found)


def _wins(session: Session, now: datetime, *, fell: bool) -> int:
    """A win that fell to somebody, or one that still has to be confirmed soon."""
    query = (
        select(Win, Entry, Round)
        .join(Entry, Entry.id == Win.entry_id)
        .join(Round, Round.id == Win.round_id)
        .where(Win.state == WinState.WON, Win.confirm_by > now)
        .order_by(Win.id)
        .limit(_AT_ONCE)
    )
    which = (
        query.where(Win.fell, Win.told_at.is_(None))
        if fell
        else query.where(~Win.fell, Win.reminded_at.is_(None), Win.confirm_by <= now + REMIND)
    )
    with writing(session):
        found = session.execute(which.execution_options(populate_existing=True)).all()
        for win, entry, row in found:
            if fell:
                win.told_at = now
            else:
                win.reminded_at = now
            _send(session, row, entry, "lottery_fell" if fell else "lottery_confirm", [win], now)
        session.flush()
    return len(found)


def _send(
    session: Session, row: Round, entry: Entry, template: str, wins: Sequence[Win], now: datetime
) -> None:
    mail = entries.opened(session, entry)["mail"]
    if not mail:
        return
    pack: Pack = session.info["pack"]
    building = opened_rounds.house_of(pack, row.building)
    wishes = {one.id: one for one in rounds.read(entry.wishes)}
    values: Mapping[str, Any] = {
        "facility": building.title.say(entry.locale).text,
        "round": row.title,
        "number": entry.who,
        "wins": [
            {
                "room": unit.title.say(entry.locale).text
                if (unit := building.unit(wish.unit))
                else wish.unit,
                "starts": wish.starts.isoformat(),
                "ends": wish.ends.isoformat(),
            }
            for wish in (wishes[one.wish] for one in wins)
        ],
        "confirm_by": min((one.confirm_by for one in wins), default=row.confirm_by).isoformat(),
        "link": f"{session.info.get('base_url', '')}{PATH}{row.id}",
    }
    refs = {"division": building.operator, "entry": str(entry.id)}
    notify(
        session, Reach(mail=mail), template, refs=refs, values=values, locale=entry.locale, now=now,
        expires_at=row.confirm_by + timedelta(days=14),
    )  # fmt: skip
