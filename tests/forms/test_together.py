"""Several procedures as one form: asked once, typed once, and each procedure given its own."""

import tomllib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from forms import dictionary, journey
from forms.procedure import Procedure, read
from forms.together import Together
from tests.forms.builders import TODAY, WORDS

FIELDS = f"""
[name]
kind = "name"
label = {WORDS}
[applicant_kind]
kind = "choice"
label = {WORDS}
choices = [
  {{ value = "self", ja = "本人", easy = "わたし", en = "Myself" }},
  {{ value = "household", ja = "家族", easy = "かぞく", en = "Family" }},
  {{ value = "agent", ja = "代理人", easy = "ほかの人", en = "An agent" }},
]
[agent_name]
kind = "name"
label = {WORDS}
[moved_on]
kind = "date"
label = {WORDS}
[note]
kind = "text"
label = {WORDS}
max = 40
[people]
kind = "group"
label = {WORDS}
[person_name]
kind = "name"
label = {WORDS}
[person_relation]
kind = "choice"
label = {WORDS}
choices = [
  {{ value = "child", ja = "子", easy = "こども", en = "Child" }},
  {{ value = "spouse", ja = "配偶者", easy = "つま", en = "Spouse" }},
]
[children]
kind = "group"
label = {WORDS}
draws_on = {{ group = "people", where = {{ person_relation = "child" }}, take = {{ child_name = "person_name" }} }}
[child_name]
kind = "name"
label = {WORDS}
[child_school]
kind = "text"
label = {WORDS}
[spouse_name]
kind = "name"
label = {WORDS}
draws_on = {{ group = "people", where = {{ person_relation = "spouse" }}, take = {{ spouse_name = "person_name" }} }}
[started_on]
kind = "date"
label = {WORDS}
"""
HEAD = (
    f'title = {WORDS}\nsummary = {WORDS}\ndivision = "shimin"\ncompletes = "preparation"\nremains = {WORDS}\n'
)
MOVE = f"""
[[step]]
key = "move"
title = {WORDS}
ask = ["moved_on"]
[[step]]
key = "who"
title = {WORDS}
ask = [
  "name", {{ field = "applicant_kind", choices = ["self", "agent"] }},
  {{ field = "agent_name", when = {{ applicant_kind = "agent" }} }}, {{ field = "note", optional = true }},
]
[[step]]
key = "people"
title = {WORDS}
repeat = {{ field = "people", min = 0, max = 5 }}
ask = ["person_name", "person_relation"]
"""
SCHOOL = f"""
[[step]]
key = "first"
title = {WORDS}
ask = ["started_on"]
[[step]]
key = "who"
title = {WORDS}
ask = ["applicant_kind", "name", {{ field = "note", max = 20 }}]
[[step]]
key = "children"
title = {WORDS}
repeat = {{ field = "children", min = 1, max = 3 }}
ask = ["child_name", "child_school"]
"""
EXIT = f"""
[[step]]
key = "who"
title = {WORDS}
ask = ["applicant_kind"]
[[step]]
key = "more"
title = {WORDS}
ask = ["agent_name"]
[[exit]]
after = "who"
when = {{ applicant_kind = "agent" }}
title = {WORDS}
text = {WORDS}
"""
TWO = {"name": "見本 花子", "applicant_kind": "self", "note": "よろしく", "moved_on": "2026-11-01"}
PEOPLE = [
    {"person_name": "見本 太郎", "person_relation": "spouse"},
    {"person_name": "見本 一郎", "person_relation": "child"},
]

Parts = list[tuple[Procedure, Mapping[str, Any]]]


def procedure(key: str, text: str) -> Procedure:
    """A procedure of the small dictionary above."""
    return read(key, tomllib.loads(HEAD + text), dictionary.read(tomllib.loads(FIELDS)))


def both(answers: Mapping[str, Any] = MappingProxyType({}), **given: Any) -> Together:
    """A move and a school, prepared together."""
    parts: Parts = [(procedure("move", MOVE), {}), (procedure("school", SCHOOL), given)]
    return Together(parts, answers, TODAY)


def keys(form: Together) -> list[list[str]]:
    """What stands on each page."""
    return [[ask.key for ask in step.asks] for step in form.steps]


def test_what_both_want_to_know_is_asked_once_and_first() -> None:
    form = both()

    assert keys(form) == [
        ["name", "applicant_kind", "note"], ["moved_on"], ["people"], ["started_on"], ["children"],
    ]  # fmt: skip


