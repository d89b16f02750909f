"""Holds: 開示請求, 審査請求, 訴訟 and 監査 stop every erasing of a case, until they are over and their time after that has passed."""

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from forms.numbers import find_individual_numbers
from portal import inbox
from portal.db import Base, must_write, new_id
from portal.inbox import Actor, Case, CaseHolder, CaseToken
from portal.opening import today
from portal.refused import Refused
from portal.vault import vault_of

REASON = "case_hold.reason"
LONGEST_REASON = 1000
# An expected end further away than this is a slip of the keyboard.
LATEST = timedelta(days=366 * 30)


class HoldKind(enum.StrEnum):
    """Why a record must stay, as 公文書管理法施行令第9条第1項 lists it; the values are stored and never change."""

    DISCLOSURE = "disclosure"  # 開示請求 (第4号)
    REVIEW = "review"  # 審査請求 (第3号)
    LAWSUIT = "lawsuit"  # 訴訟 (第2号)
    AUDIT = "audit"  # 監査・検査 (第1号)


# 同項第3号・第4号: the record stays for a year from the day after the decision, for it may be contested again.
A_YEAR_AFTER = frozenset({HoldKind.DISCLOSURE, HoldKind.REVIEW})


class CaseHold(Base):
    """One hold on one case; why lies under the case's key, for it may name somebody."""

    __tablename__ = "case_hold"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str]
    since: Mapped[date]
    # When it is expected to be over; nothing happens by itself on that day.
    expected: Mapped[date | None]
    reason: Mapped[bytes]
    placed_by: Mapped[UUID | None]
    placed_at: Mapped[datetime]
    lifted_by: Mapped[UUID | None]
    lifted_at: Mapped[datetime | None]
    # The last day on which the case must still be kept for it; none where the hold was placed by mistake.
    keep_until: Mapped[date | None]


@dataclass(frozen=True)
class Stop:
    """What stops the erasing of a case today; `until` is the last day of it where that is known."""

    kind: HoldKind
    since: date
    until: date | None
    lifted: bool


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for who places a hold."""

    kind: HoldKind
    since: date
    expected: date | None = None
    reason: str = ""


def place(session: Session, case: Case, wanted: Wanted, by: Actor, now: datetime) -> CaseHold:
    """Stop the erasing of a case, in the caller's writing block that holds it."""
    must_write(session)
    if case.erased_at is not None:
        raise Refused("case_erased", 410)
    _may_say(wanted, today(now))
    hold = CaseHold(
        id=new_id(), case_id=case.id, kind=str(wanted.kind), since=wanted.since, expected=wanted.expected,
        reason=vault_of(session).seal(session, case.key_id, wanted.reason.strip(), REASON),
        placed_by=by.id, placed_at=now, lifted_by=None, lifted_at=None, keep_until=None,
    )  # fmt: skip
    session.add(hold)
    inbox.note(session, case, "hold_placed", by, now, public=False)
    session.flush()
    return hold


def lift(session: Session, hold: CaseHold, ended_on: date | None, by: Actor, now: datetime) -> None:
    """It is over since a day, or was a mistake where none is named; in the caller's writing block that holds the case."""
    must_write(session)
    if hold.lifted_at is not None:
        return
    if ended_on is not None and not hold.since <= ended_on <= today(now):
        raise Refused("hold_end_day", 422)
    hold.lifted_at, hold.lifted_by = now, by.id
    hold.keep_until = None if ended_on is None else _kept_after(HoldKind(hold.kind), ended_on)
    case = session.get_one(Case, hold.case_id)
    inbox.note(session, case, "hold_lifted", by, now, public=False)
    session.flush()


def standing(session: Session, case_ids: Collection[UUID], day: date) -> dict[UUID, Stop]:
    """What stops the erasing of each of these cases on a day; where several holds do, the one that lasts longest."""
    found: dict[UUID, Stop] = {}
    query = select(CaseHold).where(CaseHold.case_id.in_(case_ids), _stops(day)).order_by(CaseHold.id)
    for hold in session.scalars(query.execution_options(populate_existing=True)):
        stop = told(hold)
        if hold.case_id not in found or _later(stop, found[hold.case_id]):
            found[hold.case_id] = stop
    return found


def on(session: Session, case_id: UUID, day: date) -> Stop | None:
    """What stops the erasing of one case."""
    return standing(session, [case_id], day).get(case_id)


def of_holders(
    session: Session, holders: Collection[bytes], tokens: Collection[bytes], day: date
) -> Mapping[UUID, Stop]:
    """The held cases among those that these holders, or these confirmed mail addresses, may open."""
    held = select(CaseHolder.case_id).where(CaseHolder.holder.in_(holders))
    reached = held.union(select(CaseToken.case_id).where(CaseToken.token.in_(tokens)))
    ids = session.scalars(
        select(CaseHold.case_id).where(_stops(day), CaseHold.case_id.in_(reached)).distinct()
    ).all()
    return standing(session, ids, day)


def of_case(session: Session, case: Case) -> Sequence[tuple[CaseHold, str]]:
    """Every hold there ever was on a case with its reason, the newest first; for who may see the case."""
    query = select(CaseHold).where(CaseHold.case_id == case.id).order_by(CaseHold.id.desc())
    vault = vault_of(session)
    return [
        (hold, str(vault.open(session, case.key_id, hold.reason, REASON))) for hold in session.scalars(query)
    ]


def _stops(day: date) -> ColumnElement[bool]:
    return or_(CaseHold.lifted_at.is_(None), CaseHold.keep_until >= day)


def told(hold: CaseHold) -> Stop:
    """A hold as what it stops."""
    lifted = hold.lifted_at is not None
    return Stop(HoldKind(hold.kind), hold.since, hold.keep_until if lifted else hold.expected, lifted)


def _later(one: Stop, other: Stop) -> bool:
    """What is not over outlasts what is; of two that are over, the later day counts."""
    if one.lifted != other.lifted:
        return not one.lifted
    return (one.until or date.max) > (other.until or date.max)


def _kept_after(kind: HoldKind, ended_on: date) -> date:
    if kind not in A_YEAR_AFTER:
        return ended_on
    # A year from the day after ends on the same date a year later (民法第143条第2項).
    try:
        return ended_on.replace(year=ended_on.year + 1)
    except ValueError:
        # 29 February has no such date in the year after, so the month's last day ends it.
        return date(ended_on.year + 1, 2, 28)


def _may_say(wanted: Wanted, day: date) -> None:
    if wanted.since > day:
        raise Refused("hold_since_day", 422)
    if wanted.expected is not None and not wanted.since <= wanted.expected <= day + LATEST:
        raise Refused("hold_expected_day", 422)
    if not wanted.reason.strip() or len(wanted.reason) > LONGEST_REASON:
        raise Refused("reason_needed", 422, longest=LONGEST_REASON)
    if find_individual_numbers(wanted.reason):
        raise Refused("individual_number_in_text", 422)
