"""A notice is written, looked at, asked for, released by somebody else where it goes to everybody, and called off."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import audit, line_quota, wishes
from portal.audiences import Audience
from portal.db import must_write, new_id, writing
from portal.friends import DISASTER, MANY
from portal.people import StaffSeat
from portal.refused import Refused
from services.notices.actions import sending
from services.notices.actions.reach import RELEASE, settings_of
from services.notices.models import Notice, Run
from services.notices.rules.stages import EDITABLE, STOPPABLE, Stage, Turn
from services.notices.rules.writing import Written, faults

# A list shows so many; what is older is found by its page.
MOST = 100


def write(session: Session, seat: StaffSeat, told: Written, notice_id: UUID | None, now: datetime) -> UUID:
    """Keep what somebody wrote, as a new draft or in the place of an old one."""
    if wrong := faults(told, now):
        raise Refused(f"notice_{wrong[0]}", 422)
    with writing(session):
        found = _editable(session, notice_id) if notice_id else _new(session, seat, now)
        _put(found, told)
        found.written_by, found.written_at = seat.id, now
        session.flush()
        audit.did(session, "staff", seat.id, "notice_written", "notice", found.id, now)
        return found.id


def ask(session: Session, seat: StaffSeat, notice_id: UUID, now: datetime) -> Stage:
    """Send it: at once where only some get it, after somebody else agreed where everybody does."""
    with writing(session):
        found = _held(session, notice_id)
        if found.stage != Stage.DRAFT:
            raise Refused("notice_stage")
        _affordable(session, found)
        audit.did(session, "staff", seat.id, "notice_asked", "notice", found.id, now)
        if audience_of(found).everybody:
            # Who asks answers for the words as they stand, whoever typed them first.
            found.stage, found.written_by = Stage.ASKED, seat.id
        else:
            _release(session, found, seat.id, now)
        session.flush()
        return Stage(found.stage)


def release(session: Session, seat: StaffSeat, notice_id: UUID, now: datetime) -> None:
    """A second pair of eyes lets out what goes to everybody."""
    if not seat.may(RELEASE):
        raise Refused("not_permitted", 403)
    with writing(session):
        found = _held(session, notice_id)
        if found.stage != Stage.ASKED:
            raise Refused("notice_stage")
        if found.written_by == seat.id:
            raise Refused("four_eyes", 403)
        _affordable(session, found)
        audit.did(session, "staff", seat.id, "notice_released", "notice", found.id, now)
        _release(session, found, seat.id, now)


def back(session: Session, seat: StaffSeat, notice_id: UUID, now: datetime) -> None:
    """Not like this: it is a draft again."""
    with writing(session):
        found = _held(session, notice_id)
        if found.stage != Stage.ASKED:
            raise Refused("notice_stage")
        found.stage = Stage.DRAFT
        session.flush()
        audit.did(session, "staff", seat.id, "notice_sent_back", "notice", found.id, now)


def cancel(session: Session, seat: StaffSeat, notice_id: UUID, now: datetime) -> None:
    """Call off what has not gone out yet; of what is going out just now the lots that are not stored."""
    with writing(session):
        found = _held(session, notice_id)
        if found.stage not in STOPPABLE:
            raise Refused("notice_stage")
        found.stage = Stage.CANCELLED
        open_runs = update(Run).where(Run.notice_id == found.id, Run.stage.in_((Turn.WAITING, Turn.SENDING)))
        session.execute(open_runs.values(stage=Turn.CANCELLED, done_at=now))
        session.flush()
        audit.did(session, "staff", seat.id, "notice_cancelled", "notice", found.id, now)


def from_mail(session: Session, told: Written, now: datetime, *, at_once: bool) -> UUID:
    """A signed mail of the city's own system, in the caller's writing block: a draft, or in a disaster sent at once."""
    must_write(session)
    found = _new(session, None, now)
    _put(found, told)
    session.flush()
    audit.did(session, "house", None, "notice_from_mail", "notice", found.id, now)
    if at_once:
        _release(session, found, None, now)
    return found.id


def listed(session: Session) -> Sequence[Notice]:
    """What staff look after, what waits for somebody first."""
    waiting = Notice.stage.in_((Stage.ASKED, Stage.DRAFT))
    wanted = select(Notice).order_by(waiting.desc(), Notice.written_at.desc(), Notice.id).limit(MOST)
    return session.scalars(wanted).all()


def find(session: Session, notice_id: UUID) -> Notice:
    """One notice."""
    found = session.get(Notice, notice_id)
    if found is None:
        raise Refused("notice_unknown", 404)
    return found


def audience_of(notice: Notice) -> Audience:
    """For whom it is."""
    return Audience.read(notice.audience)


def _affordable(session: Session, notice: Notice) -> None:
    """A sending that the month cannot hold is not begun: half of a town would be told."""
    kind = DISASTER if notice.urgent else MANY
    left = line_quota.left(session, settings_of(session), kind)
    many = sum(wishes.count(session, audience_of(notice)).values())
    if left is not None and many > left:
        raise Refused("notice_quota", many=many, left=left)


def _release(session: Session, notice: Notice, by: UUID | None, now: datetime) -> None:
    notice.stage, notice.released_by, notice.released_at = Stage.RELEASED, by, now
    notice.first_at = max(notice.first_at or now, now)
    session.flush()
    sending.plan(session, notice, 1, now)


def _new(session: Session, seat: StaffSeat | None, now: datetime) -> Notice:
    found = Notice(
        id=new_id(), stage=Stage.DRAFT, written_by=seat.id if seat else None, written_at=now, released_by=None,
        released_at=None, public_at=None,
    )  # fmt: skip
    session.add(found)
    return found


def _put(notice: Notice, told: Written) -> None:
    notice.title = {key: said for key, said in told.title.items() if said}
    notice.body = {key: said for key, said in told.body.items() if said}
    notice.category, notice.link, notice.urgent = told.category, told.link, told.urgent
    notice.audience = told.audience.kept()
    notice.first_at, notice.repeats, notice.until = told.first_at, told.repeats, told.until


def _editable(session: Session, notice_id: UUID) -> Notice:
    found = _held(session, notice_id)
    if found.stage not in EDITABLE:
        raise Refused("notice_stage")
    return found


def _held(session: Session, notice_id: UUID) -> Notice:
    found = session.get(Notice, notice_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise Refused("notice_unknown", 404)
    return found
