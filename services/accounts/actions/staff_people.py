"""Staff as the administrator keeps them: who there is, which roles they have and from when, who is invited."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import audit, service, sessions
from portal.db import new_id, writing
from portal.opening import today
from portal.pack import Pack
from portal.people import PERMISSIONS, Role, RoleKind, RoleName, Staff, in_force
from portal.refused import Refused
from portal.vault import vault_of
from services.accounts.actions import invitations

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class NewStaff:
    """Somebody new."""

    number: str
    name: str
    mail: str
    since: date
    sample: bool = False


@dataclass(frozen=True)
class NewRole:
    """A role to be given."""

    division: str
    role: str
    kind: str
    since: date
    until: date | None = None


def listed(session: Session, asked: str, on: date, *, gone: bool = False) -> Sequence[Staff]:
    """The staff by number, or those whose number or name begins with what is asked for."""
    query = select(Staff).order_by(Staff.number).limit(500)
    if not gone:
        query = query.where(or_(Staff.until.is_(None), Staff.until >= on))
    if asked:
        query = query.where(or_(Staff.number == asked, Staff.name.startswith(asked, autoescape=True)))
    return session.scalars(query).all()


def roles_of(session: Session, ids: Iterable[UUID]) -> dict[UUID, list[Role]]:
    """Every role of these people, past and to come, in order."""
    found: dict[UUID, list[Role]] = {}
    for role in session.scalars(
        select(Role).where(Role.staff_id.in_(list(ids))).order_by(Role.since, Role.division)
    ):
        found.setdefault(role.staff_id, []).append(role)
    return found


def add(
    session: Session, new: NewStaff, roles: Sequence[NewRole], now: datetime, *, by: UUID | None = None
) -> tuple[UUID, str]:
    """Somebody new, with their first roles and an invitation; says the id and the link."""
    with writing(session):
        staff_id = store(session, new, roles)
        _note(session, by, "staff_added", staff_id, now)
        return staff_id, invitations.invite(session, staff_id, now)


def store(session: Session, new: NewStaff, roles: Sequence[NewRole]) -> UUID:
    """Store somebody new inside the caller's writing block."""
    if not new.number or not new.name:
        raise Refused("staff_incomplete", 422)
    if session.scalar(select(Staff.id).where(Staff.number == new.number)) is not None:
        raise Refused("staff_number_taken", 409)
    staff = Staff(
        id=new_id(), number=new.number, name=new.name, mail=new.mail, since=new.since, until=None,
        password_hash=None, key_id=vault_of(session).new_key(session), totp_sealed=None, totp_step=0,
        sample=new.sample,
    )  # fmt: skip
    session.add(staff)
    session.flush()
    for role in roles:
        store_role(session, staff.id, role)
    return staff.id


def store_role(session: Session, staff_id: UUID, new: NewRole) -> None:
    """Store a role inside the caller's writing block."""
    RoleName(new.role), RoleKind(new.kind)
    if new.until is not None and new.until < new.since:
        raise Refused("dates_reversed", 422)
    session.add(
        Role(
            id=new_id(), staff_id=staff_id, division=new.division, role=new.role, kind=new.kind,
            since=new.since, until=new.until, handed_over=False,
        )
    )  # fmt: skip
    session.flush()


def give_role(
    session: Session, staff_id: UUID, new: NewRole, now: datetime, *, by: UUID | None = None
) -> None:
    """Give a role."""
    with writing(session):
        store_role(session, staff_id, new)
        _note(session, by, "role_given", staff_id, now)


def end_role(
    session: Session, staff_id: UUID, role_id: UUID, last: date, now: datetime, *, by: UUID | None = None
) -> None:
    """Let a role end on a day; open cases go over on the day after, or at once where that is past."""
    with writing(session):
        role, had = session.get(Role, role_id), _has_administrator(session, now)
        if role is None or role.staff_id != staff_id:
            raise Refused("role_unknown", 404)
        role.until, role.handed_over = last, False
        _keep_an_administrator(session, now, had)
        _note(session, by, "role_ended", staff_id, now)
        hand_over(session, now)


