"""Keeping the register of groups: stopped and let go on, reminded, expired, and erased in time."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from portal import audit, inbox
from portal.db import must_write, writing
from portal.inbox import HOUSE, Actor, Case
from portal.notify import Reach, notify
from portal.opening import today
from portal.pack import Pack
from portal.pack.groups import PROCEDURE
from portal.people import StaffSeat
from portal.refused import Refused
from portal.vault import vault_of
from services.reservations.actions import groups_looking
from services.reservations.actions.groups_deciding import leave, line, take_hold
from services.reservations.actions.groups_doubts import NOTED
from services.reservations.actions.groups_looking import SUBJECT
from services.reservations.models.groups import Group, GroupEvent, Member, MemberToken
from services.reservations.rules.states import GroupState

LONGEST_REASON = 200
_AT_ONCE = 100
# So long after its end a group is still recognised when the same people come under another name.
_KEPT = timedelta(days=365)
_PATH = "/reservations/groups"


def note(session: Session, seat: StaffSeat, case_id: UUID, text: str, now: datetime) -> None:
    """Staff say why a group is registered although something speaks against it."""
    seen = session.get(Case, case_id)
    if seen is None or seen.procedure != PROCEDURE or not seat.may("case.propose", seen.division):
        raise Refused("case_unknown", 404)
    _written(text)
    with writing(session):
        case = inbox.take_hold(session, case_id)
        if case.state not in inbox.OPEN or case.decided_at is not None:
            raise Refused("case_changed", 409)
        inbox.note(session, case, NOTED, Actor("staff", seat.id), now, public=False, text=text.strip())


def stop(session: Session, seat: StaffSeat, group_id: UUID, reason: str, now: datetime) -> None:
    """It books nothing until it is let go on; what it has booked stays."""
    _written(reason)
    _turn(session, seat, group_id, (GroupState.ACTIVE, GroupState.STOPPED), now, reason.strip())


def restore(session: Session, seat: StaffSeat, group_id: UUID, now: datetime) -> None:
    """It may book again."""
    _turn(session, seat, group_id, (GroupState.STOPPED, GroupState.ACTIVE), now)


def remind(session: Session, now: datetime) -> None:
    """Tell who represents a group that its registration ends, once for each last day."""
    pack: Pack = session.info["pack"]
    day = today(now)
    due = select(Group.id).where(
        Group.state == GroupState.ACTIVE, Group.until >= day,
        Group.until <= day + timedelta(days=pack.groups.remind_days),
        (Group.reminded_for.is_(None)) | (Group.reminded_for != Group.until),
    )  # fmt: skip
    for group_id in session.scalars(due.limit(_AT_ONCE)).all():
        with writing(session):
            group = take_hold(session, group_id)
            if group.reminded_for == group.until or group.state != GroupState.ACTIVE:
                continue
            group.reminded_for = group.until
            _tell(session, group, "group_expiring", now)
            session.flush()


def expire(session: Session, now: datetime) -> None:
    """What is over by its date books no more."""
    over = select(Group.id).where(
        Group.state.in_([GroupState.ACTIVE, GroupState.STOPPED]), Group.until < today(now)
    )
    for group_id in session.scalars(over.limit(_AT_ONCE)).all():
        with writing(session):
            group = take_hold(session, group_id)
            if group.state in (GroupState.ACTIVE, GroupState.STOPPED) and group.until < today(now):
                leave(session, group, GroupState.EXPIRED, now)
                line(session, group, "expired", HOUSE, now)
                _tell(session, group, "group_expired", now)


def sweep(session: Session, now: datetime) -> None:
    """Erase who belonged to groups that are long over."""
    old = select(Group.id).where(Group.ended_on < today(now) - _KEPT, Group.name != "")
    for group_id in session.scalars(old.limit(_AT_ONCE)).all():
        with writing(session):
            erase(session, take_hold(session, group_id), now)


def erase(session: Session, group: Group, now: datetime) -> None:
    """Destroy everything personal about a group; its number and its dates stay for statistics."""
    must_write(session)
    if group.state != GroupState.ENDED:
        leave(session, group, GroupState.ENDED, now)
    session.execute(delete(MemberToken).where(MemberToken.group_id == group.id))
    session.execute(delete(Member).where(Member.group_id == group.id))
    session.execute(delete(GroupEvent).where(GroupEvent.group_id == group.id))
    vault_of(session).erase(session, group.key_id)
    group.name = group.kana = group.folded = ""
    group.activity, group.case_id = None, None
    session.flush()


def forget_case(session: Session, case: Case, now: datetime) -> None:
    """The request for it is erased: where it was the newest, so is all that came of it."""
    if case.procedure != PROCEDURE:
        return
    session.execute(update(GroupEvent).where(GroupEvent.case_id == case.id).values(case_id=None))
    newest = session.scalar(select(Group.id).where(Group.case_id == case.id))
    if newest is not None:
        erase(session, take_hold(session, newest), now)


def forget_resident(session: Session, resident: UUID) -> None:
    """The account is no more; the group's own list of its people stays the group's."""
    session.execute(update(Member).where(Member.resident_id == resident).values(resident_id=None))


def merged(session: Session, old: UUID, new: UUID) -> None:
    """Two accounts of one person are one, and belong to the same groups."""
    session.execute(update(Member).where(Member.resident_id == old).values(resident_id=new))


def _turn(
    session: Session,
    seat: StaffSeat,
    group_id: UUID,
    way: tuple[GroupState, GroupState],
    now: datetime,
    reason: str = "",
) -> None:
    groups_looking.find(session, seat, group_id, now)
    if not groups_looking.keeps(session, seat, now):
        raise Refused("not_permitted", 403)
    with writing(session):
        group = take_hold(session, group_id)
        if group.state != way[0]:
            raise Refused("group_state", 409)
        group.state, group.changed_at = way[1], now
        kind = "stopped" if way[1] is GroupState.STOPPED else "restored"
        line(session, group, kind, Actor("staff", seat.id), now, text=reason)
        audit.did(session, "staff", seat.id, kind, SUBJECT, group.id, now)
        _tell(session, group, f"group_{kind}", now, reason)


def _written(text: str) -> None:
    if not text.strip() or len(text) > LONGEST_REASON:
        raise Refused("reason_needed", 422, longest=LONGEST_REASON)
    if find_individual_numbers(text):
        raise Refused("individual_number_in_text", 422)


def _tell(session: Session, group: Group, template: str, now: datetime, reason: str = "") -> None:
    """Tell whoever represents the group, where they gave a mail address."""
    mail = next((one.mail for one in groups_looking.people(session, group) if one.represents), "")
    if not mail:
        return
    pack: Pack = session.info["pack"]
    values = {
        "number": group.number,
        "group": group.name,
        "last_day": group.until.isoformat(),
        "link": f"{session.info.get('base_url', '')}{_PATH}",
        "reason": reason,
    }
    refs = {"division": pack.owner(PROCEDURE, today(now)).id, "group": str(group.id)}
    notify(
        session, Reach(mail=mail), template, refs=refs, values=values, locale=group.locale, now=now,
        key_id=group.key_id,
    )  # fmt: skip
