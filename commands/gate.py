"""./check: the gate, from nothing to one closing line."""

import argparse
import os
import re
import secrets
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from commands import environment, steps, system
from commands.environment import ROOT, program
from commands.say import Stop, say, stopped

COUNTS = re.compile(r"(\d+) (passed|failed|errors?)\b")
CLOSING = re.compile(r"^=* ?.*\b\d+ (passed|failed|errors?)\b.* in [\d.]+s")
NAMED = re.compile(r"^(?:FAILED|ERROR) (\S+::.+?)(?: - .*)?$")
FAILED, NO_TESTS = 1, 5
# So many that failed beside others are asked again alone, so often; more than that is no chance.
FEW, AGAIN = 2, 3


@dataclass(frozen=True)
class Suite:
    """One run of pytest: which tests, and what else it is told."""

    name: str
    marks: str
    words: tuple[str, ...]
    # Begun first and let run beside the others, until one comes that must have the machine to itself.
    beside: bool = False
    by_itself: bool = False
    # What failed once is asked again, unless that takes the better part of an hour.
    again: bool = True


@dataclass
class Count:
    """What passed and what failed, over all steps and suites."""

    passed: int = 0
    failed: int = 0
    shaky: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Ran:
    """How one run of pytest ended: its exit code, its closing line, the tests it named as failed."""

    code: int
    closing: str = ""
    named: tuple[str, ...] = ()


def suites(scale: str) -> list[Suite]:
    """What runs at a scale: several at a time, then alone what measures, then what takes long."""
    # A test waits for a browser, a server or the disk about half of its time, so a core can do with two of them.
    cores = os.cpu_count() or 1
    several = ("-n", str(cores if scale == "fast" else 2 * cores), "--dist", "worksteal")
    if scale == "fast":
        fast = "not browser and not alone and not long and not thorough"
        return [Suite("fast", fast, (*several, "--db", "sqlite"))]
    if scale == "normal":
        return [
            Suite("tests", "not alone and not long", (*several, "--db", "all")),
            Suite("alone", "alone and not long", ("--db", "all"), by_itself=True),
        ]
    # The gate itself is run on the bare machine; here what is larger at this scale, and what only it has. The soak waits
    # most of its time. On the bare machine things are measured, so nothing runs beside it.
    beside = "not alone and not soak and not bare"
    return [
        Suite("soak", "soak", ("tests/soak",), beside=True, again=False),
        # In one run, so that no process waits between two (tests/harness/dearest.py says what is begun first).
        Suite("long", f"(long or grows) and {beside}", (*several, "--db", "all")),
        Suite("alone", "alone and (grows or long)", ("--db", "all"), by_itself=True),
        Suite("bare", "bare", ("tests/bare",), by_itself=True, again=False),
    ]


def main(arguments: list[str]) -> int:
    """Run the gate; the last line counts what passed and what failed."""
    asked = _parser().parse_args(arguments)
    scale = "fast" if asked.fast else "all" if asked.all else "normal"
    environment.keep_compiled()
    seed = _seed(scale) if asked.seed is None else asked.seed
    try:
        absent = _prepare(scale)
        begun, count = time.monotonic(), Count()
        _still(count)
        _test_all(suites(scale), scale, seed, count)
    except Stop as reason:
        return stopped(reason)
    except KeyboardInterrupt:
        return 130
    count.failed += len(absent)
    return _close(count, absent, time.monotonic() - begun)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./check", description="くらしの窓の検査 / the gate of Kurashi no Mado"
    )
    scales = parser.add_mutually_exclusive_group()
    scales.add_argument(
        "--fast",
        action="store_true",
        help="1分以内: ブラウザなし、SQLiteのみ / under a minute: no browser, SQLite only",
    )
    scales.add_argument(
        "--all", action="store_true", help="長い試験も: 80分以内 / the long tests too: under 80 minutes"
    )
    parser.add_argument(
        "--seed",
        type=int,
        help="前の回の乱数の種 / the seed of an earlier run",
    )
    return parser


