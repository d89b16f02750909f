"""Conditions on earlier answers."""

import pytest

from forms.conditions import Condition, hold


def test_an_answer_among_the_wanted_holds() -> None:
    assert Condition("x", among=("a", "b")).holds({"x": "b"})
    assert not Condition("x", among=("a", "b")).holds({"x": "c"})


def test_several_answers_hold_when_one_of_them_is_wanted() -> None:
    assert Condition("x", among=("a",)).holds({"x": ["c", "a"]})
    assert not Condition("x", among=("a",)).holds({"x": ["c"]})


def test_an_unwanted_answer_does_not_hold() -> None:
    assert Condition("x", outside=("a",)).holds({"x": "b"})
    assert not Condition("x", outside=("a",)).holds({"x": "a"})
    assert not Condition("x", outside=("a",)).holds({"x": ["b", "a"]})


def test_a_question_left_blank_is_none_of_the_unwanted() -> None:
    assert Condition("x", outside=("a",)).holds({"x": None})


def test_a_question_that_was_not_asked_decides_nothing() -> None:
    assert not Condition("x", among=("a",)).holds({})
    assert not Condition("x", outside=("a",)).holds({})


@pytest.mark.parametrize(
    ("answer", "holds"), [(1, False), (2, True), (5, True), (6, False), (None, False), ("3", False)]
)
def test_bounds_are_inclusive(answer: int | str | None, holds: bool) -> None:
    assert Condition("x", min=2, max=5).holds({"x": answer}) is holds


def test_all_conditions_must_hold() -> None:
    both = (Condition("x", among=("a",)), Condition("y", min=1))

    assert hold(both, {"x": "a", "y": 1})
    assert not hold(both, {"x": "a", "y": 0})
    assert hold((), {})
