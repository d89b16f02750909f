"""Values that are worked out: ages on a day, sums, counts, days; circles and gaps are told."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import journey
from forms.faults import Broken
from forms.procedure import Procedure
from tests.forms.builders import FIELDS, HEAD, WORDS, a_dictionary, a_procedure

MORE = f"""
[moved]
kind = "date"
label = {WORDS}
[ended]
kind = "date"
label = {WORDS}
[cost]
kind = "yen"
label = {WORDS}
[children]
kind = "group"
label = {WORDS}
[child_birth]
kind = "birth"
label = {WORDS}
[child_cost]
kind = "yen"
label = {WORDS}
[school]
kind = "text"
label = {WORDS}
"""
KNOWN = a_dictionary(FIELDS + MORE)
STEPS = f"""
[[step]]
key = "one"
title = {WORDS}
ask = ["birth", "moved", "ended", "copies", "cost"]
[[step]]
key = "children"
title = {WORDS}
repeat = {{ field = "children", min = 0, max = 2 }}
ask = ["child_birth", {{ field = "school", when = {{ child_age = {{ max = 15 }} }} }}, "child_cost"]
[[step]]
key = "two"
title = {WORDS}
ask = [{{ field = "purpose", when = {{ whole = {{ min = 100 }} }} }}, "name"]
"""
CHILD = '\n[[computed]]\nkey = "child_age"\nlabel = {W}\nage_of = "child_birth"\non = "fiscal_year_start"\n'
WHOLE = '\n[[computed]]\nkey = "whole"\nlabel = {W}\nsum_of = ["child_cost"]\n'


def computed(line: str, key: str = "age") -> str:
    return f'\n[[computed]]\nkey = "{key}"\nlabel = {WORDS}\n{line}\n'


def form(*more: str) -> Procedure:
    head = HEAD + CHILD.replace("{W}", WORDS) + WHOLE.replace("{W}", WORDS) + "".join(more)
    return a_procedure(STEPS, head=head, known=KNOWN)


def told(*more: str) -> str:
    with pytest.raises(Broken) as broken:
        form(*more)
    return " ".join(f"{one.path}: {one.message}" for one in broken.value.every)


@pytest.mark.parametrize(
    ("on", "day", "age"),
    [
        ("today", "2026-11-21", 6),
        ("today", "2026-04-01", 5),
        ("fiscal_year_start", "2027-03-31", 5),
        ("fiscal_year_start", "2027-04-01", 6),
        # Whoever was born on 2 April is a year of life older only after 31 March has ended.
        ("fiscal_year_end", "2026-11-21", 6),
        ("moved", "2026-11-21", 4),
    ],
)
def test_an_age_is_counted_on_its_day(on: str, day: str, age: int) -> None:
    answers = {"on_day": day, "birth": "2020-04-02", "moved": "2025-01-01"}

    assert journey.worked_out(form(computed(f'age_of = "birth"\non = "{on}"')), answers)["age"] == age


def test_a_birth_without_its_day_counts_from_its_last_possible_day() -> None:
    found = journey.worked_out(form(computed('age_of = "birth"')), {"on_day": "2026-11-21", "birth": "1950"})

    assert found["age"] == 75


@given(born=st.dates(date(1900, 1, 1), date(2020, 12, 31)), on=st.dates(date(2021, 1, 1), date(2060, 1, 1)))
def test_an_age_never_falls_as_days_pass(born: date, on: date) -> None:
    ages = [
        journey.worked_out(OLD, {"on_day": day.isoformat(), "birth": born.isoformat()})["age"]
        for day in (on, date.fromordinal(on.toordinal() + 1))
    ]

    assert ages[0] <= ages[1] <= ages[0] + 1


OLD = form(computed('age_of = "birth"'))


def test_money_days_and_items_are_counted() -> None:
    procedure = form(
        computed('sum_of = ["copies", "cost"]', "paid"),
        computed('days_from = "moved"\ndays_to = "ended"', "stayed"),
        computed('count_of = "children"', "heads"),
    )
    answers: dict[str, Any] = {
        "on_day": "2026-11-21", "copies": 2, "cost": 300, "moved": "2026-11-01", "ended": "2026-11-21",
        "children": [{"child_cost": 50}, {"child_cost": 70}],
    }  # fmt: skip

    found = journey.worked_out(procedure, answers)

    assert found == {"paid": 302, "stayed": 20, "heads": 2, "whole": 120}
    assert next(one for one in procedure.computed if one.key == "paid").yen


def test_a_question_opens_by_what_was_worked_out() -> None:
    cheap, dear = ({"children": [{"child_cost": yen}]} for yen in (99, 100))

    for answers, shown in ((cheap, ["name"]), (dear, ["purpose", "name"])):
        asked = dict(journey.pages(form(), {"on_day": "2026-11-21", **answers}))
        assert [ask.key for step, asks in asked.items() if step.key == "two" for ask in asks] == shown


@pytest.mark.parametrize(("born", "asked"), [("2015-05-05", True), ("1990-05-05", False)])
def test_a_question_about_an_item_opens_by_the_items_own_age(born: str, asked: bool) -> None:
    procedure = form()
    step = procedure.steps[1]

    shown = journey.item_asks(procedure, step, {"child_birth": born}, {"on_day": "2026-11-21"})

    assert ("school" in {ask.key for ask in shown}) is asked


def test_values_may_build_on_one_another_in_any_order() -> None:
    procedure = form(computed('sum_of = ["half", "copies"]', "all"), computed('sum_of = ["copies"]', "half"))

    assert journey.worked_out(procedure, {"on_day": "2026-11-21", "copies": 3})["all"] == 6


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (computed('sum_of = ["b"]', "a") + computed('sum_of = ["a"]', "b"), "a → b → a"),
        (computed('sum_of = ["a"]', "a"), "a → a"),
        (computed('age_of = "nobody"'), "尋ねていません: nobody"),
        (computed('age_of = "name"'), "date・birth の項目ではありません: name"),
        (computed('count_of = "copies"'), "group の項目ではありません"),
        (computed('sum_of = ["name"]'), "integer・yen の項目ではありません"),
        (computed('sum_of = ["copies"]', "name"), "計算の名前に使えません"),
        (computed(""), "どれか一つ"),
        (computed("sum_of = []"), "足すものがありません"),
        (computed('sum_of = ["copies"]') + computed('sum_of = ["copies"]'), "同じ名前の計算が二つ"),
    ],
)
def test_what_cannot_be_worked_out_is_told(lines: str, words: str) -> None:
    assert words in told(lines)


def test_a_condition_cannot_look_at_what_is_not_known_yet() -> None:
    early = STEPS.replace('"birth", "moved"', '{ field = "birth", when = { whole = 1 } }, "moved"')

    with pytest.raises(Broken, match="前に尋ねる項目"):
        a_procedure(early, head=HEAD + CHILD.replace("{W}", WORDS) + WHOLE.replace("{W}", WORDS), known=KNOWN)
