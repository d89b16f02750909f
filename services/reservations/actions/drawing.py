"""The draw itself, and what follows: wins hold their time until they are confirmed, and fall to the next where nobody did."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from portal import audit, draw, ledger
from portal.db import new_id, put, writing
from portal.opening import midnight, today
from portal.pack import Pack
from portal.pack.buildings import Building
from portal.people import resident_holder
from portal.refused import Refused
from portal.slots import claiming
from portal.slots.values import Claims
from services.reservations.actions import booking, handing, standing, winning
from services.reservations.actions import rounds as opened_rounds
from services.reservations.models.bookings import Booking
from services.reservations.models.rounds import Carry, Entry, Record, Round, Win
from services.reservations.rules import claims, rounds
from services.reservations.rules.rounds import State, WinState, Wish
from services.reservations.rules.states import Kind
from services.reservations.rules.states import State as BookingState

# A win that nobody confirmed passes on by the round's own rule; the general sweep of holds comes only where that failed.
_GRACE = timedelta(days=2)
# What falls to somebody is theirs to confirm for so long, and at the latest a day before it begins.
AGAIN = timedelta(days=3)
_BEFORE_USE = timedelta(days=1)
# So often somebody may be faster; after that the next run of the worker goes on.
_TRIES = 5


def draw_due(session: Session, now: datetime) -> int:
    """Draw every closed round whose public number two members of staff have typed."""
    ready = (Round.state == State.CLOSED, Round.entropy.is_not(None), Round.list_hash.is_not(None))
    found = list(session.scalars(select(Round).where(*ready)))
    for row in found:
        _draw(session, row, now)
    return len(found)


def _draw(session: Session, row: Round, now: datetime) -> None:
    """Work out the draw, then exchange the round's claims for its winners' in one block."""
    listed = opened_rounds.record(session, row.id)
    if listed is None or row.entropy is None:
        raise Refused("lottery_over", 409)
    drawn = draw.drawn(listed, opened_rounds.secret(session, row), row.entropy)
    people = {one.who: one for one in session.scalars(select(Entry).where(Entry.round_id == row.id))}
    won, _ = draw.standing(drawn, [])
    pairs = [(who, wish) for who, wishes in won.items() for wish in wishes]
    with writing(session):
        row = opened_rounds.locked(session, row.id)
        if row.state != State.CLOSED:
            return
        row.state, row.drawn_at = State.DRAWN, now
        claiming.release(session, [row.id])
        _give(session, row, [(people[who], wish) for who, wish in pairs], now, fell=False)
        session.execute(update(Record).where(Record.round_id == row.id).values(body=json.dumps(drawn)))
        if people:
            session.execute(update(Entry), _outcomes(drawn, people))
        if row.carry:
            _carry(session, row, people.values(), {who for who, _ in pairs})
        audit.did(session, "house", None, "drawn", opened_rounds.SUBJECT, row.id, now)
        pack: Pack = session.info["pack"]
        operator = opened_rounds.house_of(pack, row.building).operator
        ledger.event(
            session, ledger.Kind.DRAWN, f"lottery/{row.building}", "online", operator, today(now), len(pairs)
        )
        session.flush()
        claiming.changed(session, row.building)


def _outcomes(drawn: dict[str, Any], people: dict[str, Entry]) -> list[dict[str, Any]]:
    """What became of each wish, for its own page: nobody has to read a whole round for it."""
    place = [{who: at for at, who in enumerate(order, 1)} for order in drawn["order"]]
    return [
        {
            "id": people[who].id,
            "outcome": json.dumps(
                [
                    [kind, by, number, place[number - 1].get(by, 0) if number else 0]
                    for kind, by, number in told
                ]
            ),
        }
        for who, told in drawn["results"].items()
    ]


def _give(
    session: Session, row: Round, pairs: Sequence[tuple[Entry, str]], now: datetime, *, fell: bool
) -> None:
    """Hold the time of each win for its winner."""
    pack: Pack = session.info["pack"]
    building = opened_rounds.house_of(pack, row.building)
    wins, bookings, takings = [], [], []
    for entry, name in pairs:
        one = next(wish for wish in rounds.read(entry.wishes) if wish.id == name)
        by = min(now + AGAIN, one.starts - _BEFORE_USE) if fell else row.confirm_by
        id = new_id()
        wins.append(
            {
                "id": id, "round_id": row.id, "entry_id": entry.id, "wish": name, "state": str(WinState.WON),
                "confirm_by": by, "fell": fell, "settled_at": None, "told_at": None, "reminded_at": None,
            }
        )  # fmt: skip
        bookings.append(_booking(row, entry, one, id, by, now))
        takings.append((id, rounds.taking(building, entry.purpose, one)))
    if pairs:
        put(session, Booking, bookings)
        put(session, Win, wins)
        for owner, taken in takings:
            _claim(session, owner, taken, now, fell=fell)


def _booking(row: Round, entry: Entry, one: Wish, id: UUID, by: datetime, now: datetime) -> dict[str, Any]:
    return {
        "id": id, "once_key": id, "building": row.building, "unit": one.unit, "starts_at": one.starts,
        "ends_at": one.ends, "state": str(BookingState.HELD), "kind": str(Kind.LOTTERY), "case_id": None,
        "series_id": None, "group_id": entry.group_id, "holder": entry.holder, "who": entry.whose, "purpose": entry.purpose,
        "people": entry.people, "yen": 0, "price": "", "channel": entry.channel, "hold_until": by + _GRACE,
        "made_at": now, "made_by": None, "changed_at": now, "ended_at": None, "came_at": None, "version": 1,
    }  # fmt: skip


def _claim(session: Session, owner: UUID, taken: Claims, now: datetime, *, fell: bool) -> None:
    """Take the time; where a 投票所 or 避難所 was put over it since the closing, the win stands and cannot be used."""
    spaces = tuple(one for one in taken if ">" not in one[0])
    if claiming.fill(session, owner, standing.OWNER, spaces) == len(spaces):
        # The quiet of a room beside was not kept for the draw and may be gone.
        claiming.fill(session, owner, standing.OWNER, tuple(one for one in taken if ">" in one[0]))
        return
    if fell:
        # It was free a moment ago: somebody who came first was faster, so nobody has received it.
        raise Refused("use_taken", 409)
    claiming.release(session, [owner])
    ended = {"state": str(BookingState.CANCELLED), "hold_until": None, "ended_at": now}
    session.execute(update(Booking).where(Booking.id == owner).values(**ended))
    session.execute(update(Win).where(Win.id == owner).values(state=str(WinState.BLOCKED), settled_at=now))


def _carry(session: Session, row: Round, people: Iterable[Entry], winners: set[str]) -> None:
    """Who won nothing holds one ticket more the next time; who won begins anew."""
    kept = {one.person: one for one in session.scalars(select(Carry).where(Carry.building == row.building))}
    for entry in people:
        before = kept.get(entry.person)
        if entry.who in winners:
            if before is not None:
                session.delete(before)
        elif before is not None:
            before.losses += 1
        else:
            session.add(Carry(person=entry.person, building=row.building, losses=1))


def confirm(session: Session, win: Win, actor: tuple[str, UUID], now: datetime) -> None:
    """Whoever won will come: the win becomes a booking like any other, with its request, its price and its receipt."""
    entry = session.get_one(Entry, win.entry_id)
    held = session.get(Booking, win.id, populate_existing=True)
    if held is None or win.state != WinState.WON or win.confirm_by <= now or held.state != BookingState.HELD:
        raise Refused("lottery_win_over", 409)
    handed = handing.handed(
        session, winning.answers(session, held, entry), now, locale=entry.locale, channel=entry.channel,
        holders=[resident_holder(actor[1])] if actor[0] == "resident" else [],
    )  # fmt: skip
    booking.confirm(session, win.id, handed, winning.terms(session, held, entry, now), now)
    with writing(session):
        session.execute(update(Win).where(Win.id == win.id).values(state=str(WinState.CONFIRMED)))
        audit.did(session, actor[0], actor[1], "confirmed", "lottery_win", win.id, now)


def give_up(session: Session, win: Win, actor: tuple[str, UUID], now: datetime) -> None:
    """Whoever won will not come; the time is kept until it passes on together with what nobody confirmed."""
    with writing(session):
        held = session.get(Booking, win.id, populate_existing=True, with_for_update=True)
        query = select(Win).where(Win.id == win.id).with_for_update()
        found = session.scalar(query.execution_options(populate_existing=True))
        open_still = found is not None and found.state == WinState.WON and found.confirm_by > now
        if found is None or held is None or not open_still or held.state != BookingState.HELD:
            raise Refused("lottery_win_over", 409)
        found.state = WinState.GIVEN_UP
        audit.did(session, actor[0], actor[1], "gave_up", "lottery_win", win.id, now)


def pass_on_due(session: Session, now: datetime) -> int:
    """Wins that were given up or not confirmed in time fall to the next, round by round."""
    found = list(session.scalars(select(Round).where(Round.state == State.DRAWN, Round.confirm_by <= now)))
    for row in found:
        _pass_on(session, row.id, now)
    return len(found)


def _pass_on(session: Session, round_id: UUID, now: datetime, tries: int = _TRIES) -> None:
    """Pass on, and from the beginning where somebody who comes first takes some of what was about to fall."""
    try:
        _pass_on_once(session, round_id, now)
    except Refused as refused:
        if refused.code != "use_taken" or tries == 1:
            raise
        _pass_on(session, round_id, now, tries - 1)


def _pass_on_once(session: Session, round_id: UUID, now: datetime) -> None:
    pack: Pack = session.info["pack"]
    with writing(session):
        row = opened_rounds.locked(session, round_id)
        over = or_(Win.state == WinState.GIVEN_UP, (Win.state == WinState.WON) & (Win.confirm_by <= now))
        query = select(Win).where(Win.round_id == row.id, Win.settled_at.is_(None), over).order_by(Win.id)
        gone = list(session.scalars(query.with_for_update().execution_options(populate_existing=True)))
        gone = _not_confirmed(session, gone)
        people = {one.id: one for one in session.scalars(select(Entry).where(Entry.round_id == row.id))}
        if gone:
            _fall(session, row, opened_rounds.house_of(pack, row.building), gone, people, now)
        left = select(Win.id).where(Win.round_id == row.id, Win.state == WinState.WON).limit(1)
        if session.scalar(left) is None:
            row.state = State.DONE
        session.flush()
        if gone:
            claiming.changed(session, row.building)


def _not_confirmed(session: Session, due: list[Win]) -> list[Win]:
    """Of these the ones whose time is really only held: a booking says by itself that it was confirmed."""
    held = select(Booking.id).where(
        Booking.id.in_([one.id for one in due]), Booking.state.in_([BookingState.HELD, BookingState.LAPSED])
    )
    still = set(session.scalars(held))
    for one in due:
        if one.id not in still:
            one.state = WinState.CONFIRMED
    return [one for one in due if one.id in still]


def _fall(
    session: Session,
    row: Round,
    building: Building,
    gone: list[Win],
    people: dict[UUID, Entry],
    now: datetime,
) -> None:
    drawn = opened_rounds.record(session, row.id)
    if drawn is None:
        raise Refused("lottery_over", 409)
    for win in gone:
        win.state = WinState.GIVEN_UP if win.state == WinState.GIVEN_UP else WinState.LAPSED
        win.settled_at = now
    ids = [one.id for one in gone]
    session.execute(
        update(Booking)
        .where(Booking.id.in_(ids))
        .values(state=str(BookingState.LAPSED), hold_until=None, ended_at=now)
    )
    claiming.release(session, ids)
    session.flush()
    given_up = [[people[one.entry_id].who, one.wish] for one in gone]
    taken = _taken(session, row, building, drawn["rules"]["spaces"], now)
    won = draw.falls_to(drawn, drawn["falls"], given_up, taken)
    by_number = {one.who: one for one in people.values()}
    _give(session, row, [(by_number[who], wish) for who, wish in won], now, fell=True)
    drawn["falls"].append({"given_up": given_up, "taken": taken, "won": won})
    session.execute(update(Record).where(Record.round_id == row.id).values(body=json.dumps(drawn)))


def _taken(
    session: Session, row: Round, building: Building, spaces: list[str], now: datetime
) -> list[list[int]]:
    """What nobody can receive any more: times that others have booked, and times that begin too soon."""
    first = claims.slot(building, midnight(row.first_day))
    end = claims.slot(building, midnight(row.last_day + timedelta(days=2)))
    held = claiming.taken(session, spaces, first, end)
    steps = [(name, step) for name, found in held.items() for step in found]
    soon = claims.slot(building, now + _BEFORE_USE + timedelta(hours=12))
    numbers = {name: number for number, name in enumerate(spaces)}
    past = [[number, first, soon] for number in numbers.values() if soon > first]
    return draw.merged([*rounds.ranges(steps, numbers), *past])


def of_round(session: Session, round_id: UUID) -> list[tuple[Win, Entry]]:
    """Every win with its entry, for staff who call the winners."""
    query = select(Win, Entry).join(Entry, Entry.id == Win.entry_id).where(Win.round_id == round_id)
    return [(row.Win, row.Entry) for row in session.execute(query.order_by(Win.confirm_by, Win.wish)).all()]


def one(session: Session, win_id: UUID) -> Win:
    """A win, or a refusal."""
    found = session.get(Win, win_id, populate_existing=True)
    if found is None:
        raise Refused("lottery_unknown", 404)
    return found
