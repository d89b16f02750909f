"""Whole flows: what one resident sent from the guide to the end is recorded once and then done again by many."""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from tests.harness.resident import Asked

TOKEN = re.compile(rb'name="_token" value="([^"]+)"')
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_SENT_TOKEN = re.compile(r"(_token=)[^&]*")


@dataclass(frozen=True)
class Flow:
    """The requests of one flow: ids and tokens of the recording stand as places to be filled."""

    asked: tuple[Asked, ...]

    @classmethod
    def of(cls, recorded: Sequence[Asked]) -> "Flow":
        """What was recorded, without what belonged to that one resident."""
        ids: dict[str, str] = {}
        for one in recorded:
            for id in UUID.findall(one.path):
                ids.setdefault(id, f"{{id{len(ids)}}}")
        return cls(tuple(Asked(one.method, _bare(one.path, ids), _bare(one.body, ids)) for one in recorded))


def _bare(text: str, ids: dict[str, str]) -> str:
    for id, place in ids.items():
        text = text.replace(id, place)
    return _SENT_TOKEN.sub(r"\1{token}", text)


@dataclass
class Tally:
    """What all applicants of a run saw: how long each request and each whole flow took, and what went wrong."""

    until: float
    waits: list[float] = field(default_factory=list)
    flows: list[float] = field(default_factory=list)
    faults: int = 0


class Applicant:
    """One connection; each flow over it is a resident of its own."""

    def __init__(self, port: int, tally: Tally) -> None:
        self.port, self.tally = port, tally

    async def work(self, flow: Flow) -> None:
        """Do the flow again and again until the time is over; one that was begun is finished."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        while time.perf_counter() < self.tally.until:
            begun = time.perf_counter()
            if not await self._once(flow):
                self.tally.faults += 1
                break
            self.tally.flows.append(time.perf_counter() - begun)
        self.writer.close()

    async def fill_in(self, flow: Flow, most: int, found: list[bytes]) -> None:
        """Do all of the flow but its last request, until so many of those are found."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        while len(found) < most:
            cookies, known = dict[bytes, bytes](), {"token": ""}
            if not await self._go(flow.asked[:-1], cookies, known):
                raise RuntimeError("a form could not be filled in as it was before")
            found.append(self._request(_filled(flow.asked[-1], known), cookies))
        self.writer.close()

    async def _once(self, flow: Flow) -> bool:
        return await self._go(flow.asked, {}, {"token": ""})

    async def _go(self, asked: Sequence[Asked], cookies: dict[bytes, bytes], known: dict[str, str]) -> bool:
        for place, one in enumerate(asked):
            status, there, body = await self._ask(_filled(one, known), cookies)
            if there:
                # The first id that is met is the draft's, the next the case's, as in the recording.
                for id in set(UUID.findall(there)) - set(known.values()):
                    known[f"id{len(known) - 1}"] = id
                expected = place + 1 < len(asked) and asked[place + 1]
                if not expected or _filled(expected, known).path != there:
                    return False
            elif status != 200:
                return False
            elif token := TOKEN.search(body):
                known["token"] = token[1].decode()
        return True

    def _request(self, one: Asked, cookies: dict[bytes, bytes]) -> bytes:
        content, home = one.body.encode(), f"http://127.0.0.1:{self.port}"
        lines = [f"{one.method} {one.path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Accept-Language: ja"]
        if one.method == "POST":
            lines += [
                f"Origin: {home}",
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(content)}",
            ]
        head = "\r\n".join(lines).encode()
        if cookies:
            head += b"\r\nCookie: " + b"; ".join(b"=".join(pair) for pair in cookies.items())
        return head + b"\r\n\r\n" + content

    async def _ask(self, one: Asked, cookies: dict[bytes, bytes]) -> tuple[int, str, bytes]:
        request, begun = self._request(one, cookies), time.perf_counter()
        self.writer.write(request)
        status, there, body = await self._answer(cookies)
        self.tally.waits.append(time.perf_counter() - begun)
        return status, there, body

    async def _answer(self, cookies: dict[bytes, bytes]) -> tuple[int, str, bytes]:
        head = await self.reader.readuntil(b"\r\n\r\n")
        length, there = 0, ""
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b": ")
            match name.lower():
                case b"content-length":
                    length = int(value)
                case b"location":
                    there = value.decode()
                case b"set-cookie":
                    key, _, kept = value.partition(b";")[0].partition(b"=")
                    cookies[key] = kept
        return int(head[9:12]), there, await self.reader.readexactly(length)


def _filled(one: Asked, known: dict[str, str]) -> Asked:
    path, body = one.path, one.body
    for name, value in known.items():
        path = path.replace(f"{{{name}}}", value)
        body = body.replace(f"{{{name}}}", quote(value))
    return Asked(one.method, path, body)


def run(port: int, flow: Flow, seconds: float, applicants: int) -> tuple[Tally, float]:
    """So many applicants at once; what they saw, and how long it took until the last had finished."""
    return asyncio.run(_run(port, flow, seconds, applicants))


async def _run(port: int, flow: Flow, seconds: float, applicants: int) -> tuple[Tally, float]:
    begun = time.perf_counter()
    tally = Tally(begun + seconds)
    await asyncio.gather(*(Applicant(port, tally).work(flow) for _ in range(applicants)))
    return tally, time.perf_counter() - begun


def filled_in(port: int, flow: Flow, most: int, applicants: int) -> list[bytes]:
    """The last requests of so many flows, all before them done by so many applicants at once."""
    found: list[bytes] = []

    async def go() -> None:
        await asyncio.gather(
            *(Applicant(port, Tally(0.0)).fill_in(flow, most, found) for _ in range(applicants))
        )

    asyncio.run(go())
    return found


def percentile(values: Sequence[float], share: float) -> float:
    """In milliseconds, the value that this share of the values does not exceed."""
    ordered = sorted(values) or [0.0]
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000
