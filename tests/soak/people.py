"""Who uses a town during a soak: at a human pace, pressing again when nothing answers, and remembering what was promised."""

import http.client
import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import quote, urlencode
from uuid import UUID

from benchmarks.parts.town import BEGIN
from tests.faults.people import NUMBER
from tests.harness.line import events
from tests.harness.resident import WATER, Page, Resident

# After this long somebody goes home; nothing that falls may take so long.
PATIENCE = 90.0
LOOKED_AT = (
    "/", "/procedures", "/procedures/suido_kaishi", "/search?q=" + quote("水道"), "/?lang=en", "/?lang=easy",
    "/reservations", "/reservations/sogo_taiikukan", "/queue", "/opendata/facilities.csv",
)  # fmt: skip
ASKED = ("こんにちは", "住民票の写しがほしい", "ごみの日はいつですか", "体育館を予約したい")
PERSON = {
    "name": "見本 花子",
    "name_kana": "みほん はなこ",
    "use_purpose": "見本の集まり",
    "note": "",
    "company_name": "",
}
HOLD = "/reservations/hold"
_TOKEN, _VERSION = re.compile(r'name="_token" value="([^"]+)"'), re.compile(r'name="version" value="(\d+)"')
_CASE = re.compile(r'href="/staff/cases/([0-9a-f-]{36})')


@dataclass(frozen=True)
class Outage:
    """A request that failed: when, at which web server, and how."""

    begun: float
    ended: float
    port: int
    what: str


