"""The field dictionary and the faults of its file."""

import tomllib

import pytest
import wtforms

from forms import dictionary
from forms.faults import Broken
from forms.step_form import StepForm
from tests.forms.builders import FIELDS, WORDS, a_dictionary


def broken(toml: str) -> dict[str, str]:
    with pytest.raises(Broken) as caught:
        dictionary.read(tomllib.loads(toml))
    return {fault.path: fault.message for fault in caught.value.every}


def test_a_dictionary_gives_its_fields_by_key() -> None:
    known = a_dictionary()

    assert known["name"].kind == "name"
    assert known["copies"].max == 10
    assert [choice.value for choice in known["applicant_kind"].choices] == ["self", "agent"]
    assert known["applicant_kind"].choices[0].label.say("en").text == "Myself"
    assert ("name" in known, "x" in known, known.get("x")) == (True, False, None)
    assert len(known) == len(list(known)) == 10


def test_a_town_adds_fields_and_never_redefines_one() -> None:
    base = a_dictionary()

    added = dictionary.read(tomllib.loads(f'[own]\nkind = "text"\nlabel = {WORDS}'), base)

    assert "own" in added
    assert "name" in added
    assert "own" not in base
    with pytest.raises(Broken, match="name"):
        dictionary.read(tomllib.loads(f'[name]\nkind = "text"\nlabel = {WORDS}'), base)


def test_every_fault_of_the_file_is_told_at_once() -> None:
    found = broken(
        f"""
        [one]
        kind = "telepathy"
        label = {WORDS}
        [two]
        kind = "text"
        label = {{ ja = "あ", easy = "あ" }}
        [three]
        kind = "text"
        label = {WORDS}
        lable = {WORDS}
        [four]
        kind = "choice"
        label = {WORDS}
        choices = [{{ value = "a b", ja = "あ", easy = "あ", en = "a" }}, {{ value = "c", ja = "う" }}]
        """
    )

    assert set(found) == {
        "one.kind", "two.label.en", "three.lable", "four.choices[1].value", "four.choices[2].easy", "four.choices[2].en",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "path"),
    [
        ('kind = "text"\ndigits = [1, 2]', "x.digits"),
        ('kind = "text"\nmin = 1', "x.min"),
        ('kind = "text"\nmax = 0', "x.max"),
        ('kind = "text"\nmax = 100000', "x.max"),
        ('kind = "text"\nmax = "9"', "x.max"),
        ('kind = "date"\nmax = 9', "x.max"),
        ('kind = "date"\nfrom_today = [3, 1]', "x.from_today"),
        ('kind = "date"\nfrom_today = 3', "x.from_today"),
        ('kind = "number_code"', "x.digits"),
        ('kind = "integer"\nmin = 9\nmax = 1', "x.max"),
        ('kind = "choice"', "x.choices"),
        ('kind = "choices"', "x.choices"),
        ('kind = "text"\nchoices = [{ value = "a", ja = "a", easy = "a", en = "a" }]', "x.choices"),
        ('kind = "text"\nautocomplete = "secret"', "x.autocomplete"),
        ('kind = "text"\nsensitivity = "some"', "x.sensitivity"),
        ('kind = "text"\nhint = "あ"', "x.hint"),
        ('kind = "text"\nhint = { ja = "あ", easy = "あ", en = "a", xx = "a" }', "x.hint.xx"),
        ("", "x.kind"),
    ],
)
def test_a_setting_that_would_be_without_effect_is_refused(entry: str, path: str) -> None:
    assert path in broken(f"[x]\nlabel = {WORDS}\n{entry}")


def test_two_choices_with_one_value_are_refused() -> None:
    choice = '{ value = "a", ja = "a", easy = "a", en = "a" }'

    assert "x.choices[2].value" in broken(
        f'[x]\nkind = "choice"\nlabel = {WORDS}\nchoices = [{choice}, {choice}]'
    )


@pytest.mark.parametrize("key", ["Name", "na-me", "1st", "data", "errors", "validate", "way", "csrf_token"])
def test_a_key_that_means_something_else_is_refused(key: str) -> None:
    assert key in broken(f'["{key}"]\nkind = "text"\nlabel = {WORDS}')


def test_an_entry_that_is_no_table_is_refused() -> None:
    assert "x" in broken("x = 3")


def test_no_key_can_hide_an_attribute_of_a_form() -> None:
    public = {name for name in dir(StepForm) + list(vars(wtforms.Form())) if not name.startswith("_")}

    assert {name for name in public if name.islower()} <= dictionary.TAKEN


def test_a_prepared_language_may_stand_beside_the_complete_ones() -> None:
    known = a_dictionary(
        FIELDS + '[own]\nkind = "text"\nlabel = { ja = "氏名", easy = "なまえ", en = "Name", vi = "Tên" }'
    )

    assert known["own"].label.say("vi").text == "Tên"
