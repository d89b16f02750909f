"""A person with a browser, without the browser: opens a town's pages, types into their forms, presses their buttons."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from ipaddress import IPv4Address
from pathlib import Path
from shutil import copyfile, copytree
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from portal import corrections, inbox
from portal.db import Base, writing
from portal.inbox import HOUSE, State
from tests.harness import ground
from tests.harness.databases import sqlite_template
from tests.harness.live import Clock, make_app
from tests.portal.cases import clerk
from tests.services.applications.reading import Page, Pairs, Typed, filled

if TYPE_CHECKING:
    from portal.house import House

# Ten in the morning of Friday 20 November 2026 in Japan: an open hour of an open day.
MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
NEW_WATER = "/applications/new/suido_kaishi/online"
# The water notification as somebody types it, page by page.
WATER: Mapping[str, Typed] = {
    "start": {
        "water_start_date-era": "",
        "water_start_date-year": "2026",
        "water_start_date-month": "12",
        "water_start_date-day": "1",
        "water_address-postcode": "000-0001",
        "water_address-area": "見本県ひなた市本町",
        "water_address-street": "一丁目1番1号",
        "water_address-building": "",
        "water_customer_number": "",
    },
    "person": {"name": "見本 花子", "name_kana": "ミホン ハナコ"},
    "contact": {"phone": "090-1234-5678", "email": "hanako@example.jp"},
    "building": {"water_use": "home", "dwelling_tenure": "owner"},
    "before": {"moving_from": "none"},
    "billing": {"billing_to": "same", "water_payment": "bank"},
    "visit": {"water_attendance": "no"},
    "note": {"note": ""},
}
# The request for a residence record, for the holder of the sample card.
RECORD: Mapping[str, Typed] = {
    "who": {"applicant_in_household": "self"},
    "person": {
        "name": "見本 花子",
        "name_kana": "",
        "birth_date-era": "showa",
        "birth_date-year": "30",
        "birth_date-month": "4",
        "birth_date-day": "1",
        "phone": "090-1234-5678",
        "email": "",
    },
    "scope": {"residence_copy_scope": "one", "household_head_name": ""},
    "contents": {"show_relation": "hide", "show_domicile": "hide"},
    "copies": {"copies": "1", "submit_to": ""},
    "note": {"note": ""},
}


@dataclass
class Browser:
    """One browser with its cookies."""

    client: FlaskClient
    page: Page = field(init=False)

    def open(self, path: str) -> Page:
        """Type an address, and go where it leads."""
        return self._shown(path, self.client.get(path))

    def press(
        self, typed: Typed | None = None, *, button: str = "", value: str = "", action: str = ""
    ) -> Page:
        """Type into the open page's form and press a button; the main one where none is named."""
        form = self.page.form(action)
        pairs = filled(form, typed or {}) + ([(button, value)] if button else [])
        return self.send(urljoin(self.page.path, form.get("action") or self.page.path), pairs)

    def send(self, path: str, pairs: Pairs, **more: Any) -> Page:
        """Send pairs as a form and go where the answer leads."""
        response = self.client.post(path, data=MultiDict(pairs), **more)
        if response.status_code == 307:
            return self.send(urljoin(path, response.headers["Location"]), pairs)
        return self._shown(path, response)

    def send_body(self, path: str, body: bytes, boundary: str) -> Page:
        """Send a form with files, encoded already."""
        kind = f'multipart/form-data; boundary="{boundary}"'
        return self._shown(path, self.client.post(path, data=body, content_type=kind))

    def follow(self, words: str) -> Page:
        """Follow the link with these words in the main part of the page."""
        return self.open(urljoin(self.page.path, self.page.links()[words]))

    def fill(self, steps: Mapping[str, Typed], **changes: Typed) -> Page:
        """Answer page after page until none of these steps is shown any more."""
        for key, typed in {**steps, **changes}.items():
            self.press({**typed})
            assert self.page.status == 200, f"{key}: {self.page.status} {self.page.summary()}"
        return self.page

    def _shown(self, path: str, response: Any) -> Page:
        hops = 0
        while response.status_code in (301, 302, 303):
            path, hops = urljoin(path, response.headers["Location"]), hops + 1
            assert hops < 6, f"{path} leads round in circles"
            response = self.client.get(path)
        self.page = Page(path, response)
        return self.page


