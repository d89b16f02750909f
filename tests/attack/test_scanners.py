"""Scanners that others wrote, unmodified, against a served town: they find nothing to mend.

They are installed in an environment of their own that this test makes; a machine that reaches no package index cannot
say that the town was attacked, and so fails.
"""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest

from portal import sessions
from portal.db import writing
from portal.people import Staff
from tests.harness.live import Clock, Town, sample, served

pytestmark = pytest.mark.long

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
# The town is served here without TLS, so its cookies are not Secure; test_doors proves them so in production.
WITHOUT_TLS = frozenset({"Secure Flag cookie"})
# How long it looks for pages, and how long each of its four kinds of attack goes on.
SECONDS, ATTACK = 120, 25
# What looks like a way out would end the scanner's own session.
WAYS_OUT = ("/staff/sign-out", "/staff/lock", "/me/sign-out", "/me/erase")


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the scanners' programs are."""
    place = tmp_path_factory.mktemp("scanners")
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    install = [
        str(place / "bin" / "pip"),
        "install",
        "-q",
        "--no-compile",
        "--disable-pip-version-check",
        "wapiti3",
        "sqlmap",
    ]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"wapiti and sqlmap cannot be installed here: {done.stderr[-500:]}"
    return place / "bin"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The sample town, which scanners may do with as they like."""
    folder = tmp_path_factory.mktemp("attacked") / "var"
    copytree(sample(MORNING), folder)
    with served(folder, Clock(MORNING)) as found:
        yield found


def administrator(town: Town) -> str:
    """The cookie of an administrator who has just signed in."""
    house = town.app.extensions["house"]
    with house.db.session() as session:
        who = session.query(Staff).filter_by(number="9001").one().id
        with writing(session):
            return f"kmado_staff={sessions.begin(session, 'staff', who, sessions.FULL, MORNING)}"


def wapiti(tools: Path, town: Town, place: Path, start: str, *words: str) -> dict[str, object]:
    """What wapiti reports of everything it reaches from an address."""
    told = place / "report.json"
    out = [word for way in WAYS_OUT for word in ("-x", town.url(way))]
    command = [
        str(tools / "wapiti"), "-u", town.url(start), "--scope", "domain", "-d", "4", "--max-links-per-page", "60",
        "--max-files-per-dir", "40", "--max-parameters", "30", "--max-scan-time", str(SECONDS), "--max-attack-time", str(ATTACK),
        "--skip", "lang", "--skip", "ruby", "-S", "polite", "-m", "common,crlf,csrf,methods", "--flush-session",
        "--no-bugreport", "--store-session", str(place / "s"), "--store-config", str(place / "c"), "-v", "0",
        "-f", "json", "-o", str(told), *out, *words,
    ]  # fmt: skip
    subprocess.run(
        command, env={**os.environ, "HOME": str(place)}, stdout=subprocess.DEVNULL, check=True, timeout=1_800
    )
    found: dict[str, object] = json.loads(told.read_text())
    return found


@pytest.mark.parametrize(("start", "known"), [("/", False), ("/staff", True)])
def test_wapiti_finds_nothing_to_mend(
    tools: Path, town: Town, tmp_path: Path, start: str, known: bool
) -> None:
    words = ("-C", administrator(town)) if known else ()

    report = wapiti(tools, town, tmp_path, start, *words)

    pages: int = report["infos"]["crawled_pages_nbr"]  # type: ignore[index]
    assert pages > 60, "the scanner saw next to nothing"
    found = [
        (kind, one["method"], one["path"], one["parameter"], one["info"])
        for part in ("vulnerabilities", "anomalies")
        for kind, ones in report[part].items()  # type: ignore[attr-defined]
        for one in ones
        if kind not in WITHOUT_TLS
    ]
    assert found == []


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("/", ()),
        ("/procedures", ()),
        ("/reservations", ()),
        # Of a form with a token sqlmap fetches a fresh one for each try; what it is refused is no reason to stop.
        ("/me/sign-in", ("--csrf-token=_token", "--ignore-code=*")),
        ("/staff/sign-in", ("--csrf-token=_token", "--ignore-code=*")),
    ],
)
def test_sqlmap_finds_no_way_into_a_form(
    tools: Path, town: Town, tmp_path: Path, start: str, words: tuple[str, ...]
) -> None:
    told = tmp_path / "found.csv"
    command = [
        str(tools / "sqlmap"), "-u", town.url(start), "--crawl=1", "--forms", "--batch", "--smart", "--level=2",
        "--technique=BEUS", "--dbms=sqlite", "--timeout=20", f"--output-dir={tmp_path}", f"--results-file={told}",
        "--disable-coloring", *words,
    ]  # fmt: skip

    done = subprocess.run(
        command, env={**os.environ, "HOME": str(tmp_path)}, capture_output=True, text=True, check=False, timeout=1_800,
    )  # fmt: skip

    assert "might not be SQL injectable" in done.stdout, done.stdout[-2_000:]
    rows = list(csv.reader(told.read_text().splitlines())) if told.exists() else []
    assert rows[1:] == []
