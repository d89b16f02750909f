"""The sample town with its clock, its mails and people to sign in as."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, cast

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import Database, writing
from portal.house import House
from portal.people import TOTP_SECRET, Staff
from services.accounts.actions import sample, staff_people
from services.accounts.actions.staff_people import NewRole, NewStaff
from services.accounts.rules import totp
from tests.harness import ground
from tests.harness.live import Clock, make_app
from tests.services.accounts.visit import Visit

ADDRESS = "http://localhost"
LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Town:
    """One town: its application, its clock, its house."""

    app: Flask
    clock: Clock

    @property
    def house(self) -> House:
        return cast(House, self.app.extensions["house"])

    @property
    def now(self) -> datetime:
        return self.clock.moment

    def session(self) -> Session:
        return self.house.db.session()

    def visit(self, network: str = "203.0.113.5") -> Visit:
        """Somebody at a new browser."""
        return Visit(self.app, network)

    def work(self) -> None:
        """Do what the outbox holds and what is due, as the worker would."""
        from portal.worker import Worker

        Worker(self.house).run(until_empty=True)

    def post(self) -> None:
        """Send the mails that wait, and do no night's work, which takes ten times as long."""
        from portal.worker import Worker

        worker = Worker(self.house)
        while worker.send("mail"):
            pass

    def links(self, to: str) -> list[str]:
        """The paths of the links in the mails to one address, oldest first."""
        from email import message_from_bytes
        from email.policy import default

        self.post()
        folder = self.house.settings.mail_folder
        assert folder is not None
        files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        mails = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
        texts = [mail.get_content() for mail in mails if to in str(mail["To"])]
        base = self.house.settings.base_url
        return [
            found.removeprefix(base)
            for text in texts
            for found in LINK.findall(text)
            if found.startswith(base)
        ]

    def staff(self, number: str) -> Staff:
        """A member of staff as the database has them now."""
        with self.session() as session:
            return session.scalars(select(Staff).where(Staff.number == number)).one()

    def code(self, number: str, ahead: int = 0) -> str:
        """The code that this person's app shows now, or some steps ahead."""
        person = self.staff(number)
        with self.session() as session:
            assert person.totp_sealed is not None
            secret = self.house.vault.open(session, person.key_id, person.totp_sealed, TOTP_SECRET)
        return totp.code(bytes.fromhex(secret), totp.step_of(self.now) + ahead)

    def sample_staff(self) -> None:
        """Make the sample's staff."""
        with self.session() as session:
            sample.load(session, self.house.pack, self.now)

    def add_staff(self, number: str, *roles: NewRole, mail: str = "", name: str = "見本 太郎") -> Staff:
        """Somebody of this test's own."""
        since = min([role.since for role in roles], default=self.now.date())
        with self.session() as session, writing(session):
            staff_people.store(session, NewStaff(number, name, mail, since), roles)
        return self.staff(number)

    def sign_in(self, visit: Visit, number: str) -> Visit:
        """Sign a member of staff in with both factors; the clock moves on, since no code is good twice."""
        self.clock.forward(seconds=60)
        assert visit.fill("/staff/sign-in", number=number, password=sample.PASSWORD) == 303, visit.page
        assert visit.follow() == 200
        assert visit.send("/staff/second", code=self.code(number)) == 303, visit.page
        return visit

    def sign_in_resident(self, visit: Visit, mail: str = "hanako@mail.example") -> Visit:
        """Sign a resident in by a mail link."""
        assert visit.fill("/me/sign-in", mail=mail) == 303, visit.page
        link = self.links(mail)[-1]
        assert visit.fill(link) == 303, visit.page
        return visit


def open_town(var: Path, clock: Clock, **more: Any) -> Town:
    """A town with an application of its own, for tests that need other settings."""
    return Town(make_app(var, clock, ADDRESS, **more), clock)


def moved_in(var: Path, clock: Clock, database_url: str) -> Town:
    """A town in the one application of this process, on another database, folder and clock.

    Making an application and its templates afresh for each test would cost more than the tests themselves.
    """
    app, first = _application()
    settings = replace(first.settings, var=var, database_url=database_url)
    database = Database(database_url, first.db.info)
    app.extensions["house"] = replace(first, settings=settings, db=database, now=clock)
    return Town(app, clock)


@cache
def _application() -> tuple[Flask, House]:
    app = make_app(Path(mkdtemp(dir=ground.place())), Clock(datetime(2026, 11, 20, 1, tzinfo=UTC)), ADDRESS)
    return app, app.extensions["house"]
