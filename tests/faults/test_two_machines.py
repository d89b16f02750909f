"""Two machines of processes: a web server and a worker each, with a folder of their own, that share PostgreSQL, Redis and S3.

Beside `test_two_hosts`, where two applications share a process: here nothing at all is shared but the three servers.
"""

import base64
import http.client
import json
import os
import re
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import pytest
from sqlalchemy import select

from benchmarks import claims
from benchmarks.parts.town import BEGIN
from benchmarks.parts.town import Town as Measured
from commands import serve
from commands.environment import program
from commands.supervise import Child
from portal import outbox
from portal.db import Database, writing
from portal.outbox import DONE, Outbox
from portal.vault import Vault
from tests.faults.house import ROOT, end
from tests.harness import databases, s3
from tests.harness.redis_server import RedisServer
from tests.harness.resident import WATER, Page, Resident
from tests.portal.sending import REFS, VALUES
from tests.portal.towns.twins import key

MAILS, LANES = 40, 20
PATIENCE, SOON = 60.0, 2.0
HOLD = "/reservations/hold"
PDF = b"%PDF-1.7\n%%EOF"
_TOKEN = re.compile(r'name="_token" value="([^"]+)"')


@dataclass(frozen=True)
class Machine:
    """One of the two: its port, its folder, its processes."""

    port: int
    var: Path
    children: tuple[Child, ...]


@dataclass(frozen=True)
class Machines:
    """Both, and the database they share with the key its rows are sealed by."""

    each: tuple[Machine, Machine]
    url: str
    town_key: str

    def database(self) -> Database:
        """The database as a process of the town has it."""
        return Database(self.url, {"vault": Vault({"k": base64.b64decode(self.town_key)}, "k")})


class Balanced(Resident):
    """A browser whose every request goes to the other machine than the last."""

    def __init__(self, machines: Machines) -> None:
        self.turn = cycle(one.port for one in machines.each)
        super().__init__(next(self.turn))

    def ask(self, method: str, path: str, body: str | None) -> Page:
        """Ask the other one."""
        self.connection.close()
        self.port = next(self.turn)
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        return super().ask(method, path, body)

    def hand_in(self, path: str, parts: bytes) -> Page:
        """Send a form with a file to the machine that was asked last, and look at the answer at the other."""
        headers = {
            "Cookie": self.cookie, "Origin": f"http://127.0.0.1:{self.port}",
            "Content-Type": "multipart/form-data; boundary=sample",
        }  # fmt: skip
        self.connection.request("POST", path, parts, headers)
        answer = self.connection.getresponse()
        answer.read()
        assert answer.status == 303, answer.status
        there = urlsplit(answer.headers["Location"])
        return self.open(f"{there.path}?{there.query}")


@pytest.fixture
def somebody(machines: Machines) -> Iterator[Balanced]:
    """Somebody with a browser."""
    found = Balanced(machines)
    yield found
    found.connection.close()


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """Everything that runs."""
    # A socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="kurashi-"))
    redis, kept, town_key = RedisServer(folder), databases.make("postgresql"), key()
    redis.start()
    with s3.server() as address:
        s3.make_bucket(address, "town")
        same = {
            "KURASHI_DATABASE_URL": kept.server.url(kept.name), "KURASHI_REDIS_URL": redis.url,
            "KURASHI_FILES_URL": "s3://town/files", "KURASHI_SECRET_KEY": key(), "KURASHI_TOWN_KEYS": f"k:{town_key}",
            "KURASHI_LOG_LEVEL": "ERROR", "AWS_ENDPOINT": address, "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "ap-northeast-1", "AWS_ACCESS_KEY_ID": "sample", "AWS_SECRET_ACCESS_KEY": "sample",
        }  # fmt: skip
        both = (_machine(tmp_path_factory.mktemp("a"), same), _machine(tmp_path_factory.mktemp("b"), same))
        try:
            for one in both:
                _answers(one)
            yield Machines(both, same["KURASHI_DATABASE_URL"], town_key)
        finally:
            for child in (*both[0].children, *both[1].children):
                end(child)
    redis.stop()
    kept.drop()
    shutil.rmtree(folder)


