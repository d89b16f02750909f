"""./run: the sample town on this machine, from nothing to an open page, until Ctrl-C."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from commands import environment, front, system
from commands.environment import ROOT, program
from commands.say import Stop, say, stopped
from commands.supervise import Child, Crew

USAGE = """\
使い方: ./run
  見本の市「ひなた市」を http://127.0.0.1:8000 で動かします。Ctrl-C で終わります。
  Serves the sample town on http://127.0.0.1:8000 until Ctrl-C.
環境変数 / environment:
  PORT (8000)   HOST (127.0.0.1)   WORKERS (2)
  KURASHI_CARD_BRIDGE_PORT=47600   見本のカードを置いた読み取り機も動かす / a reader with a made-up card, too
  NGINX=no             nginxがあっても使わない / leave nginx out
  KURASHI_INSTALL=no   システムのパッケージを入れない / install no system packages
  ほかの設定は README の表 / all other settings: the table in the README
"""
# Without nginx a slow upload holds a thread of the one worker it reached: eight of them, and room for the others.
THREADS_ALONE = 16
# Figures of three made-up years, so that the sample town's dashboard has something to show; written beside the serving.
PAST = ("demo", "history", "--filings", "6000", "--once")


def main(arguments: list[str]) -> int:
    """Prepare, serve, and stop cleanly; one line when that is not possible."""
    if arguments:
        print(USAGE, end="")
        return 0 if arguments[0] in {"-h", "--help"} else 2
    environment.keep_compiled()
    try:
        environment.ensure("run")
        environment.ensure("vectors")
        system.ensure(system.RUN)
        host, port = os.environ.get("HOST", "127.0.0.1"), _port()
        with _folder() as folder:
            _serve(folder, host, port)
    except Stop as reason:
        return stopped(reason)
    except KeyboardInterrupt:
        return 130
    return 0


def _port() -> int:
    asked = os.environ.get("PORT", "8000")
    if not asked.isdecimal() or not 0 < int(asked) < 65536:
        raise Stop(f"PORT={asked} は番号ではありません / is no port number: PORT=8001 ./run")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((os.environ.get("HOST", "127.0.0.1"), int(asked)))
        except OSError as fault:
            raise Stop(
                f"ポート{asked}は使えません / port {asked} cannot be used ({fault.strerror}): PORT=8001 ./run"
            ) from fault
    return int(asked)


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="kurashi-run-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _env(host: str, port: int, *, behind_proxy: bool) -> dict[str, str]:
    (ROOT / "var").mkdir(exist_ok=True)
    env = {"PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT), **os.environ, "FLASK_APP": "wsgi"}
    env.setdefault("KURASHI_BASE_URL", f"http://{host}:{port}")
    if behind_proxy:
        env["KURASHI_PROXIES"] = "1"
    if not env.get("KURASHI_LINE_TOKEN"):
        env |= _without_line(env["KURASHI_BASE_URL"])
    return env


def _without_line(address: str) -> dict[str, str]:
    """Until the town has a LINE account a page of ours stands in for it: /line/simulator."""
    ours = f"{address.rstrip('/')}/line/simulator"
    return {
        "KURASHI_LINE_TOKEN": secrets.token_hex(16),
        "KURASHI_LINE_SECRET": secrets.token_hex(16),
        "KURASHI_LINE_API_URL": f"{ours}/api",
        "KURASHI_LINE_DATA_URL": f"{ours}/api",
        "KURASHI_LINE_AGREE_URL": f"{ours}/agree",
    }


def flask(*words: str) -> list[str]:
    """One of the portal's own commands."""
    return [str(program("flask")), *words]


def _prepare(env: dict[str, str]) -> str:
    # The first question is answered as every later one: without its index the bot knows less and is too sure of it.
    for words in (("db", "upgrade"), ("chatbot", "build"), ("sample", "load")):
        done = subprocess.run(
            flask(*words),
            env=env,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise Stop(
                f"flask {' '.join(words)} が失敗しました。上の行を見てください / failed: see the lines above"
            )
    return done.stdout


def web(folder: Path, host: str, port: int, behind_nginx: bool) -> list[str]:
    """The command of the web workers: on a socket behind nginx, else on the port itself."""
    where = (
        ["--uds", str(folder / "web.sock"), "--uds-permissions", "666"]
        if behind_nginx
        else ["--host", host, "--port", str(port)]
    )
    return [
        str(program("granian")), "--interface", "wsgi", *where,
        "--workers", os.environ.get("WORKERS", "2"),
        "--blocking-threads", "1" if behind_nginx else str(THREADS_ALONE),
        "--respawn-failed-workers", "--no-access-log", "--log-level", "error", "wsgi:app",
    ]  # fmt: skip


def card_reader(env: dict[str, str], portal: str, folder: Path) -> list[Child]:
    """The counter's card reader with a made-up card on it, where its port is set and this machine alone is served."""
    port = env.get("KURASHI_CARD_BRIDGE_PORT", "")
    if not port.isdecimal() or not int(port) or not portal.startswith("http://127.0.0.1"):
        return []
    words = ["--portal", portal, "--port", port, "--sample", "myna", "--code-file", str(folder / "card-code")]
    return [Child("card", [sys.executable, "-m", "commands.card_bridge", *words], env, ROOT)]


def _serve(folder: Path, host: str, port: int) -> None:
    nginx = front.nginx() if os.environ.get("NGINX") != "no" else None
    env = _env(host, port, behind_proxy=nginx is not None)
    signs = _prepare(env)
    children = [
        Child("web", web(folder, host, port, nginx is not None), env, ROOT, leftover=folder / "web.sock"),
        Child("worker", flask("outbox", "run"), env, ROOT),
    ]
    children += card_reader(env, env["KURASHI_BASE_URL"], folder)
    if nginx:
        children.append(Child("nginx", [nginx, "-c", str(front.configure(folder, host, port))], env, ROOT))
    crew, past = Crew(children), Child("past", flask(*PAST), env, ROOT)
    for which in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(which, lambda *_: crew.ending.set())
    crew.start()
    past.start()
    try:
        crew.watch(lambda: _announce(host, port, signs))
    finally:
        say("終わります", "stopping")
        past.signal_all(signal.SIGTERM)
        crew.stop()


def _announce(host: str, port: int, signs: str) -> bool:
    address = f"http://{host}:{port}"
    try:
        with urllib.request.urlopen(f"{address}/ready", timeout=5):  # noqa: S310 (our own address)
            pass
    except (urllib.error.URLError, OSError):
        return False
    print(
        f"\nくらしの窓\n  住民 / residents: {address}/\n  職員 / staff:     {address}/staff\n  部品 / components: {address}/components"
    )
    print(signs, end="" if signs.endswith("\n") else "\n")
    say("Ctrl-C で終わります", "Ctrl-C stops it")
    return True
