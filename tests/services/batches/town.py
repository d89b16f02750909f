"""A town with a plan or two, its cases, its worker's part and a seat, without a browser."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.procedure import Decision
from portal import files, inbox, outbox
from portal.db import Database, new_id, writing
from portal.files import open_store
from portal.inbox import HOUSE, Case
from portal.pack import Pack
from portal.pack.batches import BatchPlan, Encoding, Reached
from portal.people import StaffSeat
from portal.printing import Printer
from portal.states import State
from services.batches.actions import making, ordering
from services.batches.models import Batch
from tests.portal import cases


def plan(**changes: Any) -> BatchPlan:
    """The water division's plan."""
    usual = BatchPlan(
        date(2026, 4, 1), None, id="suido", name="水道料金システム", division="suido",
        procedures=("suido_kaishi",), reached=Reached.ACCEPTED, encoding=Encoding.UTF8, nightly=True,
        with_shielded=False, keep_days=30,
    )  # fmt: skip
    return replace(usual, **changes)


def town(*plans: BatchPlan, decision: Decision = Decision.NONE) -> Pack:
    """The sample town with these plans; the water notification is decided about as a test needs it."""
    return replace(cases.town(decision), _batches=plans or (plan(),))


@cache
def printer() -> Printer:
    """One press for all tests of this process: making it is what costs."""
    return Printer(cases.hinata())


def equip(database: Database, *plans: BatchPlan, decision: Decision = Decision.NONE) -> Database:
    """Hand the database what the shell hands it, with files kept in memory."""
    cases.equip(database, town(*plans, decision=decision))
    database.info.update(files=open_store("memory:"), printer=printer())
    return database


def accepted(session: Session, now: datetime, *, shielded: bool = False, **answers: Any) -> Case:
    """A case that was taken in hand."""
    with writing(session):
        case = cases.file(session, now, **answers)
        case.shielded = shielded
        inbox.move(session, case, State.ACCEPTED, HOUSE, now)
    return case


def attach(session: Session, case: Case, content: bytes, name: str, now: datetime) -> None:
    """A file that was handed in with a case."""
    origin = new_id()
    file = files.stage(session, io.BytesIO(content), name, now, origin=origin)
    with writing(session):
        files.claim(session, [file.id], origin=origin, owner_kind="case", owner_id=case.id, now=now)


def make(session: Session, now: datetime) -> None:
    """Everything that was ordered, as the worker does it."""
    while True:
        with writing(session):
            rows = outbox.claim(session, now, 10, kinds=[ordering.KIND])
        if not rows:
            return
        for row in rows:
            making.send(session, row)
            with writing(session):
                outbox.finish(session, row, now)


def made(session: Session, now: datetime, of: BatchPlan | None = None) -> Batch:
    """The next batch of a plan, ordered and made."""
    batch_id = ordering.order(session, of or plan(), HOUSE, now)
    make(session, now)
    return session.get_one(Batch, batch_id, populate_existing=True)


def content(session: Session, batch: Batch) -> bytes:
    """The ZIP as it lies in the store."""
    return b"".join(files.content(session, files.of(session, making.OWNER, batch.id)[0]))


def unpacked(raw: bytes) -> Mapping[str, bytes]:
    """The files of a ZIP without its one folder."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return MappingProxyType({name.partition("/")[2]: archive.read(name) for name in archive.namelist()})


def numbers(session: Session, division: str = "suido") -> list[int]:
    """The numbers a division has given, in order."""
    return list(
        session.scalars(select(Batch.number).where(Batch.division == division).order_by(Batch.number))
    )


def seat(*roles: str, division: str = "suido", id: UUID | None = None) -> StaffSeat:
    """Somebody with roles in one division."""
    held = tuple((division, role) for role in roles or ("worker",))
    return StaffSeat(id or uuid4(), "1001", "見本 太郎", held, {division: frozenset({division})}, uuid4())