@dataclass
class Promised:
    """What the town acknowledged, kept outside of it; and which requests failed."""

    receipts: dict[UUID, str] = field(default_factory=dict)
    bookings: list[UUID] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    accepted: list[UUID] = field(default_factory=list)
    looks: int = 0
    outages: list[Outage] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Somebody(Resident):
    """A browser behind a balancer: each request goes to either web server, and is sent again where it failed."""

    def __init__(self, ports: tuple[int, ...], promised: Promised, chance: random.Random) -> None:
        super().__init__(ports[0])
        self.ports, self.promised, self.chance = ports, promised, chance

    def ask(self, method: str, path: str, body: str | None) -> Page:
        """Ask until there is an answer that is no fault of the town's."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.move()
            begun = time.monotonic()
            try:
                page = super().ask(method, path, body)
            except (OSError, http.client.HTTPException) as fault:
                self.failed(begun, f"{method} {path}: {fault!r}")
                continue
            if page.status < 500:
                return page
            self.failed(begun, f"{method} {path}: {page.status} at {page.path}")
            if page.path != path:
                # What was sent is done; only the page it leads to was not to be had.
                method, path, body = "GET", page.path, None
        raise RuntimeError(f"{path} was not answered for {PATIENCE:.0f} seconds")

    def move(self) -> None:
        """Go to either web server, on a new connection."""
        self.connection.close()
        self.port = self.chance.choice(self.ports)
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def failed(self, begun: float, what: str) -> None:
        """Remember what did not work, and wait a moment."""
        self.promised.outages.append(Outage(begun, time.monotonic(), self.port, what))
        time.sleep(0.3)


@dataclass
class Crowd:
    """Everybody, each in a thread of their own until the end is told."""

    ports: tuple[int, ...]
    seed: int
    pause: float
    promised: Promised = field(default_factory=Promised)
    ending: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    def comes(self, does: Callable[[Somebody], None]) -> None:
        """Somebody begins to do one thing again and again, every time as somebody new."""
        chance = random.Random(self.seed + len(self.threads))  # noqa: S311 (a soak's crowd is the same for a seed)

        def live() -> None:
            while not self.ending.wait(chance.uniform(0.5, 1.5) * self.pause):
                somebody = Somebody(self.ports, self.promised, chance)
                try:
                    does(somebody)
                except Exception as fault:  # noqa: BLE001 (whatever it is, it is told at the end)
                    self.promised.faults.append(f"{does.__name__}: {fault!r}")
                finally:
                    somebody.connection.close()

        self.threads.append(threading.Thread(target=live, daemon=True))
        self.threads[-1].start()

    def goes(self) -> None:
        """Everybody finishes what they are at."""
        self.ending.set()
        for thread in self.threads:
            thread.join(2 * PATIENCE)

    def apply(self, somebody: Somebody) -> None:
        """Fill in a form of eight pages and hand it in."""
        typed = {**WATER, "email": f"resident{next(self.numbers)}@mail.example"}
        receipt = somebody.send(somebody.fill_in(BEGIN, typed), {})
        number = NUMBER.search(receipt.source)
        if number is None:
            raise RuntimeError(f"no receipt: {receipt.status} at {receipt.path}")
        self.promised.receipts[UUID(receipt.path.rpartition("/")[2])] = number[1]

    def look(self, somebody: Somebody) -> None:
        """Read around."""
        page = somebody.open(somebody.chance.choice(LOOKED_AT))
        self.promised.looks += 1
        if page.status != 200:
            raise RuntimeError(f"{page.path}: {page.status}")

    def talk(self, somebody: Somebody) -> None:
        """Ask the bot on its page."""
        token = _TOKEN.search(somebody.open("/chat").source)
        body = urlencode({"_token": token[1] if token else "", "said": somebody.chance.choice(ASKED)})
        page = somebody.ask("POST", "/chat", body)
        if page.status != 200:
            raise RuntimeError(f"{page.path}: {page.status}")

    def booking(self, times: Iterator[Mapping[str, str]]) -> Callable[[Somebody], None]:
        """Book a time that nobody else wants, from its page to the receipt."""

        def book(somebody: Somebody) -> None:
            wish = next(times)
            page = somebody.open(
                f"{HOLD}?{urlencode({key: wish[key] for key in ('building', 'unit', 'from')})}"
            )
            token = dict(page.form().filled({}))["_token"]
            page = somebody.ask("POST", HOLD, urlencode({**wish, "_token": token}))
            number = next(self.numbers)
            typed = {
                **PERSON,
                "phone": f"080-{7000 + number // 10000}-{number % 10000:04}",
                "email": f"b{number}@mail.example",
            }
            check = somebody.send(page, typed)
            body = urlencode([*check.form().filled({}), ("step", "book")])
            receipt = somebody.ask("POST", somebody.target(check), body)
            if receipt.status != 200 or not receipt.path.startswith("/applications/"):
                raise RuntimeError(f"not booked: {receipt.status} at {receipt.path}")
            self.promised.bookings.append(UUID(receipt.path.rpartition("/")[2]))

        return book

    def telling(self, give: Callable[[list[Mapping[str, object]]], None]) -> Callable[[Somebody], None]:
        """LINE tells of something that somebody new wrote, and tells some of it twice."""

        def tell(somebody: Somebody) -> None:
            number = next(self.numbers)
            told = events.text(
                somebody.chance.choice(ASKED), f"U{number:032x}", webhookEventId=f"01SOAK{number:020d}"
            )
            give([told])
            for _ in range(1 + (somebody.chance.random() < 0.2)):
                _delivered(somebody, events.body(told))
            self.promised.events.append(told["webhookEventId"])

        return tell

    def serving(self, cookie: str) -> Callable[[Somebody], None]:
        """A clerk opens the list and accepts what is new."""

        def serve(somebody: Somebody) -> None:
            somebody.cookies["kmado_staff"] = cookie
            listed = dict.fromkeys(_CASE.findall(somebody.open("/staff/inbox").source))
            for case in listed:
                page = somebody.open(f"/staff/cases/{case}")
                token, version = _TOKEN.search(page.source), _VERSION.search(page.source)
                if f'action="/staff/cases/{case}/accept"' in page.source and token and version:
                    body = urlencode({"_token": token[1], "version": version[1]})
                    done = somebody.ask("POST", f"/staff/cases/{case}/accept", body)
                    if done.status == 200 and "done=accept" in done.path:
                        self.promised.accepted.append(UUID(case))
                    return

        return serve


def _delivered(somebody: Somebody, body: bytes) -> None:
    """LINE delivers until it has a 200."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        somebody.move()
        begun = time.monotonic()
        try:
            somebody.connection.request("POST", events.PATH, body, events.signed(body))
            answer = somebody.connection.getresponse()
            answer.read()
            if answer.status == 200:
                return
            somebody.failed(begun, f"webhook: {answer.status}")
        except (OSError, http.client.HTTPException) as fault:
            somebody.failed(begun, f"webhook: {fault!r}")
    raise RuntimeError("LINE was not heard")
