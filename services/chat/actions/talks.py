"""A talk is loaded, taken a step, and stored: the same for every door."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from chatbot import dialogue
from chatbot.dialogue import Event, Pressed, Said, hearing
from chatbot.dialogue.answering import RESOLVED
from chatbot.dialogue.world import World
from portal.db import new_id, writing
from portal.masking import masked
from portal.refused import Refused
from portal.vault import Unreadable, vault_of
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
    row = _find(session, door)
    return Lines() if row is None else _open(session, row)


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
        row = _find(session, door)
        seen = Lines() if row is None else _open(session, row)
        made = _stepped(seen, heard, world(), door, now)
        also = hand_over(made.talk.lines[-1]) if hand_over else None
        if _store(session, door, row, made, now, also):
            return made.talk
    raise Refused("chat_busy", 409)


def take_back(session: Session, door: Door, mark: str) -> bool:
    """Somebody took back what they said: it is gone from the talk and from what was asked; False where it was not there."""
    with writing(session):
        row = _find(session, door, hold=True)
        talk = Lines() if row is None else _open(session, row)
        meant = next((one for one in talk.lines if one.mark == mark), None) if mark else None
        if row is None or meant is None:
            return False
        lines = tuple(replace(one, said="") if one is meant else one for one in talk.lines)
        told = keeping.told(replace(talk, lines=lines))
        row.lines = vault_of(session).seal(session, row.key_id, told, LINES)
        row.version += 1
        if meant.question is not None:
            counting.take_back(session, meant.question)
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
    line = Line(now, said, world.locale, replies, counted.question, counted.key, mark=heard.mark)
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
    row: Talk | None,
    made: _Step,
    now: datetime,
    also: Callable[[], None] | None,
) -> bool:
    """Keep the talk as it is now and count what was asked; False where it is not the one that was read."""
    vault, told = vault_of(session), keeping.told(made.talk)
    with writing(session):
        fresh = _find(session, door, hold=True)
        if (fresh.version if fresh else 0) != (row.version if row else 0):
            return False
        if fresh is None:
            fresh = Talk(
                id=new_id(), holder=door.holder, channel=door.channel, key_id=vault.new_key(session), lines=b"",
                version=0, begun_at=now, last_at=now,
            )  # fmt: skip
            session.add(fresh)
        fresh.lines = vault.seal(session, fresh.key_id, told, LINES)
        fresh.version, fresh.last_at = fresh.version + 1, now
        counting.count(session, made.counted, now)
        if also is not None:
            also()
        session.flush()
    return True


def _find(session: Session, door: Door, *, hold: bool = False) -> Talk | None:
    wanted = select(Talk).where(Talk.holder == door.holder).execution_options(populate_existing=True)
    return session.scalar(wanted.with_for_update() if hold else wanted)


def _open(session: Session, row: Talk) -> Lines:
    try:
        return keeping.read(vault_of(session).open(session, row.key_id, row.lines, LINES))
    except Unreadable:
        # Its key was destroyed: nothing was said.
        return Lines()
