"""A challenge is ours, for one person and for a moment, or it is nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from services.accounts.rules.challenges import LASTS, is_ours, make

KEY, NOW = b"k" * 32, datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def test_a_challenge_is_good_for_whom_and_when_it_was_made() -> None:
    made = make(KEY, b"me", NOW)

    assert is_ours(KEY, made, b"me", NOW)
    assert is_ours(KEY, made, b"me", NOW + LASTS)


def test_it_is_good_for_nobody_else_at_no_other_time_and_under_no_other_key() -> None:
    made = make(KEY, b"me", NOW)

    assert not is_ours(KEY, made, b"you", NOW)
    assert not is_ours(KEY, made, b"", NOW)
    assert not is_ours(b"j" * 32, made, b"me", NOW)
    assert not is_ours(KEY, made, b"me", NOW + LASTS + timedelta(seconds=1))
    assert not is_ours(KEY, made, b"me", NOW - timedelta(minutes=1))


@pytest.mark.parametrize("rubbish", [b"", b"x", bytes(24), bytes(40), bytes(400)])
def test_rubbish_is_not_ours(rubbish: bytes) -> None:
    assert not is_ours(KEY, rubbish, b"", NOW)


def test_no_two_are_the_same() -> None:
    assert len({make(KEY, b"", NOW) for _ in range(100)}) == 100
