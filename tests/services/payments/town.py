"""A sample town whose residents have something to pay, with staff at the counter and in the accounts."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from portal import arrivals, inbox, payments, sessions
from portal.arrivals import Filing
from portal.db import new_id, writing
from portal.inbox import HOUSE, Case, State
from portal.opening import today
from portal.pack.fees import Payable
from portal.payments import charges
from portal.vault import digest
from portal.worker import Worker
from tests.services.applications.browsing import Browser, Site, site
from tests.services.desk.builders import Seat, employ, hire

ANSWERS: dict[str, Any] = {
    "name": "見本 花子", "phone": "090-1234-5678", "email": "hanako@mail.example", "copies": 2, "purpose": "bank",
}  # fmt: skip


@dataclass
class Town:
    """The town, and the ways in which tests make things happen in it."""

    site: Site

    @property
    def clock(self) -> Any:
        return self.site.clock

    def resident(self, language: str = "ja") -> Browser:
        """A browser that can hold a case."""
        browser = self.site.browser(language)
        browser.client.set_cookie("kmado_visit", secrets.token_urlsafe(32))
        return browser

    def filed(self, browser: Browser | None = None, **changes: Any) -> UUID:
        """A request for copies of a residence record, with what it costs; two copies and postage come to 710 yen."""
        answers, moment = {**ANSWERS, **changes}, self.clock()
        pack = self.site.house.pack
        cookie = browser.client.get_cookie("kmado_visit") if browser else None
        held = [digest(cookie.value)] if cookie else []
        with self.site.session() as session, writing(session):
            procedure = pack.procedure("juminhyo")
            division = pack.owner("juminhyo", today(moment)).id
            filing = Filing(
                origin=new_id(), procedure="juminhyo", form_digest=procedure.digest, division=division,
                channel="online", way="online", assurance=3, locale="ja",
                key_id=self.site.house.vault.new_key(session), answers=answers, holders=held, tokens=[], due_on=None,
            )  # fmt: skip
            case = arrivals.receive(session, filing, moment)
            lines = charges.charges(pack, "juminhyo", answers, "online", today(moment))
            charges.owe(session, ("case", case.id), lines, moment, key="juminhyo", division=division)
        return case.id

    def owing_later(self, browser: Browser, when: Payable) -> UUID:
        """A request whose fee can be paid once it was accepted, or at the counter alone."""
        case_id = self.filed(browser, copies=0)
        with self.site.session() as session, writing(session):
            case = session.get_one(Case, case_id)
            payments.owe(
                session, "case", case_id, "fee", 300, self.clock(), key="juminhyo", division=case.division,
                account="手数料", payable=when,
            )  # fmt: skip
        return case_id

    def move(self, case_id: UUID, to: State) -> None:
        with self.site.session() as session, writing(session):
            inbox.move(session, inbox.take_hold(session, case_id), to, HOUSE, self.clock())

    def seat(self, role: str, division: str = "shimin") -> Seat:
        """Somebody on staff with a role, signed in."""
        with self.site.session() as session, writing(session):
            staff = hire(session)
            employ(session, staff.id, division, role)
            token = sessions.begin(session, "staff", staff.id, sessions.FULL, self.clock())
        client = self.site.app.test_client()
        client.set_cookie("kmado_staff", token)
        return Seat(client, staff.id, token)

    def case(self, case_id: UUID) -> Case:
        with self.site.session() as session:
            return session.get_one(Case, case_id)

    def outstanding(self, case_id: UUID) -> int:
        with self.site.session() as session:
            return payments.outstanding(session, "case", case_id)

    def lines(self, case_id: UUID) -> list[payments.Payment]:
        """Every line of the case's book."""
        with self.site.session() as session:
            return [
                line
                for due in payments.dues(session, "case", case_id)
                for line in payments.book(session, due)
            ]

    def kinds(self, case_id: UUID) -> list[str]:
        """The words of the case's history."""
        with self.site.session() as session:
            case = session.get_one(Case, case_id)
            return [line.kind for line, _ in inbox.history(session, case, public_only=True)]

    def work(self) -> None:
        """What the worker does with the outbox."""
        Worker(self.site.house).drain()


def town(folder: Path, now: datetime, **more: Any) -> Town:
    """A sample town of one test's own; with the settings of a provider, it pays through that."""
    return Town(site(folder / "var", now, **more))
