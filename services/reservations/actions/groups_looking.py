"""The register of groups as staff see it: found, opened with what it has booked, and who belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.db import writing
from portal.opening import today
from portal.pack import Pack
from portal.pack.groups import PROCEDURE
from portal.people import StaffSeat, staff_names
from portal.refused import Refused
from portal.search_forms import plain
from portal.vault import vault_of
from services.reservations.actions import groups, reach, standing
from services.reservations.actions.groups_deciding import ACTIVITY, NOTE, SEALED
from services.reservations.models.bookings import Booking
from services.reservations.models.groups import Group, GroupEvent, Member

SUBJECT = "user_group"
# More than so many are no list any more.
MOST = 200


@dataclass(frozen=True)
class Sought:
    """What staff look for in the register."""

    text: str = ""
    kind: str = ""
    state: str = ""


@dataclass(frozen=True)
class Person:
    """A member as staff see them."""

    name: str
    phone: str
    mail: str
    represents: bool
    in_town: bool

    def __repr__(self) -> str:
        return "Person(…)"


@dataclass(frozen=True)
class Line:
    """One line of the history, opened."""

    at: datetime
    kind: str
    who: str
    case_id: UUID | None
    note: str


@dataclass(frozen=True)
class Sight:
    """Everything about one group that a seat may see; who belongs to it, only where the seat keeps the register."""

    group: Group
    activity: str
    people: tuple[Person, ...] | None
    bookings: tuple[Booking, ...]
    points: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]
    manages: bool


def reads(seat: StaffSeat, pack: Pack) -> bool:
    """Whether the register is anything to a seat: they run a building, or keep it on some day."""
    if not pack.groups.classes:
        return False
    return reach.runs_any(seat, pack) or any(seat.may(reach.READ, one) for one in pack.owners(PROCEDURE))


def keeps(session: Session, seat: StaffSeat, now: datetime, permission: str = reach.MANAGE) -> bool:
    """Whether a seat keeps the register: the division that answers for its procedure."""
    pack: Pack = session.info["pack"]
    return PROCEDURE in pack.procedures and seat.may(permission, pack.owner(PROCEDURE, today(now)).id)


def search(session: Session, seat: StaffSeat, sought: Sought, now: datetime) -> list[Group]:
    """The groups of the register by number, name, class and state."""
    _may_read(session, seat, now)
    query = select(Group).order_by(Group.name, Group.number).limit(MOST)
    for word in plain(sought.text).split():
        number = Group.number.startswith(word, autoescape=True)
        query = query.where(Group.folded.contains(word, autoescape=True) | number)
    if sought.kind:
        query = query.where(Group.kind == sought.kind)
    if sought.state:
        query = query.where(Group.state == sought.state)
    return list(session.scalars(query))


def look(session: Session, seat: StaffSeat, group_id: UUID, now: datetime) -> Sight:
    """One group; that somebody looked is written down."""
    group = find(session, seat, group_id, now)
    manages = keeps(session, seat, now)
    with writing(session):
        audit.saw(session, "staff", seat.id, "opened", SUBJECT, group.id, now)
    mine = {one.key for one in reach.buildings(session, seat)} if _runs(session, seat) else set()
    holder = groups.holder(vault_of(session), group.id)
    booked = select(Booking).where(Booking.group_id == group.id, Booking.building.in_(mine))
    points = [(key, standing.points(session, holder, key, now)) for key in sorted(mine)]
    return Sight(
        group=group,
        activity=_opened(session, group, group.activity, ACTIVITY),
        people=people(session, group) if manages else None,
        bookings=tuple(session.scalars(booked.order_by(Booking.starts_at.desc()).limit(MOST))),
        points=tuple(one for one in points if one[1]),
        lines=_lines(session, group),
        manages=manages,
    )


def find(session: Session, seat: StaffSeat, group_id: UUID, now: datetime) -> Group:
    """A group of the register, to whoever may read it."""
    _may_read(session, seat, now)
    found = session.get(Group, group_id, populate_existing=True)
    if found is None:
        raise Refused("group_unknown", 404)
    return found


def people(session: Session, group: Group) -> tuple[Person, ...]:
    """Who belongs to a group, the representative first."""
    vault = vault_of(session)
    rows = session.scalars(select(Member).where(Member.group_id == group.id).order_by(Member.place))
    found = []
    for row in rows:
        told = vault.open(session, group.key_id, row.sealed, SEALED)
        found.append(Person(told["name"], told["phone"], told["mail"], not row.place, row.in_town))
    return tuple(found)


def _may_read(session: Session, seat: StaffSeat, now: datetime) -> None:
    pack: Pack = session.info["pack"]
    if not pack.groups.classes or not (_runs(session, seat) or keeps(session, seat, now, reach.READ)):
        raise Refused("facility_unknown", 404)


def _runs(session: Session, seat: StaffSeat) -> bool:
    return reach.runs_any(seat, session.info["pack"])


def _lines(session: Session, group: Group) -> tuple[Line, ...]:
    rows: Sequence[GroupEvent] = session.scalars(
        select(GroupEvent).where(GroupEvent.group_id == group.id).order_by(GroupEvent.at, GroupEvent.id)
    ).all()
    names = staff_names(session, frozenset(one.actor_id for one in rows if one.actor_id))
    return tuple(
        Line(
            one.at,
            one.kind,
            names.get(one.actor_id, "") if one.actor_id else "",
            one.case_id,
            _opened(session, group, one.note, NOTE),
        )
        for one in rows
    )


def _opened(session: Session, group: Group, sealed: bytes | None, context: str) -> str:
    return "" if sealed is None else str(vault_of(session).open(session, group.key_id, sealed, context))
