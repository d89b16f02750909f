"""Drafts: begun with the first answers, saved at every step, resumed by a code, forgotten after a while."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, delete, inspect, select, update
from sqlalchemy.orm import Session

from forms import journey
from forms.procedure import Procedure, Step, Way
from portal import files, shielded, throttle
from portal.at_once import Insisted, NotThere, at_once, insist
from portal.db import new_id, put, writing
from portal.opening import today
from portal.pack import Pack
from portal.people import resident_holder
from portal.refused import Refused
from portal.throttle import Claim, Limit
from portal.vault import DataKey, vault_of
from services.applications import rules
from services.applications.models import Draft

ANSWERS = "draft.answers"
RESUME_TRIES = Limit(burst=20, every=timedelta(minutes=3))
# Every page of a form asks this, so it is put together once; said of the tables, since no draft is held in a session.
_DRAFT, _KEY = inspect(Draft).local_table.c, inspect(DataKey).local_table.c
FIND = select(
    _DRAFT.holder,
    _DRAFT.procedure,
    _DRAFT.way,
    _DRAFT.key_id,
    _DRAFT.locale,
    _DRAFT.answers,
    _DRAFT.safe_way,
    _KEY.town_key,
    _KEY.wrapped,
).where(
    _KEY.id == _DRAFT.key_id,
    _DRAFT.id == bindparam("draft"),
    _DRAFT.ends_at > bindparam("now"),
)
_AS_READ = (_DRAFT.id == bindparam("draft"), _DRAFT.answers == bindparam("seen"))
REPLACE = Insisted.on(
    update(Draft.__table__)  # type: ignore[arg-type]
    .where(*_AS_READ)
    .values({name: bindparam(name) for name in ("answers", "changed_at", "ends_at")})
)
TAKE = Insisted.on(delete(Draft.__table__).where(*_AS_READ))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Open:
    """A draft with its answers opened and the procedure it belongs to."""

    id: UUID
    procedure: Procedure
    way: Way
    key_id: UUID
    locale: str
    answers: dict[str, Any]
    # As they stood in the database when they were read, so that a change made meanwhile is noticed.
    sealed: bytes = b""
    # 支援措置: how it is safe to reach the person; empty where their whereabouts are no secret.
    safe_way: str = ""

    @cached_property
    def along(self) -> tuple[Step, ...]:
        """The pages its answers lead through."""
        return journey.path(self.procedure, self.answers)


@dataclass(frozen=True)
class Kept:
    """A draft in a list: which procedure, and until when it is kept."""

    id: UUID
    procedure: Procedure
    ends_at: datetime


def begin(
    session: Session,
    procedure: Procedure,
    way: Way,
    values: Mapping[str, Any],
    holder: bytes,
    locale: str,
    now: datetime,
) -> UUID:
    """Keep the first answers; before them there is nothing to keep."""
    vault, draft_id = vault_of(session), new_id()
    with at_once(session):
        key_id = vault.new_key(session)
        answers = {**rules.beginning(way), **rules.not_asked(procedure), **values}
        row = {
            "id": draft_id, "holder": holder, "procedure": procedure.key, "way": way.kind, "locale": locale,
            "key_id": key_id, "answers": vault.seal(session, key_id, answers, ANSWERS), "changed_at": now,
            "ends_at": now + rules.DRAFT_LIVES, "safe_way": "",
        }  # fmt: skip
        put(session, Draft, row)
    return draft_id


def find(
    session: Session, draft_id: UUID, holders: Sequence[bytes], pack: Pack, now: datetime
) -> Open | None:
    """The draft, where one of these holders may open it and it has not run out."""
    row = session.connection().execute(FIND, {"draft": draft_id, "now": now}).one_or_none()
    if row is None or row.holder not in holders:
        return None
    procedure = pack.procedures.get(row.procedure)
    way = procedure.way(row.way) if procedure else None
    if procedure is None or way is None:
        return None
    vault_of(session).hold(session, row.key_id, row.town_key, row.wrapped)
    opened = vault_of(session).open(session, row.key_id, row.answers, ANSWERS)
    if procedure.needs_today:
        opened = rules.on_day(procedure, opened, today(now))
    return Open(draft_id, procedure, way, row.key_id, row.locale, opened, row.answers, row.safe_way)


def all_of(session: Session, holders: Sequence[bytes], pack: Pack, now: datetime) -> list[Kept]:
    """The unfinished forms of these holders, the newest first."""
    rows = session.execute(
        select(Draft.id, Draft.procedure, Draft.ends_at)
        .where(Draft.holder.in_(holders), Draft.ends_at > now)
        .order_by(Draft.changed_at.desc())
        .limit(20)
    )
    return [
        Kept(row.id, pack.procedures[row.procedure], row.ends_at)
        for row in rows
        if row.procedure in pack.procedures
    ]


def answer(
    session: Session, draft: Open, values: Mapping[str, Any], now: datetime, *, drop: Collection[str] = ()
) -> Open:
    """Save the answers of one step; those of other steps stay, even on a branch abandoned for the moment.

    `drop` are answers that were filled in for somebody and are not theirs any more.
    """
    vault = vault_of(session)
    answers = _without(drop, {**draft.answers, **values})
    sealed = vault.seal(session, draft.key_id, answers, ANSWERS)
    try:
        with at_once(session):
            _replace(session, draft, draft.sealed, sealed, now)
    except NotThere:
        # Another page of this form was saved since it was read; what was typed there stays too.
        with writing(session):
            newest = _newest(session, draft)
            answers = _without(drop, {**vault.open(session, draft.key_id, newest, ANSWERS), **values})
            sealed = vault.seal(session, draft.key_id, answers, ANSWERS)
            _replace(session, draft, newest, sealed, now)
    return replace(draft, answers=answers, sealed=sealed)


def _without(drop: Collection[str], answers: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answers.items() if key not in drop}


def shield(session: Session, draft: Open, way: str, now: datetime) -> None:
    """支援措置: how it is safe to reach the person, or with no way that their whereabouts are no secret."""
    if way not in ("", *shielded.WAYS):
        raise Refused("safe_way_needed", status=422)
    with writing(session):
        changed = update(Draft).where(Draft.id == draft.id).values(safe_way=way, changed_at=now)
        if not session.execute(changed.returning(Draft.id)).first():
            raise Refused("draft_gone", status=404)


def _replace(session: Session, draft: Open, seen: bytes, sealed: bytes, now: datetime) -> None:
    values = {
        "draft": draft.id, "seen": seen, "answers": sealed, "changed_at": now, "ends_at": now + rules.DRAFT_LIVES,
    }  # fmt: skip
    insist(session, REPLACE, values)


def take(session: Session, draft: Open) -> None:
    """Whoever takes a draft away, as it was read, has the right to file it; the second of two clicks finds it `NotThere`."""
    insist(session, TAKE, {"draft": draft.id, "seen": draft.sealed})


def forget(session: Session, draft: Open) -> None:
    """Erase a draft that its holder gives up, with the key that sealed it and the files it held."""
    with writing(session):
        session.execute(delete(Draft).where(Draft.id == draft.id))
        session.execute(delete(DataKey).where(DataKey.id == draft.key_id))
        files.let_go(session, [draft.id])


def _newest(session: Session, draft: Open) -> bytes:
    found = session.scalar(select(Draft.answers).where(Draft.id == draft.id).with_for_update())
    if found is None:
        raise Refused("draft_gone", status=404)
    return found


def keep_for_later(session: Session, draft: Open) -> str:
    """Issue a resume code; asking again replaces the one before."""
    code = rules.resume_code()
    with writing(session):
        session.execute(update(Draft).where(Draft.id == draft.id).values(resume=_hashed(session, code)))
    return code


def resume(session: Session, typed: str, holder: bytes, network: str, now: datetime) -> UUID | None:
    """Give the draft to the browser that knows its code; the code is used up for every other one."""
    code = rules.read_code(typed)
    # A used code is kept as this browser's own, so that a double click finds what the first one opened.
    wanted, used = _hashed(session, code), _hashed(session, f"{code}/{holder.hex()}")
    with writing(session):
        throttle.take(session, [Claim("resume", (network,), RESUME_TRIES)], now)
    with writing(session):
        return session.scalar(
            update(Draft)
            .where(Draft.resume.in_((wanted, used)), Draft.ends_at > now)
            .values(holder=holder, resume=used)
            .returning(Draft.id)
        )


def hand_on(session: Session, old: UUID, new: UUID, now: datetime) -> None:
    """A resident turned out to be one who was known already: the drafts go along, inside the caller's block."""
    session.execute(
        update(Draft).where(Draft.holder == resident_holder(old)).values(holder=resident_holder(new))
    )


def forget_all(session: Session, resident: UUID, holders: Collection[bytes], now: datetime) -> None:
    """The unfinished forms of somebody who is forgotten go with them, inside the caller's writing block."""
    _erase(session, Draft.holder.in_(holders))


def sweep(session: Session, now: datetime) -> int:
    """Erase the drafts nobody came back to, and the keys that sealed them."""
    with writing(session):
        return _erase(session, Draft.ends_at <= now)


def _erase(session: Session, which: ColumnElement[bool]) -> int:
    gone = session.execute(delete(Draft).where(which).returning(Draft.id, Draft.key_id)).all()
    session.execute(delete(DataKey).where(DataKey.id.in_([row.key_id for row in gone])))
    files.let_go(session, [row.id for row in gone])
    return len(gone)


def _hashed(session: Session, code: str) -> bytes:
    return vault_of(session).token("resume", code)
