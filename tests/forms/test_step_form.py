"""One page of questions as a form."""

from collections.abc import Mapping, Sequence

import pytest
from werkzeug.datastructures import MultiDict

from forms import journey
from forms.ask_field import AskField
from forms.field import Value
from forms.step_form import StepForm, step_form
from tests.forms.builders import STEPS, TODAY, WORDS, a_dictionary, a_procedure, sent, words

AREAS = {"3208540": ["栃木県ひなた市旭"], "4980000": ["三重県見本市", "愛知県見本市"]}


def areas(postcode: str) -> Sequence[str]:
    return AREAS.get(postcode, ())


def form(
    ask: str, typed: MultiDict[str, str] | None = None, answers: Mapping[str, Value] | None = None
) -> StepForm:
    """The form of a single step that asks these."""
    made = a_procedure(f'[[step]]\nkey = "one"\ntitle = {WORDS}\nask = [{ask}]')
    make = step_form(made, made.steps[0], answers or {}, a_dictionary(), lookup=areas, today=TODAY)
    return make(formdata=typed, data=answers)


def who(typed: MultiDict[str, str], answers: Mapping[str, Value]) -> StepForm:
    made = a_procedure()
    return step_form(made, made.steps[0], answers, a_dictionary(), today=TODAY)(formdata=typed, data=answers)


def question(of: StepForm, key: str) -> AskField:
    found = of[key]
    assert isinstance(found, AskField)
    return found


def shown(of: StepForm) -> list[str]:
    return [field.name for field in of]


def test_a_sound_page_gives_what_is_to_be_stored() -> None:
    page = form(
        '"name", "kana", "birth"',
        sent(name=" 髙﨑　花子", kana="たかさき", birth__era="showa", birth__year="30"),
    )

    assert page.validate()
    assert page.values() == {"name": "髙﨑 花子", "kana": "タカサキ", "birth": "1955"}
    assert page.faults() == []


def test_a_faulty_page_keeps_what_was_typed_and_says_what_is_wrong() -> None:
    page = form(
        '"name", "birth"',
        sent(name="見\u202e本", birth__era="heisei", birth__year="３２", birth__month=" x "),
    )

    assert not page.validate()
    assert [(fault.field, fault.code) for fault in page.faults()] == [
        ("name", "invisible_character"),
        ("birth", "date_month"),
    ]
    assert question(page, "name").raw_parts == {"value": "見\u202e本"}
    assert question(page, "birth").raw_parts == {"era": "heisei", "year": "３２", "month": " x ", "day": ""}
    assert [one.value for one in question(page, "birth").inputs] == ["heisei", "３２", " x ", ""]
    assert [one.faulty for one in question(page, "birth").inputs] == [False, False, True, False]
    assert set(page.errors) == {"name", "birth"}


def test_a_sound_answer_beside_a_faulty_one_can_be_kept() -> None:
    page = form('"name", "kana"', sent(name="見本", kana="見本"))
    page.validate()

    assert page.values() == {"name": "見本"}


def test_a_required_question_left_blank_is_a_fault_and_an_optional_one_is_none() -> None:
    page = form('"name", { field = "kana", optional = true }', sent(name=" ", kana=""))

    assert not page.validate()
    assert [fault.code for fault in page.faults()] == ["required"]
    assert page.values() == {"name": None, "kana": None}


def test_each_kind_says_its_own_words_when_left_blank() -> None:
    page = form('"applicant_kind", "animals", "agree", "birth", "address"', sent())
    page.validate()

    assert [fault.code for fault in page.faults()] == [
        "required_choice", "required_choices", "required_yes", "required_date", "required_address",
    ]  # fmt: skip


def test_a_stored_answer_is_laid_out_as_somebody_would_type_it() -> None:
    answers: dict[str, Value] = {
        "name": "見本 花子", "birth": "1955-04", "agree": True, "animals": ["dog"], "copies": 2,
        "address": {"postcode": "320-8540", "area": "見本市", "street": "1", "building": ""},
    }  # fmt: skip

    page = form('"name", "birth", "agree", "animals", "copies", "address"', None, answers)

    assert question(page, "name").inputs[0].value == "見本 花子"
    assert [one.value for one in question(page, "birth").inputs] == ["showa", "30", "4", ""]
    assert question(page, "agree").raw_parts == {"value": "yes"}
    assert [(option.value, option.selected) for option in question(page, "animals").options] == [
        ("cat", False),
        ("dog", True),
    ]
    assert [one.value for one in question(page, "address").inputs] == ["320-8540", "見本市", "1", ""]
    assert page.validate()
    assert page.values() == answers


def test_nothing_sent_at_all_is_no_answer() -> None:
    page = form('"name"', MultiDict())

    assert not page.validate()
    assert [fault.code for fault in page.faults()] == ["required"]


def test_a_question_whose_condition_does_not_hold_is_not_on_the_page() -> None:
    assert shown(who(sent(applicant_kind="self"), {})) == ["applicant_kind"]
    assert shown(who(sent(applicant_kind="self", agent_name=""), {"applicant_kind": "agent"})) == [
        "applicant_kind"
    ]
    assert "agent_name" not in who(sent(applicant_kind="self"), {})


def test_a_question_that_this_answer_opens_is_asked_next_and_not_blamed() -> None:
    page = who(sent(applicant_kind="agent"), {})

    assert page.validate()
    assert page.values() == {"applicant_kind": "agent"}


