"""Every request a resident makes: its number, state, answers, due dates, messages and history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, ForeignKey, Index, false, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal import service, states, tasks
from portal.db import CLUSTERED, Base, new_id, put
from portal.refused import Refused
from portal.vault import DataKey, vault_of

ANSWERS = "case.answers"
NOTE = "case_event.note"
# Rules need these without a database, so they stand in a module of their own.
State = states.State
OPEN, FOLLOWS = states.OPEN, states.FOLLOWS
_ASSIGNED, _SHIELDED = text("assignee IS NOT NULL"), text("shielded")


class Case(Base):
    """One request; its personal part is sealed, the rest is what an office sorts and counts by."""

    __tablename__ = "cases"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    receipt_no: Mapped[str] = mapped_column(unique=True)
    # The draft (or the counter visit) it came from: a second submission of the same one finds this row.
    origin: Mapped[UUID] = mapped_column(unique=True)
    procedure: Mapped[str]
    form_digest: Mapped[str]
    division: Mapped[str]
    channel: Mapped[str]
    way: Mapped[str]
    assurance: Mapped[int]
    state: Mapped[str]
    locale: Mapped[str]
    key_id: Mapped[UUID]
    answers: Mapped[bytes]
    arrived_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    # 補正: the days that it waited for the resident do not count against the 標準処理期間.
    paused_at: Mapped[datetime | None]
    paused_days: Mapped[int] = mapped_column(default=0)
    assignee: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1)
    # 支援措置: nobody may learn from us where this person is; `portal.shielded` says what that means for an output.
    shielded: Mapped[bool] = mapped_column(default=False, server_default=false())
    # The one way by which the person said it is safe to write: mail, telephone, letter, or counter for none at all.
    safe_way: Mapped[str] = mapped_column(default="", server_default="")
    shield_confirmed_at: Mapped[datetime | None]
    # 廃棄: from this moment on nothing is left but what statistics count.
    erased_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_cases_division_state", "division", "state", "arrived_at"),
        # A request that has just arrived has nobody yet, so that most never touch this one.
        Index("ix_cases_assignee", "assignee", "state", sqlite_where=_ASSIGNED, postgresql_where=_ASSIGNED),
        # A handful of cases in a town; whoever lists them reads no other.
        Index("ix_cases_shielded", "division", "state", sqlite_where=_SHIELDED, postgresql_where=_SHIELDED),
    )


class CaseEvent(Base):
    """One line of a case's history: what the resident may see is marked so; notes are sealed."""

    __tablename__ = "case_event"
    __table_args__ = CLUSTERED

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    # What changed since a moment is asked for by systems outside; lines are added at its end only.
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str]
    state: Mapped[str]
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    public: Mapped[bool]
    note: Mapped[bytes | None]


class CaseToken(Base):
    """What a case can be searched by: kind says which normal form it stands for."""

    __tablename__ = "case_token"
    __table_args__ = CLUSTERED

    token: Mapped[bytes] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True, index=True)


class CaseHolder(Base):
    """Who may open a case from outside: a browser that filed it, or a resident who signed in."""

    __tablename__ = "case_holder"
    __table_args__ = CLUSTERED

    holder: Mapped[bytes] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True, index=True)


@dataclass(frozen=True)
class Actor:
    """Who does something to a case: a resident, a member of staff, or the house itself."""

    kind: str
    id: UUID | None = None


HOUSE = Actor("house")
RESIDENT = Actor("resident")


def note(
    session: Session,
    case: Case,
    kind: str,
    actor: Actor,
    now: datetime,
    *,
    public: bool,
    text: str | None = None,
) -> None:
    """Write one line into a case's history."""
    sealed = None if text is None else vault_of(session).seal(session, case.key_id, text, NOTE)
    row = {
        "id": new_id(), "case_id": case.id, "at": now, "kind": kind, "state": case.state,
        "actor_kind": actor.kind, "actor_id": actor.id, "public": public, "note": sealed,
    }  # fmt: skip
    put(session, CaseEvent, row)


