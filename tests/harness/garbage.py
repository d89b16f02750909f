"""What no longer lives is looked for seldom: a run holds a million objects that never die, and each full look walks over all of them."""

import gc

import pytest

# A look at what is young after so many new objects, at what is older after so many of those looks.
SELDOM = (10_000, 10, 10)


def pytest_configure() -> None:
    """Look for nothing while the tests are read: whatever that makes stays."""
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """From here on look again, past all that is there now."""
    gc.freeze()
    gc.set_threshold(*SELDOM)
    gc.enable()
