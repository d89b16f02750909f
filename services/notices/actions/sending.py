"""A released notice goes out: lots of five hundred are stored one after the other, each exactly once, and counted when LINE took them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import disaster, friends, line_quota, outbox, testers, wishes
from portal.audiences import Audience
from portal.db import must_write, new_id, writing
from portal.friends import AT_ONCE, DISASTER, MANY
from portal.outbox import Later, Outbox, Row
from portal.refused import Refused
from portal.words import Catalogues
from services.notices.actions.reach import pack_of, settings_of
from services.notices.models import Lot, Notice, Run
from services.notices.rules import repeating, shaping
from services.notices.rules.stages import FINISHED, Stage, Turn

KIND = "notice_run"
# The name of a sending, by which what became of each lot finds its way back.
_NAME = "notice"
# News of yesterday is no news; what the month did not hold until then is told to staff.
_STALE, _MONTH_IS_OVER = timedelta(hours=20), timedelta(hours=1)


def plan(session: Session, notice: Notice, turn: int, now: datetime) -> None:
    """The next time it goes out, in the caller's writing block; after the last one it is over."""
    must_write(session)
    due = repeating.after(notice.first_at or now, turn, notice.repeats, notice.until)
    if due is None:
        return
    run = Run(
        id=new_id(), notice_id=notice.id, place=turn, due_at=due, stage=Turn.WAITING, languages=[], after=None,
        lots=0, people=0, begun_at=None, done_at=None,
    )  # fmt: skip
    session.add(run)
    session.flush()
    outbox.add(
        session, KIND, lane=f"{KIND}:{run.id}", template="run", locale="ja", refs={"run": str(run.id)}, values={},
        now=now, not_before=due, expires_at=due + _STALE, dedupe_key=f"{KIND}:{run.id}",
    )  # fmt: skip


def run(session: Session, row: Row) -> None:
    """Store the lots of one time, a block each: whoever dies in between goes on after the last one that is stored."""
    run_id, now = UUID(row.refs["run"]), row.taken_at
    while _step(session, run_id, now):
        pass


def test(session: Session, notice: Notice, now: datetime) -> int:
    """Send it to the staff who read before others do, marked as a test; how many they are."""
    people = testers.every(session)
    if not people:
        raise Refused("notice_no_testers")
    name = f"test:{new_id()}"
    with writing(session):
        for locale in sorted({locale for _, _, locale in people}):
            ids = [friend for _, friend, reads in people if reads == locale]
            said = messages(session, notice, locale, test=True)
            friends.broadcast(
                session, f"{name}:{locale}", ids, said, locale=locale, now=now, expires_at=now + _STALE
            )
    return len(people)


def messages(
    session: Session, notice: Notice, locale: str, *, test: bool = False
) -> Sequence[Mapping[str, Any]]:
    """What is sent in a language."""
    catalogues: Catalogues = session.info["words"]
    words = catalogues.words(locale)
    base = settings_of(session).base_url.rstrip("/")
    said = shaping.text(notice.title, notice.body, words)
    address = f"{base}/notices/{notice.id}?lang={locale}"
    if test:
        # Nobody may read its page before it goes out; whoever gets tests is at work here, and signed in elsewhere.
        address = f"{base}/staff/notices/{notice.id}?openExternalBrowser=1"
    colour = pack_of(session).town.colour
    return shaping.messages(said, words, address, colour, urgent=notice.urgent, test=test)


def hear_sent(session: Session, name: str, sent: int, blocked: int, now: datetime) -> None:
    """LINE took a lot; told a second time after a fault, nothing is counted twice."""
    if (place := _place(name)) is None:
        return
    mine = Lot.run_id == place[0], Lot.no == place[1], Lot.done_at.is_(None)
    session.execute(update(Lot).where(*mine).values(sent=sent, blocked=blocked, done_at=now))


def hear_dead(session: Session, row: Outbox, now: datetime) -> None:
    """A lot could not be sent, or nobody needs it any more."""
    if row.kind == KIND:
        _give_up(session, UUID(row.refs["run"]), now)
    place = _place(row.refs.get("sending", "")) if row.kind in (MANY, DISASTER) else None
    if place is not None:
        mine = Lot.run_id == place[0], Lot.no == place[1], Lot.done_at.is_(None)
        session.execute(update(Lot).where(*mine).values(error=row.last_error or row.state, done_at=now))