def _seed(scale: str) -> int:
    """The same commit is asked the same questions, so that red on one machine is red on the next; `--all` asks others."""
    if scale != "all":
        asked = ["git", "rev-parse", "HEAD"]
        done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return int(done.stdout[:7], 16)
    return secrets.randbelow(10**9)


def _prepare(scale: str) -> tuple[system.Need, ...]:
    environment.ensure("run")
    environment.ensure("vectors")
    environment.ensure("check")
    if scale == "fast":
        return ()
    environment.ensure_page_checks()
    return system.ensure(system.CHECK)


def _still(count: Count) -> None:
    for outcome in steps.run_all():
        count.passed += outcome.passed
        count.failed += not outcome.passed


def _test_all(found: Sequence[Suite], scale: str, seed: int, count: Count) -> None:
    with ThreadPoolExecutor() as pool:
        running: list[tuple[Future[None], Count]] = []
        for suite in found:
            if suite.beside:
                own = Count()
                running.append((pool.submit(_test, suite, scale, seed, own), own))
                continue
            if suite.by_itself:
                _join(running, count)
            _test(suite, scale, seed, count)
        _join(running, count)


def _join(running: "list[tuple[Future[None], Count]]", count: Count) -> None:
    """Wait for what runs beside, and count it."""
    while running:
        future, own = running.pop()
        future.result()
        count.passed += own.passed
        count.failed += own.failed
        count.shaky += own.shaky


def _test(suite: Suite, scale: str, seed: int, count: Count) -> None:
    words = ["-m", suite.marks, "--scale", scale, f"--hypothesis-seed={seed}", "-q", *suite.words]
    say(
        f"試験 {suite.name}(種 {seed})",
        f"tests {suite.name} (seed {seed}: ./check --seed {seed} repeats them)",
    )
    ran = _pytest(words)
    counts = {word.rstrip("s"): int(number) for number, word in COUNTS.findall(ran.closing)}
    count.passed += counts.get("passed", 0)
    failed = counts.get("failed", 0) + counts.get("error", 0)
    few = suite.again and ran.code == FAILED and failed == len(ran.named) <= FEW
    if few and _passes_alone(ran.named, scale, seed):
        count.passed += failed
        count.shaky += ran.named
        return
    # A suite that fell over without counting, or found nothing to run, has failed too.
    count.failed += failed or int(ran.code != 0 and (ran.code != NO_TESTS or suite.name != "alone"))


def _passes_alone(names: Sequence[str], scale: str, seed: int) -> bool:
    """Whether what failed beside other tests passes every time when nothing else runs."""
    say(
        f"{len(names)}件をもう一度、単独で{AGAIN}回",
        f"{len(names)} again, alone, {AGAIN} times",
    )
    words = ["--scale", scale, f"--hypothesis-seed={seed}", "-q", "--db", "all", *names]
    return all(_pytest(words).code == 0 for _ in range(AGAIN))


def _pytest(words: Sequence[str]) -> Ran:
    command = [str(program("python")), "-m", "pytest", *words]
    closing, named = "", []
    with subprocess.Popen(
        command, cwd=ROOT, env=dict(os.environ), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    ) as run:
        for line in run.stdout or ():
            print(line, end="", flush=True)
            if CLOSING.match(line):
                closing = line
            if found := NAMED.match(line.rstrip()):
                named.append(found[1])
    return Ran(run.returncode, closing, tuple(dict.fromkeys(named)))


def _close(count: Count, absent: Sequence[system.Need], seconds: float) -> int:
    for need in absent:
        print(f"FAILED: {need.name}: apt-get install {' '.join(need.packages)}")
    for name in count.shaky:
        print(f"SHAKY: {name}: failed once beside other tests, passed {AGAIN} times alone; mend it")
    verdict = (
        "通りました / passed"
        if not count.failed
        else "通りません。FAILED の行を見てください / failed: look at the lines that say FAILED"
    )
    print(f"{verdict} ({seconds:.0f} s)")
    print(f"{count.passed} passed, {count.failed} failed", flush=True)
    return 1 if count.failed else 0
