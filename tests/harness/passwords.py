"""Passwords at a cost that a test need not wait for; what they cost in earnest is tried by tests/services/accounts/test_hashing.py."""

import argon2
import pytest

EARNEST = argon2.PasswordHasher


class Cheap(EARNEST):
    """A hasher that takes no heed of the cost it is told: OWASP's 30 ms a try, and every other test signs somebody in."""

    def __init__(self, **_cost: int) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)


def pytest_configure() -> None:
    """Whoever asks for a hasher gets a cheap one."""
    pytest.MonkeyPatch().setattr(argon2, "PasswordHasher", Cheap)


@pytest.fixture
def earnest_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords cost in this test what they cost in a town."""
    monkeypatch.setattr(argon2, "PasswordHasher", EARNEST)
