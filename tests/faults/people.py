"""Residents who apply while the house dies: they press again when nothing answers, and remember what they were shown."""

import http.client
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from portal.sample_card import PASSWORD
from tests.harness.resident import WATER, Page, Resident

BEGIN = "/applications/new/suido_kaishi/online"
SIGNED = "/applications/new/juminhyo/online"
# Every so many asks for a 住民票 and signs with the sample town's card, on which this stands.
EVERY = 5
HOLDER = {
    "name": "見本 花子", "birth_date-era": "showa", "birth_date-year": "30", "birth_date-month": "4", "birth_date-day": "1",
    "applicant_in_household": "self", "residence_copy_scope": "one", "show_relation": "hide", "show_domicile": "hide",
    "copies": "1", "purpose": "bank", "phone": "080-0000-0000",
}  # fmt: skip
NUMBER = re.compile(r'<p class="number"[^>]*>([0-9A-Z-]{13})</p>')
PATIENCE = 90.0


class Patient(Resident):
    """Somebody who waits a moment and presses the button again."""

    interruptions = 0

    def ask(self, method: str, path: str, body: str | None) -> Page:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                return super().ask(method, path, body)
            except (OSError, http.client.HTTPException):
                self.connection.close()
                self.interruptions += 1
                time.sleep(0.05)
        raise RuntimeError(f"{path} was not answered for {PATIENCE} seconds")


@dataclass(frozen=True)
class Shown:
    """What somebody was shown at the end: the number of their receipt; and who they are."""

    person: int
    number: str
    case: str


def signs(person: int) -> bool:
    return person % EVERY == 0


def name(person: int) -> str:
    return HOLDER["name"] if signs(person) else f"見本 {person}号"


def address(person: int) -> str:
    return f"resident{person}@mail.example"


def answers(person: int, day: date) -> Mapping[str, str]:
    """What this person types; the day is some days ahead of the real one, since the servers' clock is real."""
    if signs(person):
        return {**HOLDER, "email": address(person), "note": f"{person}番目です"}
    start = day + timedelta(days=9)
    typed = {"era": "", "year": start.year, "month": start.month, "day": start.day}
    started = {f"water_start_date-{part}": str(value) for part, value in typed.items()}
    return {**WATER, **started, "name": name(person), "email": address(person), "note": f"{person}番目です"}


def handed_in(somebody: Patient, person: int, day: date) -> Page:
    """Fill in every page, and hand it in with one press or with the card."""
    check = somebody.fill_in(SIGNED if signs(person) else BEGIN, answers(person, day))
    if not signs(person):
        return somebody.send(check, {})
    return somebody.send(somebody.open(f"{check.path}/card"), {"password": PASSWORD})


@dataclass
class Town:
    """Everybody who applies, a few of them at a time, as many as are let in."""

    port: int
    day: date
    gate: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    shown: list[Shown] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    interrupted: list[int] = field(default_factory=list)

    def apply(self, people: range) -> None:
        """One after the other fills in the form and hands it in."""
        for person in people:
            self.gate.acquire()
            somebody = Patient(self.port)
            try:
                self._keep(person, handed_in(somebody, person, self.day))
            except RuntimeError as fault:
                self.faults.append(f"{name(person)}: {fault}")
            finally:
                somebody.connection.close()
                self.interrupted.append(somebody.interruptions)

    def _keep(self, person: int, page: Page) -> None:
        found = NUMBER.search(page.source)
        if page.status == 200 and found:
            self.shown.append(Shown(person, found[1], page.path.rpartition("/")[2]))
        else:
            self.faults.append(f"{name(person)}: {page.status} at {page.path}")
