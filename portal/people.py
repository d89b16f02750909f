"""People: residents and how they are reached, staff, their second factors and their dated roles."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from forms.procedure import Assurance
from portal.db import Base, new_id
from portal.vault import Vault, vault_of

ADDRESS = "contact.sealed"
TOTP_SECRET = "staff.totp_sealed"  # noqa: S105 (the name of a column, bound into what it seals)


class RoleName(StrEnum):
    """What somebody may do in a division."""

    COUNTER = "counter"
    WORKER = "worker"
    APPROVER = "approver"
    EDITOR = "editor"
    MONITOR = "monitor"
    ADMINISTRATOR = "administrator"
    ACCOUNTANT = "accountant"


class RoleKind(StrEnum):
    """本務, 兼務 and 応援: a second role has its own first and last day."""

    MAIN = "main"
    SECOND = "second"
    HELP = "help"


# 公共施設: whoever runs a building sees its bookings and takes them at the counter.
_COUNTER = frozenset(
    {
        "case.read", "case.accept", "case.enter", "task.read", "mail.read", "payment.read", "payment.take", "window.serve",
        "queue.serve", "facility.read", "facility.book",
    }
)  # fmt: skip
_WORKER = _COUNTER | {
    "case.whereabouts",
    "case.work",
    "case.correct",
    "case.propose",
    "payment.waive",
    "payment.propose",
    "batch.take",
    "mailing.manage",
    "queue.manage",
    # Closing a time, moving what stands there, letting in who asks.
    "facility.manage",
}
# 文書: lists of disposal and holds; who works on cases prepares them, who decides approves them.
_RECORDS = frozenset({"record.read", "record.review", "record.hold"})
# 広報: one writes to many, somebody else lets what goes to everybody out.
_ADMINISTRATOR = frozenset(
    {
        "staff.manage", "audit.read", "mail.read", "task.read", "figures.read", "connections.manage", "disaster.switch",
    }
)  # fmt: skip
_APPROVER = frozenset(
    {
        "case.decide", "mailing.release", "record.approve", "facility.approve", "notice.write", "notice.release",
    }
)  # fmt: skip
PERMISSIONS: Mapping[RoleName, frozenset[str]] = MappingProxyType(
    {
        RoleName.COUNTER: _COUNTER,
        RoleName.WORKER: _WORKER | _RECORDS,
        RoleName.APPROVER: _WORKER | _RECORDS | _APPROVER,
        RoleName.EDITOR: frozenset({"content.edit", "notice.write"}),
        # 進み具合: whoever follows the plan enters what is counted elsewhere.
        RoleName.MONITOR: frozenset({"figures.read", "figures.enter"}),
        # 会計: the money of the whole town, and nobody's answers.
        RoleName.ACCOUNTANT: frozenset({"payment.read", "payment.approve", "payment.bank", "task.read"}),
        RoleName.ADMINISTRATOR: _ADMINISTRATOR,
    }
)


class Resident(Base):
    """Somebody who signed in at least once; everything that says who it is lies under the key."""

    __tablename__ = "resident"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    key_id: Mapped[UUID]
    made_at: Mapped[datetime]


class Contact(Base):
    """A way to reach a resident that was shown to work: a mail address, a telephone, a LINE account."""

    __tablename__ = "contact"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("resident.id"), index=True)
    kind: Mapped[str]
    token: Mapped[bytes]
    sealed: Mapped[bytes]
    confirmed_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("kind", "token"),)


class Identity(Base):
    """A resident as an OpenID Connect provider knows them; the subject is kept as a token only."""

    __tablename__ = "resident_identity"

    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[bytes] = mapped_column(primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("resident.id"), index=True)
    level: Mapped[int]
    made_at: Mapped[datetime]


class Staff(Base):
    """A member of staff, known by the number the personnel office gave; gone people stay, for the history's sake."""

    __tablename__ = "staff"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    mail: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    password_hash: Mapped[str | None]
    key_id: Mapped[UUID]
    totp_sealed: Mapped[bytes | None]
    # The last time step a code was taken from: the same code opens nothing twice.
    totp_step: Mapped[int] = mapped_column(default=0)
    # Made up for a sample town; only such people are shown their own code on the page that asks for it.
    sample: Mapped[bool] = mapped_column(default=False)


class Passkey(Base):
    """A WebAuthn credential of a member of staff."""

    __tablename__ = "passkey"

    credential: Mapped[bytes] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    label: Mapped[str]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Role(Base):
    """A role in a division from a first day to a last day, both inclusive."""

    __tablename__ = "staff_role"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    division: Mapped[str]
    role: Mapped[str]
    kind: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    # Whether the rooms were told that it ended, so that open cases went to somebody else.
    handed_over: Mapped[bool] = mapped_column(default=False)


