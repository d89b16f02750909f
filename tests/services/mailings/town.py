"""The sample town with a mailing: its list, its letters, the browsers of who was written to, and the staff."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal import decisions, inbox, sessions
from portal.db import new_id, writing
from portal.decisions import Proposal
from portal.inbox import Actor, Case, State
from portal.opening import today
from portal.pack.lists import write
from portal.people import StaffSeat
from portal.states import Outcome as Decided
from portal.worker import Worker
from services.mailings.actions import answering, letters, loading, making
from services.mailings.actions.making import Wish
from services.mailings.models import Addressee, PrintedLetter
from services.mailings.rules import codes
from services.mailings.rules.stages import Outcome
from tests.services.applications.browsing import Browser, Site, site
from tests.services.desk.builders import Seat, employ, hire

DIVISION = "shimin"
PERSON = {
    "宛名番号": "100001", "氏名": "見本 花子", "フリガナ": "ミホン ハナコ", "郵便番号": "000-0001", "住所": "見本県ひなた市本町",
    "番地": "一丁目1番1号", "生年月日": "1955-04-01", "電話番号": "080-0000-0001", "支給する額": "30000",
}  # fmt: skip
ACCOUNT = {
    "bank": "見本銀行", "bank_code": "9999", "branch": "本店", "branch_code": "001", "kind": "ordinary",
    "number": "1234567", "holder": "ミホン ハナコ",
}  # fmt: skip
BIRTH = {
    "birth_date-era": "west", "birth_date-year": "1955", "birth_date-month": "4", "birth_date-day": "1",
}  # fmt: skip


def people(count: int = 1, **changes: str) -> list[dict[str, str]]:
    """So many people of a list, each with a number of their own."""
    return [{**PERSON, "宛名番号": str(100000 + n), **changes} for n in range(1, count + 1)]


def csv(rows: Sequence[dict[str, str]]) -> bytes:
    """A list as Excel saves it."""
    return write(list(dict.fromkeys(name for row in rows for name in row)), rows)


@dataclass
class Town:
    """The town and the ways in which tests make things happen in it."""

    site: Site

    @property
    def now(self) -> datetime:
        return self.site.clock()

    def seat(self, role: str = "worker", division: str = DIVISION) -> StaffSeat:
        """Somebody with a role, for the actions."""
        reach = {division: frozenset({division})}
        return StaffSeat(new_id(), "1001", "見本 太郎", ((division, role),), reach, new_id())

    def clerk(self, role: str = "worker", division: str = DIVISION) -> Seat:
        """Somebody with a role, at a browser."""
        with self.site.session() as session, writing(session):
            staff = hire(session)
            employ(session, staff.id, division, role)
            token = sessions.begin(session, "staff", staff.id, sessions.FULL, self.now)
        client = self.site.app.test_client()
        client.set_cookie("kmado_staff", token)
        return Seat(client, staff.id, token)

    def made(self) -> UUID:
        """A mailing without a list."""
        until = today(self.now) + timedelta(days=30)
        wish = Wish("kurashi_ouen", "ご案内（見本）", "見本の文です。", until)
        with self.site.session() as session:
            return making.make(session, self.seat(), wish, self.now)

    def loaded(self, rows: Sequence[dict[str, str]]) -> UUID:
        """A mailing whose list was taken in."""
        mailing_id = self.made()
        with self.site.session() as session:
            loading.hand_in(session, self.seat(), mailing_id, io.BytesIO(csv(rows)), self.now)
            loading.count(session, self.seat(), mailing_id, self.now)
        return mailing_id

    def released(self, rows: Sequence[dict[str, str]]) -> UUID:
        """A mailing that was released and whose letters are planned, not printed."""
        mailing_id = self.loaded(rows)
        with self.site.session() as session:
            making.propose(session, self.seat(), mailing_id, self.now)
            making.release(session, self.seat("approver"), mailing_id, self.now)
            letters.plan(session, mailing_id, 1, self.now)
        return mailing_id

    def addressees(self, mailing_id: UUID) -> list[Addressee]:
        with self.site.session() as session:
            mine = select(Addressee).where(Addressee.mailing_id == mailing_id)
            return list(session.scalars(mine.order_by(Addressee.place)))

    def code(self, addressee_id: UUID) -> str:
        """A code for somebody's letter, as printing would have made it."""
        made = codes.new()
        with self.site.session() as session, writing(session):
            letter = session.scalars(
                select(PrintedLetter).where(PrintedLetter.addressee_id == addressee_id)
            ).first()
            assert letter is not None
            letter.code = letters.hashed(session, made)
        return made

    def written(self, **changes: str) -> tuple[UUID, str]:
        """One person with a letter in their hand: who, and its code."""
        one = self.addressees(self.released(people(1, **changes)))[0]
        return one.id, self.code(one.id)

    def open(self, code: str) -> Browser:
        """A browser that knows the code and the day of birth."""
        browser = self.site.browser()
        browser.open(f"/mailings/{code}")
        browser.press(BIRTH)
        return browser

    def answered(self, code: str, wish: str = "receive", **account: str) -> Browser:
        """The letter answered online, up to the receipt."""
        browser = self.open(code)
        browser.press({"benefit_wish": wish})
        browser.press()
        if wish == "receive":
            browser.press({f"payout_account-{key}": text for key, text in {**ACCOUNT, **account}.items()})
        browser.press({"declare_true": "yes"})
        browser.press()
        return browser

    def case(self, addressee_id: UUID) -> Case:
        with self.site.session() as session:
            found = session.get_one(Addressee, addressee_id)
            assert found.case_id is not None
            return session.get_one(Case, found.case_id)

    def approved(self, **account: str) -> tuple[UUID, UUID]:
        """Somebody whose answer was approved: the mailing and the addressee."""
        addressee_id, code = self.written()
        self.answered(code, **account)
        self.approve(addressee_id)
        with self.site.session() as session:
            return session.get_one(Addressee, addressee_id).mailing_id, addressee_id

    def approve(self, addressee_id: UUID) -> None:
        actor = Actor("staff", new_id())
        with self.site.session() as session, writing(session):
            case = inbox.take_hold(session, self.case(addressee_id).id)
            inbox.move(session, case, State.ACCEPTED, actor, self.now)
            inbox.move(session, case, State.REVIEW, actor, self.now)
            decisions.propose(session, case, Proposal(Decided.APPROVE), actor, self.now)
            decisions.decide(session, case, actor, self.now)

    def tell(self, addressee_id: UUID, outcome: Outcome) -> None:
        with self.site.session() as session:
            answering.tell(session, self.seat(), addressee_id, outcome, self.now)

    def work(self) -> None:
        """What the worker does with the outbox."""
        Worker(self.site.house).drain()

    def one(self, addressee_id: UUID) -> Addressee:
        with self.site.session() as session:
            return session.get_one(Addressee, addressee_id)


def town(folder: Path, now: datetime, **more: Any) -> Town:
    """A sample town of one test's own."""
    return Town(site(folder / "var", now, **more))