def _machine(var: Path, same: Mapping[str, str]) -> Machine:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    env = {
        **os.environ, **same, "PYTHONPATH": str(ROOT), "FLASK_APP": "wsgi", "KURASHI_VAR": str(var),
        "TMPDIR": str(var),
    }  # fmt: skip
    web = [
        str(program("granian")), "--interface", "wsgi", "--port", str(port), "--workers", "1",
        "--blocking-threads", "2", "--no-access-log", "--log-level", "error", "wsgi:app",
    ]  # fmt: skip
    children = (Child("web", web, env, ROOT), Child("worker", serve.flask("outbox", "run"), env, ROOT))
    for child in children:
        child.start()
    return Machine(port, var, children)


def _answers(machine: Machine) -> None:
    def healthy() -> bool:
        with suppress(OSError), urlopen(f"http://127.0.0.1:{machine.port}/ready", timeout=5) as answer:
            return bool(answer.status == 200)
        return False

    _until(healthy)


def _until(done: Callable[[], bool], patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not done():
        assert time.monotonic() < deadline, f"not within {patience:.0f} seconds"
        time.sleep(0.02)


def test_a_form_begun_at_one_ends_at_the_other_and_a_file_handed_in_at_one_is_read_at_the_other(
    machines: Machines, somebody: Balanced
) -> None:
    receipt = somebody.send(somebody.fill_in(BEGIN, WATER), {})
    assert "/draft/" not in receipt.path
    written = _with_a_file(somebody, f"{receipt.path}/messages")
    found = re.search(rf'href="({receipt.path}/files/[0-9a-f-]+)"', written.source)
    assert found

    for _ in machines.each:
        assert somebody.open(found[1]).status == 200
        assert somebody.open(receipt.path).status == 200
    assert not [one for machine in machines.each for one in machine.var.rglob("files/*")]


def _with_a_file(somebody: Balanced, path: str) -> Page:
    token = _TOKEN.search(somebody.open(path).source)
    assert token
    parts = [
        ("_token", "", token[1].encode()), ("text", "", "鍵の写しです。".encode()),
        ("files", '; filename="kagi.pdf"', PDF),
    ]  # fmt: skip
    body = b"".join(
        f'--sample\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode()
        + content
        + b"\r\n"
        for name, more, content in parts
    )
    return somebody.hand_in(path, body + b"--sample--\r\n")


def test_a_time_taken_at_one_is_taken_at_the_other_within_two_seconds(
    machines: Machines, somebody: Balanced
) -> None:
    with closing(claims.times(Measured(somebody.port, machines.url, {}))) as free:
        wish = next(free)
    day = f"/reservations/{wish['building']}.json?day={wish['from'][:10]}"
    before = [_told(machine, day) for machine in machines.each]
    page = somebody.open(f"{HOLD}?{urlencode({name: wish[name] for name in ('building', 'unit', 'from')})}")
    token = _TOKEN.search(page.source)
    assert token

    held = somebody.ask("POST", HOLD, urlencode({**wish, "_token": token[1]}))

    assert held.status == 200
    assert before[0] == before[1]
    for machine in machines.each:
        _until(lambda machine=machine: _told(machine, day) != before[0], SOON)  # type: ignore[misc]
    assert _told(machines.each[0], day) == _told(machines.each[1], day)


def _told(machine: Machine, path: str) -> object:
    with urlopen(f"http://127.0.0.1:{machine.port}{path}", timeout=10) as answer:
        return json.loads(answer.read())["days"]


def test_both_workers_together_send_everything_and_nothing_twice(machines: Machines) -> None:
    database, now = machines.database(), datetime.now(UTC)
    with database.session() as session, writing(session):
        for number in range(MAILS):
            outbox.add(
                session, "mail", lane=f"lane {number % LANES}", template="receipt", locale="ja", refs=REFS,
                values=VALUES, now=now, dedupe_key=f"two-machines-{number}",
            )  # fmt: skip
    mine = select(Outbox.state, Outbox.attempts).where(Outbox.dedupe_key.like("two-machines-%"))

    def rows() -> set[tuple[str, int]]:
        with database.session() as session:
            return {(row.state, row.attempts) for row in session.execute(mine)}

    _until(lambda: all(state == DONE for state, _ in rows()))

    assert rows() == {(DONE, 1)}
    mails = [mail.name for machine in machines.each for mail in machine.var.glob("*/mails/*.eml")]
    assert len(mails) == len(set(mails)) >= MAILS
    database.dispose()
