"""A talk is loaded, taken a step, and stored: the same for every door."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chatbot import dialogue
from chatbot.dialogue import Event, Pressed, Said, hearing
from chatbot.dialogue.answering import RESOLVED
from chatbot.dialogue.state import Pictured
from chatbot.dialogue.world import World
from portal import files
from portal.at_once import Insisted, NotThere, at_once, insist
from portal.db import new_id, put, writing
from portal.masking import masked
from portal.refused import Refused
from portal.vault import DataKey, Unreadable, vault_of
from services.chat.actions import counting
from services.chat.models import LINES, Talk
from services.chat.rules import keeping
from services.chat.rules.keeping import Line, Lines

# Nobody's question is longer; what comes from a script may be.
LONGEST = 500
# Two presses at once: the second one finds the talk changed and answers again.
_TRIES = 3


@dataclass(frozen=True)
class Door:
    """Through which a talk is held, and with whom: a token that says who it is to that door alone."""

    channel: str
    holder: bytes


@dataclass(frozen=True)
class Heard:
    """What came in: the event for the dialogue, and the words that stand for it in the talk."""

    event: Event
    words: str = ""
    # What the door calls it.
    mark: str = ""


def heard(said: str, action: str, words: str = "") -> Heard:
    """Something written, or something pressed."""
    return Heard(Pressed(action[:LONGEST]), words) if action else Heard(Said(said[:LONGEST].strip()))


def load(session: Session, door: Door) -> Lines:
    """The talk as it stands; a new one where there is none, or where it was erased."""
    kept = _kept(session, door)
    return kept.talk if kept else Lines()


def say(
    session: Session,
    door: Door,
    heard: Heard,
    world: Callable[[], World],
    now: datetime,
    *,
    hand_over: Callable[[Line], Callable[[], None]] | None = None,
) -> Lines:
    """Take the talk a step: what to answer is worked out before the block, and again where somebody was faster.

    A door that does not answer on the same page gets the line by `hand_over`, makes of it what it sends, and stores that
    together with the talk.
    """
    for _ in range(_TRIES):
        kept = _kept(session, door)
        made = _stepped(kept.talk if kept else Lines(), heard, world(), door, now)
        also = hand_over(made.talk.lines[-1]) if hand_over else None
        if _store(session, door, kept, made, now, also):
            return made.talk
    raise Refused("chat_busy", 409)


def take_back(session: Session, door: Door, mark: str) -> bool:
    """Somebody took back what they said: it is gone from the talk and from what was asked; False where it was not there."""
    with writing(session):
        row = _held(session, door)
        talk = Lines() if row is None else _open(session, row.key_id, row.lines)
        meant = next((one for one in talk.lines if one.mark == mark), None) if mark else None
        if row is None or meant is None:
            return False
        taken = keeping.taken_back(talk, meant)
        row.lines = vault_of(session).seal(session, row.key_id, keeping.told(taken), LINES)
        row.version += 1
        if meant.question is not None:
            counting.take_back(session, meant.question)
        if meant.photo:
            # In a form that is not sent yet it is gone as well; what was sent is the town's.
            files.withdraw(session, UUID(meant.photo))
        session.flush()
    return True


def forget(session: Session, door: Door) -> None:
    """Begin anew: what was said is erased."""
    with writing(session):
        row = session.scalar(select(Talk).where(Talk.holder == door.holder))
        if row is not None:
            erase(session, row)


def erase(session: Session, row: Talk) -> None:
    """Destroy what was said, with its key, inside the caller's writing block."""
    vault_of(session).erase(session, row.key_id)
    session.execute(delete(Talk).where(Talk.id == row.id))


@dataclass(frozen=True)
class _Step:
    """A talk after a step, and what there is to count of it."""

    talk: Lines
    counted: counting.Counted


def _stepped(seen: Lines, heard: Heard, world: World, door: Door, now: datetime) -> _Step:
    event = _voted(seen, heard.event)
    state, replies = dialogue.step(seen.state, event, world)
    said = masked(heard.event.text) if isinstance(heard.event, Said) else heard.words
    counted = counting.counted(event, said, replies, world, door.channel, seen.lines)
    photo = heard.event.ref if isinstance(heard.event, Pictured) else ""
    line = Line(now, said, world.locale, replies, counted.question, counted.key, mark=heard.mark, photo=photo)
    before = counting.voted(seen.lines, counted.vote) if counted.vote else seen.lines
    return _Step(Lines(state, (*before, line)), counted)


