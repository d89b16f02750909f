"""What the outbox is asked; each question is put together once, for a worker asks it again and again."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, exists, literal, or_, select
from sqlalchemy.orm import aliased

from portal.db import UtcTime
from portal.outbox.rows import LEASED, WAITING, Outbox
from portal.vault import DataKey

# No lease is as long; one that ends later was begun under a clock that has been put back since, by a worker that is gone.
_NO_LEASE = timedelta(hours=2)
# What a question to the outbox is asked with.
_NOW: ColumnElement[datetime] = bindparam("now", type_=UtcTime)
_TOO_LATE: ColumnElement[datetime] = bindparam("too_late", type_=UtcTime)
_KINDS: BindParameter[Sequence[str]] = bindparam("kinds", expanding=True)
_NAMES = (
    "no", "id", "kind", "lane", "template", "locale", "refs", "attempts", "made_at", "expires_at", "key_id", "own_key",
)  # fmt: skip


def asked(now: datetime, kinds: Collection[str] = ()) -> dict[str, Any]:
    """What each question here is asked with."""
    return {"now": now, "too_late": now + _NO_LEASE, "kinds": list(kinds)}


def stands(state: str, table: Any = Outbox) -> ColumnElement[bool]:
    """Whether a row is in a state, said in a way that lets the database use the index of that state."""
    found: ColumnElement[bool] = table.state == literal(state, literal_execute=True)
    return found


@cache
def glance() -> Select[Any]:
    """Whether anything is to be done: one looks twice a second for a whole worker, and each hand after every row."""
    return select(or_(exists(_heads().with_only_columns(Outbox.no)), *_ends()))


@cache
def ended() -> Select[Any]:
    """Whether anything is lost, or needed by nobody any more."""
    return select(or_(*_ends()))


def _ends() -> tuple[ColumnElement[bool], ...]:
    return tuple(exists(query.with_only_columns(Outbox.no)) for query in (lost(), over()))


@cache
def ready(limit: int, *, along: bool = False) -> Select[Any]:
    """The rows to be taken now, locked for whoever asks; `along`: with what is sealed in them and its key."""
    heads = _heads()
    if along:
        brought = (Outbox.sealed, DataKey.town_key, DataKey.wrapped)
        heads = heads.add_columns(*brought).outerjoin(DataKey, DataKey.id == Outbox.key_id)
    return heads.limit(limit).with_for_update(skip_locked=True, of=Outbox)


@cache
def sealed() -> Any:
    """What is sealed in a row, with its key."""
    wanted = select(Outbox.key_id, Outbox.sealed, DataKey.town_key, DataKey.wrapped)
    return wanted.outerjoin(DataKey, DataKey.id == Outbox.key_id).where(Outbox.no == bindparam("this"))


def _heads() -> Select[Any]:
    """The first open row of each lane, where it is due and nothing of its lane is in flight."""
    earlier, flying = aliased(Outbox), aliased(Outbox)
    # Two questions and not one with OR, so that each is answered from an index that holds open rows only.
    before = exists().where(earlier.lane == Outbox.lane, earlier.no < Outbox.no, earlier.done_at.is_(None))
    in_flight = exists().where(flying.lane == Outbox.lane, stands(LEASED, flying))
    return (
        select(*(getattr(Outbox, name) for name in _NAMES))
        .where(stands(WAITING), Outbox.kind.in_(_KINDS), Outbox.not_before <= _NOW, ~before, ~in_flight)
        .order_by(Outbox.no)
    )


@cache
def lost() -> Select[Any]:
    """Rows whose worker died."""
    return select(Outbox).where(stands(LEASED), has_ended())


def has_ended() -> ColumnElement[bool]:
    """Whether the lease of a row is over, or can be nobody's."""
    return or_(Outbox.leased_until <= _NOW, Outbox.leased_until > _TOO_LATE)


@cache
def over() -> Select[Any]:
    """Rows that nobody needs any more."""
    return (
        select(Outbox).where(stands(WAITING), Outbox.kind.in_(_KINDS), Outbox.expires_at <= _NOW).limit(100)
    )
