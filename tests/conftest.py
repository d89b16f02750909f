"""What every test shares: the run's folder, the databases it covers, a fixed moment; the rest stands in the harness."""

import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from tests.harness import ground

pytest_plugins = [
    f"tests.harness.{name}"
    for name in (
        "network",
        "garbage",
        "engines",
        "packs",
        "compiled",
        "passwords",
        "databases",
        "mail",
        "checkers",
        "browser",
        "looking",
        "live",
        "line",
        "scales",
        "dearest",
    )
]

settings.register_profile("fast", max_examples=25, deadline=None, print_blob=True)
settings.register_profile("normal", max_examples=50, deadline=None, print_blob=True)
settings.register_profile("all", max_examples=150, deadline=None, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run name its databases and its scale."""
    group = parser.getgroup("kurashi")
    group.addoption(
        "--db", default="sqlite,postgresql", help="sqlite, postgresql, debian (joined by commas), or all"
    )
    group.addoption(
        "--scale", default="normal", choices=("fast", "normal", "all"), help="how much the long tests do"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the run's folder, in the first process only, and load the scale's profile."""
    config.stash[OWNER] = ground.make()
    # A run that is told to end sweeps up after itself, as it does after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    settings.load_profile(config.getoption("--scale"))
    os.environ.setdefault("TZ", "UTC")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the run's servers and sweep its folder."""
    if config.stash.get(OWNER, False):
        # Plugins are imported by pytest first, so that their assertions are rewritten.
        from tests.harness import checkers, databases

        databases.stop_servers()
        checkers.stop()
        ground.sweep()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that needs a database once on each."""
    from tests.harness import databases

    if "database_url" in metafunc.fixturenames:
        place = Path(metafunc.module.__file__ or "").name
        metafunc.parametrize(
            "database_url", databases.kinds(metafunc.config.getoption("--db"), place), indirect=True
        )


OWNER = pytest.StashKey[bool]()


@pytest.fixture
def now() -> datetime:
    """Ten in the morning of Friday 20 November 2026 in Japan: an open hour of an open day."""
    return datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture
def scale(request: pytest.FixtureRequest) -> str:
    """How much a long test does: fast, normal or all; the test is the same.

    Debian's older server is asked whether it answers alike, for which the gate's size is enough.
    """
    asked, params = str(request.config.getoption("--scale")), getattr(request.node, "callspec", None)
    of_debian = params is not None and params.params.get("database_url") == "debian"
    return "normal" if asked == "all" and of_debian else asked
