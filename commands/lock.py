"""Compiles requirements/*.in into hashed lock files that name no registry: python -m commands.lock."""

import subprocess
import sys

from commands.environment import FILES_ALONE, LOCKS, ROOT, program

FLAGS = (
    "--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate",
    "--no-header", "--no-emit-index-url", "--no-emit-find-links", "--quiet",
)  # fmt: skip


def main() -> int:
    """Lock the installer, what runs, then what checks, which keeps the versions of what runs, and what a counter PC and tracing need."""
    for name in ("uv", "run", "tracing", "check", "counter", *FILES_ALONE):
        keep = ["--constraints", str(LOCKS / "run.txt")] if name in ("tracing", "check") else []
        keep += ["--no-deps"] if name in FILES_ALONE else []
        command = [str(program("uv")), "pip", "compile", *FLAGS, *sys.argv[1:], *keep]
        files = [str(LOCKS / f"{name}.in"), "--output-file", str(LOCKS / f"{name}.txt")]
        done = subprocess.run([*command, *files], cwd=ROOT, check=False)
        if done.returncode != 0:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
