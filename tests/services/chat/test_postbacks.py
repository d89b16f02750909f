"""What a press brings back: only what we have offered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.dialogue.state import LONGEST as LONGEST_ACTION
from services.chat.rules import postbacks

KEY = b"k" * 32


@given(st.text(st.characters(exclude_categories=("C", "Z")), max_size=LONGEST_ACTION))
def test_what_was_signed_comes_back(action: str) -> None:
    data = postbacks.signed(action, KEY)

    assert len(data) <= 300
    assert postbacks.opened(data, KEY) == action


@pytest.mark.parametrize("data", ["", "none", ".none", "x.none", "none.", "\x00.none", "あ.none", "a" * 400])
def test_what_somebody_made_up_opens_nothing(data: str) -> None:
    assert postbacks.opened(data, KEY) is None


def test_another_action_under_the_same_proof_opens_nothing() -> None:
    proof, _, _ = postbacks.signed("matter:faq:1", KEY).partition(".")

    assert postbacks.opened(f"{proof}.matter:faq:2", KEY) is None


def test_a_key_that_is_no_more_opens_nothing() -> None:
    assert postbacks.opened(postbacks.signed("none", KEY), b"other" * 8) is None


def test_an_action_that_no_press_could_carry_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        postbacks.signed("x" * 300, KEY)
