"""登録団体: the groups of the register, who belongs to them, and what was done; who somebody is lies sealed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id


class Group(Base):
    """One group as it was registered; everything personal about it lies under its own key."""

    __tablename__ = "user_group"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    # What people say at the counter and write into a request.
    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kana: Mapped[str]
    # Name and reading in the search form.
    folded: Mapped[str]
    # The key of a class in groups.toml.
    kind: Mapped[str]
    # `rules.states.GroupState`.
    state: Mapped[str]
    since: Mapped[date]
    # The last day of the registration.
    until: Mapped[date] = mapped_column(index=True)
    key_id: Mapped[UUID]
    activity: Mapped[bytes | None]
    locale: Mapped[str]
    # The newest request that was granted for it.
    case_id: Mapped[UUID | None] = mapped_column(index=True)
    reminded_for: Mapped[date | None]
    ended_on: Mapped[date | None]
    changed_at: Mapped[datetime]


class Member(Base):
    """Somebody who belongs to a group; `place` 0 represents it."""

    __tablename__ = "user_group_member"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("user_group.id"), index=True)
    place: Mapped[int]
    # Name, day of birth, telephone and mail, sealed under the group's key.
    sealed: Mapped[bytes]
    in_town: Mapped[bool]
    # Whoever signs in with this address may book for the group.
    mail: Mapped[bytes | None] = mapped_column(index=True)
    # The account with which the representative asked for it.
    resident_id: Mapped[UUID | None] = mapped_column(index=True)


class MemberToken(Base):
    """What a member is recognised by in another group: name with birth, name with telephone, the group's telephone."""

    __tablename__ = "user_group_token"

    token: Mapped[bytes] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("user_group_member.id"), primary_key=True, index=True)
    group_id: Mapped[UUID] = mapped_column(index=True)
    # Whether the cap on groups a person counts it: the telephone of a group says nothing about a person.
    person: Mapped[bool]


class GroupEvent(Base):
    """One line of a group's history."""

    __tablename__ = "user_group_event"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("user_group.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    # Why staff stopped it, sealed under the group's key.
    note: Mapped[bytes | None]
