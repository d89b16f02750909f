"""Stored answers on one line."""

from datetime import date

import pytest

from forms import show
from forms.faults import Fault, FaultValue
from forms.field import Value
from tests.forms.builders import field, place

ADDRESS = place("320-8540", "栃木県ひなた市旭", "1-5", "見本ビル101")


@pytest.mark.parametrize(
    ("kind", "value", "ja", "en"),
    [
        ("name", "髙﨑 花子", "髙﨑 花子", "髙﨑 花子"),
        ("long_text", "一\n二", "一 二", "一 二"),
        ("date", "2026-11-21", "令和8年（2026年）11月21日", "2026-11-21"),
        ("birth", "1955-04", "昭和30年（1955年）4月（日は不明）", "1955-04 (day unknown)"),
        ("birth", "1955", "昭和30年（1955年）（月日は不明）", "1955 (month and day unknown)"),
        ("integer", 3, "3", "3"),
        ("yes", True, "はい", "Yes"),
        ("yes", False, "いいえ", "No"),
        ("choice", "dog", "犬", "sample"),
        ("choices", ["cat", "dog"], "猫、犬", "sample, sample"),
        ("phone", "028-632-2222 内線12", "028-632-2222 内線12", "028-632-2222 ext. 12"),
        (
            "address",
            ADDRESS,
            "〒320-8540 栃木県ひなた市旭1-5 見本ビル101",
            "〒320-8540 栃木県ひなた市旭1-5 見本ビル101",
        ),
        ("address", place("", "見本市", "1"), "見本市1", "見本市1"),
        ("name", None, "", ""),
    ],
)
def test_an_answer_is_shown_on_one_line(kind: str, value: Value, ja: str, en: str) -> None:
    assert (show.plain(field(kind), value, "ja"), show.plain(field(kind), value, "en")) == (ja, en)


def test_a_choice_that_is_no_longer_offered_is_shown_as_it_was_stored() -> None:
    assert show.plain(field("choice"), "cow", "ja") == "cow"


def test_what_is_no_date_is_shown_as_it_was_stored() -> None:
    assert show.plain(field("date"), "昨日", "ja") == "昨日"


def test_the_values_of_a_fault_come_in_words() -> None:
    values: dict[str, FaultValue] = {
        "era": "heisei",
        "year": 32,
        "last": date(2019, 4, 30),
        "means": "2020-04-01",
    }

    assert show.fault_values(Fault("era_ended", values), "ja") == {
        "era": "平成",
        "year": "32",
        "last": "平成31年（2019年）4月30日",
        "means": "令和2年（2020年）4月1日",
    }
    assert show.fault_values(Fault("era_ended", values), "en")["era"] == "Heisei"


def test_a_fault_before_all_characters_says_so() -> None:
    assert show.fault_values(Fault("broken_character", {"after": ""}), "ja") == {"after": "先頭"}
    assert show.fault_values(Fault("broken_character", {"after": "山"}), "ja") == {"after": "山"}


def test_an_era_nobody_knows_is_given_back() -> None:
    assert show.era("keio", "ja") == "keio"
