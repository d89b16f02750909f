"""What ./check --fast leaves out besides browsers: whole attacks, killed workers and foreign providers, each many seconds long."""

from pathlib import Path

import pytest

THOROUGH = (
    "tests/services/accounts/test_kawasaki*.py",
    "tests/services/accounts/test_*providers.py",
    "tests/services/accounts/test_passkeys.py",
    "tests/portal/test_worker_kill.py",
    "tests/faults/test_*.py",
    "tests/services/applications/test_bad_input.py",
    "tests/services/applications/test_routes_bad_addresses.py",
    "tests/services/applications/test_routes_every_page.py",
    "tests/services/applications/test_routes_individual_numbers.py",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark them, so that the gate can leave them out by name."""
    for item in items:
        place = Path(item.path).relative_to(config.rootpath)
        if any(place.match(pattern) for pattern in THOROUGH):
            item.add_marker("thorough")