def change(
    session: Session,
    staff_id: UUID,
    name: str,
    mail: str,
    until: date | None,
    now: datetime,
    *,
    by: UUID | None = None,
) -> None:
    """Change what is written of a person; a last day ends their sessions and, the day after, their roles."""
    if not name:
        raise Refused("staff_incomplete", 422)
    with writing(session):
        staff, had = session.get_one(Staff, staff_id), _has_administrator(session, now)
        staff.name, staff.mail, staff.until = name, mail, until
        if until is not None:
            _end_with(session, staff_id, until)
            if until < today(now):
                sessions.revoke(session, "staff", staff_id, now)
        _keep_an_administrator(session, now, had)
        _note(session, by, "staff_changed", staff_id, now)
        hand_over(session, now)


def _end_with(session: Session, staff_id: UUID, last: date) -> None:
    for role in session.scalars(select(Role).where(Role.staff_id == staff_id)).all():
        if role.until is None or role.until > last:
            role.until, role.handed_over = last, False


def invite_again(session: Session, staff_id: UUID, now: datetime, *, by: UUID | None = None) -> str:
    """A fresh invitation, for a lost password or telephone; what is known now goes on until it is accepted."""
    with writing(session):
        _note(session, by, "invited_again", staff_id, now)
        return invitations.invite(session, staff_id, now)


def revoke_all(session: Session, staff_id: UUID, now: datetime, *, by: UUID | None = None) -> None:
    """End all of a person's sessions."""
    with writing(session):
        sessions.revoke(session, "staff", staff_id, now)
        _note(session, by, "sessions_ended", staff_id, now)


def _note(session: Session, by: UUID | None, verb: str, staff_id: UUID, now: datetime) -> None:
    # Whoever types commands on the server has no staff number of ours.
    audit.did(session, "operator" if by is None else "staff", by, verb, "staff", staff_id, now)


def hand_over(session: Session, now: datetime) -> int:
    """Tell the rooms of every role that has ended, once, so that open cases go to somebody else; in a writing block.

    A role that was ended and told anew in the same division (other dates, 組織改編) takes no case away.
    """
    on = today(now)
    ended = session.scalars(
        select(Role).where(Role.until.is_not(None), Role.until < on, Role.handed_over.is_(False))
    ).all()
    for role in ended:
        role.handed_over = True
        if not _still_there(session, role, on):
            service.fire(
                session,
                "staff.moved",
                staff_id=role.staff_id,
                division=role.division,
                until=role.until,
                now=now,
            )
    session.flush()
    return len(ended)


def _still_there(session: Session, ended: Role, on: date) -> bool:
    """Whether the person still works on cases there; a division under a new name is the same place."""
    pack: Pack = session.info["pack"]
    here = pack.lineage(ended.division, on) | {ended.division}
    mine = session.scalars(select(Role).where(Role.staff_id == ended.staff_id, Role.division.in_(here)))
    works = (role for role in mine if "case.work" in PERMISSIONS[RoleName(role.role)])
    return any(in_force(role.since, role.until, on) for role in works)


def _keep_an_administrator(session: Session, now: datetime, had: bool) -> None:
    """The last one who may manage staff cannot go: nobody could let anybody in again."""
    session.flush()
    if had and not _has_administrator(session, now):
        raise Refused("last_administrator", 409)


def _has_administrator(session: Session, now: datetime) -> bool:
    tomorrow = today(now) + _DAY
    query = (
        select(Role.id)
        .join(Staff, Staff.id == Role.staff_id)
        .where(Role.role == RoleName.ADMINISTRATOR, Role.since <= tomorrow, Staff.since <= tomorrow)
        .where(or_(Role.until.is_(None), Role.until >= tomorrow))
        .where(or_(Staff.until.is_(None), Staff.until >= tomorrow))
    )
    return session.scalars(query.limit(1)).first() is not None