@dataclass(frozen=True)
class ResidentSeat:
    """A signed-in resident: who, how sure we are, and by which mail tokens their cases are found."""

    id: UUID
    level: Assurance
    mail_tokens: tuple[bytes, ...]
    session_id: UUID

    @property
    def holder(self) -> bytes:
        """What stands in the inbox for this resident."""
        return resident_holder(self.id)


@dataclass(frozen=True)
class StaffSeat:
    """A signed-in member of staff with the roles in force today; `reach` names the divisions a role answers for."""

    id: UUID
    number: str
    name: str
    roles: tuple[tuple[str, str], ...]
    reach: Mapping[str, frozenset[str]]
    session_id: UUID

    @property
    def permissions(self) -> frozenset[str]:
        """Everything any of the roles allows."""
        return frozenset().union(*(PERMISSIONS[RoleName(role)] for _, role in self.roles))

    def may(self, permission: str, division: str | None = None) -> bool:
        """Whether a role in force allows this, in that division when one is named."""
        divisions = self.divisions_for(permission)
        return bool(divisions) if division is None else division in divisions

    def divisions_for(self, permission: str) -> frozenset[str]:
        """The divisions this person may do it for, those whose work they took over included."""
        held = (division for division, role in self.roles if permission in PERMISSIONS[RoleName(role)])
        return frozenset().union(*(self.reach.get(division, frozenset({division})) for division in held))


def resident_holder(resident_id: UUID) -> bytes:
    """What stands in the inbox for a resident, beside the hashes of anonymous browsers."""
    return b"r" + resident_id.bytes


def normal_mail(address: str) -> str:
    """A mail address as it is compared: nobody means two people by writing it in capitals."""
    return address.strip().casefold()


def mail_token(vault: Vault, address: str) -> bytes:
    """What a mail address is searched by, in contacts and in cases alike."""
    return vault.token("mail", normal_mail(address))


def in_force(since: date, until: date | None, on: date) -> bool:
    """Whether a dated row holds on a day; both ends are inclusive."""
    return since <= on and (until is None or on <= until)


def roles_on(session: Session, staff_id: UUID, on: date) -> tuple[Role, ...]:
    """The roles a member of staff has on a day: 本務 first, then 兼務 and 応援."""
    found = session.scalars(
        select(Role).where(
            Role.staff_id == staff_id, Role.since <= on, or_(Role.until.is_(None), Role.until >= on)
        )
    )
    order = list(RoleKind)
    return tuple(sorted(found, key=lambda role: (order.index(RoleKind(role.kind)), role.division, role.role)))


def staff_seat(
    session: Session, staff: Staff, on: date, session_id: UUID, lineage: Callable[[str], frozenset[str]]
) -> StaffSeat:
    """The seat of a member of staff on a day; `lineage` tells whose cases a division answers for."""
    roles = tuple((role.division, role.role) for role in roles_on(session, staff.id, on))
    reach = {division: lineage(division) | {division} for division, _ in roles}
    return StaffSeat(staff.id, staff.number, staff.name, roles, reach, session_id)


def staff_names(session: Session, ids: frozenset[UUID]) -> dict[UUID, str]:
    """The names to print beside what staff did."""
    if not ids:
        return {}
    rows = session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(ids)))
    return dict(rows.all())


def staff_for(session: Session, permission: str, divisions: frozenset[str], on: date) -> list[Staff]:
    """The staff who may do something for any of these divisions today, for lists to choose from."""
    roles = [role for role, allowed in PERMISSIONS.items() if permission in allowed]
    query = (
        select(Staff)
        .join(Role, Role.staff_id == Staff.id)
        .where(Role.division.in_(divisions), Role.role.in_(roles), Role.since <= on, Staff.since <= on)
        .where(or_(Role.until.is_(None), Role.until >= on), or_(Staff.until.is_(None), Staff.until >= on))
        .order_by(Staff.number)
    )
    return list(session.scalars(query).unique())


def mail_tokens(session: Session, resident_id: UUID) -> tuple[bytes, ...]:
    """The tokens of the mail addresses that this resident showed to be theirs."""
    return tuple(
        session.scalars(
            select(Contact.token).where(Contact.resident_id == resident_id, Contact.kind == "mail")
        )
    )


def mail_addresses(session: Session, resident_id: UUID) -> tuple[str, ...]:
    """The addresses themselves, opened for the resident or for a message to them."""
    vault = vault_of(session)
    rows = session.execute(
        select(Contact.sealed, Resident.key_id)
        .join(Resident, Resident.id == Contact.resident_id)
        .where(Resident.id == resident_id, Contact.kind == "mail")
        .order_by(Contact.confirmed_at)
    )
    return tuple(str(vault.open(session, row.key_id, row.sealed, ADDRESS)) for row in rows)