def shield_task(case: Case) -> str:
    """The key of the task 支援措置確認: one for a case, however often it is asked for."""
    return f"shield:{case.id}"


def remind(session: Session, case: Case, now: datetime) -> None:
    """支援措置確認: a clerk has to speak with the person before anything goes to an address."""
    refs = {"case": str(case.id)}
    tasks.add(session, "shield_confirm", division=case.division, refs=refs, now=now, key=shield_task(case))


def move(
    session: Session,
    case: Case,
    to: State,
    actor: Actor,
    now: datetime,
    *,
    public: bool = True,
    text: str | None = None,
) -> None:
    """Take a case to its next state, or refuse; whoever listens hears `case.<state>` in the same transaction."""
    if to not in FOLLOWS[State(case.state)]:
        raise Refused("state_not_possible", state=case.state, to=str(to))
    case.state = to
    case.version += 1
    if to is State.ACCEPTED:
        case.accepted_at = now
    if to is State.DECIDED:
        case.decided_at = now
    if to not in OPEN:
        case.closed_at = now
    note(session, case, str(to), actor, now, public=public, text=text)
    service.fire(session, f"case.{to}", case=case, now=now)


def answers(session: Session, case: Case) -> dict[str, Any]:
    """What the resident answered, opened for somebody who may see it."""
    opened: dict[str, Any] = vault_of(session).open(session, case.key_id, case.answers, ANSWERS)
    return opened


def take_hold(session: Session, case_id: UUID, version: int | None = None) -> Case:
    """A case as it stands now, locked until the writing block ends; refused when it changed since `version` was seen."""
    newest = (
        select(Case).where(Case.id == case_id).with_for_update().execution_options(populate_existing=True)
    )
    case = session.scalar(newest)
    if case is None:
        raise Refused("case_unknown", status=404)
    if version is not None and case.version != version:
        raise Refused("case_changed", seen=version)
    return case


def replace_answers(session: Session, case: Case, changed: Mapping[str, Any]) -> None:
    """Seal a case's answers anew, after a correction; who asks for that keeps what stood there before."""
    case.answers = vault_of(session).seal(session, case.key_id, dict(changed), ANSWERS)
    case.version += 1


def held_by(
    session: Session, case_id: UUID, holders: Sequence[bytes], tokens: Sequence[bytes] = ()
) -> Case | None:
    """The case, where one of these holders may open it, or a confirmed mail address that made one of these tokens."""
    # Its key comes along, for whoever opens a case reads what stands in it; of an erased one there is none.
    query = (
        select(Case, DataKey.town_key, DataKey.wrapped)
        .outerjoin(DataKey, DataKey.id == Case.key_id)
        .where(Case.id == case_id, Case.id.in_(_reach(holders, tokens)))
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    if row.wrapped is not None:
        vault_of(session).hold(session, row.Case.key_id, row.town_key, row.wrapped)
    case: Case = row.Case
    return case


def _reach(holders: Sequence[bytes], tokens: Sequence[bytes]) -> CompoundSelect[UUID]:
    held = select(CaseHolder.case_id).where(CaseHolder.holder.in_(holders))
    return held.union(select(CaseToken.case_id).where(CaseToken.token.in_(tokens)))


def all_held_by(session: Session, holders: Sequence[bytes], tokens: Sequence[bytes] = ()) -> Sequence[Case]:
    """申請の一覧: the cases of these holders, and those whose confirmed mail address made these tokens."""
    mine = select(Case).where(Case.id.in_(_reach(holders, tokens)))
    return session.scalars(mine.order_by(Case.arrived_at.desc()).limit(200)).all()


def history(session: Session, case: Case, *, public_only: bool) -> list[tuple[CaseEvent, str | None]]:
    """The lines of a case's history, oldest first, with their notes opened."""
    query = select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.at, CaseEvent.id)
    if public_only:
        query = query.where(CaseEvent.public)
    vault = vault_of(session)
    return [
        (line, None if line.note is None else vault.open(session, case.key_id, line.note, NOTE))
        for line in session.scalars(query)
    ]
