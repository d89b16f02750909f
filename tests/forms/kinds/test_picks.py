"""Answers that are picked."""

from forms.kinds import KINDS
from tests.forms.builders import fault, read


def test_a_known_choice_is_taken_and_another_refused() -> None:
    assert read("choice", "dog") == "dog"
    assert read("choice", "") is None
    assert fault("choice", "cow").code == "choice_unknown"


def test_several_are_kept_in_the_order_of_the_form() -> None:
    assert read("choices", {"hen": "hen", "cat": "cat"}) == ["cat", "hen"]
    assert read("choices", {}) is None


def test_an_unknown_one_among_several_is_refused() -> None:
    assert fault("choices", {"cat": "cat", "cow": "cow"}).code == "choice_unknown"


def test_no_more_than_the_maximum_may_be_picked() -> None:
    assert fault("choices", {"hen": "hen", "cat": "cat"}, max=1).values == {"max": 1}


def test_a_box_is_ticked_or_not() -> None:
    assert read("yes", "yes") is True
    assert read("yes", "") is None
    assert fault("yes", "on").code == "choice_unknown"


def test_what_is_stored_is_laid_out_as_it_was_picked() -> None:
    assert KINDS["choices"].split(["cat", "hen"]) == {"cat": "cat", "hen": "hen"}
    assert KINDS["yes"].split(True) == {"value": "yes"}
    assert KINDS["yes"].split(None) == {"value": ""}
