"""A passbook of ゆうちょ銀行 as a transfer calls it."""

from typing import Any

import pytest

from tests.forms.builders import fault, read

PASSBOOK = {
    "bank": "ゆうちょ", "branch": "10120", "kind": "ordinary", "number": "12345671", "holder": "ミホン ハナコ",
}  # fmt: skip


def kept(**typed: str) -> dict[str, Any]:
    found = read("bank_account", {**PASSBOOK, **typed})
    assert isinstance(found, dict)
    return found


def test_a_symbol_and_number_become_branch_and_account() -> None:
    found = kept()

    assert found["bank"] == "ゆうちょ銀行"
    assert (found["bank_code"], found["branch"], found["branch_code"]) == ("9900", "〇一八", "018")
    assert (found["kind"], found["number"]) == ("ordinary", "1234567")


def test_a_transfer_account_is_a_current_one_and_keeps_its_number() -> None:
    found = kept(branch="00530", number="12345")

    assert (found["branch_code"], found["kind"], found["number"]) == ("059", "current", "0012345")


def test_what_was_turned_once_stays_as_it_is() -> None:
    found = kept()

    assert read("bank_account", found) == found


@pytest.mark.parametrize(
    "typed", [{"number": "12345678"}, {"number": "1"}, {"branch": "00530", "number": "12345678"}]
)
def test_a_number_that_cannot_belong_to_the_symbol_is_refused(typed: dict[str, str]) -> None:
    found = fault("bank_account", {**PASSBOOK, **typed})

    assert found.code == "yucho_number"


def test_at_another_bank_five_digits_are_a_name_of_a_branch() -> None:
    assert kept(bank="見本銀行", number="1234567")["branch"] == "10120"
    assert fault("bank_account", {**PASSBOOK, "bank": "見本銀行"}).code == "account_digits"
