"""Tasks: what staff must do by hand because the house could not: a mail that came back, a letter to print."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, Index, Text, and_, func, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import Base, inserting, must_write, new_id

# A task of no division belongs to whoever looks after the system.
NOBODYS = ""


class Task(Base):
    """Something to do by hand; `refs` holds ids only, and `n` how often the same thing happened while it was open."""

    __tablename__ = "tasks"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    division: Mapped[str]
    refs: Mapped[dict[str, Any]] = mapped_column(JSON)
    # Of two open tasks with one key the second would tell staff nothing new.
    key: Mapped[str] = mapped_column(Text)
    n: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None]

    __table_args__ = (
        Index(
            "uq_tasks_open_key",
            "key",
            unique=True,
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index("ix_tasks_division", "division", "done_at"),
    )


def add(
    session: Session,
    kind: str,
    *,
    division: str = NOBODYS,
    refs: Mapping[str, str],
    now: datetime,
    key: str = "",
) -> None:
    """Give staff something to do, in the caller's writing block; while one of the same key is open, it only counts up."""
    must_write(session)
    task_id = new_id()
    row = {
        "id": task_id, "kind": kind, "division": division, "refs": dict(refs), "key": key or str(task_id),
        "n": 1, "made_at": now,
    }  # fmt: skip
    session.execute(
        inserting(session, Task)
        .values(row)
        .on_conflict_do_update(
            index_elements=["key"], index_where=text("done_at IS NULL"), set_={"n": Task.n + 1}
        )
    )


def open_tasks(session: Session, divisions: Collection[str], *, nobodys: bool = False) -> Sequence[Task]:
    """What these divisions have to do, oldest first; with `nobodys` what belongs to no division as well."""
    return session.scalars(select(Task).where(_open(divisions, nobodys)).order_by(Task.id)).all()


def kinds(session: Session, divisions: Collection[str], *, nobodys: bool = False) -> dict[str, int]:
    """How much of each kind is open, the oldest kind first; nothing of it is read."""
    counted = select(Task.kind, func.count()).where(_open(divisions, nobodys)).group_by(Task.kind)
    return {str(row[0]): int(row[1]) for row in session.execute(counted.order_by(func.min(Task.made_at)))}


def _open(divisions: Collection[str], nobodys: bool) -> ColumnElement[bool]:
    mine = Task.division.in_(divisions)
    return and_(Task.done_at.is_(None), or_(mine, Task.division == NOBODYS) if nobodys else mine)


def of(session: Session, task_id: UUID) -> Task | None:
    """One task, for the page that shows it; the caller checks the division."""
    return session.get(Task, task_id)


def close(session: Session, key: str, staff_id: UUID | None, now: datetime) -> None:
    """Mark what stands open under a key as done: the thing itself was done on another page."""
    must_write(session)
    done = update(Task).where(Task.key == key, Task.done_at.is_(None))
    session.execute(done.values(done_at=now, done_by=staff_id))


def finish(session: Session, task_id: UUID, staff_id: UUID, now: datetime) -> bool:
    """Mark a task as done; says whether it was still open, so that two people do not both believe they did it."""
    must_write(session)
    done = update(Task).where(Task.id == task_id, Task.done_at.is_(None))
    found = session.execute(done.values(done_at=now, done_by=staff_id).returning(Task.id)).first()
    return found is not None
