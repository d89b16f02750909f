"""Editors of the sample town, and sessions that carry what was published."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from chatbot.answers import Answer
from portal import finding, outbox
from portal.db import Database, new_id, writing
from portal.opening import today
from portal.outbox import Row
from portal.pack import Pack
from portal.people import StaffSeat
from services.chat.actions import gate, knowledge, trials
from services.chat.actions.gate import Thinking
from tests.portal import cases
from tests.services.chat.talking import MORNING, equip

Sit = cases.Sit


def editor(division: str = "sogo") -> StaffSeat:
    """Somebody who edits for a division; `sogo` is the reception, which edits for all."""
    me = new_id()
    return StaffSeat(me, "1", "見本 編集", ((division, "editor"),), {division: frozenset({division})}, me)


@contextmanager
def sitting(database: Database) -> Iterator[Sit]:
    """Sessions that carry the answers in force, as those of a running process do; each looks anew."""
    equip(database)
    with cases.sitting(database) as opened:
        yield opened


def change(session: Session, seat: StaffSeat, key: str = "faq001", **cells: str) -> int:
    """Change some columns of an entry in a draft; its revision."""
    was = knowledge.entry(session, key) or {"ID": key, "分類": "証明書", "質問": "問い", "回答": "答え"}
    return knowledge.save(session, seat, {key: {**was, **cells}}, MORNING).revision


def publish(session: Session, seat: StaffSeat, key: str = "faq001", **cells: str) -> Any:
    """Change an entry and publish it."""
    revision = change(session, seat, key, **cells)
    return knowledge.publish(session, seat, revision, "", MORNING)


def light(_: Session, pack: Pack, now: datetime, place: str) -> Callable[[str], Answer]:
    """Answers by the light search, which takes no seconds to build."""
    return finding.finder(pack, today(now)).answer


def work(session: Session, thinking: Thinking = light) -> None:
    """What a worker does when it is rung for, until nothing is left to try."""
    then = MORNING + timedelta(seconds=1)

    def taken() -> list[Row]:
        with writing(session):
            return outbox.claim(session, then, 20, kinds=[trials.KIND])

    while rows := taken():
        for row in rows:
            gate.work(session, row, thinking)
            with writing(session):
                outbox.finish(session, row, then)
