"""People named in one list and taken over into another, by what was answered about them and by their age."""

import tomllib
from datetime import date
from typing import Any

import pytest

from forms import dictionary
from forms.draws import Draws
from forms.faults import Broken
from tests.forms.builders import WORDS

TODAY = date(2026, 11, 21)
FATHER = {"member_name": "見本 太郎", "member_birth_date": "1990-05-05", "mover_relation": "spouse"}
PUPIL = {"member_name": "見本 一", "member_birth_date": "2018-06-01", "mover_relation": "child", "note": None}
BABY = {"member_name": "見本 二", "member_birth_date": "2026-01-10", "mover_relation": "child"}
PEOPLE: list[dict[str, Any]] = [FATHER, PUPIL, BABY]


def draws(**other: Any) -> Draws:
    take = (("child_name", "member_name"), ("child_birth_date", "member_birth_date"))
    return Draws(**{"group": "moving_people", "take": take, **other})


def moved(people: list[Any], **beside: Any) -> dict[str, Any]:
    """Answers with these people in the list that is drawn on."""
    return {"moving_people": people, **beside}


def places(found: tuple[tuple[int, dict[str, Any]], ...]) -> list[int]:
    return [place for place, _ in found]


def test_everybody_is_taken_over_where_nothing_is_said_about_whom() -> None:
    assert places(draws().drawn(moved(PEOPLE), TODAY)) == [0, 1, 2]


def test_only_what_is_named_is_taken_over_under_its_new_name() -> None:
    found = draws(where=(("mover_relation", ("child",)),)).drawn(moved(PEOPLE), TODAY)

    assert found == (
        (1, {"child_name": "見本 一", "child_birth_date": "2018-06-01"}),
        (2, {"child_name": "見本 二", "child_birth_date": "2026-01-10"}),
    )
    assert draws().taken == ("child_name", "child_birth_date")


def test_what_was_not_answered_there_is_left_to_be_asked_here() -> None:
    found = draws().drawn(moved([{"member_name": "見本 三"}]), TODAY)

    assert found == ((0, {"child_name": "見本 三"}),)


def test_one_of_several_answers_is_enough_and_none_is_not() -> None:
    some = draws(where=(("mover_relation", ("spouse", "parent")),))

    assert places(some.drawn(moved([*PEOPLE, {"member_name": "x"}]), TODAY)) == [0]
    assert places(some.drawn(moved([{"mover_relation": ["child", "parent"]}]), TODAY)) == [0]


@pytest.mark.parametrize(
    ("born", "goes"),
    [
        ("2020-04-01", True), ("2020-04-02", False), ("2011-04-02", True), ("2011-04-01", False),
        ("2020", False), ("2019", True), ("", False), (None, False),
    ],
)  # fmt: skip
def test_who_goes_to_school_is_known_from_the_age_on_the_first_of_april(born: str | None, goes: bool) -> None:
    # Whoever is born on 1 April reaches an age on 31 March (年齢計算ニ関スル法律) and goes to school a year earlier.
    pupils = draws(aged=(("member_birth_date", (6, 14)),))

    assert bool(pupils.drawn(moved([{"member_birth_date": born}]), TODAY)) is goes
    assert bool(pupils.drawn(moved([{"member_birth_date": born}]), date(2027, 3, 31))) is goes


def test_what_is_certain_about_everybody_taken_is_answered_with_it() -> None:
    sure = draws(give=(("child_living", "together"),), where=(("member_name", ("見本 一",)),))

    assert sure.drawn(moved(PEOPLE), TODAY)[0][1]["child_living"] == "together"
    assert sure.taken == ("child_name", "child_birth_date", "child_living")


def test_nobody_is_taken_where_an_answer_beside_the_list_says_otherwise() -> None:
    mine = draws(when=(("head_relation", ("head", "spouse")),))

    assert places(mine.drawn(moved(PEOPLE, head_relation="spouse"), TODAY)) == [0, 1, 2]
    assert mine.drawn(moved(PEOPLE, head_relation="child"), TODAY) == ()
    assert mine.drawn(moved(PEOPLE), TODAY) == ()


def test_a_single_question_is_answered_only_when_one_person_can_be_meant() -> None:
    spouse = Draws(
        "moving_people", (("spouse_name", "member_name"),), where=(("mover_relation", ("spouse",)),)
    )

    assert spouse.one(moved(PEOPLE), TODAY) == {"spouse_name": "見本 太郎"}
    assert spouse.one(moved([*PEOPLE, FATHER]), TODAY) == {}
    assert spouse.one(moved([PUPIL]), TODAY) == {}


@pytest.mark.parametrize("items", [None, "x", [], ["x"], [None]])
def test_a_list_that_was_not_answered_gives_nobody(items: object) -> None:
    assert draws().drawn({"moving_people": items}, TODAY) == ()


def test_a_plain_question_takes_nothing_but_its_own_answer() -> None:
    text = f'[spouse]\nkind = "name"\nlabel = {WORDS}\ndraws_on = {{ group = "g", take = {{ %s = "n" }} }}'

    assert dictionary.read(tomllib.loads(text % "spouse"))["spouse"].draws_on == Draws(
        "g", (("spouse", "n"),)
    )
    with pytest.raises(Broken, match="その項目だけ"):
        dictionary.read(tomllib.loads(text % "other"))


def test_the_dictionary_tells_what_a_list_takes() -> None:
    text = f"""
    [children]
    kind = "group"
    label = {WORDS}
    draws_on = {{ group = "moving_people", take = {{ a = "b" }}, where = {{ c = "d", e = ["f", "g"] }}, aged = {{ h = [0, 17] }} }}
    """

    known = dictionary.read(tomllib.loads(text))

    assert known["children"].draws_on == Draws(
        "moving_people", (("a", "b"),), where=(("c", ("d",)), ("e", ("f", "g"))), aged=(("h", (0, 17)),)
    )
