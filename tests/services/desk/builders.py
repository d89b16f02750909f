"""A desk with a clerk at it: the sample town served by a test client, its staff signed in, its cases filed."""

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal import inbox, sessions
from portal.db import Database, new_id, writing
from portal.inbox import Case
from portal.people import Role, Staff
from portal.states import State
from portal.vault import vault_of
from tests.harness.databases import sqlite_template
from tests.harness.live import Clock, make_app
from tests.portal import cases

PACKS = Path(__file__).parents[3] / "portal" / "packs"


@dataclass
class Desk:
    """The application, its clock, and a session on its database."""

    app: Flask
    clock: Clock

    @property
    def db(self) -> Database:
        found: Database = self.app.extensions["house"].db
        return found

    def session(self) -> Session:
        return self.db.session()

    def close(self) -> None:
        self.db.dispose()

    def seat(self, *roles: str, division: str = "suido", name: str = "見本 太郎") -> "Seat":
        """Somebody on staff with these roles, signed in."""
        with self.session() as session, writing(session):
            staff = hire(session, name)
            for role in roles or ("worker",):
                employ(session, staff.id, division, role)
            token = sessions.begin(session, "staff", staff.id, sessions.FULL, self.clock.moment)
        client = self.app.test_client()
        client.set_cookie("kmado_staff", token)
        return Seat(client, staff.id, token)

    def filed(self, state: State = State.ARRIVED, **answers: Any) -> UUID:
        """A case of the water division in some state."""
        steps = [State.ACCEPTED, State.REVIEW]
        with self.session() as session, writing(session):
            case = cases.file(session, self.clock.moment, **answers)
            for step in steps[: steps.index(state) + 1] if state in steps else ():
                inbox.move(session, case, step, inbox.HOUSE, self.clock.moment)
        return case.id

    def case(self, case_id: UUID) -> Case:
        with self.session() as session:
            return session.get_one(Case, case_id)


@dataclass
class Seat:
    """A signed-in member of staff with their browser."""

    client: FlaskClient
    id: UUID
    token: str

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def post(self, path: str, **form: Any) -> Any:
        """Send a form as a page of ours would."""
        from portal.doors import csrf_token

        with self.client.application.test_request_context(headers={"Cookie": f"kmado_staff={self.token}"}):
            token = csrf_token()
        return self.client.post(path, data={"_token": token, **form})

    def act(self, desk: Desk, case_id: UUID, act: str, **form: Any) -> Any:
        """Do something to a case as it stands now."""
        form.setdefault("version", desk.case(case_id).version)
        return self.post(f"/staff/cases/{case_id}/{act}", **form)


def hire(session: Session, name: str = "見本 太郎") -> Staff:
    staff = Staff(
        id=new_id(), number=new_id().hex[-6:], name=name, mail="taro@example.jp", since=date(2020, 4, 1), until=None,
        password_hash=None, key_id=vault_of(session).new_key(session), totp_sealed=None,
    )  # fmt: skip
    session.add(staff)
    session.flush()
    return staff


def employ(session: Session, staff_id: UUID, division: str, role: str) -> None:
    session.add(
        Role(
            id=new_id(),
            staff_id=staff_id,
            division=division,
            role=role,
            kind="main",
            since=date(2020, 4, 1),
            until=None,
        )
    )
    session.flush()


def packs(folder: Path, decision: str) -> Path:
    """The towns' folders, with the water notification decided about as a test needs it."""
    shutil.copytree(PACKS, folder / "packs")
    water = folder / "packs" / "common" / "procedures" / "suido_kaishi.toml"
    text = water.read_text(encoding="utf-8").replace('decision = "none"', f'decision = "{decision}"')
    water.write_text(text, encoding="utf-8")
    return folder / "packs"


def desk(folder: Path, now: datetime, decision: str = "none") -> Desk:
    """A desk on a database of its own; the actions are tried on both kinds, the pages on this one."""
    clock, database = Clock(now), folder / "town.sqlite"
    shutil.copyfile(sqlite_template(), database)
    app = make_app(folder / "var", clock, database_url=f"sqlite:///{database}", packs=packs(folder, decision))
    return Desk(app, clock)
