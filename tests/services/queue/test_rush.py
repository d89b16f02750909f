"""A rush: two machines give numbers while twelve counters call, send away, bring back and hand on over HTTP, all at once."""

import random
import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import sessions
from portal.db import Database, writing
from services.queue.models import Call, CounterDay, Ticket
from services.queue.rules.tickets import State
from tests.harness.live import Clock, listening, make_app
from tests.services.desk import builders
from tests.services.queue.hall import MORNING

COUNTERS = 12
TICKETS = {"fast": 40, "normal": 60, "all": 500}
PAGE = "/staff/queue/honcho"
TOKEN = re.compile(r'name="_token" value="([^"]+)"')
SEEN = re.compile(r'/next"><input[^>]*><input type="hidden" name="seen" value="([^"]*)"')
BACK = re.compile(r'/back">.*?name="ticket" value="([^"]+)"')
KEY = re.compile(r"/queue/kiosk\?key=[0-9a-f]+")


class Browser:
    """One browser without scripts, on one kept connection."""

    def __init__(self, address: str, cookie: str = "") -> None:
        self.connection = HTTPConnection(address.removeprefix("http://"), timeout=60)
        self.cookie, self.token = cookie, ""

    def get(self, path: str) -> str:
        """A page; its form's token is remembered."""
        return self._asked("GET", path, None)[1]

    def post(self, path: str, **form: str) -> int:
        """Send a form as the page would."""
        return self._asked("POST", path, urlencode({"_token": self.token, **form}))[0]

    def _asked(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        headers = {"Cookie": self.cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookie = "; ".join(filter(None, (self.cookie, line.partition(";")[0])))
        if found := TOKEN.findall(text):
            self.token = found[-1]
        return answer.status, text


def hall(place: Path, url: str) -> Flask:
    """The sample town, whose main office has twelve counters for the same two kinds of business."""
    packs = place / "packs"
    if not packs.exists():
        shutil.copytree(builders.PACKS, packs)
        said = (packs / "hinata" / "queue.toml").read_text(encoding="utf-8")
        head, _, rest = said.partition("[[queue.counter]]")
        counters = "".join(
            f'[[queue.counter]]\nnumber = {one}\nbands = ["A", "B", "C", "D", "E"]\n\n'
            for one in range(1, COUNTERS + 1)
        )
        north = rest[rest.index('[[queue]]\noffice = "kita"') :]
        (packs / "hinata" / "queue.toml").write_text(head + counters + north, encoding="utf-8")
    return make_app(place / "var", Clock(MORNING), database_url=url, packs=packs)


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of an application, as one web process."""
    with listening(lambda _address: app) as (_, address):
        yield address


def clerks(app: Flask, address: str) -> list[Browser]:
    """Twelve members of staff, each at a counter."""
    database: Database = app.extensions["house"].db
    found = []
    for number in range(1, COUNTERS + 1):
        with database.session() as session, writing(session):
            staff = builders.hire(session)
            builders.employ(session, staff.id, "shimin", "worker")
            token = sessions.begin(session, "staff", staff.id, sessions.FULL, MORNING)
        browser = Browser(address, f"kmado_staff={token}")
        browser.get(PAGE)
        assert browser.post(f"{PAGE}/sit", counter=str(number)) == 303
        found.append(browser)
    return found


def machine(clerk: Browser, address: str) -> Browser:
    """A machine in the hall."""
    link = KEY.findall(clerk.get(f"{PAGE}/manage"))[0]
    browser = Browser(address)
    browser.get(link)
    return browser


def give(browser: Browser, count: int) -> None:
    """Give so many numbers."""
    browser.get("/queue/kiosk")
    for place in range(count):
        assert browser.post("/queue/kiosk", band="AB"[place % 2]) == 303


def work(browser: Browser, chance: random.Random, given: list[bool]) -> None:
    """Call until nobody is left; now and then somebody is absent, comes back, or goes on to another line."""
    while True:
        over = bool(given)
        page = browser.get(PAGE)
        seen, absent = SEEN.findall(page)[0], BACK.findall(page)
        # Before the next call, not after it: whom a last call found would sit at the counter for ever.
        if over and not seen and not absent and "だれも待っていません" in page:
            return
        act = chance.choices(("next", "absent", "transfer", "again"), (12, 1, 1, 1))[0] if seen else "next"
        status = browser.post(f"{PAGE}/{act}", seen=seen, band=chance.choice("ABCDE"))
        # Nobody else moves this counter, so its own page is never too old.
        assert status == 303
        if absent:
            assert browser.post(f"{PAGE}/back", ticket=chance.choice(absent)) in (303, 409)


def test_in_a_rush_the_order_is_kept_none_is_lost_and_none_is_called_twice(
    database_url: str, tmp_path: Path, scale: str
) -> None:
    seed, tickets = int(time.time()), TICKETS[scale]
    print("seed", seed, "tickets", tickets)
    app = hall(tmp_path, database_url)
    given: list[bool] = []
    with served(app) as address, ThreadPoolExecutor(COUNTERS + 2) as pool:
        seats = clerks(app, address)
        machines = [machine(seats[0], address) for _ in range(2)]
        chances = [random.Random(seed + place) for place in range(COUNTERS)]  # noqa: S311 (a rush is no secret)
        working = [pool.submit(work, one, chance, given) for one, chance in zip(seats, chances, strict=True)]
        giving = [pool.submit(give, one, tickets // 2) for one in machines]
        for one in giving:
            one.result()
        given.append(True)
        for one in working:
            one.result()

    with app.extensions["house"].db.session() as session:
        everyone = session.scalars(select(Ticket)).all()
        calls = session.execute(
            select(Ticket.turn, Call.ticket_id, Call.round)
            .join(Call, Call.ticket_id == Ticket.id)
            .where(Call.again == 0)
            .order_by(Call.id)
        ).all()
        at_counters = session.scalar(select(func.count()).where(CounterDay.ticket_id.is_not(None)))
    app.extensions["house"].db.dispose()
    assert len(everyone) == tickets
    assert {one.state for one in everyone} == {State.SERVED}
    for letter in "AB":
        assert sorted(one.number for one in everyone if one.letter == letter) == list(
            range(1, tickets // 2 + 1)
        )
    assert max(Counter((call.ticket_id, call.round) for call in calls).values()) == 1
    first = [call.turn for call in calls if call.round == 1]
    assert first == sorted(first)
    assert len(first) == tickets
    assert at_counters == 0


@pytest.mark.alone
def test_a_display_of_another_process_shows_a_call_within_two_seconds(
    database_url: str, tmp_path: Path
) -> None:
    with ExitStack() as open_servers:
        here, there = (hall(tmp_path, database_url) for _ in range(2))
        address, display = (open_servers.enter_context(served(one)) for one in (here, there))
        clerk = clerks(here, address)[0]
        give(machine(clerk, address), 4)
        waits = []
        for _ in range(4):
            clerk.post(f"{PAGE}/next", seen=SEEN.findall(clerk.get(PAGE))[0])
            begun, label = time.monotonic(), re.findall(r'class="now-no"[^>]*>(\w+)<', clerk.get(PAGE))[0]
            screen = Browser(display)
            while label not in screen.get("/queue/display/honcho/now"):
                # As often as the display's own script asks.
                time.sleep(1)
            waits.append(time.monotonic() - begun)
        for one in (here, there):
            one.extensions["house"].db.dispose()

    assert max(waits) < 2
