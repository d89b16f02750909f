"""The boxes of a form: what each expression fetches from the answers, and which can never be filled."""

import pytest

from forms import boxes
from forms.boxes import Filled
from forms.field import Value
from portal.pack import read
from tests.portal.pack.builder import PACKS
from tests.portal.pack.sheet_answers import ADDRESS, residence_copy

PACK = read(PACKS / "hinata")
COPY = PACK.procedure("juminhyo")
CLAIM = PACK.procedure("jidou_teate_nintei")


def child(name: str, **changes: Value) -> dict[str, Value]:
    return {"child_name": name, "child_birth_date": "2019-05-01", **changes}


def text(expression: str, **changes: Value) -> str:
    return boxes.text(expression, COPY, residence_copy(**changes))


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("name", "髙﨑𠮷神 花子"),
        ("address.postcode", "000-0001"),
        ("address.line", "ひなた市本町一丁目2番3号"),
        ("address.building", "見本マンション405号"),
        ("birth_date", "昭和30年（1955年）4月（日は不明）"),
        ("birth_date.era", "昭和"),
        ("birth_date.year", "30"),
        ("birth_date.month", "4"),
        ("birth_date.day", ""),
        ("birth_date.western", "1955"),
        ("birth_date.japanese", "昭和30年4月"),
        ("birth_date.era=showa", "■"),
        ("birth_date.era=reiwa", ""),
        ("applicant_kind=agent", "■"),
        ("applicant_kind=self", ""),
        ("copies", "2"),
    ],
)
def test_a_box_holds_its_part_of_the_answer(expression: str, said: str) -> None:
    assert text(expression) == said


def test_the_first_year_of_an_era_is_called_so() -> None:
    assert text("birth_date.year", birth_date="2019-05-01") == "元"


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("children.0.child_name", "見本 一"),
        ("children.1.child_name", "見本 二"),
        ("children.1.child_birth_date.era", "令和"),
        ("children.2.child_name", ""),
        ("children.count", "2"),
    ],
)
def test_a_box_holds_an_answer_about_one_item_of_a_list(expression: str, said: str) -> None:
    answers: dict[str, Value] = {"children": [child("見本 一"), child("見本 二")]}

    assert Filled(CLAIM, {**START, **answers}).text(expression) == said


START: dict[str, Value] = {"teate_claim_reason": "born"}


def test_what_stands_on_an_abandoned_branch_is_not_printed() -> None:
    assert text("agent_name") == "見本 次郎"
    assert text("agent_name", applicant_kind="self") == ""


@pytest.mark.parametrize("expression", ["hand:number", "hand:own_hand"])
def test_what_a_hand_must_write_stays_empty(expression: str) -> None:
    assert text(expression) == ""


@pytest.mark.parametrize(
    "expression",
    ["nobody", "name.postcode", "applicant_kind=ghost", "address.era", "children.0.child_name", "copies=2"],
)
def test_a_box_that_can_never_be_filled_is_known(expression: str) -> None:
    assert not boxes.known(expression, COPY)


@pytest.mark.parametrize(
    "expression",
    ["name", "address.line", "birth_date.era=heisei", "applicant_kind=self", "hand:number", "sheet:stamp"],
)
def test_a_box_that_can_be_filled_is_known(expression: str) -> None:
    assert boxes.known(expression, COPY)


def test_an_address_is_not_torn_apart_by_a_town_that_leaves_out_a_building() -> None:
    plain = {key: value for key, value in ADDRESS.items() if key != "building"}

    assert text("address.building", address=plain) == ""
