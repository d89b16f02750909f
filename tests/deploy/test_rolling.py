"""deploy/: its own unit lines and its own nginx configuration, run for real, replace the program without losing a request."""

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import zip_longest
from pathlib import Path

import pytest

pytestmark = pytest.mark.alone

ROOT = Path(__file__).parents[2]
UNIT = (ROOT / "deploy" / "kurashi-web@.service").read_text(encoding="utf-8")
# More than there are threads behind both halves.
SLOW_PEOPLE = 8
# One loopback address of a tester, who says where they come from: this machine need not have IPv6 for it.
TOLD = "127.0.0.9"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
FRAME = """\
pid {folder}/nginx.pid;
error_log stderr crit;
daemon off;
{user}
events {{ worker_connections 256; }}
http {{
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  set_real_ip_from {told}; real_ip_header X-Comes-From;
{site}
}}
"""


def lines(key: str, half: int, folder: Path) -> list[list[str]]:
    """The commands of the unit file, for one half, in a folder of the test's."""
    found = re.findall(rf"^{key}=(.*)$", UNIT, re.MULTILINE)
    put = {
        "%i": str(half),
        "/run/kurashi": str(folder),
        "/srv/kurashi/.venv/bin": str(Path(sys.executable).parent),
    }
    for name, value in put.items():
        found = [line.replace(name, value) for line in found]
    return [shlex.split(line) for line in found]


def _started(command: Sequence[str], env: Mapping[str, str] | None = None) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, start_new_session=True)


def _take_down(*processes: "subprocess.Popen[bytes] | None") -> None:
    """Each with the workers it has: killed alone, it would leave them behind for good."""
    for process in filter(None, processes):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@dataclass
class Half:
    """One half of the web workers, started and stopped as systemd does it."""

    number: int
    folder: Path
    env: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        for command in lines("ExecStartPre", self.number, self.folder):
            subprocess.run(command, check=True)
        (command,) = lines("ExecStart", self.number, self.folder)
        self.process = _started(command, self.env)
        until = time.monotonic() + 60
        while not self._answers():
            assert time.monotonic() < until, "the half does not answer"
            time.sleep(0.1)

    def stop(self) -> None:
        assert self.process is not None
        for command in lines("ExecStop", self.number, self.folder):
            subprocess.run(command, check=True)
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def _answers(self) -> bool:
        with suppress(OSError), socket.socket(socket.AF_UNIX) as wire:
            wire.settimeout(2)
            wire.connect(str(self.folder / f"web-{self.number}.sock"))
            wire.sendall(b"GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return b" 200 " in wire.recv(100)
        return False


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, list[Half]]]:
    """Both halves behind the nginx configuration as it stands in deploy/, without its certificate."""
    if NGINX is None:
        pytest.fail("nginx is needed: ./check installs it")
    # Outside of pytest's own folder, which nobody but its owner may pass through; nginx runs as another user.
    folder = Path(tempfile.mkdtemp(prefix="kurashi-"))
    folder.chmod(0o711)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    env = {
        **os.environ, "PYTHONPATH": str(ROOT), "KURASHI_VAR": str(folder / "var"),
        "KURASHI_BASE_URL": f"http://127.0.0.1:{port}", "KURASHI_PROXIES": "1",
    }  # fmt: skip
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"], cwd=ROOT, env=env, check=True
    )
    halves = [Half(number, folder, env) for number in (1, 2)]
    site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8").partition("server {\n  listen 80;")[0]
    site = re.sub(r"^  (listen|ssl_\w+|server_name) .*\n", "", site, flags=re.MULTILINE)
    site = site.replace("server {\n", f"server {{\n  listen 127.0.0.1:{port};\n", 1).replace(
        "/run/kurashi", str(folder)
    )
    user = "user nobody nogroup;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        FRAME.format(folder=folder, site=site, user=user, told=TOLD), encoding="utf-8"
    )
    nginx = None
    try:
        for half in halves:
            half.start()
        nginx = _started([NGINX, "-c", str(folder / "nginx.conf")])
        _wait_for(port)
        yield f"http://127.0.0.1:{port}", halves
    finally:
        _take_down(nginx, *(half.process for half in halves))
        shutil.rmtree(folder)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise TimeoutError("nginx does not answer")


@dataclass
class Visitors:
    """Several people who read pages and begin forms without a pause, and what they were answered."""

    address: str
    over: threading.Event = field(default_factory=threading.Event)
    answers: list[int] = field(default_factory=list)

    def come(self) -> None:
        path = 0
        while not self.over.is_set():
            path += 1
            asked = urllib.request.Request(  # noqa: S310 (our own address)
                f"{self.address}{('/', '/procedures/juminhyo', '/applications/resume')[path % 3]}",
                data=b"code=AAAA" if path % 3 == 2 else None,
            )
            try:
                with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310
                    self.answers.append(answer.status)
            except urllib.error.HTTPError as refused:
                self.answers.append(refused.code)
                refused.close()
            except OSError:
                self.answers.append(0)


