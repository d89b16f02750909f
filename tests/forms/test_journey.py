"""The way through a procedure's questions."""

from hypothesis import given
from hypothesis import strategies as st

from forms import journey
from forms.field import Value
from tests.forms.builders import TODAY, WORDS, a_procedure, words

SELF: dict[str, Value] = {"applicant_kind": "self", "name": "見本 花子", "kana": None, "copies": 1}
AGENT: dict[str, Value] = {
    "applicant_kind": "agent",
    "agent_name": "見本 太郎",
    "name": "見本 花子",
    "kana": "ミホン ハナコ",
    "purpose": "銀行",
    "copies": 2,
    "animals": None,
}


def keys(answers: dict[str, Value]) -> list[str]:
    return [step.key for step in journey.path(a_procedure(), answers)]


def test_a_condition_opens_and_closes_steps() -> None:
    assert keys(SELF) == ["who", "you", "copies"]
    assert keys(AGENT) == ["who", "you", "agent", "copies"]
    assert keys({}) == ["who", "you", "copies"]


def test_answers_on_an_abandoned_branch_are_left_out() -> None:
    changed = {**AGENT, "applicant_kind": "self", "copies": 1}

    assert journey.effective(a_procedure(), changed) == {
        "applicant_kind": "self",
        "name": "見本 花子",
        "kana": "ミホン ハナコ",
        "copies": 1,
    }


def test_an_answer_on_an_abandoned_branch_opens_nothing_behind_it() -> None:
    chain = f"""
    [[step]]
    key = "a"
    title = {WORDS}
    ask = ["applicant_kind"]
    [[step]]
    key = "b"
    title = {WORDS}
    ask = ["copies"]
    when = {{ applicant_kind = "agent" }}
    [[step]]
    key = "c"
    title = {WORDS}
    ask = ["name"]
    when = {{ copies = {{ min = 2 }} }}
    """

    answers: dict[str, Value] = {"applicant_kind": "self", "copies": 5, "name": "x"}

    assert [step.key for step in journey.path(a_procedure(chain), answers)] == ["a"]
    assert journey.effective(a_procedure(chain), answers) == {"applicant_kind": "self"}


def test_the_first_open_question_is_found() -> None:
    def first(answers: dict[str, Value]) -> str | None:
        step = journey.first_unanswered(a_procedure(), answers)
        return step.key if step else None

    assert first({}) == "who"
    assert first({"applicant_kind": "agent"}) == "who"
    assert first({"applicant_kind": "self"}) == "you"
    assert first({"applicant_kind": "self", "name": "x"}) == "you"
    assert first({"applicant_kind": "self", "name": "x", "kana": None}) == "copies"
    assert first({**SELF, "name": None}) == "you"
    assert first(SELF) is None
    assert first(AGENT) is None


def test_the_next_step_follows_the_answers() -> None:
    made = a_procedure()

    def following(answers: dict[str, Value], after: str) -> str | None:
        step = journey.next_step(made, answers, after)
        return step.key if step else None

    assert following(SELF, "you") == "copies"
    assert following(AGENT, "you") == "agent"
    assert following(SELF, "copies") is None
    assert journey.next_step(made, AGENT, made.steps[0]) == made.steps[1]


def test_a_question_opened_on_the_same_page_brings_the_page_back() -> None:
    step = journey.next_step(a_procedure(), {"applicant_kind": "agent"}, "who")

    assert step is not None
    assert step.key == "who"


def test_a_step_that_is_off_the_path_leads_to_the_first_open_question() -> None:
    step = journey.next_step(a_procedure(), {"applicant_kind": "self"}, "agent")

    assert step is not None
    assert step.key == "you"


def test_the_questions_of_a_step_follow_the_answers() -> None:
    who = a_procedure().steps[0]

    assert [ask.key for ask in journey.asks(who, {"applicant_kind": "self"})] == ["applicant_kind"]
    assert [ask.key for ask in journey.asks(who, {"applicant_kind": "agent"})] == [
        "applicant_kind",
        "agent_name",
    ]


def test_a_whole_form_without_faults_may_be_submitted() -> None:
    assert journey.check(a_procedure(), SELF, today=TODAY) == []
    assert journey.check(a_procedure(), AGENT, today=TODAY) == []


def test_the_whole_form_is_checked_again_as_it_is_stored() -> None:
    answers = {
        **AGENT,
        "applicant_kind": "agent",
        "agent_name": None,
        "copies": 99,
        "kana": "見本",
        "name": "見本  花子",
    }

    found = {fault.field: fault.code for fault in journey.check(a_procedure(), answers, today=TODAY)}

    assert found == {
        "agent_name": "required",
        "copies": "integer_max",
        "kana": "kana_only",
        "name": "answer_stale",
    }


def test_a_stored_answer_of_the_wrong_type_is_stale() -> None:
    found = journey.check(a_procedure(), {**SELF, "copies": "1"}, today=TODAY)

    assert [(fault.field, fault.code) for fault in found] == [("copies", "answer_stale")]


def test_a_form_stands_when_nothing_is_open_and_nothing_wrong() -> None:
    def stands(answers: dict[str, Value]) -> bool:
        return journey.stands(a_procedure(), answers, today=TODAY)

    assert stands(SELF)
    assert stands(AGENT)
    assert not stands({**SELF, "copies": 99})
    assert not stands({key: value for key, value in SELF.items() if key != "copies"})


def test_a_missing_required_answer_is_told() -> None:
    assert [fault.field for fault in journey.check(a_procedure(), {}, today=TODAY)] == [
        "applicant_kind",
        "name",
        "copies",
    ]


def test_a_page_of_picked_questions_holds_those_on_the_path_only() -> None:
    step = journey.picked(a_procedure(), SELF, {"name", "purpose", "copies"}, words("直す"))

    assert [ask.key for ask in step.asks] == ["name", "copies"]


def test_the_way_somebody_chose_steers_the_path_and_stays() -> None:
    made = a_procedure(f'[[step]]\nkey = "a"\ntitle = {WORDS}\nask = ["name"]\nwhen = {{ way = "post" }}')

    assert [step.key for step in journey.path(made, {"way": "post"})] == ["a"]
    assert journey.path(made, {"way": "online"}) == ()
    assert journey.effective(made, {"way": "post", "name": "x", "y": 1}) == {"way": "post", "name": "x"}


VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.lists(st.text(max_size=3), max_size=3)
)


@given(
    st.dictionaries(st.sampled_from([*AGENT, "way", "other"]), VALUES | st.dictionaries(st.text(), st.text()))
)
def test_any_answers_whatever_have_a_path_and_a_verdict(answers: dict[str, Value]) -> None:
    made = a_procedure()

    live = journey.effective(made, answers)
    faults = journey.check(made, answers, today=TODAY)

    assert journey.path(made, live) == journey.path(made, answers)
    assert journey.effective(made, live) == live
    assert all(made.ask(fault.field) for fault in faults)
    # One walk says what the two others do: nothing is open, nothing is wrong.
    assert journey.stands(made, answers, today=TODAY) == (
        not faults and journey.first_unanswered(made, answers) is None
    )