def test_an_opened_question_that_a_script_showed_is_read() -> None:
    assert who(sent(applicant_kind="agent", agent_name="見本"), {}).values() == {
        "applicant_kind": "agent",
        "agent_name": "見本",
    }


def test_a_question_that_was_on_the_page_must_be_answered() -> None:
    page = who(sent(applicant_kind="agent"), {"applicant_kind": "agent"})

    assert not page.validate()
    assert [(fault.field, fault.code) for fault in page.faults()] == [("agent_name", "required")]


def test_an_abandoned_answer_opens_no_question() -> None:
    made = a_procedure(
        STEPS
        + f'[[step]]\nkey = "last"\ntitle = {WORDS}\nask = ["agree", {{ field = "birth", when = {{ purpose = "x" }} }}]'
    )

    page = step_form(
        made, made.steps[-1], {"applicant_kind": "self", "purpose": "x"}, a_dictionary(), today=TODAY
    )()

    assert shown(page) == ["agree"]


def test_several_ticked_boxes_are_all_read() -> None:
    assert form('"animals"', sent(animals=["dog", "cat"])).values() == {"animals": ["cat", "dog"]}


def test_the_class_of_a_page_is_made_once_for_a_version_of_the_form() -> None:
    known = a_dictionary()
    made = a_procedure(known=known)

    first = step_form(made, made.steps[1], {}, known)()
    second = step_form(a_procedure(known=known), made.steps[1], {"applicant_kind": "self"}, known)()
    other = step_form(made, journey.picked(made, {}, {"name"}, words()), {}, known)()

    assert type(first) is type(second)
    assert type(other) is not type(first)
    assert len(known.shelf) == 2


def test_the_button_beside_the_postcode_fills_in_the_only_area() -> None:
    page = form(
        '"address"', sent(address__postcode="３２０ー８５４０", address__street="1-5", address__search="1")
    )

    assert page.searching
    assert not page.validate()
    assert page.faults() == []
    assert [one.value for one in question(page, "address").inputs] == [
        "３２０ー８５４０",
        "栃木県ひなた市旭",
        "1-5",
        "",
    ]
    assert question(page, "address").raw_parts["area"] == ""


def test_several_areas_are_offered_and_what_was_typed_stays() -> None:
    page = form('"address"', sent(address__postcode="4980000", address__area="愛知県", address__search="1"))

    assert question(page, "address").areas == ("三重県見本市", "愛知県見本市")
    assert question(page, "address").inputs[1].value == "愛知県"


def test_a_typed_area_is_not_overwritten_by_the_only_one_found() -> None:
    page = form(
        '"address"', sent(address__postcode="3208540", address__area="栃木県別の町", address__search="1")
    )

    assert question(page, "address").inputs[1].value == "栃木県別の町"
    assert question(page, "address").areas == ("栃木県ひなた市旭",)


def test_a_picked_area_is_filled_in() -> None:
    page = form('"address"', sent(address__postcode="4980000", address__pick="愛知県見本市"))

    assert page.searching
    assert question(page, "address").inputs[1].value == "愛知県見本市"


@pytest.mark.parametrize(
    ("typed", "code"), [("320", "postcode_digits"), ("", "postcode_digits"), ("9999999", "postcode_unknown")]
)
def test_a_search_without_a_result_says_why(typed: str, code: str) -> None:
    page = form('"address"', sent(address__postcode=typed, address__search="1"))

    assert page.searching
    assert [(fault.code, fault.part) for fault in page.faults()] == [(code, "postcode")]


def test_inputs_carry_what_a_browser_needs() -> None:
    page = form('"name", "birth", "address", "kana"')

    assert [(one.id, one.autocomplete) for one in question(page, "birth").inputs][1:] == [
        ("birth-year", "bday-year"), ("birth-month", "bday-month"), ("birth-day", "bday-day"),
    ]  # fmt: skip
    assert question(page, "address").inputs[0].autocomplete == "postal-code"
    assert question(page, "name").inputs[0].autocomplete == "name"
    assert question(page, "kana").inputs[0].autocomplete == ""


def test_an_error_summary_leads_to_the_input_at_fault() -> None:
    page = form('"name", "birth", "applicant_kind"', sent(birth__year="1955", birth__month="13"))
    page.validate()

    anchors = {fault.field: question(page, fault.field).anchor for fault in page.faults()}

    assert anchors == {"name": "name", "birth": "birth-month", "applicant_kind": "applicant_kind"}
    assert question(page, "applicant_kind").options[0].id == "applicant_kind"


def test_a_year_taken_against_the_chosen_era_is_noted() -> None:
    page = form('"birth"', sent(birth__era="heisei", birth__year="1955"))

    assert page.validate()
    assert [note.code for note in question(page, "birth").notes] == ["era_overridden"]


def test_staff_can_have_single_questions_answered_again() -> None:
    made, known = a_procedure(), a_dictionary()
    answers: dict[str, Value] = {
        "applicant_kind": "agent",
        "agent_name": "見本",
        "name": "見本",
        "purpose": "x",
        "copies": 1,
    }
    page = journey.picked(made, answers, {"agent_name", "purpose"}, words("直すところ"))

    again = step_form(made, page, answers, known, today=TODAY)(
        formdata=sent(agent_name="見本 太郎", purpose="銀行"), data=answers
    )

    assert again.validate()
    assert again.values() == {"agent_name": "見本 太郎", "purpose": "銀行"}
