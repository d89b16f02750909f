"""What a sending reaches and costs before it is sent, and what became of it afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import line_quota, wishes
from portal.audiences import Audience
from portal.friends import DISASTER, MANY
from services.notices.actions.reach import settings_of
from services.notices.models import Lot, Notice, Run


@dataclass(frozen=True)
class Month:
    """The month's messages: how many there are, were sent, are kept for one person each and for disasters; None for no limit."""

    most: int | None
    used: int
    personal: int = 0
    disasters: int = 0
    left: int | None = None


@dataclass(frozen=True)
class Cost:
    """How many get it, by language, and whether the month holds it."""

    readers: Mapping[str, int]
    left: int | None
    # Whether LINE was asked how the month stands.
    known: bool = True

    @property
    def people(self) -> int:
        return sum(self.readers.values())

    @property
    def fits(self) -> bool:
        return self.left is None or self.people <= self.left

    @property
    def after(self) -> int | None:
        """What is left of it then for sendings to many."""
        return None if self.left is None else self.left - self.people


@dataclass(frozen=True)
class Turned:
    """One time it went out: how many it reached, how many had blocked us, how many it could not be sent to."""

    run: Run
    sent: int
    blocked: int
    failed: int
    waiting: int
    error: str


def readers(session: Session, audience: Audience) -> int:
    """How many would get it."""
    return sum(wishes.count(session, audience).values())


def cost(session: Session, audience: Audience, *, urgent: bool) -> Cost:
    """What sending it once costs: a message a person."""
    kind = DISASTER if urgent else MANY
    left, known = line_quota.left(session, settings_of(session), kind), line_quota.known(session) is not None
    return Cost(wishes.count(session, audience), left, known)


def month(session: Session) -> Month | None:
    """How the month stands; None where LINE was never asked."""
    known, settings = line_quota.known(session), settings_of(session)
    if known is None:
        return None
    if known.most is None:
        return Month(None, known.used)
    disasters = line_quota.kept(settings, known.most, "line")
    personal = line_quota.kept(settings, known.most, MANY) - disasters
    return Month(known.most, known.used, personal, disasters, line_quota.left(session, settings, MANY))


def turns(session: Session, notice: Notice) -> Sequence[Turned]:
    """Each time it went or will go out, the newest first."""
    runs = session.scalars(
        select(Run).where(Run.notice_id == notice.id).order_by(Run.place.desc()).limit(60)
    ).all()
    by_id = {one.id: one for one in runs}
    failed = func.coalesce(func.sum(Lot.people).filter(Lot.error != ""), 0)
    waiting = func.coalesce(func.sum(Lot.people).filter(Lot.done_at.is_(None)), 0)
    rows = session.execute(
        select(
            Lot.run_id, func.coalesce(func.sum(Lot.sent), 0), func.coalesce(func.sum(Lot.blocked), 0), failed, waiting,
            func.max(Lot.error),
        )
        .where(Lot.run_id.in_([one.id for one in runs]))
        .group_by(Lot.run_id)
    )  # fmt: skip
    told = {}
    for run_id, sent, blocked, lost, left, error in rows:
        told[run_id] = Turned(by_id[run_id], sent or 0, blocked or 0, lost, left, error)
    return [told.get(one.id, Turned(one, 0, 0, 0, 0, "")) for one in runs]
