"""What friends on LINE chose to be told of: a district, matters, an age band; nobody else chooses it for them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, delete, exists, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.audiences import AGE, CATEGORY, DISTRICT, KINDS, Audience
from portal.db import Base, must_write, put
from portal.friends import Friend, reached

# Whoever follows a link of the talk chooses on a page; it opens for so many hours.
PURPOSE, HOURS = "line_wishes", 24
PAGE = "/notices/choose"


class Wish(Base):
    """One thing a friend chose; whose account that is lies sealed with the friend, so that this says it of nobody."""

    __tablename__ = "line_wish"

    friend_id: Mapped[UUID] = mapped_column(ForeignKey("line_friend.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (Index("ix_line_wish_kind_value", "kind", "value", "friend_id"),)


def chosen(session: Session, friend: UUID) -> dict[str, frozenset[str]]:
    """What a friend chose, by kind."""
    rows = session.execute(select(Wish.kind, Wish.value).where(Wish.friend_id == friend)).all()
    return {kind: frozenset(row.value for row in rows if row.kind == kind) for kind in KINDS}


def choose(session: Session, friend: UUID, kind: str, values: Collection[str]) -> None:
    """A friend chooses these of a kind and no others, in the caller's writing block."""
    must_write(session)
    session.execute(delete(Wish).where(Wish.friend_id == friend, Wish.kind == kind))
    for value in sorted(set(values)):
        put(session, Wish, {"friend_id": friend, "kind": kind, "value": value})


def forget(session: Session, resident: UUID) -> None:
    """What the accounts of a resident chose is forgotten with them, in the caller's writing block."""
    must_write(session)
    theirs = select(Friend.id).where(Friend.resident_id == resident)
    session.execute(delete(Wish).where(Wish.friend_id.in_(theirs)))


def count(session: Session, audience: Audience) -> dict[str, int]:
    """How many would get it, by language."""
    counted = select(Friend.locale, func.count()).where(*_in(audience)).group_by(Friend.locale)
    rows: Any = session.execute(counted.order_by(func.count().desc())).all()
    return {str(row[0]): int(row[1]) for row in rows}


def lot(session: Session, audience: Audience, locale: str, after: UUID | None, most: int) -> list[UUID]:
    """The next friends who read a language, in an order in which whoever joins meanwhile comes last."""
    wanted: Select[Any] = select(Friend.id).where(*_in(audience), Friend.locale == locale)
    if after is not None:
        wanted = wanted.where(Friend.id > after)
    return list(session.scalars(wanted.order_by(Friend.id).limit(most)))


def _in(audience: Audience) -> list[ColumnElement[bool]]:
    told: list[ColumnElement[bool]] = [*reached()]
    for kind, values in (
        (DISTRICT, audience.districts),
        (CATEGORY, audience.categories),
        (AGE, audience.ages),
    ):
        if values:
            told.append(
                exists().where(Wish.friend_id == Friend.id, Wish.kind == kind, Wish.value.in_(values))
            )
    if audience.languages:
        told.append(Friend.locale.in_(audience.languages))
    return told