def _step(session: Session, run_id: UUID, now: datetime) -> bool:
    """One block: begin, a lot, or the end; False where nothing is left to do."""
    with writing(session):
        if (held := _held(session, run_id)) is None:
            return False
        notice, found = held
        if found.stage == Turn.WAITING:
            _begin(session, notice, found, now)
        elif not _store_lot(session, notice, found, now):
            found.stage, found.done_at = Turn.DONE, now
            _next(session, notice, found, now)
        session.flush()
        return found.stage == Turn.SENDING


def _held(session: Session, run_id: UUID) -> tuple[Notice, Run] | None:
    """A time that is not over, and its notice; the notice first, as whoever calls it off takes them."""
    its = (
        select(Notice)
        .join(Run, Run.notice_id == Notice.id)
        .where(Run.id == run_id)
        .with_for_update(of=Notice)
    )
    notice = session.scalar(its.execution_options(populate_existing=True))
    found = session.get(Run, run_id, with_for_update=True, populate_existing=True)
    if notice is None or found is None or found.stage in FINISHED:
        return None
    return notice, found


def _give_up(session: Session, run_id: UUID, now: datetime) -> None:
    """This time is over without everybody having been told; what comes a week or a month later comes all the same."""
    if (held := _held(session, run_id)) is None:
        return
    notice, found = held
    found.stage, found.done_at = Turn.GIVEN_UP, now
    if notice.stage == Stage.RELEASED:
        _next(session, notice, found, now)
    session.flush()


def _begin(session: Session, notice: Notice, found: Run, now: datetime) -> None:
    if notice.stage != Stage.RELEASED:
        found.stage, found.done_at = Turn.CANCELLED, now
        return
    audience = Audience.read(notice.audience)
    readers = wishes.count(session, audience)
    kind = DISASTER if notice.urgent else MANY
    left = line_quota.left(session, settings_of(session), kind)
    if left is not None and sum(readers.values()) > left:
        # All of them are told or nobody is; by the next hour the month may be another.
        raise Later("line_quota", _MONTH_IS_OVER)
    found.stage, found.begun_at, found.languages = Turn.SENDING, now, list(readers)
    if audience.everybody and notice.public_at is None:
        notice.public_at = now
        disaster.renew(session, now)


def _store_lot(session: Session, notice: Notice, found: Run, now: datetime) -> bool:
    """The next lot, and how far it reaches, in one block; False where everybody is in one."""
    while found.languages:
        locale = found.languages[0]
        ids = wishes.lot(session, Audience.read(notice.audience), locale, found.after, AT_ONCE)
        if ids:
            break
        found.languages, found.after = found.languages[1:], None
    else:
        return False
    found.lots, found.people, found.after = found.lots + 1, found.people + len(ids), ids[-1]
    session.add(
        Lot(run_id=found.id, no=found.lots, people=len(ids), sent=None, blocked=None, error="", done_at=None)
    )
    session.flush()
    friends.broadcast(
        session, f"{_NAME}:{found.id}:{found.lots}", ids, messages(session, notice, locale), locale=locale,
        now=now, urgent=notice.urgent, expires_at=now + _STALE,
    )  # fmt: skip
    return True


def _next(session: Session, notice: Notice, found: Run, now: datetime) -> None:
    """What comes after this time: the next one, or the notice is over."""
    first = notice.first_at or now
    if repeating.after(first, found.place + 1, notice.repeats, notice.until) is None:
        notice.stage = Stage.OVER
        return
    known = select(Run.id).where(Run.notice_id == notice.id, Run.place == found.place + 1)
    if session.scalar(known) is None:
        plan(session, notice, found.place + 1, now)


def _place(name: str) -> tuple[UUID, int] | None:
    """The lot that a sending was; None for one of others."""
    kind, _, rest = name.partition(":")
    run_id, _, no = rest.partition(":")
    if kind != _NAME or not no.isdigit():
        return None
    return UUID(run_id), int(no)
