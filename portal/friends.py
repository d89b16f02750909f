"""Friends: who has added the town's LINE account, sealed; some of them said which resident they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, delete, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal import erased, ledger, outbox
from portal.db import Base, inserting, must_write, new_id
from portal.erased import Whose
from portal.inbox import CaseHolder
from portal.kinds import Kind
from portal.opening import today
from portal.people import Contact, mail_token
from portal.vault import DataKey, Vault, vault_of

USER = "line_friend.sealed"
# What is sent to many at once: each kind has its own thread, so that nothing stands in the way of a disaster.
MANY, DISASTER = "line_multicast", "line_disaster"
# LINE takes so many at once.
AT_ONCE = 500
# A resident among those who hold a case (`people.resident_holder`): a letter and the id.
_HOLDER = 17


class Friend(Base):
    """One LINE account that met the town's: its userId is found by a token and opened only to send to it."""

    __tablename__ = "line_friend"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token: Mapped[bytes] = mapped_column(unique=True)
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
    # The language its messages are written in: that of the profile until somebody chooses another.
    locale: Mapped[str]
    # None for an account that spoke in a group and never added ours; both where it added and blocked it.
    followed_at: Mapped[datetime | None]
    unfollowed_at: Mapped[datetime | None]
    # Who it is, once they linked it while signed in; an address for notices, never proof of who somebody is.
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("resident.id"), index=True)
    linked_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Address:
    """Where a friend is written to, and in which language; it never prints itself."""

    user: str
    locale: str

    def __repr__(self) -> str:
        return "Address(…)"


def token(vault: Vault, user: str) -> bytes:
    """What a LINE userId is searched by."""
    return vault.token("line", user)


def find(session: Session, user: str) -> Friend | None:
    """The account with this userId, if we ever met it."""
    wanted = select(Friend).where(Friend.token == token(vault_of(session), user))
    return session.scalar(wanted.execution_options(populate_existing=True))


def follow(session: Session, user: str, locale: str, now: datetime) -> Friend:
    """Somebody added the account, or lets it write again, at this moment, in the caller's writing block.

    Where they blocked it after that moment, which LINE may have told us before, it stays so.
    """
    must_write(session)
    vault, found = vault_of(session), find(session, user)
    new = found is None
    if found is None:
        _meet(session, vault, user, locale, now)
        found = find(session, user)
    if found is None:
        raise RuntimeError("a friend that was just kept must be there")
    if found.unfollowed_at is not None and found.unfollowed_at > now:
        return found
    if new or found.followed_at is None or found.unfollowed_at is not None:
        _count(session, Kind.FOLLOWED, now)
    # What they chose themselves stands above what the profile says.
    found.followed_at, found.unfollowed_at = now, None
    session.flush()
    return found


def speak(session: Session, user: str, locale: str) -> None:
    """Somebody chose a language, in the caller's writing block: they are written to in it from now on."""
    must_write(session)
    session.execute(
        update(Friend).where(Friend.token == token(vault_of(session), user)).values(locale=locale)
    )


def unfollow(session: Session, user: str, now: datetime) -> None:
    """Somebody blocked the account at this moment: nothing is pushed to them until they let it write again.

    In the caller's writing block. Where they let it write again after that moment, they are a friend still.
    """
    must_write(session)
    still = or_(Friend.followed_at.is_(None), Friend.followed_at <= now)
    mine = Friend.token == token(vault_of(session), user), Friend.unfollowed_at.is_(None), still
    left = session.execute(
        update(Friend).where(*mine).values(unfollowed_at=now).returning(Friend.followed_at)
    ).one_or_none()
    if left is not None and left.followed_at is not None:
        _count(session, Kind.UNFOLLOWED, now)


def link(session: Session, user: str, resident: UUID, now: datetime) -> bool:
    """Let notices to a resident go to this account, in the caller's writing block; False where it is no friend of ours.

    A resident has one account: another one that was linked before is let go.
    """
    found = find(session, user)
    if found is None or found.followed_at is None or found.unfollowed_at is not None:
        return False
    unlink(session, resident)
    found.resident_id, found.linked_at = resident, now
    session.flush()
    return True


def unlink(session: Session, resident: UUID) -> bool:
    """No notices to LINE any more, in the caller's writing block; whether there were any."""
    must_write(session)
    linked = update(Friend).where(Friend.resident_id == resident).values(resident_id=None, linked_at=None)
    return session.execute(linked.returning(Friend.id)).first() is not None


def has_left(session: Session, user: str) -> bool:
    """Whether this account blocked ours, and did not let it write again since."""
    found = find(session, user)
    return found is not None and found.unfollowed_at is not None


def linked(session: Session, resident: UUID) -> Friend | None:
    """The account to which a resident's notices go."""
    return session.scalar(select(Friend).where(Friend.resident_id == resident))


