"""The macros: what looks the same for everybody is printed once a language, and nobody's answer is kept for another."""

from dataclasses import dataclass, replace

import pytest
from jinja2 import DictLoader, Environment
from markupsafe import Markup

from portal.macros import ALIKE, Macros

NAMED = "".join(f"{{% macro {name}(word) %}}<b>{{{{ word }}}}</b>{{% endmacro %}}" for name in ALIKE)
FIELD = "{% macro field(field) %}{% do heard(field.name) %}{{ field.name }}:{{ field.value }}{% endmacro %}"


@dataclass(frozen=True)
class Asked:
    """A question as a form hands it over."""

    ask: object
    name: str = "name"
    value: str = ""

    @property
    def untouched(self) -> bool:
        return not self.value


@pytest.fixture
def heard() -> list[str]:
    """The questions that were really printed."""
    return []


@pytest.fixture
def ui(heard: list[str]) -> Macros:
    """The macros of a language."""
    environment = Environment(
        loader=DictLoader({"components/all.html": NAMED + FIELD}),
        autoescape=True,
        extensions=["jinja2.ext.do"],
    )
    environment.globals["heard"] = heard.append
    return Macros(environment)


def test_a_question_nobody_has_answered_is_printed_once(ui: Macros, heard: list[str]) -> None:
    ask = object()

    assert [ui.field(Asked(ask)) for _ in range(3)] == ["name:"] * 3
    assert heard == ["name"]


def test_an_answer_is_printed_for_whoever_gave_it_and_for_nobody_else(ui: Macros) -> None:
    question = Asked(object())

    shown = [ui.field(one) for one in (question, replace(question, value="見本 花子"), question)]

    assert shown == ["name:", "name:見本 花子", "name:"]


def test_the_same_question_under_another_name_is_another(ui: Macros) -> None:
    ask = object()

    assert (ui.field(Asked(ask, "child-1")), ui.field(Asked(ask, "child-2"))) == ("child-1:", "child-2:")


def test_words_and_markup_of_the_same_letters_are_told_apart(ui: Macros) -> None:
    assert ui.status("<i>") == "<b>&lt;i&gt;</b>"
    assert ui.status(Markup("<i>")) == "<b><i></b>"
