"""The still part of the gate: each step reads the sources and says yes or no with its own words."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from commands.environment import ROOT, program


@dataclass(frozen=True)
class Step:
    """One question to the sources: its name, the command that answers, and what to do when it says no."""

    name: str
    command: Sequence[str]
    fix: str


@dataclass(frozen=True)
class Outcome:
    """How a step went."""

    step: Step
    seconds: float
    passed: bool
    output: str


def _python(*words: str) -> list[str]:
    return [str(program("python")), *words]


STEPS = (
    Step("format", [str(program("ruff")), "format", "--check", "."], ".venv/bin/ruff format ."),
    Step("lint", [str(program("ruff")), "check", "."], ".venv/bin/ruff check --fix ."),
    Step("types", [str(program("mypy"))], "give the lines above their types"),
    Step("contracts", [str(program("lint-imports")), "--no-cache"], "see the import rules in pyproject.toml"),
    Step(
        "packs",
        [str(program("flask")), "--app", "wsgi", "pack", "check"],
        "mend the files and lines named above",
    ),
    Step("words", _python("-m", "portal.words.check"), "complete the catalogues named above"),
)


def run(step: Step, env: Mapping[str, str]) -> Outcome:
    """Ask one step."""
    begun = time.monotonic()
    done = subprocess.run(
        step.command, cwd=ROOT, env={**env, "PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    return Outcome(step, time.monotonic() - begun, done.returncode == 0, done.stdout)


def run_all() -> list[Outcome]:
    """Ask them all, two at a time, and print each answer as it comes; a refusal is printed with its reasons."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = []
        for outcome in pool.map(lambda step: run(step, os.environ), STEPS):
            _print(outcome)
            outcomes.append(outcome)
    return outcomes


def _print(outcome: Outcome) -> None:
    if not outcome.passed:
        print(outcome.output.rstrip())
    word = "ok" if outcome.passed else f"FAILED: {outcome.step.fix}"
    print(f"{outcome.step.name:<10} {word} ({outcome.seconds:.1f} s)", flush=True)
