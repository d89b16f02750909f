"""schemathesis asks the API whatever its document allows and forbids; the audit holds every look that was granted."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.audit import Audit
from portal.db import new_id
from services.connections.actions import tokens
from services.connections.rules.endpoints import ENDPOINTS, ROOT
from tests.harness.live import listening
from tests.services.connections.conftest import MORNING
from tests.services.connections.systems import attach, boss, desk, wish
from tests.services.desk.builders import Desk

PROGRAM = Path(sys.executable).with_name("schemathesis")
# Examples for each address, and the seconds that the whole may take.
SCALES = {"fast": (5, 20), "normal": (12, 22), "all": (100, 140)}
GRANTED = {200, 304}


@dataclass
class Watched:
    """The application with every answer counted by its address as declared and its status."""

    app: Callable[..., Iterable[bytes]]
    answered: Counter[tuple[str, int]] = field(default_factory=Counter)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Serve and count."""

        def note(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            self.answered[declared(str(environ["PATH_INFO"])), int(status[:3])] += 1
            return start(status, headers, *rest)

        return self.app(environ, note)

    def looks(self) -> int:
        """How many answers told something of cases."""
        mine = {one.name for one in ENDPOINTS if not one.public}
        return sum(n for (name, status), n in self.answered.items() if name in mine and status in GRANTED)


def declared(path: str) -> str:
    """The name of the address that a path belongs to."""
    for one in ENDPOINTS:
        if re.fullmatch(ROOT + re.sub(r"{\w+}", "[^/]+", one.path), path):
            return one.name
    return ""


def town(folder: Path, address: str) -> Desk:
    """A town with cases, that lets its one system ask as often as it likes."""
    found = desk(folder, MORNING, address=address, api_per_minute=1_000_000)
    for _ in range(3):
        attach(found, found.filed())
    return found


def asked(
    folder: Path, address: str, token: str, examples: int, seconds: int
) -> "subprocess.CompletedProcess[str]":
    """One run of schemathesis over the whole document; what it notes down stays in the folder."""
    command = [
        str(PROGRAM), "run", f"{address}{ROOT}/openapi.json", "--header", f"Authorization: Bearer {token}",
        "--max-examples", str(examples), "--max-time", str(seconds), "--seed", "20261120", "--checks", "all",
        "--continue-on-failure", "--no-color", "--generation-database", "none",
    ]  # fmt: skip
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=seconds + 60
    )


def test_the_document_holds_and_the_audit_holds_every_look(
    tmp_path: Path, scale: str, caplog: pytest.LogCaptureFixture
) -> None:
    # The server would note thousands of requests, among which what went wrong is not found again.
    caplog.set_level("ERROR", logger="werkzeug")
    towns: list[Desk] = []

    def make(address: str) -> Watched:
        towns.append(town(tmp_path, address))
        return Watched(towns[0].app.wsgi_app)

    with listening(make) as (watched, address):
        once = new_id()
        with towns[0].session() as session:
            token = tokens.make(session, boss(), wish(), once, MORNING)
        done = asked(tmp_path, address, token, *SCALES[scale])
        with towns[0].session() as session:
            mine = (Audit.actor_kind == "system", Audit.actor_id == str(once))
            rows = session.scalar(select(func.count()).where(*mine))
    towns[0].close()

    assert done.returncode == 0, done.stdout[-20000:] + done.stderr[-2000:]
    reached = {name for (name, status), _ in watched.answered.items() if status == 200}
    assert reached >= {one.name for one in ENDPOINTS}
    assert rows == watched.looks() > 20
