"""A state is small, survives JSON, and one that cannot be read starts the dialogue anew."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.dialogue import State, kept, restored

SHORT = st.text(max_size=30)
LISTS = st.lists(SHORT, max_size=13).map(tuple)


@given(st.builds(State, version=st.just(1), lang=SHORT, topic=SHORT, awaits=SHORT, then=SHORT, district=SHORT,
                 life=SHORT, answers=LISTS, offered=LISTS, photos=LISTS, trouble=SHORT, where=SHORT, missed=st.integers(0, 9)))  # fmt: skip
def test_a_state_comes_back_as_it_was(state: State) -> None:
    assert restored(json.loads(json.dumps(kept(state)))) == state


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


@given(st.one_of(JUNK, st.dictionaries(st.sampled_from([*kept(State())]), JUNK)))
def test_whatever_was_kept_something_can_go_on(junk: object) -> None:
    assert isinstance(restored(junk), State)


@pytest.mark.parametrize(
    "told",
    [
        None,
        {},
        {"version": 0},
        {"version": 99, "topic": "faq:1"},
        {"version": 1, "missed": True},
        {"version": 1, "topic": 7},
        {"version": 1, "topic": "長" * 1000},
        {"version": 1, "offered": ["x"] * 100},
    ],
)
def test_another_version_or_a_damaged_state_starts_anew(told: object) -> None:
    assert restored(told) == State()


def test_what_an_older_writer_left_out_has_its_default() -> None:
    assert restored({"version": 1, "topic": "faq:1"}) == State(topic="faq:1")
