"""Whatever is typed: a value or a fault, never an exception, and what was typed comes back."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from forms import answers, show
from forms.ask_field import AskField
from forms.faults import CODES
from forms.kinds import KINDS
from forms.numbers import find_individual_numbers
from forms.step_form import StepForm, step_form
from forms.steps import Ask
from tests.forms.builders import FIELDS, HEAD, TODAY, WORDS, a_dictionary, a_procedure, field

FREE = ("text", "long_text", "name", "kana")
MORE = f"""
[day]
kind = "date"
label = {WORDS}
[long]
kind = "long_text"
label = {WORDS}
[phone]
kind = "phone"
label = {WORDS}
[email]
kind = "email"
label = {WORDS}
[code]
kind = "number_code"
label = {WORDS}
digits = [1, 12]
"""
KNOWN = a_dictionary(FIELDS + MORE)
ASKS = ", ".join(f'"{key}"' for key in KNOWN)
WHOLE = a_procedure(f'[[step]]\nkey = "one"\ntitle = {WORDS}\nask = [{ASKS}]', HEAD, KNOWN)

# What people, copied text, broken software and attackers send.
CHARACTERS = (
    "0123456789０１２３４５６７８９-－ー−‐―・./,年月日元令平昭大明RHSTM〒@＠.#()（）+x'\"<é²Ⅳ一①㈱㍻㋿ｶﾞか漢髙𠮷"
    " \u3000\u200b\u200d\u202e\u2066\ufeff\x00\x1b\x85\n\t\ud842\udfb7\ufffd\ufffe\ue000\U000e0100\U000e0041\u3099\u309a\ufa19\u0660"
)
STRINGS = [
    "内線",
    "昭和",
    "令和",
    "西暦",
    "<script>",
    "%00",
    "{{",
    "á",
    "mailto:",
    "+81",
    "ext.",
    "平成元年",
    "S30",
]
NASTY = st.sampled_from([*CHARACTERS, *STRINGS, "\r\n"])
# A few that act upon one another, often side by side.
TANGLED = st.sampled_from(
    [" ", "\u3000", "\u200b", "\u200d", "\ufe0f", "\U000e0100", "か", "\u3099", "👩", "葛", "\n", "1", "-"]
)
TYPED = (
    st.text(max_size=60)
    | st.lists(NASTY, max_size=30).map("".join)
    | st.lists(TANGLED, max_size=12).map("".join)
)
PARTS = sorted({part.key for kind in KINDS.values() for part in kind.parts})
RAW = st.dictionaries(
    st.sampled_from([*PARTS, "cat", "x"]),
    TYPED | st.sampled_from(["showa", "heisei", "reiwa", "west", "cat", "yes"]),
)


@pytest.mark.parametrize("kind", sorted(KINDS))
@given(raw=RAW)
def test_every_kind_gives_a_value_or_a_known_fault(kind: str, raw: dict[str, str]) -> None:
    asked = field(kind)

    answer = answers.read(asked, raw, TODAY)

    assert answer.fault is None or (answer.fault.code in CODES and answer.value is None)
    KINDS[kind].notes(raw, asked)
    for lang in ("ja", "easy", "en", "vi"):
        assert "\n" not in show.plain(asked, answer.value, lang)


@pytest.mark.parametrize("kind", sorted(KINDS))
@given(raw=RAW)
def test_what_is_stored_reads_as_itself_again(kind: str, raw: dict[str, str]) -> None:
    ask = Ask(field(kind), optional=True)

    answer = answers.read(ask.field, raw, TODAY)

    if answer.fault is None:
        assert answers.check(ask, answer.value, TODAY) is None


@pytest.mark.parametrize("kind", FREE)
@given(typed=TYPED)
def test_free_text_that_is_stored_can_be_written_anywhere(kind: str, typed: str) -> None:
    answer = answers.read(field(kind), {"value": typed}, TODAY)

    if isinstance(answer.value, str):
        answer.value.encode()
        assert not set(answer.value) & set("\u202e\u2066\u200b\x00\x1b\ufffd\ue000\U000e0041")
        assert find_individual_numbers(answer.value) == ()


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"group", "file"}))
@pytest.mark.parametrize(
    "unit", ["あ", "1", "\u202e", "\ud842", "か\u3099", "1-", "@", " ", "\n", "＠１", "\U000e0100"]
)
def test_ten_megabytes_are_answered_at_once(kind: str, unit: str) -> None:
    huge = unit * (10_000_000 // len(unit))
    raw = dict.fromkeys(PARTS, huge)

    started = time.process_time()
    answer = answers.read(field(kind), raw, TODAY)

    assert answer.fault is not None
    assert time.process_time() - started < 0.25


SENT = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *KNOWN,
                "birth-era",
                "birth-year",
                "birth-month",
                "day-year",
                "day-day",
                "address-area",
                "address-postcode",
            ]
        )
        | st.sampled_from(["address-search", "address-pick", "go", "nowhere"]),
        TYPED,
    ),
    max_size=25,
)


def page(pairs: list[tuple[str, str]]) -> StepForm:
    make = step_form(WHOLE, WHOLE.steps[0], {}, KNOWN, lookup=lambda _: ["見本市"], today=TODAY)
    return make(formdata=MultiDict(pairs))


@given(pairs=SENT)
def test_a_page_of_every_kind_takes_whatever_is_sent_and_gives_it_back(pairs: list[tuple[str, str]]) -> None:
    form = page(pairs)
    form.validate()

    typed = MultiDict(pairs)
    for asked in form:
        assert isinstance(asked, AskField)
        if asked.kind == "choices":
            ticked = set(typed.getlist(asked.name)[: len(asked.ask.field.choices) + 2])
            assert not pairs or set(asked.raw_parts) == ticked
        else:
            for one in asked.inputs:
                assert asked.raw_parts[one.part] == typed.get(one.name, "")
                one.value.encode()
    form.values()


@given(pairs=SENT)
def test_a_page_that_is_valid_has_values_for_all_its_questions(pairs: list[tuple[str, str]]) -> None:
    form = page([*pairs, ("go", "1")])

    if form.validate():
        assert set(form.values()) == {asked.name for asked in form}
    elif not form.searching:
        assert form.faults()
