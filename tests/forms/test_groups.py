"""Lists of people or things: counted, checked item by item, pruned with the path, and never asked on a plain page."""

from typing import Any

import pytest

from forms import journey, show
from forms.faults import Broken
from forms.procedure import Procedure
from tests.forms.builders import FIELDS, HEAD, STEPS, TODAY, WORDS, a_dictionary, a_procedure

MORE = f"""
[people]
kind = "group"
label = {{ ja = "人", easy = "人", en = "Person" }}
[doc_paper]
kind = "file"
max = 2
label = {WORDS}
"""
KNOWN = a_dictionary(FIELDS + MORE)
LIST = f"""
[[step]]
key = "people"
title = {WORDS}
repeat = {{ field = "people", min = 1, max = 2 }}
ask = ["name", {{ field = "animals", optional = true }}, {{ field = "purpose", when = {{ animals = "cat" }} }}]
"""
FIRST = f'\n[[step]]\nkey = "first"\ntitle = {WORDS}\nask = ["copies"]\n'
LAST = f'\n[[step]]\nkey = "last"\ntitle = {WORDS}\nask = [{{ field = "doc_paper", optional = true }}]\n'
ONE: dict[str, Any] = {"name": "見本 花子", "animals": None}
FILE = {"id": "1", "name": "a.pdf", "type": "application/pdf", "size": 3}


def form(steps: str = FIRST + LIST + LAST) -> Procedure:
    return a_procedure(steps, known=KNOWN)


def codes(**answers: Any) -> list[str]:
    found = journey.check(form(), {"copies": 1, "doc_paper": None, **answers}, today=TODAY)
    return [fault.code for fault in found]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([ONE], []),
        ([ONE, ONE], []),
        ([], ["required_items"]),
        (None, ["required_items"]),
        ([ONE, ONE, ONE], ["items_too_many"]),
        ([{**ONE, "name": None}], ["item_faulty"]),
        ([{**ONE, "animals": ["cat"]}], ["item_faulty"]),
        ([{**ONE, "animals": ["cat"], "purpose": "見本"}], []),
        ("見本", ["answer_stale"]),
        (["見本"], ["answer_stale"]),
    ],
)
def test_a_list_is_checked_item_by_item(people: Any, expected: list[str]) -> None:
    assert codes(people=people) == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([FILE], []),
        ([FILE, FILE, FILE], ["too_many_files"]),
        ([{"id": "1"}], ["answer_stale"]),
        ("a.pdf", ["answer_stale"]),
    ],
)
def test_attachments_are_checked(files: Any, expected: list[str]) -> None:
    assert codes(people=[ONE], doc_paper=files) == expected


def test_a_list_waits_until_each_item_is_whole() -> None:
    half: dict[str, Any] = {"copies": 1, "people": [ONE, {"name": "見本 太郎"}]}

    found = journey.first_unanswered(form(), half)

    assert found is not None
    assert found.key == "people"
    following = journey.next_step(form(), {**half, "people": [ONE]}, "people")
    assert following is not None
    assert following.key == "last"


def test_what_an_item_does_not_ask_any_more_is_left_out() -> None:
    stored: dict[str, Any] = {"copies": 1, "people": [{**ONE, "purpose": "昔の答え"}]}

    assert journey.effective(form(), stored)["people"] == [ONE]


def test_a_list_is_shown_on_one_line_with_its_questions() -> None:
    group = form().asks[1].field

    shown = show.plain(group, [ONE, {"name": "見本 太郎"}], "ja")

    assert shown == "1. 見本：見本 花子 ／ 2. 見本：見本 太郎"


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        (FIRST + LIST + LIST.replace('key = "people"', 'key = "again"', 1), "二度尋ねています"),
        (FIRST + LIST.replace('field = "people"', 'field = "name"'), "group の項目ではありません"),
        (FIRST + LIST.replace("max = 2", "max = 99"), "30 まで"),
        (FIRST + LIST.replace('"name",', '"name", "doc_paper",'), "添付を尋ねられません"),
        (FIRST + FIRST.replace('"copies"', '"people"').replace('"first"', '"x"'), "repeat で使います"),
        (FIRST + LIST + LAST.replace('"doc_paper"', '"name"'), "二度尋ねています"),
        (LIST, "最初のページ"),
        (LAST, "最初のページ"),
        (
            FIRST + LIST + LAST.replace("optional = true", 'when = { name = "x" }'),
            "前に尋ねる項目",
        ),
    ],
)
def test_a_list_that_cannot_work_is_told(steps: str, words: str) -> None:
    with pytest.raises(Broken) as broken:
        form(steps)

    assert words in " ".join(one.message for one in broken.value.every)


def test_a_plain_form_knows_nothing_of_lists() -> None:
    assert all(step.repeat is None for step in a_procedure(STEPS, HEAD).steps)
