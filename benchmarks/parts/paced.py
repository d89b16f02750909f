"""A load that comes when it comes: so many requests a second, each counted from the moment it was due, whoever is late."""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")


@dataclass(frozen=True)
class Paced:
    """How long each took, in milliseconds and from the quickest, when the first was due, and how many failed."""

    waits: Sequence[float]
    begun: float
    faults: int

    def at(self, part: float) -> float:
        """How long the slowest of this part of all took: `at(0.99)`."""
        return self.waits[max(0, int(len(self.waits) * part) - 1)]


def send(port: int, requests: Sequence[bytes], per_second: float, connections: int = 16) -> Paced:
    """Send these requests at this pace over a few connections that are kept."""
    return asyncio.run(_send(port, requests, per_second, connections))


async def _send(port: int, requests: Sequence[bytes], per_second: float, connections: int) -> Paced:
    idle: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _ in range(connections):
        idle.put_nowait(await asyncio.open_connection("127.0.0.1", port))
    begun, at = time.perf_counter() + 0.1, time.time() + 0.1
    waits: list[float] = []

    async def one(number: int, request: bytes) -> bool:
        due = begun + number / per_second
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        reader, writer = line = await idle.get()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        await reader.readexactly(int(length[1]) if length else 0)
        idle.put_nowait(line)
        waits.append((time.perf_counter() - due) * 1000)
        return head[9:10] == b"2"

    good = await asyncio.gather(*(one(number, request) for number, request in enumerate(requests)))
    while not idle.empty():
        idle.get_nowait()[1].close()
    return Paced(sorted(waits), at, good.count(False))
