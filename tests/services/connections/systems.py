"""A town with an outside system: a token of its own, requests with it, and how many looks the audit holds."""

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from portal import files
from portal.audit import Audit
from portal.db import new_id, writing
from portal.inbox import Case
from portal.people import StaffSeat
from services.connections.actions import tokens
from services.connections.rules.granting import Wish
from tests.harness.databases import sqlite_template
from tests.harness.live import Clock, make_app
from tests.services.desk.builders import Desk

LAST_DAY = date(2027, 3, 31)


@dataclass
class System:
    """An outside system with its token."""

    desk: Desk
    token: str
    token_id: UUID

    def get(self, path: str, **headers: str) -> Any:
        """Ask the API."""
        sent = {
            "Authorization": f"Bearer {self.token}",
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }
        return self.desk.app.test_client().get(f"/api/v1{path}", headers=sent)

    def looks(self) -> int:
        """How many looks of this token the audit holds."""
        with self.desk.session() as session:
            mine = select(func.count()).where(
                Audit.actor_kind == "system", Audit.actor_id == str(self.token_id)
            )
            return session.scalar(mine) or 0


def wish(**changes: Any) -> Wish:
    """What an administrator asks for, with full defaults."""
    asked: dict[str, Any] = {
        "name": "水道料金システム", "purpose": "使用開始の取り込み", "divisions": ("suido",), "procedures": (),
        "answers": True, "shielded": False, "last_day": LAST_DAY,
    }  # fmt: skip
    return Wish(**{**asked, **changes})


def boss() -> StaffSeat:
    """Somebody who may let systems in."""
    return StaffSeat(new_id(), "9001", "見本 管理", (("joho", "administrator"),), {}, new_id())


def system(desk: Desk, **changes: Any) -> System:
    """A system whose token was just made."""
    once = new_id()
    with desk.session() as session:
        token = tokens.make(session, boss(), wish(**changes), once, desk.clock.moment)
    return System(desk, token, once)


def desk(folder: Path, now: datetime, **more: Any) -> Desk:
    """A town for systems to read, with settings of its own."""
    clock, database = Clock(now), folder / "town.sqlite"
    shutil.copyfile(sqlite_template(), database)
    return Desk(make_app(folder / "var", clock, database_url=f"sqlite:///{database}", **more), clock)


def attach(desk: Desk, case_id: UUID, name: str = "見本.pdf") -> UUID:
    """A document handed in with a case."""
    with desk.session() as session:
        origin = session.get_one(Case, case_id).origin
        document = files.stage(
            session, BytesIO(b"%PDF-1.7\n%%EOF"), name, desk.clock.moment, origin=origin, field="note"
        )
        with writing(session):
            files.claim(
                session,
                [document.id],
                origin=origin,
                owner_kind="case",
                owner_id=case_id,
                now=desk.clock.moment,
            )
    return document.id