@dataclass(frozen=True)
class Site:
    """A town's portal on a database of its own."""

    app: Flask
    clock: Clock

    def browser(self, language: str = "ja") -> Browser:
        """A new browser in a household of its own, whose owner reads this language."""
        browser = Browser(self.app.test_client())
        browser.client.environ_base["REMOTE_ADDR"] = str(IPv4Address(0x0A000000 + secrets.randbits(24)))
        browser.open(f"/?lang={language}")
        return browser

    @property
    def house(self) -> "House":
        found: House = self.app.extensions["house"]
        return found

    def session(self) -> Session:
        return self.house.db.session()

    def answers(self, page: Page) -> dict[str, Any]:
        """The answers of the case whose page this is, as the office will see them."""
        with self.session() as session:
            return inbox.answers(session, session.get_one(inbox.Case, id_in(page)))

    def count(self, table: type[Base]) -> int:
        """How many rows a table holds."""
        with self.session() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def close(self) -> None:
        self.house.db.dispose()


def site(var: Path, moment: datetime, town: str = "hinata", **more: Any) -> Site:
    """A town's portal, made as wsgi.py makes it, with an empty database under `var`; the sample town has its card."""
    home = var / town
    home.mkdir(parents=True)
    copyfile(sqlite_template(), home / "town.db")
    if town == "hinata":
        copytree(_card(moment), home / "sample_card")
    clock = Clock(moment)
    return Site(make_app(var, clock, town=town, **more), clock)


def _card(moment: datetime) -> Path:
    """The made-up card, made once a run because its keys take a moment."""
    from portal import sample_card

    with ground.alone("card") as folder:
        if not folder.exists():
            sample_card.make(folder, moment)
    return folder / sample_card.FOLDER


def hand_in(browser: Browser, **changes: Typed) -> Page:
    """A whole water notification from the first question to its case's page."""
    at_check(browser, **changes)
    return browser.press()


def at_check(browser: Browser, **changes: Typed) -> Page:
    """A whole water notification up to the page on which everything is looked at once more."""
    browser.open(NEW_WATER)
    return browser.fill(WATER, **changes)


def ask_for(site: Site, page: Page, fields: Sequence[str], reason: str = "確かめてください。") -> None:
    """What the desk does when a clerk asks for a correction."""
    moment = site.clock()
    with site.session() as session, writing(session):
        case = inbox.take_hold(session, id_in(page))
        inbox.move(session, case, State.ACCEPTED, HOUSE, moment)
        inbox.move(session, case, State.REVIEW, clerk(), moment)
        corrections.ask(session, case, fields, reason, date(2026, 12, 11), clerk(), moment)


def id_in(page: Page) -> UUID:
    """The id of the draft or case whose page this is."""
    return UUID(next(part for part in urlsplit(page.path).path.split("/") if len(part) == 36))


def sizes(browser: Browser, page: Page) -> Sequence[tuple[str, int]]:
    """Every address a browser asks for to show a page, with the bytes that travel when it takes gzip.

    A picture that waits until the visitor opens what it is folded into is no part of the page.
    """
    import gzip

    wanted = {page.path: len(gzip.compress(page.response.data, 6))}
    for tag, attribute in (("link", "href"), ("script", "src"), ("img", "src")):
        for one in page.all(tag):
            address = one.get(attribute, "")
            if one.get("loading") == "lazy":
                continue
            if address and one.get("rel", "stylesheet") in ("stylesheet", "icon"):
                answer = browser.client.get(address, headers={"Accept-Encoding": "gzip"})
                assert answer.status_code == 200, address
                wanted[address] = len(answer.data)
    return list(wanted.items())
