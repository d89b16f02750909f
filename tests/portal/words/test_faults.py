"""Every fault and every refusal has a sentence in the three complete languages that says what to do."""

import ast
from datetime import date

import pytest

from forms.faults import CODES, Fault, FaultValue
from portal.settings import ROOT
from portal.words import Catalogues, Words
from portal.words.faults import SENTENCES, sentence
from portal.words.refused import SENTENCES as REFUSALS
from portal.words.refused import refusal
from tests.portal.speaking import TRANSLATIONS

COMPLETE = ("ja", "easy", "en")
DATES = {"first", "last", "limit"}


def words(key: str) -> Words:
    """The words of a language as they are shipped."""
    return Catalogues(TRANSLATIONS).words(key)


def value(name: str) -> FaultValue:
    """A value as the forms library hands it."""
    if name in DATES:
        return date(2026, 11, 21)
    return {"era": "heisei", "other": "showa", "means": "2020-04-01"}.get(name, 7)


def refusal_codes() -> set[str]:
    """Every code that is refused with anywhere in the sources."""
    found = set()
    for folder in ("portal", "services"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused" and node.args:
                    found |= {str(node.args[0].value)} if isinstance(node.args[0], ast.Constant) else set()
    return found


def test_there_is_a_sentence_for_every_fault_and_for_nothing_else() -> None:
    assert set(SENTENCES) == set(CODES)


@pytest.mark.parametrize("key", COMPLETE)
@pytest.mark.parametrize("code", CODES)
def test_a_fault_is_said_with_its_values(code: str, key: str) -> None:
    fault = Fault(code, {name: value(name) for name in CODES[code]})

    said = sentence(words(key), fault, "氏名")

    assert said
    assert "%(" not in said


def test_a_label_from_a_pack_is_escaped() -> None:
    assert "&lt;b&gt;" in sentence(words("ja"), Fault("required"), "<b>")


def test_there_is_a_sentence_for_every_refusal_in_the_sources() -> None:
    missing = refusal_codes() - set(REFUSALS)

    assert not missing, f"add what people are told to portal/refused.py: {missing}"


@pytest.mark.parametrize("key", COMPLETE)
def test_a_refusal_says_what_happened_and_what_to_do(key: str) -> None:
    happened, advice = refusal(words(key), "draft_gone", {})

    assert happened
    assert advice


def test_a_refusal_nobody_wrote_a_sentence_for_still_says_what_to_do() -> None:
    happened, advice = refusal(words("ja"), "no_such_code", {"secret": "x"})

    assert happened == "いまは、その操作ができません"
    assert "担当の課" in advice
