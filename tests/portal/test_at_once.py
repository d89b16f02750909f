"""At once: a block that goes to the server in one journey is stored whole or not at all, whatever happens in it."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import bindparam, delete, func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.at_once import Insisted, NotThere, at_once, insist, together
from portal.db import Database, new_id, put
from portal.tasks import Task
from portal.vault import DataKey

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
_KEYS = DataKey.__table__
TAKE = Insisted.on(delete(_KEYS).where(_KEYS.c.id == bindparam("key")))  # type: ignore[arg-type]
RENAME = Insisted.on(
    update(_KEYS).where(_KEYS.c.id == bindparam("key")).values(town_key=bindparam("town"))  # type: ignore[arg-type]
)


def row(id: UUID | None = None) -> dict[str, object]:
    return {"id": id or new_id(), "town_key": "test", "wrapped": b"x"}


def keys(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(DataKey)) or 0


def in_a_block(session: Session, *steps: Callable[[], object]) -> None:
    with at_once(session):
        for step in steps:
            step()


def a_part(session: Session) -> None:
    with together(session):
        put(session, DataKey, row())


def fail() -> None:
    raise ZeroDivisionError


def stored(database: Database) -> UUID:
    key = new_id()
    with database.session() as session, at_once(session):
        put(session, DataKey, row(key))
    return key


def test_what_is_put_in_is_stored(database: Database) -> None:
    with database.session() as session:
        with at_once(session):
            put(session, DataKey, row())
            put(session, DataKey, [row(), row(), row()])

        assert keys(session) == 4


def test_an_error_of_ours_undoes_what_was_sent_before_it(database: Database) -> None:
    with database.session() as session:
        more = [row(), row()]
        with pytest.raises(ZeroDivisionError):
            in_a_block(
                session, lambda: put(session, DataKey, row()), lambda: put(session, DataKey, more), fail
            )

        assert keys(session) == 0
        with at_once(session):
            put(session, DataKey, row())
        assert keys(session) == 1


def test_an_error_after_a_question_undoes_what_was_sent_before_the_question(database: Database) -> None:
    with database.session() as session:
        seen: list[int] = []
        with pytest.raises(ZeroDivisionError):
            in_a_block(
                session,
                lambda: put(session, DataKey, row()),
                lambda: seen.append(keys(session)),
                lambda: put(session, DataKey, row()),
                fail,
            )

        assert (seen, keys(session)) == ([1], 0)


def test_an_error_of_the_database_undoes_everything_and_says_what_it_was(database: Database) -> None:
    twice = row()
    with database.session() as session:
        with pytest.raises(IntegrityError):
            in_a_block(
                session,
                lambda: put(session, DataKey, twice),
                lambda: put(session, DataKey, twice),
                lambda: put(session, DataKey, row()),
            )

        assert keys(session) == 0


def test_what_is_insisted_on_and_there_is_changed(database: Database) -> None:
    key, other = stored(database), stored(database)
    with database.session() as session:
        with at_once(session):
            insist(session, RENAME, {"key": key, "town": "new"})
            insist(session, TAKE, {"key": other})
            put(session, DataKey, row())

        assert session.scalar(select(DataKey.town_key).where(DataKey.id == key)) == "new"
        assert keys(session) == 2


def test_what_is_insisted_on_and_gone_undoes_the_block(database: Database) -> None:
    with database.session() as session:
        with pytest.raises(NotThere):
            in_a_block(
                session,
                lambda: put(session, DataKey, row()),
                lambda: insist(session, TAKE, {"key": new_id()}),
                lambda: put(session, DataKey, row()),
            )

        assert keys(session) == 0


def test_changes_inside_say_how_many_rows_they_met(database: Database) -> None:
    key = stored(database)
    with database.session() as session, at_once(session):
        rename = update(DataKey).values(town_key="new")
        assert session.execute(rename.where(DataKey.id == key)).rowcount == 1  # type: ignore[attr-defined]
        assert session.execute(rename.where(DataKey.id == new_id())).rowcount == 0  # type: ignore[attr-defined]
        assert session.scalar(select(DataKey.id).where(DataKey.id == new_id())) is None


def test_the_mapper_may_write_in_it(database: Database) -> None:
    with database.session() as session:
        with at_once(session):
            made = Task(id=new_id(), kind="letter", division="x", refs={}, key="k", made_at=NOW)
            session.add(made)
            session.flush()
            made.division = "y"
            session.flush()

        assert session.scalar(select(Task.division)) == "y"


def test_blocks_do_not_nest_and_parts_of_one_go_along(database: Database) -> None:
    with database.session() as session:
        with pytest.raises(RuntimeError), at_once(session), at_once(session):
            pass
        with pytest.raises(ZeroDivisionError):
            in_a_block(session, lambda: a_part(session), fail)

        assert keys(session) == 0


def test_a_server_takes_it_as_one_transaction(database: Database) -> None:
    # On SQLite there is one writer, so a block cannot be two.
    who = "SELECT 1" if database.is_sqlite else "SELECT xmin::text FROM data_key"
    with database.session() as session:
        with at_once(session):
            put(session, DataKey, [row(), row()])
            keys(session)
            put(session, DataKey, row())

        assert keys(session) == 3
        assert len(set(session.scalars(text(who)))) == 1