def test_both_halves_start_anew_and_nobody_notices(served: tuple[str, list[Half]]) -> None:
    address, halves = served
    visitors = Visitors(address)
    threads = [threading.Thread(target=visitors.come) for _ in range(3)]

    for one in threads:
        one.start()
    try:
        for half in halves:
            half.stop()
            half.start()
    finally:
        visitors.over.set()
        for one in threads:
            one.join()

    assert [code for code in visitors.answers if code == 0 or code >= 500] == []
    assert len(visitors.answers) > 20


def test_without_any_worker_a_page_says_so_kindly(served: tuple[str, list[Half]]) -> None:
    address, halves = served
    for half in halves:
        half.stop()

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address, timeout=10)  # noqa: S310 (our own address)

    for half in halves:
        half.start()
    with refused.value as answer:
        assert (answer.code, answer.headers["Retry-After"]) == (503, "5")
        assert "再開しています" in answer.read().decode()


def test_slow_uploaders_keep_no_worker_and_a_large_form_comes_whole(served: tuple[str, list[Half]]) -> None:
    port = int(served[0].rpartition(":")[2])
    head = "POST /applications/resume HTTP/1.1\r\nHost: town\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(SLOW_PEOPLE)]
    for one in slow:
        one.sendall(f"{head}Content-Length: 1000000\r\n\r\ncode=A".encode())

    begun = time.monotonic()
    pages = asked(port, "127.0.0.5", ["/procedures/juminhyo"] * 10)
    took = time.monotonic() - begun
    wire = HTTPConnection("127.0.0.1", port, timeout=30)
    wire.request("POST", "/applications/resume", b"code=" + b"A" * 3_000_000)
    large = wire.getresponse().status
    wire.close()
    for one in slow:
        one.close()

    assert {code for code, _ in pages} == {200}
    assert took < 10
    assert 400 <= large < 500


def test_a_flood_from_one_address_is_held_back_and_nobody_else_is(served: tuple[str, list[Half]]) -> None:
    port = int(served[0].rpartition(":")[2])

    met = [code for code, _ in asked(port, "127.0.0.3", ["/robots.txt"] * 2000)]
    (held,) = [text for code, text in asked(port, "127.0.0.3", ["/robots.txt"] * 200) if code == 429][:1]
    (line,) = asked(port, "127.0.0.3", ["/line/webhook"])
    (neighbour,) = asked(port, "127.0.0.4", ["/robots.txt"])

    assert met.count(429) > 500
    assert met[:300] == [neighbour[0]] * 300
    assert "混み合っています" in held
    assert line[0] not in {429, neighbour[0]}
    assert neighbour[0] != 429


def test_a_flood_from_the_many_addresses_of_one_home_is_held_back_like_one(
    served: tuple[str, list[Half]],
) -> None:
    port = int(served[0].rpartition(":")[2])
    # 0x0a is the end of a line, which a pattern can stumble over.
    home = [f"2001:db8:a0a:{0x0A00 + one // 16:x}::{one:x}" for one in range(2000)]

    met = [code for code, _ in asked(port, TOLD, ["/robots.txt"] * 2000, home)]
    (neighbour, across) = asked(
        port, TOLD, ["/robots.txt"] * 2, ["2001:db8:a0a:b00::1", "2001:db8:a0b:a00::1"]
    )
    others = asked(
        port, TOLD, ["/robots.txt"] * 600, [f"198.51.{one // 250}.{one % 250}" for one in range(600)]
    )

    assert met.count(429) > 500
    assert met[:300] == [neighbour[0]] * 300
    assert {across[0], *(code for code, _ in others)} == {neighbour[0]} != {429}


def asked(port: int, network: str, paths: Sequence[str], told: Sequence[str] = ()) -> list[tuple[int, str]]:
    """What somebody of a network is answered, who asks for one after the other without a pause."""
    found, wire = [], HTTPConnection("127.0.0.1", port, timeout=30, source_address=(network, 0))
    for path, whence in zip_longest(paths, told):
        wire.request("GET", path, headers={"X-Comes-From": whence} if whence else {})
        answer = wire.getresponse()
        found.append((answer.status, answer.read().decode()))
    wire.close()
    return found


def test_what_a_machine_counts_is_for_the_machine_alone(served: tuple[str, list[Half]]) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{served[0]}/metrics", timeout=10)  # noqa: S310 (our own address)