def address_of(session: Session, resident: UUID) -> Address | None:
    """Where a resident is written to on LINE; None where they did not link it, or blocked it since."""
    found = linked(session, resident)
    if found is None or found.unfollowed_at is not None:
        return None
    return Address(_opened(session, found), found.locale)


def of_case(session: Session, case_id: UUID) -> Address | None:
    """Where whoever filed a case while signed in is written to, where they linked an account."""
    held = session.scalars(select(CaseHolder.holder).where(CaseHolder.case_id == case_id))
    mine = [UUID(bytes=one[1:]) for one in held if len(one) == _HOLDER and one[:1] == b"r"]
    found = (address_of(session, resident) for resident in mine)
    return next((one for one in found if one is not None), None)


def holder(friend: UUID) -> bytes:
    """A friend among those who hold a case: it opens nothing, and says where the answer goes."""
    return b"f" + friend.bytes


def of_talk(session: Session, case_id: UUID) -> Address | None:
    """Where whoever began a case in a talk is written to, if nobody knows them by anything else."""
    held = session.scalars(select(CaseHolder.holder).where(CaseHolder.case_id == case_id))
    mine = [UUID(bytes=one[1:]) for one in held if len(one) == _HOLDER and one[:1] == b"f"]
    found = session.scalar(select(Friend).where(Friend.id.in_(mine), *reached())) if mine else None
    return Address(_opened(session, found), found.locale) if found else None


def of_mail(session: Session, address: str) -> Address | None:
    """Where whoever showed this mail address to be theirs is written to, where they linked an account."""
    known = Contact.token == mail_token(vault_of(session), address), Contact.kind == "mail"
    resident = session.scalar(select(Contact.resident_id).where(*known))
    return address_of(session, resident) if resident else None


def reached() -> tuple[ColumnElement[bool], ...]:
    """Those who may be written to, as a condition: they added the account and did not block it."""
    return Friend.followed_at.is_not(None), Friend.unfollowed_at.is_(None)


def users(session: Session, ids: Sequence[UUID]) -> list[str]:
    """The userIds of friends who may be written to, for one multicast; whoever blocked us meanwhile is left out."""
    rows = session.execute(
        select(Friend.key_id, Friend.sealed, DataKey.town_key, DataKey.wrapped)
        .join(DataKey, DataKey.id == Friend.key_id)
        .where(Friend.id.in_(ids), *reached())
        .order_by(Friend.id)
    )
    vault, found = vault_of(session), []
    for row in rows:
        vault.hold(session, row.key_id, row.town_key, row.wrapped)
        found.append(str(vault.open(session, row.key_id, row.sealed, USER)))
    return found


def broadcast(
    session: Session,
    name: str,
    to: Sequence[UUID],
    messages: Sequence[Mapping[str, Any]],
    *,
    locale: str,
    now: datetime,
    urgent: bool = False,
    expires_at: datetime | None = None,
) -> int:
    """Store what goes to these friends, in the caller's writing block; how many lots are new.

    `name` says which sending it is: asked again with the same list, after a fault perhaps, it adds what is missing.
    Whoever blocks the account until it is sent gets nothing. `urgent`: a disaster, which may use the month's reserve.
    """
    kind, made = (DISASTER if urgent else MANY), 0
    for place in range(0, len(to), AT_ONCE):
        lot = [str(one) for one in to[place : place + AT_ONCE]]
        row = outbox.add(
            session, kind, lane=f"{kind}:{name}:{place}", template=kind, locale=locale, refs={"sending": name},
            values={"friends": lot, "messages": list(messages)}, now=now, expires_at=expires_at,
            dedupe_key=f"{kind}:{name}:{place}",
        )  # fmt: skip
        made += row is not None
    return made


def forget(session: Session, resident: UUID, now: datetime) -> None:
    """The person is erased, and with them the account they linked, in the caller's writing block."""
    must_write(session)
    vault = vault_of(session)
    for found in session.scalars(select(Friend).where(Friend.resident_id == resident)).all():
        vault.erase(session, found.key_id)
        erased.note(session, found.key_id, Whose.RESIDENT, now)
        session.execute(delete(Friend).where(Friend.id == found.id))


def _count(session: Session, kind: Kind, now: datetime) -> None:
    ledger.event(session, kind, "friend", "line", "", today(now))


def _opened(session: Session, friend: Friend) -> str:
    return str(vault_of(session).open(session, friend.key_id, friend.sealed, USER))


def _meet(session: Session, vault: Vault, user: str, locale: str, now: datetime) -> None:
    key = vault.new_key(session)
    row = {
        "id": new_id(), "token": token(vault, user), "key_id": key, "sealed": vault.seal(session, key, user, USER),
        "locale": locale, "followed_at": now, "unfollowed_at": None, "resident_id": None, "linked_at": None,
    }  # fmt: skip
    added = inserting(session, Friend).values(row).on_conflict_do_nothing(index_elements=["token"])
    if session.execute(added.returning(Friend.id)).first() is None:
        vault.erase(session, key)
