"""A crowd: people at their telephones who come, wait for their turn as the page tells them, and take a time."""

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

TOKEN = re.compile(r'name="_token" value="([^"]+)"')
FORM_KEY = re.compile(r'name="token" value="([^"]+)"')
EVERY = re.compile(r'data-every="(\d+)"')
TURN, WAITS, GONE = "順番が来ました", "順番をお待ちください", "もう空いていません"
_HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers in lower case, body."""

    status: int
    head: dict[str, str]
    cookies: dict[str, str]
    body: str


@dataclass
class Wires:
    """Some kept connections that everybody's requests share, as through a proxy, and what was seen on them."""

    port: int
    count: int
    free: "asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]]" = field(
        default_factory=asyncio.Queue
    )
    statuses: dict[int, int] = field(default_factory=dict)
    waits: dict[str, list[float]] = field(default_factory=dict)

    async def open(self) -> None:
        """Connect."""
        for _ in range(self.count):
            self.free.put_nowait(await asyncio.open_connection("127.0.0.1", self.port))

    async def ask(self, kind: str, request: bytes) -> Answer:
        """Send one request when a connection is free."""
        reader, writer = await self.free.get()
        begun = time.perf_counter()
        try:
            writer.write(request)
            answer = await _read(reader)
        finally:
            self.free.put_nowait((reader, writer))
        self.waits.setdefault(kind, []).append((time.perf_counter() - begun) * 1000)
        self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
        return answer

    def close(self) -> None:
        """Hang up."""
        while not self.free.empty():
            self.free.get_nowait()[1].close()


async def _read(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(_HEAD_END)).decode("latin-1")
    first, *lines = head.rstrip().split("\r\n")
    named, cookies = {}, {}
    for line in lines:
        name, _, value = line.partition(":")
        named[name.lower()] = value.strip()
        if name.lower() == "set-cookie":
            key, _, given = value.strip().partition(";")[0].partition("=")
            cookies[key] = given
    body = await reader.readexactly(int(named.get("content-length", "0")))
    return Answer(int(first.split()[1]), named, cookies, body.decode("utf-8", "replace"))


@dataclass
class Person:
    """One browser, when it comes and what it wants; then what became of it."""

    comes: float
    wish: dict[str, str]
    cookies: dict[str, str] = field(default_factory=dict)
    # When it could go on, by the town's clock, and what it was told in the end.
    through: float = 0.0
    outcome: str = ""

    def get(self, path: str, tag: str = "") -> bytes:
        """The bytes of a GET by this browser."""
        more = f"If-None-Match: {tag}\r\n" if tag else ""
        return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{self._cookie()}{more}\r\n".encode()

    def post(self, path: str, form: dict[str, str]) -> bytes:
        """The bytes of a form it sends."""
        body = urlencode(form)
        return (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\n{self._cookie()}"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        ).encode()

    def _cookie(self) -> str:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return f"Cookie: {kept}\r\n" if kept else ""


async def live(person: Person, wires: Wires, clock: Callable[[], float], hold: str) -> None:
    """Come, wait, choose, and take what one wants or hear that it is gone."""
    await asyncio.sleep(max(0.0, person.comes - clock()))
    address = f"{hold}?{urlencode({key: person.wish[key] for key in ('building', 'unit', 'from')})}"
    page = await _look(person, wires, "first page", person.get(address))
    if WAITS in page.body:
        await _wait(person, wires, address, page)
        page = await _look(person, wires, "form", person.get(address))
    person.through = person.through or clock()
    token, key = TOKEN.search(page.body), FORM_KEY.search(page.body)
    if token is None or key is None:
        # Somebody took it while one waited: the page says so and leads back to what is free.
        person.outcome = "gone" if page.status == 200 and GONE in page.body else f"no form: {page.status}"
        return
    form = {**person.wish, "_token": token[1], "token": key[1]}
    told = await _look(person, wires, "hold", person.post(hold, form))
    person.outcome = {303: "held", 409: "gone"}.get(told.status, str(told.status))
    if told.status == 303 and WAITS in told.head.get("location", ""):
        person.outcome = "sent back"


async def _wait(person: Person, wires: Wires, address: str, page: Answer) -> None:
    found, tag = EVERY.search(page.body), ""
    pause = int(found[1]) / 1000 if found else 5.0
    while True:
        await asyncio.sleep(pause)
        told = await _look(person, wires, "poll", person.get(f"{address}&part=now", tag))
        if TURN in told.body:
            return
        tag, pause = told.head.get("etag", tag), float(told.head.get("retry-after", pause))


async def _look(person: Person, wires: Wires, kind: str, request: bytes) -> Answer:
    answer = await wires.ask(kind, request)
    person.cookies.update(answer.cookies)
    return answer


async def beside(
    wires: Wires, kind: str, request: Callable[[], bytes], every: float, going: Callable[[], bool]
) -> None:
    """Somebody who does something else meanwhile, again and again."""
    while going():
        await wires.ask(kind, request())
        await asyncio.sleep(every)
