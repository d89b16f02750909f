"""Fault codes: one list, fixed values, nothing personal in a repr."""

import ast
from pathlib import Path

import pytest

from forms import faults
from forms.faults import CODES, Broken, Fault, Unfit

FORMS = Path(faults.__file__).parent


def test_a_fault_must_carry_exactly_the_values_of_its_code() -> None:
    with pytest.raises(ValueError, match="too_long"):
        Fault("too_long", {"max": 3})


def test_what_was_typed_stays_out_of_the_repr() -> None:
    assert "山田" not in repr(Fault("kana_only", {"character": "山田"}))
    assert "山田" not in repr(Unfit("kana_only", character="山田"))
    assert "山田" not in str(Unfit("kana_only", character="山田"))


def test_every_code_of_the_list_is_used_and_every_code_used_is_in_the_list() -> None:
    used = {
        node.value
        for path in FORMS.rglob("*.py")
        if path.name not in ("faults.py", "dictionary.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    built = {"date_month", "date_day", "address_area", "address_street"}
    built |= {f"account_{part}" for part in ("bank", "branch", "kind", "number", "holder")}

    assert set(CODES) - used - built == set()


def test_a_broken_file_gives_its_first_fault_and_all_others() -> None:
    second = Broken("b", "two")
    first = Broken("a", "one", [second])

    assert first.every == (first, second)
    assert str(first) == "a: one"
