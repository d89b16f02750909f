"""Editors of the sample town, and sessions that carry what was published."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from portal.db import Database, new_id
from portal.facilities import Editions
from portal.people import StaffSeat
from services.chat.actions import knowledge
from tests.portal import cases
from tests.services.chat.talking import MORNING, equip

Sit = Callable[[], Session]


def editor(division: str = "sogo") -> StaffSeat:
    """Somebody who edits for a division; `sogo` is the reception, which edits for all."""
    me = new_id()
    return StaffSeat(me, "1", "見本 編集", ((division, "editor"),), {division: frozenset({division})}, me)


@contextmanager
def sitting(database: Database) -> Iterator[Sit]:
    """Sessions that carry the answers in force, as those of a running process do; each looks anew."""
    equip(database)
    editions = Editions(cases.hinata(), database)
    opened: list[Session] = []

    def session() -> Session:
        editions.forget()
        editions.look()
        opened.append(database.session())
        return opened[-1]

    yield session
    for one in opened:
        one.close()


def change(session: Session, seat: StaffSeat, key: str = "faq001", **cells: str) -> int:
    """Change some columns of an entry in a draft; its revision."""
    was = knowledge.entry(session, key) or {"ID": key, "分類": "証明書", "質問": "問い", "回答": "答え"}
    return knowledge.save(session, seat, {key: {**was, **cells}}, MORNING).revision


def publish(session: Session, seat: StaffSeat, key: str = "faq001", **cells: str) -> Any:
    """Change an entry and publish it."""
    revision = change(session, seat, key, **cells)
    return knowledge.publish(session, seat, revision, "", MORNING)
