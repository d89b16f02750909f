"""Prints sheets in a process of its own: large fonts, wanted once in a while, must not stay in a server's memory."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from forms.paper import PaperRefused, Press

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 120


def book(base: Path, htmls: Sequence[str]) -> bytes:
    """The same PDF as `Press.book` makes; what is printed passes through pipes alone."""
    command = [sys.executable, "-m", "forms.aside", str(base)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    told = json.dumps(list(htmls)).encode()
    done = subprocess.run(command, input=told, capture_output=True, check=False, timeout=PATIENCE, env=env)
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        # What it says about itself may quote the sheet, and goes into no log.
        raise PaperRefused("the sheet could not be printed in a process of its own")
    return done.stdout


def main(base: str) -> None:
    """Read the sheets, print them, be gone."""
    htmls = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(Press(Path(base)).book(htmls).pdf)


if __name__ == "__main__":
    main(sys.argv[1])