def test_a_question_for_two_keeps_within_the_bounds_of_both_and_may_stay_open_only_if_both_let_it() -> None:
    page = both().pages[0].step

    note, kind = page.asks[2], page.asks[1]

    assert (note.field.max, note.optional) == (20, False)
    assert [choice.value for choice in kind.field.choices] == ["self", "agent"]


def test_what_is_given_is_not_asked() -> None:
    form = both(started_on="2026-11-01")

    assert ["started_on"] not in keys(form)
    assert form.own("school")["started_on"] == "2026-11-01"


def test_what_is_given_and_cannot_be_an_answer_is_asked() -> None:
    form = both(started_on="いつか")

    assert ["started_on"] in keys(form)


def test_a_child_typed_among_those_who_move_is_asked_only_for_the_school() -> None:
    form = both({**TWO, "people": PEOPLE})

    page = next(one for one in form.pages if one.drawn)

    assert form.places(page) == (1,)
    assert [ask.key for ask in form.item_asks(page, 1)] == ["child_school"]
    assert [one.step.key for one in form.pages].index("move-people") == 1


def test_what_is_said_of_a_child_lies_with_its_person_and_goes_to_the_school_only() -> None:
    form = both({**TWO, "people": PEOPLE, "started_on": "2026-11-02"})
    page = next(one for one in form.pages if one.drawn)

    whole = both(form.put(page, 1, {"child_school": "見本小学校"}))

    assert whole.own("school")["children"] == [{"child_name": "見本 一郎", "child_school": "見本小学校"}]
    assert whole.own("move")["people"] == PEOPLE
    assert whole.first_unanswered is None
    assert whole.check() == []


def test_a_spouse_among_those_who_move_is_not_asked_for_again_and_stands_on_the_other_form() -> None:
    spouse = f'[[step]]\nkey = "spouse"\ntitle = {WORDS}\nask = ["spouse_name", "note"]\n'
    parts: Parts = [(procedure("move", MOVE), {}), (procedure("card", spouse), {})]

    alone = Together(parts, TWO | {"people": PEOPLE[1:]}, TODAY)
    along = Together(parts, TWO | {"people": PEOPLE}, TODAY)

    assert ["spouse_name"] in keys(alone)
    assert ["spouse_name"] not in keys(along)
    assert along.own("card") == {
        "way": "window",
        "on_day": TODAY.isoformat(),
        "note": "よろしく",
        "spouse_name": "見本 太郎",
    }


def test_where_no_child_moves_the_school_asks_for_its_children_itself() -> None:
    form = both({**TWO, "people": PEOPLE[:1], "started_on": "2026-11-02"})

    page = form.first_unanswered

    assert page is not None
    assert (page.group, page.drawn) == ("children", False)
    assert [ask.key for ask in form.item_asks(page, 0)] == ["child_name", "child_school"]


def test_an_answer_that_opens_a_question_leads_to_the_same_page_again() -> None:
    form = both({**TWO, "applicant_kind": "agent"})

    page = form.after("move-who")

    assert page is not None
    assert page.step.key == "move-who"
    assert "agent_name" in [ask.key for ask in page.step.asks]


def test_an_item_taken_away_is_gone_from_every_procedure() -> None:
    form = both({**TWO, "people": PEOPLE})
    page = next(one for one in form.pages if one.group == "people" and not one.drawn)

    left = both(form.without(page, 1))

    assert left.own("move")["people"] == PEOPLE[:1]
    assert "children" not in left.own("school")


def test_a_procedure_that_is_not_for_somebody_is_left_out_and_told_why() -> None:
    parts: Parts = [(procedure("move", MOVE), {}), (procedure("early", EXIT), {})]

    form = Together(parts, {**TWO, "applicant_kind": "agent", "agent_name": "見本 次郎", "people": []}, TODAY)

    assert [one.key for one in form.lasting] == ["move"]
    assert [(one.key, early.after) for one, early in form.exits] == [("early", "who")]
    assert form.first_unanswered is None


def test_own_answers_are_those_of_the_procedure_alone() -> None:
    form = both({**TWO, "people": PEOPLE, "started_on": "2026-11-02", "child_school": "迷子の答え"})

    own = form.own("move")

    assert set(own) == {"name", "applicant_kind", "note", "moved_on", "people", "way", "on_day"}
    assert journey.check(procedure("move", MOVE), own, today=TODAY) == []


def test_a_faulty_item_and_a_faulty_answer_are_told_with_their_page() -> None:
    form = both({**TWO, "moved_on": "いつか", "people": [{"person_name": "", "person_relation": "child"}]})

    assert {fault.field for fault in form.check()} >= {"moved_on", "people"}
    assert form.first_faulty() is not None
