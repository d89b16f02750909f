"""./check counts everything that was asked, and says so in its last line."""

import subprocess
import sys
from itertools import combinations
from pathlib import Path
from threading import Event

import pytest

from commands import gate, measure, serve, steps, system
from commands.say import Stop

ROOT = Path(__file__).parents[2]
MISSING = system.Need("見本", ("no-such-package",), ("何か", "something"), lambda: False)


def last_line(said: str) -> str:
    """The last line that was said."""
    return said.rstrip().rpartition("\n")[2]


def test_the_last_line_counts_what_passed_and_failed(capsys: pytest.CaptureFixture[str]) -> None:
    assert gate._close(gate.Count(passed=12, failed=0), [], 3.0) == 0
    assert last_line(capsys.readouterr().out) == "12 passed, 0 failed"

    assert gate._close(gate.Count(passed=12, failed=2), [MISSING], 3.0) == 1
    said = capsys.readouterr().out
    assert last_line(said) == "12 passed, 2 failed"
    assert "apt-get install no-such-package" in said


@pytest.mark.parametrize(
    ("code", "closing", "passed", "failed"),
    [
        (0, "12 passed in 3.21s", 12, 0),
        (1, "==== 2 failed, 12 passed, 1 error in 3.21s ====", 12, 3),
        (1, "3 errors in 0.50s", 0, 3),
        (2, "", 0, 1),
        (gate.NO_TESTS, "", 0, 1),
    ],
)
def test_a_suite_is_counted_by_its_closing_line(
    code: int, closing: str, passed: int, failed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "_pytest", lambda _words: gate.Ran(code, closing))
    count = gate.Count()

    gate._test(gate.suites("fast")[0], "fast", 1, count)

    assert (count.passed, count.failed) == (passed, failed)


ONCE = gate.Ran(1, "1 failed, 11 passed in 3.21s", ("tests/a.py::test_a[x]",))
PASSED, BROKEN = gate.Ran(0, "1 passed in 1s"), gate.Ran(1, "1 failed in 1s", ONCE.named)
MANY = gate.Ran(1, "3 failed, 9 passed in 3s", ("tests/a.py::a", "tests/a.py::b", "tests/a.py::c"))


@pytest.mark.parametrize(
    ("runs", "passed", "failed", "shaky"),
    [
        ([ONCE, PASSED, PASSED, PASSED], 12, 0, [*ONCE.named]),
        ([ONCE, PASSED, PASSED, BROKEN], 11, 1, []),
        ([ONCE, BROKEN], 11, 1, []),
        ([MANY], 9, 3, []),
        # A run that broke off names less than it counts: nothing is asked again.
        ([gate.Ran(1, "1 failed, 11 passed in 3s")], 11, 1, []),
    ],
)
def test_what_failed_once_beside_others_is_asked_again_alone(
    runs: list[gate.Ran], passed: int, failed: int, shaky: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    left = list(runs)
    monkeypatch.setattr(gate, "_pytest", lambda _words: left.pop(0))
    count = gate.Count()

    gate._test(gate.suites("fast")[0], "fast", 1, count)

    assert (count.passed, count.failed, count.shaky, left) == (passed, failed, shaky, [])


def test_a_run_names_what_failed_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = tmp_path / "test_planted.py"
    sheet.write_text(
        "import pytest\n"
        "@pytest.mark.parametrize('x', ['a b', 'c - d'])\n"
        "def test_it(x): assert x == 'c - d', 'one - two'\n"
        "def test_that(nothing): pass\n"
    )

    ran = gate._pytest(["-q", str(sheet)])

    assert ran.code == gate.FAILED
    assert [name.rpartition("::")[2] for name in ran.named] == ["test_it[a b]", "test_that"]
    assert "2 failed" not in ran.closing
    assert "SHAKY" not in capsys.readouterr().out


def test_a_commit_is_asked_the_same_questions_again_and_all_asks_others() -> None:
    assert gate._seed("normal") == gate._seed("fast") >= 0
    assert len({gate._seed("all") for _ in range(9)}) > 1


MARKS = ("alone", "long", "browser", "thorough", "grows", "soak", "bare")
KINDS = [
    kind
    for size in range(4)
    for kind in combinations(("alone", "long", "browser", "grows"), size)
] + [("long", "soak"), ("long", "bare")]  # fmt: skip


def hits(scale: str, marks: tuple[str, ...]) -> list[str]:
    """The suites of a scale that run what is marked so."""
    names = {name: name in marks for name in MARKS}
    return [suite.name for suite in gate.suites(scale) if eval(suite.marks, {}, names)]  # noqa: S307 (our own words)


@pytest.mark.parametrize("marks", KINDS, ids="-".join)
def test_every_test_is_in_one_suite_of_the_gate_or_of_all(marks: tuple[str, ...]) -> None:
    of_the_gate, of_all = hits("normal", marks), hits("all", marks)

    assert len(of_the_gate) == ("long" not in marks)
    # The bare machine runs the whole gate; what is the same at every scale is not run a second time.
    assert len(of_all) == bool({"long", "grows"} & set(marks))


def test_what_runs_beside_the_others_is_waited_for_before_something_is_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, ended = Event(), []

    def run(words: list[str]) -> gate.Ran:
        if words[1] == "soak":
            asked.wait(10)
        ended.append(words[1])
        if words[1].startswith("(long or grows)"):
            asked.set()
        return gate.Ran(0, "1 passed in 3.21s")

    monkeypatch.setattr(gate, "_pytest", run)
    count = gate.Count()

    gate._test_all(gate.suites("all"), "all", 1, count)

    assert [marks.split()[0] for marks in ended] == ["(long", "soak", "alone", "bare"]
    assert (count.passed, count.failed) == (4, 0)


def test_what_takes_the_better_part_of_an_hour_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    left = [ONCE]
    monkeypatch.setattr(gate, "_pytest", lambda _words: left.pop(0))
    count = gate.Count()

    gate._test(gate.suites("all")[0], "all", 1, count)

    assert (count.passed, count.failed, left) == (11, 1, [])


def test_what_grows_with_the_scale_is_found_and_what_does_not_is_not() -> None:
    words = [
        "--collect-only",
        "-q",
        "-m",
        "grows",
        "tests/faults/test_killed_offers.py",
        "tests/forms/test_zengin.py",
    ]
    words += ["tests/forms/test_fuzz.py"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )

    found = {line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line}
    assert found == {"tests/faults/test_killed_offers.py", "tests/forms/test_fuzz.py"}


def test_a_step_that_says_no_is_a_failure_with_its_words() -> None:
    no = steps.Step("見本", [sys.executable, "-c", "print('because'); raise SystemExit(3)"], "mend it")

    outcome = steps.run(no, {})

    assert not outcome.passed
    assert "because" in outcome.output


def test_what_is_missing_is_named_with_what_refuses(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KURASHI_INSTALL", "no")

    absent = system.ensure([MISSING])

    assert absent == (MISSING,)
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "apt-get install no-such-package" in said


@pytest.mark.parametrize("asked", ["eighty", "0", "70000"])
def test_a_port_that_is_none_is_refused_in_one_line(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", asked)

    with pytest.raises(Stop, match=r"PORT=8001 \./run"):
        serve._port()


def test_an_unknown_benchmark_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert measure.main(["nonsense"]) == 1
    assert "pages" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["run", "check", "bench"])
def test_each_command_explains_itself(command: str) -> None:
    done = subprocess.run([ROOT / command, "--help"], capture_output=True, text=True, check=False)

    assert done.returncode == 0
    assert "./" + command in done.stdout
