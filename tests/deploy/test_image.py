"""deploy/Containerfile: what it copies is enough to serve a town, and nothing that a checkout gathers gets into the image."""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from commands import system

ROOT = Path(__file__).parents[2]
STEPS = re.sub(r"\\\n", " ", (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8"))
# What a town must be told before it may serve for good; the keys are of this test alone.
TOLD = {
    "KURASHI_TOWN": "hinata",
    "KURASHI_BASE_URL": "https://portal.example.jp",
    "KURASHI_TRUSTED_HOSTS": "portal.example.jp",
    "KURASHI_SECRET_KEY": "c2VjcmV0LW9mLXRoaXMtdGVzdC1hbG9uZS0xMjM0NTY3OA==",
    "KURASHI_TOWN_KEYS": "a2V5cy1vZi10aGlzLXRlc3QtYWxvbmUtMTIzNDU2Nzg5MDE=",
}


def said(word: str) -> list[str]:
    """What stands behind a word of the container file, step by step."""
    return re.findall(rf"^{word} (.+)$", STEPS, re.MULTILINE)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the image holds."""
    folder = tmp_path_factory.mktemp("image")
    for step in said("COPY"):
        *sources, goal = shlex.split(step)
        for source in sources:
            found = ROOT / source
            if found.is_dir():
                shutil.copytree(found, folder / goal, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(found, folder / goal)
    return folder


@pytest.fixture(scope="module")
def settings(image: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The settings of the image and of a town, with the place that is mounted."""
    own = dict(pair.split("=", 1) for step in said("ENV") for pair in shlex.split(step))
    place = str(tmp_path_factory.mktemp("mounted"))
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    url = f"sqlite:///{place}/town.db"
    return {
        **own,
        **TOLD,
        "KURASHI_DATABASE_URL": url,
        "KURASHI_VAR": place,
        "PATH": programs,
        "LANG": "C.UTF-8",
        "HOME": place,
    }


@pytest.fixture(scope="module")
def port(image: Path, settings: Mapping[str, str]) -> Iterator[int]:
    """The image's own command, at a port that is free."""
    subprocess.run(["flask", "--app", "wsgi", "db", "upgrade"], cwd=image, env=settings, check=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        found: int = free.getsockname()[1]
    (line,) = said("CMD")
    command = [{"8000": str(found), "0.0.0.0": "127.0.0.1"}.get(word, word) for word in json.loads(line)]  # noqa: S104
    process = subprocess.Popen(command, cwd=image, env=settings, start_new_session=True)
    try:
        yield found
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _asked(port: int, path: str) -> tuple[int, str]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": "portal.example.jp"})
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 (our own address)
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode(errors="replace")
        except OSError:
            assert time.monotonic() < until, "the image does not answer"
            time.sleep(0.1)


def test_what_is_copied_serves_a_town(port: int) -> None:
    met = {
        path: _asked(port, path)
        for path in ("/health", "/ready", "/", "/procedures/juminhyo", "/?lang=easy", "/?lang=en")
    }

    assert {path: code for path, (code, _) in met.items()} == dict.fromkeys(met, 200)
    assert "ひなた" in met["/"][1]
    assert 'lang="en' in met["/?lang=en"][1]


def test_nothing_that_a_checkout_gathers_gets_into_the_image(image: Path) -> None:
    kept = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\n")
    gathered = {ROOT / name for name in ("var", ".venv", ".git", "tests")}

    found = {
        str(file.relative_to(image)) for file in image.rglob("*") if file.is_file() and file.suffix != ".pyc"
    }

    assert not [name for name in gathered if (image / name.relative_to(ROOT)).exists()]
    # Catalogues are compiled beside their texts, which git does not keep.
    assert {name for name in found - set(kept) if not name.endswith(".mo")} == set()


def test_the_packages_are_those_that_printing_needs() -> None:
    install = next(step for step in said("RUN") if "apt-get install" in step)
    named = set(re.findall(r"(?:lib|fonts-)[\w.+-]+", install.partition("install")[2].partition("&&")[0]))
    wanted = {
        name
        for need in (system.LIBRARIES, system.FONT, system.MINCHO, system.LATIN)
        for name in need.packages
    }

    assert named == wanted