def _voted(seen: Lines, event: Event) -> Event:
    """「はい」 that is written counts as the one that is pressed, where it was asked whether that helped."""
    if isinstance(event, Said) and seen.state.awaits == RESOLVED:
        agreed = hearing.agreed(event.text)
        return event if agreed is None else Pressed(counting.YES if agreed else counting.NO)
    return event


def _store(
    session: Session,
    door: Door,
    kept: "_Kept | None",
    made: _Step,
    now: datetime,
    also: Callable[[], None] | None,
) -> bool:
    """Keep the talk as it is now and count what was asked; False where it is not the one that was read."""
    # Sealed before the block, which asks nothing: on PostgreSQL it is one journey.
    keep = _going_on(session, kept, made.talk, now) if kept else _begun(session, door, made.talk, now)
    try:
        with at_once(session):
            keep()
            counting.count(session, made.counted, now)
            if also is not None:
                also()
    except NotThere:
        return False
    except IntegrityError:
        if _kept(session, door) == kept:
            raise
        # Somebody began the same talk meanwhile.
        return False
    return True


def _begun(session: Session, door: Door, talk: Lines, now: datetime) -> Callable[[], None]:
    """What stores a new talk."""
    vault, key_id = vault_of(session), new_id()
    key = vault.key_row(session, key_id)
    row = {
        "id": new_id(), "holder": door.holder, "channel": door.channel, "key_id": key_id,
        "lines": vault.seal(session, key_id, keeping.told(talk), LINES), "version": 1, "begun_at": now, "last_at": now,
    }  # fmt: skip

    def keep() -> None:
        put(session, DataKey, key)
        put(session, Talk, row)

    return keep


def _going_on(session: Session, kept: "_Kept", talk: Lines, now: datetime) -> Callable[[], None]:
    """What stores a talk as it is now, where it is still the one that was read."""
    lines = vault_of(session).seal(session, kept.key_id, keeping.told(talk), LINES)
    told = {"this": kept.id, "seen": kept.version, "said": lines, "at": now}
    return lambda: insist(session, _changed(), told)


@dataclass(frozen=True)
class _Kept:
    """A talk as it was read."""

    id: UUID
    key_id: UUID
    version: int
    talk: Lines


def _kept(session: Session, door: Door) -> _Kept | None:
    found = session.execute(_wanted(), {"whose": door.holder}).one_or_none()
    if found is None:
        return None
    if found.wrapped is not None:
        with suppress(Unreadable):
            vault_of(session).hold(session, found.key_id, found.town_key, found.wrapped)
    return _Kept(found.id, found.key_id, found.version, _open(session, found.key_id, found.lines))


@cache
def _wanted() -> Any:
    """The talk of a door with the key of its lines, in one question."""
    columns = (Talk.id, Talk.key_id, Talk.version, Talk.lines, DataKey.town_key, DataKey.wrapped)
    wanted = select(*columns).outerjoin(DataKey, DataKey.id == Talk.key_id)
    return wanted.where(Talk.holder == bindparam("whose"))


@cache
def _changed() -> Insisted:
    table: Any = Talk.__table__
    read = table.c.id == bindparam("this"), table.c.version == bindparam("seen")
    stands = {"lines": bindparam("said"), "last_at": bindparam("at"), "version": table.c.version + 1}
    return Insisted.on(update(table).where(*read).values(**stands))


def _held(session: Session, door: Door) -> Talk | None:
    wanted = select(Talk).where(Talk.holder == door.holder).execution_options(populate_existing=True)
    return session.scalar(wanted.with_for_update())


def _open(session: Session, key_id: UUID, lines: bytes) -> Lines:
    try:
        return keeping.read(vault_of(session).open(session, key_id, lines, LINES))
    except Unreadable:
        # Its key was destroyed: nothing was said.
        return Lines()
